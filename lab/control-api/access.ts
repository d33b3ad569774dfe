/** Who may call the control API: this lab's own pages and tools, not another web site, and not a stranger on the network. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { type Request, type RequestHandler, Router } from 'express'
import { sessionRequest } from '#core/contracts/control-api.ts'
import { isLoopback } from '../config.ts'
import { LabRefusal } from '../refusal.ts'

export interface AccessRules {
  /** The address listened on. */
  readonly host: string
  /** Further host names that this lab answers to. */
  readonly names: readonly string[]
  /** The lab's own origins, from which its pages call. */
  readonly origins: { readonly http: string; readonly https: string }
  readonly adminToken?: string | undefined
}

const cookieName = 'hybridlab_admin'

/** `[::1]:8080` and `localhost:8080` without port and brackets. */
const nameOf = (host: string): string =>
  host.startsWith('[') ? host.slice(1, host.indexOf(']')) : (host.split(':')[0] ?? '').toLowerCase()

/**
 * A page of another site can make the browser call us under its own name (DNS rebinding), so only names that are ours are
 * answered. An address cannot be rebound.
 */
function isOurName(name: string, rules: AccessRules): boolean {
  if (isLoopback(name) || name === rules.host || rules.names.some((ours) => ours.toLowerCase() === name))
    return true
  return !isLoopback(rules.host) && (isIP(name) !== 0 || name === hostname().toLowerCase())
}

function refuseOtherSites(request: Request, rules: AccessRules): void {
  const host = request.headers.host ?? ''
  if (!isOurName(nameOf(host), rules))
    throw new LabRefusal('LabSiteForbidden', { site: host === '' ? 'a request without Host' : host })
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (origin === undefined && site !== 'cross-site') return
  if (
    origin !== undefined &&
    (hostOf(origin) === host || origin === rules.origins.http || origin === rules.origins.https)
  )
    return
  throw new LabRefusal('LabSiteForbidden', { site: origin ?? 'another web site' })
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const sameSecret = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

function tokenOf(request: Request): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const cookie = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1]
  return bearer ?? (cookie === undefined ? undefined : decodeURIComponent(cookie))
}

/** Health needs no token: a container's check has none, and it says nothing that is worth one. */
export function guardAccess(rules: AccessRules): RequestHandler {
  return (request, _response, next) => {
    refuseOtherSites(request, rules)
    const { adminToken } = rules
    if (adminToken === undefined || request.path === '/health' || request.path === '/session') return next()
    const token = tokenOf(request)
    if (token === undefined || !sameSecret(token, adminToken)) throw new LabRefusal('LabTokenNeeded')
    next()
  }
}

/** `POST /lab/v1/session {token}`: a cookie for the lab's pages, whose event streams cannot send headers. */
export function sessionRoute(rules: AccessRules): Router {
  const router = Router()
  router.post('/session', (request, response) => {
    const asked = sessionRequest.safeParse(request.body)
    const { adminToken } = rules
    if (!asked.success || adminToken === undefined || !sameSecret(asked.data.token, adminToken)) {
      throw new LabRefusal('LabTokenNeeded')
    }
    response
      .cookie(cookieName, adminToken, { httpOnly: true, sameSite: 'strict', path: '/lab/v1' })
      .sendStatus(204)
  })
  return router
}
