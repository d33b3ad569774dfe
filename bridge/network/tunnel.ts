/** A TLS connection to the cloud through a proxy: CONNECT with the public name, then TLS as with the cloud itself. */
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { TlsVersions } from '../machine-tls.ts'

export interface TunnelOptions {
  /** `http://host:port` */
  readonly proxy: string
  readonly credentials?: { readonly username: string; readonly password: string } | undefined
  /** The public name that the proxy is asked for. */
  readonly host: string
  readonly port: number
}

const timeoutMs = 10_000
const meanings: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
}

/** Rejects with what the proxy said, such as `(407) Proxy Authentication Required`. */
export function openTunnel({ proxy, credentials, host, port }: TunnelOptions): Promise<Socket> {
  const { hostname, port: proxyPort } = new URL(proxy)
  const authorization =
    credentials === undefined
      ? {}
      : {
          'proxy-authorization': `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
        }
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port: proxyPort,
      method: 'CONNECT',
      path: `${host}:${port}`,
      headers: { host: `${host}:${port}`, ...authorization },
      timeout: timeoutMs,
      agent: false,
    })
    asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      const meaning = meanings[statusCode] ?? 'The proxy refused'
      reject(new Error(`(${statusCode}) ${meaning}: ${host}`))
    })
    asked.once('timeout', () => asked.destroy(new Error(`the proxy does not answer for ${host}`)))
    asked.once('error', reject)
    asked.end()
  })
}

/** TLS inside a tunnel, checked against the cloud's own name. */
export function secure(
  socket: Socket,
  servername: string,
  tls: TlsVersions & { readonly ca: string },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({ socket, servername, ...tls, ALPNProtocols: ['http/1.1'] })
    secured.once('secureConnect', () => {
      secured.off('error', reject)
      resolve(secured)
    })
    secured.once('error', reject)
  })
}
