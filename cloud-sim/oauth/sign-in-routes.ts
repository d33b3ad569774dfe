/**
 * The authorize endpoint and the pages' forms: /{tenant}/oauth2[/v2.0]/authorize, /{tenant}/login and below.
 * Everything between two pages is in the sealed `flowToken`; a form without a good one starts at the application again.
 */
import type { Request, Response, Router } from 'express'
import { addressOf, originOf } from '../origin.ts'
import { readForm } from '../read-body.ts'
import { attemptSignIn } from './attempt-sign-in.ts'
import { newSessionId, refuseAuthorize, sendToClient, showRefusal } from './authorize-answer.ts'
import { type AuthorizeParameters, readAuthorize } from './authorize-request.ts'
import { findClient } from './clients.ts'
import { recordConsent } from './consent.ts'
import {
  askWho,
  browserOf,
  clientOfState,
  continueSignIn,
  correlationOf,
  segmentOf,
  signedIn,
} from './continue-sign-in.ts'
import { newCorrelationId } from './correlation.ts'
import { declineDevice } from './device-approval.ts'
import type { OAuthHost } from './oauth-host.ts'
import * as pages from './pages.ts'
import { describe, newTrace, type OAuthRefusal, refused } from './refusal.ts'
import { findResource, parseScopes } from './resources.ts'
import { type Session, sessionsOf } from './sessions.ts'
import { openState, type SignInState, sealState } from './sign-in-state.ts'
import { resolveTenant } from './tenant-path.ts'

type TenantRequest = Request<{ tenant: string }>

