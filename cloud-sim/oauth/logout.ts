/** Sign-out: ends the browser's session, tells the applications that were signed in to, and goes on to a registered address only. */
import type { Request, Response, Router } from 'express'
import { decodeJwt } from 'jose'
import { originOf } from '../origin.ts'
import { clientAt } from './authorize-request.ts'
import { redirectKind } from './clients.ts'
import { issuersOf } from './issuers.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendPage } from './pages/page-frame.ts'
import * as pages from './pages/sign-in-pages.ts'
import { browserName, clearSession, type Session, sessionsOf } from './sessions.ts'

/** Whose application asks: `client_id`, or the audience of the ID token that it hints with. */
function clientIdOf(query: URLSearchParams): string | undefined {
  const named = query.get('client_id')
  if (named !== null) return named
  try {
    const { aud } = decodeJwt(query.get('id_token_hint') ?? '')
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}

function mayGoTo(
  host: OAuthHost,
  request: Request,
  sessions: readonly Session[],
  uri: string,
  clientId: string | undefined,
): boolean {
  const appIds = clientId === undefined ? sessions.flatMap(({ contents }) => contents.apps) : [clientId]
  const origins = [originOf(request), ...(host.uiBase === undefined ? [] : [host.uiBase])]
  // The lab's own screens may be returned to anywhere on their origin.
  if (origins.some((origin) => uri === origin || uri.startsWith(`${origin}/`))) return true
  return appIds.some((appId) => {
    const client = clientAt(host, undefined, appId)
    return client.ok && redirectKind(client.value, uri, origins) !== undefined
  })
}

const frontChannel = (request: Request, { tenant, contents }: Session): string[] =>
  contents.apps.flatMap((appId) => {
    const url = tenant.directory.applications.byAppId(appId)?.web.logoutUrl
    if (url == null || !URL.canParse(url)) return []
    const full = new URL(url)
    full.searchParams.set('iss', issuersOf(request).v2(tenant.tenantId))
    full.searchParams.set('sid', contents.sid)
    return [full.href]
  })

const logout = (host: OAuthHost) => async (request: Request<{ tenant: string }>, response: Response) => {
  const query = new URL(request.url, originOf(request)).searchParams
  const browser = browserName(query.get('lab_browser'))
  const sessions = await sessionsOf(host, request, host.tenants.find(request.params.tenant), browser)
  for (const { tenant } of sessions) clearSession(request, response, tenant.tenantId, browser)
  const frames = sessions.flatMap((session) => frontChannel(request, session))
  const onward = onwardOf(host, request, sessions, query)
  if (onward !== undefined && frames.length === 0) return response.redirect(302, onward)
  sendPage(response, pages.signedOutPage(frames, onward))
}

/** Where the browser goes on to, when that is registered; with the `state` of the request. */
function onwardOf(
  host: OAuthHost,
  request: Request,
  sessions: readonly Session[],
  query: URLSearchParams,
): string | undefined {
  const uri = query.get('post_logout_redirect_uri')
  if (uri === null || !mayGoTo(host, request, sessions, uri, clientIdOf(query))) return undefined
  const state = query.get('state')
  return state === null ? uri : `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`
}

export function mountLogout(router: Router, host: OAuthHost): void {
  router.get('/:tenant/oauth2/v2.0/logout', logout(host))
  router.post('/:tenant/oauth2/v2.0/logout', logout(host))
  router.get('/:tenant/oauth2/logout', logout(host))
}
