/** HTTP and HTTPS listeners: Express mounted the fast way, and a sentence when a port cannot be had. */
import { createServer, IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http'
import type { ServerOptions as TlsOptions } from 'node:https'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { LabRefusal, reasonOf } from './refusal.ts'

/**
 * Express changes the prototype of every request and response, which costs more than all the rest of a small answer.
 * Here they are born with the prototypes that it would give them, so its change changes nothing (97 to 22 µs a request).
 * `listener`: who hears of a request first, when that is not the application.
 * `tests/lab/http.test.ts` holds the answers equal to plain Express; application settings such as `etag` stay as they are.
 */
export function fastServer(app: Express, tls?: TlsOptions, listener: RequestListener = app): Server {
  const options = { ...bornAsExpressWants(app), noDelay: true, keepAliveTimeout: 65_000 }
  return tls === undefined
    ? createServer(options, listener)
    : createTlsServer({ ...options, ...tls }, listener)
}

/** An application whose failures are told to its output, with their stack, and to no client. */
export const createApp = (): Express => express().disable('x-powered-by').set('env', 'production')

class LabRequest extends IncomingMessage {}
class LabResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}

/** The classes of one application: several servers may share it. */
const prepared = new WeakMap<
  Express,
  { IncomingMessage: typeof LabRequest; ServerResponse: typeof LabResponse }
>()

function bornAsExpressWants(app: Express) {
  const known = prepared.get(app)
  if (known !== undefined) return known
  const classes = {
    IncomingMessage: class extends LabRequest {},
    ServerResponse: class<Request extends IncomingMessage = IncomingMessage> extends LabResponse<Request> {},
  }
  const own = { configurable: true, enumerable: true, writable: true, value: app }
  for (const [target, source] of [
    [classes.IncomingMessage.prototype, express.request],
    [classes.ServerResponse.prototype, express.response],
  ] as const) {
    const { constructor: _kept, ...given } = Object.getOwnPropertyDescriptors(source)
    Object.defineProperties(target, { ...given, app: own })
  }
  Object.assign(app, {
    request: classes.IncomingMessage.prototype,
    response: classes.ServerResponse.prototype,
  })
  prepared.set(app, classes)
  return classes
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** What it is, for the sentence when the port cannot be had: `the control API`. */
  readonly listener: string
  /** How its owner can choose another port: `--http-port`. */
  readonly setting: string
}

export interface Listener {
  readonly server: Server
  readonly port: number
  /** Ends open connections too: event streams would keep it open for ever. */
  close(): Promise<void>
}

/** Listens, or throws LabRefusal: port in use, forbidden, or no such address. */
export function listen(server: Server, { host, port, listener, setting }: ListenOptions): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const refused = (error: unknown) =>
      reject(listenRefusal(error, { host, port: String(port), listener, setting }))
    server.once('error', refused)
    server.listen({ host, port }, () => {
      server.off('error', refused)
      resolve({ server, port: boundPort(server), close: () => closeServer(server) })
    })
  })
}

/** The port that a server got when it asked for any. */
export function boundPort(server: { address(): AddressInfo | string | null }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

/** The sentence for a listener that cannot be; what is none of ours comes back as it is. */
function listenRefusal(
  error: unknown,
  values: Record<'host' | 'port' | 'listener' | 'setting', string>,
): unknown {
  const reason = reasonOf(error)
  if (reason === 'EADDRINUSE') return new LabRefusal('LabPortInUse', values, { cause: error })
  if (reason === 'EACCES') return new LabRefusal('LabPortForbidden', values, { cause: error })
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(reason)) {
    return new LabRefusal('LabAddressUnknown', values, { cause: error })
  }
  return error
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