const anyNow = (host: OAuthHost): number => [...host.tenants.all()][0]?.lab.clock.now() ?? 0

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
const authorize = (host: OAuthHost, version: 1 | 2) => async (request: TenantRequest, response: Response) => {
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
    return pages.sendPage(
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

const withSession = (state: SignInState, { contents, user }: Session): SignInState => ({
  ...state,
  userName: user.userPrincipalName,
  session: contents,
  staySettled: true,
  stay: false,
  registrationSettled: true,
})

type Step = (
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  form: URLSearchParams,
) => unknown

/** A form of a page: opens its state, or says that the page is too old. */
const step = (host: OAuthHost, act: Step) => async (request: Request, response: Response) => {
  const form = await readForm(request, 64 * 1024)
  const state = form.ok ? await openState(host, form.value.get('flowToken')) : undefined
  if (!form.ok || state === undefined)
    return showRefusal(response, refused('InvalidRequest').refusal, newCorrelationId(request), anyNow(host))
  await act(host, request, response, state, form.value)
}

const login: Step = async (host, request, response, state, form) => {
  const userName = (form.get('loginfmt') ?? state.userName ?? '').trim()
  const password = form.get('passwd') ?? ''
  if (userName === '')
    return askWho(host, request, response, { ...state, userName: undefined }, 'Enter a valid user name.')
  const tenant = host.tenants.ofUpn(userName)
  const segment = host.tenants.find(segmentOf(state))
  const found = tenant?.directory.findUser(userName)
  if (found === undefined || (segment !== undefined && tenant !== segment))
    return unknownName(host, request, response, state, userName)
  if (password === '')
    return askWho(
      host,
      request,
      response,
      { ...state, userName },
      form.has('passwd') ? 'Please enter your password.' : undefined,
    )
  return tryPassword(host, request, response, { ...state, userName }, password)
}

/** The real page says it before any password is asked for, and so does this one; the log has it too. */
async function unknownName(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  userName: string,
) {
  const tenant = host.tenants.find(segmentOf(state)) ?? host.tenants.ofUpn(userName)
  if (tenant !== undefined) await attempt(host, request, { ...state, userName }, tenant, '')
  return askWho(
    host,
    request,
    response,
    { ...state, userName: undefined },
    `We couldn't find an account with that user name: ${userName}.`,
  )
}

async function attempt(
  host: OAuthHost,
  request: Request,
  state: SignInState,
  tenant: NonNullable<ReturnType<typeof host.tenants.find>>,
  password: string,
) {
  const client = clientOfState(host, state, tenant)
  if (!client.ok) return client
  const asked =
    state.parameters === undefined
      ? undefined
      : parseScopes(tenant, state.parameters.scope, [originOf(request)])
  const resource =
    asked?.ok === true ? { ok: true as const, value: asked.value.resource } : findResource(tenant, '', [])
  if (!resource.ok) return resource
  return attemptSignIn(tenant, {
    client: client.value,
    resource: resource.value,
    ipAddress: addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    correlationId: correlationOf(state),
    userPrincipalName: state.userName ?? '',
    password,
    interactive: true,
    checkOnPremises: host.checkOnPremises,
  })
}

async function tryPassword(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  password: string,
) {
  const tenant = host.tenants.ofUpn(state.userName ?? '')
  if (tenant === undefined) return askWho(host, request, response, { ...state, userName: undefined })
  const answer = await attempt(host, request, state, tenant, password)
  if (!answer.ok) return askWho(host, request, response, state, pageTextOf(answer.refusal))
  const user = answer.value
  const session = {
    tid: tenant.tenantId,
    oid: user.id,
    sid: newSessionId(),
    amr: ['pwd'],
    authTime: tenant.lab.clock.now(),
    validFrom: user.signInSessionsValidFromDateTime,
    apps: [],
  }
  return continueSignIn(host, request, response, { ...state, session, typed: true })
}

const pageTexts: Readonly<Record<string, string>> = {
  InvalidUserNameOrPassword:
    "Your account or password is incorrect. If you don't remember it, reset it with the link below.",
  IdsLocked:
    'Your account is temporarily locked to prevent unauthorized use. Try again later, and if it goes on, ask your administrator.',
  UserDisabled: 'Your account has been locked. Ask your administrator to unlock it, then try again.',
}

const pageTextOf = ({ entry }: OAuthRefusal): string =>
  pageTexts[entry.name] ?? `${entry.code}: ${entry.failureReason ?? entry.because}`

const back: Step = (host, request, response, state) =>
  askWho(host, request, response, { ...state, userName: undefined })

const account: Step = async (host, request, response, state, form) => {
  const sessions = await sessionsOf(host, request, host.tenants.find(segmentOf(state)), browserOf(state))
  const chosen = sessions.find(({ contents }) => contents.sid === form.get('sid'))
  return chosen === undefined
    ? askWho(host, request, response, { ...state, userName: undefined })
    : continueSignIn(host, request, response, withSession(state, chosen))
}

const stay: Step = (host, request, response, state) => {
  const yes = new URL(request.url, originOf(request)).searchParams.get('stay') === '1'
  return continueSignIn(host, request, response, { ...state, staySettled: true, stay: yes })
}

/** Forced change: the change flow of the password reset service, which writes back. */
const change: Step = async (host, request, response, state, form) => {
  const who = signedIn(host, state)
  if (who === undefined) return askWho(host, request, response, { ...state, session: undefined })
  const newPassword = form.get('newPassword') ?? ''
  if (newPassword === '' || newPassword !== form.get('confirmNewPassword'))
    return continueSignIn(host, request, response, state, 'The two new passwords are not the same.')
  const refusal = await host.changePassword(who.tenant, {
    user: who.user,
    oldPassword: form.get('currentPassword') ?? '',
    newPassword,
    ipAddress: addressOf(request),
    correlationId: correlationOf(state),
  })
  if (refusal !== undefined) return continueSignIn(host, request, response, state, refusal)
  const user = who.tenant.directory.findUser(who.user.id)
  const session =
    state.session === undefined || user === undefined
      ? undefined
      : { ...state.session, validFrom: user.signInSessionsValidFromDateTime }
  return continueSignIn(host, request, response, { ...state, ...(session === undefined ? {} : { session }) })
}

/** On to the screen that registers; it comes back to …/authorize/resume. */
const register: Step = async (host, request, response, state) => {
  const who = signedIn(host, state)
  if (who === undefined) return askWho(host, request, response, { ...state, session: undefined })
  const resume = `${originOf(request)}/${who.tenant.tenantId}/oauth2/v2.0/authorize/resume?state=${await sealState(host, { ...state, registrationSettled: true })}`
  const ticket = await host.registration.ticket(who.tenant, who.user, resume)
  response.redirect(
    302,
    `${host.uiBase ?? originOf(request)}/pages/register?ticket=${encodeURIComponent(ticket)}`,
  )
}

const skip: Step = (host, request, response, state) =>
  continueSignIn(host, request, response, { ...state, registrationSettled: true })

const resume = (host: OAuthHost) => async (request: Request, response: Response) => {
  const state = await openState(host, new URL(request.url, originOf(request)).searchParams.get('state'))
  if (state === undefined)
    return showRefusal(response, refused('InvalidRequest').refusal, newCorrelationId(request), anyNow(host))
  await continueSignIn(host, request, response, state)
}

const consent: Step = async (host, request, response, state, form) => {
  const who = signedIn(host, state)
  const { parameters } = state
  if (who === undefined || parameters === undefined)
    return askWho(host, request, response, { ...state, session: undefined })
  if (new URL(request.url, originOf(request)).searchParams.get('answer') !== 'accept') {
    const { refusal } = refused('UserDeclinedConsent')
    return sendToClient(response, parameters, {
      error: refusal.entry.oauth,
      error_subcode: 'cancel',
      error_description: describe(refusal, newTrace(parameters.correlationId, who.tenant.lab.clock.now())),
    })
  }
  const client = findClient(who.tenant, parameters.clientId)
  const asked = parseScopes(who.tenant, parameters.scope, [originOf(request)])
  if (client.ok && asked.ok)
    await recordConsent(
      client.value,
      asked.value.resource,
      who.user,
      asked.value.permissions,
      form.get('forAll') === '1',
      parameters.correlationId,
    )
  return continueSignIn(host, request, response, { ...state, consentSettled: true })
}

const confirmDevice: Step = (host, request, response, state) =>
  continueSignIn(host, request, response, { ...state, deviceSettled: true })
const refuseDevice: Step = (host, _request, response, state) => declineDevice(host, response, state)

export function mountSignIn(router: Router, host: OAuthHost): void {
  for (const [path, version] of [
    ['/:tenant/oauth2/v2.0/authorize', 2],
    ['/:tenant/oauth2/authorize', 1],
  ] as const) {
    router.get(path, authorize(host, version))
    router.post(path, authorize(host, version))
  }
  router.get('/:tenant/oauth2/v2.0/authorize/resume', resume(host))
  const forms: Readonly<Record<string, Step>> = {
    '': login,
    '/back': back,
    '/account': account,
    '/kmsi': stay,
    '/change': change,
    '/register': register,
    '/skip': skip,
    '/consent': consent,
    '/device': confirmDevice,
    '/device-decline': refuseDevice,
  }
  for (const [name, act] of Object.entries(forms)) router.post(`/:tenant/login${name}`, step(host, act))
}
