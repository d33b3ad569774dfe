/** Where a request came to: clients get links and issuers on the origin that they used themselves. */
import type { IncomingMessage } from 'node:http'

export type CloudFace = 'all' | 'login' | 'graph' | 'portal' | 'password-reset' | 'management' | 'retired'

const faces: Readonly<Record<string, CloudFace>> = {
  'login.microsoftonline.com': 'login',
  'login.windows.net': 'login',
  'login.microsoft.com': 'login',
  'sts.windows.net': 'login',
  'device.login.microsoftonline.com': 'login',
  'autologon.microsoftazuread-sso.com': 'login',
  'graph.microsoft.com': 'graph',
  'graph.windows.net': 'retired',
  'main.iam.ad.ext.azure.com': 'portal',
  'passwordreset.microsoftonline.com': 'password-reset',
  'management.azure.com': 'management',
  'management.core.windows.net': 'management',
}

const safeHost = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i

const isEncrypted = (request: IncomingMessage): boolean =>
  'encrypted' in request.socket && request.socket.encrypted === true

interface Host {
  readonly http: string
  readonly https: string
  readonly face: CloudFace
}

/** Host headers repeat: what they mean is worked out once each. */
const hosts = new Map<string, Host>()

function hostOf(request: IncomingMessage): Host {
  const given = request.headers.host ?? 'localhost'
  const known = hosts.get(given)
  if (known !== undefined) return known
  const name = safeHost.test(given) ? given.toLowerCase() : 'localhost'
  const host = {
    // A port that goes without saying is not part of an origin, though some clients write it.
    http: `http://${name.replace(/:80$/, '')}`,
    https: `https://${name.replace(/:443$/, '')}`,
    face: faces[nameOf(name)] ?? 'all',
  } as const
  if (hosts.size < 1000) hosts.set(given, host)
  return host
}

/** `https://localhost:8443`. A Host header that is no host name counts as localhost. */
export function originOf(request: IncomingMessage): string {
  const host = hostOf(request)
  return isEncrypted(request) ? host.https : host.http
}

const nameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase()

/** Which of Microsoft's hosts the client believes to talk to; `all` on any other name, where paths decide. */
export const faceOf = (request: IncomingMessage): CloudFace => hostOf(request).face

/** An address of this process at the origin that the browser uses: what began in a frame of the screens stays in it. */
export function staying(request: IncomingMessage, address: string, origins: ReadonlySet<string>): string {
  const { origin, pathname, search } = new URL(address)
  return origins.has(origin) && origins.has(originOf(request)) ? pathname + search : address
}

/** Origins of the other faces, as seen by this client: Microsoft's own names in hosts mode, the same origin otherwise. */
export function originsOf(request: IncomingMessage): {
  readonly login: string
  readonly graph: string
  readonly own: string
} {
  const own = originOf(request)
  if (faceOf(request) === 'all') return { login: own, graph: own, own }
  const face = faceOf(request)
  return {
    login: face === 'login' ? own : 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    own,
  }
}

/** The client's address as logs show it. */
export const addressOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
