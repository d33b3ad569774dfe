/** GET and POST /{tenant}/oauth2[/v2.0]/authorize: decides whether anybody has to be asked, and whom. */
import type { Request, Response } from 'express'
import { originOf } from '../origin.ts'
import { readForm } from '../read-body.ts'
import { refuseAuthorize, sendToClient, showRefusal } from './authorize-answer.ts'
import { type AuthorizeParameters, readAuthorize } from './authorize-request.ts'
import { askWho, continueSignIn } from './continue-sign-in.ts'
import { newCorrelationId } from './correlation.ts'
import type { OAuthHost } from './oauth-host.ts'
import { anyNow } from './page-step.ts'
import { sendPage } from './pages/page-frame.ts'
import * as pages from './pages/sign-in-pages.ts'
import { describe, newTrace, refused } from './refusal.ts'
import { type Session, sessionsOf } from './sessions.ts'
import { type SignInState, sealState } from './sign-in-state.ts'
import { resolveTenant } from './tenant-path.ts'

type TenantRequest = Request<{ tenant: string }>

const emptyState = (startedAt: number): SignInState => ({
  startedAt,
  typed: false,
  registrationSettled: false,
  staySettled: false,
  stay: false,
  consentSettled: false,
  deviceSettled: false,
})

/** GET and POST …/authorize: back to the application at once when the browser is signed in, else the first page. */
export const authorize =
  (host: OAuthHost, version: 1 | 2) => async (request: TenantRequest, response: Response) => {
    const query = new URL(request.url, originOf(request)).searchParams
    if (request.method === 'POST') {
      const form = await readForm(request)
      if (form.ok) for (const [name, value] of form.value) query.set(name, value)
    }
    const correlationId = newCorrelationId(request, query)
    const path = resolveTenant(host.tenants, request.params.tenant)
    if (!path.ok) return showRefusal(response, path.refusal, correlationId, anyNow(host))
    const origins = [originOf(request), ...(host.uiBase === undefined ? [] : [host.uiBase])]
    const answer = readAuthorize(host, { path: path.value, version, query, correlationId, origins })
    const now = path.value.tenant?.lab.clock.now() ?? anyNow(host)
    if (!answer.ok) return refuseAuthorize(response, answer.refusal, answer.to, correlationId, now)
    const sessions = await sessionsOf(host, request, path.value.tenant, answer.parameters.browser)
    return start(host, request, response, answer.parameters, sessions, now)
  }

async function start(
  host: OAuthHost,
  request: Request,
  response: Response,
  parameters: AuthorizeParameters,
  sessions: readonly Session[],
  now: number,
) {
  const state: SignInState = { ...emptyState(now), parameters }
  const fitting = sessions.filter((session) => fits(session, parameters))
  const [only] = fitting
  if (parameters.prompt === 'none') {
    if (fitting.length === 1 && only !== undefined)
      return continueSignIn(host, request, response, withSession(state, only))
    const { refusal } = refused(fitting.length === 0 ? 'UserInformationNotProvided' : 'SelectUserAccount')
    return sendToClient(response, parameters, {
      error: refusal.entry.oauth,
      error_description: describe(refusal, newTrace(parameters.correlationId, now)),
    })
  }
  const asksAgain = parameters.prompt === 'login' || parameters.prompt === 'create'
  if (asksAgain || fitting.length === 0) {
    const userName = parameters.loginHint
    return askWho(host, request, response, {
      ...state,
      ...(userName?.includes('@') === true ? { userName } : {}),
    })
  }
  if (parameters.prompt === 'select_account' || fitting.length > 1) {
    const accounts = fitting.map(({ contents, user }) => ({
      sid: contents.sid,
      userName: user.userPrincipalName,
    }))
    return sendPage(
      response,
      pages.accountsPage(`/${parameters.segment}/login/account`, await sealState(host, state), accounts),
    )
  }
  if (only === undefined) throw new Error('unreachable: one session fits')
  return continueSignIn(host, request, response, withSession(state, only))
}

/** A hint names whose session will do; max_age says how old it may be. */
function fits({ user, contents, tenant }: Session, { loginHint, maxAge }: AuthorizeParameters): boolean {
  if (
    loginHint !== undefined &&
    loginHint !== '' &&
    user.userPrincipalName.toLowerCase() !== loginHint.toLowerCase()
  )
    return false
  return maxAge === undefined || contents.authTime + maxAge * 1000 >= tenant.lab.clock.now()
}

export const withSession = (state: SignInState, { contents, user }: Session): SignInState => ({
  ...state,
  userName: user.userPrincipalName,
  session: contents,
  staySettled: true,
  stay: false,
  registrationSettled: true,
})
