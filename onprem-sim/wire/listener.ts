/** The listening sockets. ldapjs is the listener, but hands over each raw socket before its own parser sees a byte (ldap.md, section D). */
import type { Server as NetServer, Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import ldapjs from 'ldapjs'
import { Session, type SessionOptions } from './session.ts'

export interface ListenerOptions extends Omit<SessionOptions, 'secureContext'> {
  readonly host: string
  readonly port: number
  readonly tls: TlsSettings
  /** TLS from the first byte (LDAPS). */
  readonly secure: boolean
}

export interface TlsSettings {
  /** PEM. */
  readonly key: string
  readonly cert: string
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'
}

export interface LdapListener {
  readonly port: number
  close(): Promise<void>
}

/**
 * Windows Server 2019 speaks TLS 1.2 over LDAP. 1.3 is offered where it is asked for: clients on older GnuTLS, Samba 4.17's
 * among them, wait for ever behind the session tickets that come with it.
 */
const tlsVersions = ({ maxVersion = 'TLSv1.2' }: ListenerOptions['tls']) =>
  ({ minVersion: 'TLSv1.2', maxVersion }) as const

/** What the type package does not know of ldapjs: its servers take a router and show the socket server below. */
interface RoutedServer {
  readonly server: NetServer
  listen(port: number, host: string, listening: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
  readonly close: (closed?: () => void) => void
}

export async function listenForLdap(options: ListenerOptions): Promise<LdapListener> {
  const secureContext = createSecureContext({ ...options.tls, ...tlsVersions(options.tls) })
  const sessions = new Set<Session>()
  const perAddress = new Map<string, number>()
  const accept = (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (perAddress.get(address) ?? 0) + 1
    if (count > options.limits.perAddress || sessions.size >= options.limits.connections) {
      socket.destroy()
      return
    }
    perAddress.set(address, count)
    const session = new Session({ ...options, secureContext }, socket, options.secure)
    sessions.add(session)
    socket.on('close', () => {
      sessions.delete(session)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
  }
  const server = createRoutedServer(options, accept)
  await listen(server, options)
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.shutDown()
        server.server.close(() => resolve())
      }),
  }
}

function createRoutedServer(
  { secure, tls }: ListenerOptions,
  accept: (socket: Socket) => void,
): RoutedServer {
  const settings = {
    connectionRouter: accept,
    ...(secure ? { certificate: tls.cert, key: tls.key, ...tlsVersions(tls) } : {}),
  }
  // The options' type in @types/ldapjs lacks connectionRouter, and its Server lacks `server`; both are public in ldapjs 3.
  const server: unknown = ldapjs.createServer(settings as Parameters<typeof ldapjs.createServer>[0])
  return server as RoutedServer
}

function listen(server: RoutedServer, { host, port }: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    // A failed TLS handshake concerns that client alone.
    server.server.on('tlsClientError', () => undefined)
    server.listen(port, host, resolve)
  })
}

function portOf({ server }: RoutedServer): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
