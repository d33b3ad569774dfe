/**
 * The order of a sign-in's pages: user name, password, a new password when one is due, the second factor, registration,
 * stay signed in, consent; then back to the application. Each call looks at what is settled and shows the next page that is not.
 */
import type { Request, Response } from 'express'
import { aadsts } from '#core/codes/aadsts.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { addressOf, originOf, staying } from '../origin.ts'
import { passAccess } from './access/pass-access.ts'
import { grantAuthorize, sendToClient, showRefusal } from './authorize-answer.ts'
import type { AuthorizeParameters } from './authorize-request.ts'
import { type Client, findClient } from './clients.ts'
import { mayConsentForAll, missingScopes, needsAdministrator } from './consent.ts'
import { deviceSurroundings, finishDevice } from './device-approval.ts'
import { federationOf, passiveRequest } from './federation/federated-domain.ts'
import { logSilentSignIn } from './log-app-sign-in.ts'
import { logSignIn, type SignInProof, type SignInSurroundings } from './log-sign-in.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendPage } from './pages/page-frame.ts'
import * as pages from './pages/sign-in-pages.ts'
import { describe, newTrace, refused } from './refusal.ts'
import { type AskedScopes, parseScopes } from './resources.ts'
import { setSession } from './sessions.ts'
import { clientOfState, correlationOf, formAt, type SignedIn, segmentOf, signedIn } from './sign-in-about.ts'
import { type SignInState, sealState } from './sign-in-state.ts'

export const forgotUrl = (host: OAuthHost, userName: string): string =>
  `${host.uiBase ?? ''}/pages/reset?username=${encodeURIComponent(userName)}`

/** Shows the next page, or ends the sign-in. */
export async function continueSignIn(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  error?: string,
) {
  const who = signedIn(host, state)
  if (who === undefined) return askWho(host, request, response, { ...state, session: undefined }, error)
  if (who.user.forceChangePasswordNextSignIn) {
    const token = await sealState(host, state)
    return sendPage(
      response,
      pages.changePasswordPage(formAt(state, '/change'), token, {
        userName: who.user.userPrincipalName,
        ...(error === undefined ? {} : { error }),
      }),
    )
  }
  const passage = await passAccess(host, request, response, state, who, error)
  if (passage.shown) return
  const { proof } = passage
  if (state.device !== undefined) return finishDevice(host, request, response, state, who, proof)
  if (state.parameters === undefined)
    return sendPage(response, pages.messagePage('Sign in', 'You are signed in. You may close this page.'))
  return continueTo(host, request, response, state, state.parameters, who, proof)
}

async function continueTo(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  parameters: AuthorizeParameters,
  who: SignedIn,
  proof: SignInProof,
) {
  const client = findClient(who.tenant, parameters.clientId)
  const now = who.tenant.lab.clock.now()
  if (!client.ok) return showRefusal(response, client.refusal, parameters.correlationId, now)
  const asked = parseScopes(who.tenant, parameters.scope, [originOf(request)])
  if (!asked.ok) return showRefusal(response, asked.refusal, parameters.correlationId, now)
  const about = {
    client: client.value,
    resource: asked.value.resource,
    ipAddress: addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    correlationId: parameters.correlationId,
  }
  if (interruptsForRegistration(host, state, who)) return interrupt(host, response, state, who, about)
  if (state.typed && !state.staySettled) {
    const token = await sealState(host, state)
    return sendPage(
      response,
      pages.staySignedInPage(
        formAt(state, '/kmsi?stay=1'),
        formAt(state, '/kmsi?stay=0'),
        token,
        who.user.userPrincipalName,
      ),
    )
  }
  const missing = missingConsent(state, parameters, client.value, asked.value, who.user)
  if (missing.length > 0) return askConsent(host, response, state, parameters, client.value, who, missing)
  return finish(host, request, response, state, parameters, client.value, asked.value, who, about, proof)
}

const interruptsForRegistration = (
  host: OAuthHost,
  state: SignInState,
  { tenant, user }: SignedIn,
): boolean => state.typed && !state.registrationSettled && host.registration.needed(tenant, user)

async function interrupt(
  host: OAuthHost,
  response: Response,
  state: SignInState,
  { tenant, user }: SignedIn,
  about: SignInSurroundings,
) {
  logSignIn(
    tenant,
    about,
    user,
    user.userPrincipalName,
    aadsts('PasswordResetRegistrationRequiredInterrupt').number,
    'page',
  )
  const token = await sealState(host, state)
  sendPage(
    response,
    pages.moreInformationPage(
      formAt(state, '/register'),
      { skip: formAt(state, '/skip') },
      token,
      user.userPrincipalName,
    ),
  )
}

function missingConsent(
  state: SignInState,
  parameters: AuthorizeParameters,
  client: Client,
  asked: AskedScopes,
  user: CloudUser,
): readonly string[] {
  if (parameters.prompt === 'consent' && !state.consentSettled) return asked.permissions
  return missingScopes(client, asked.resource, user.id, asked.permissions)
}

async function askConsent(
  host: OAuthHost,
  response: Response,
  state: SignInState,
  parameters: AuthorizeParameters,
  client: Client,
  { tenant, user }: SignedIn,
  scopes: readonly string[],
) {
  const roles = tenant.directory.rolesOf(user.id)
  if (scopes.some(needsAdministrator) && !mayConsentForAll(roles)) {
    const { refusal } = refused('AdminConsentRequired')
    const trace = newTrace(parameters.correlationId, tenant.lab.clock.now())
    return sendPage(
      response,
      pages.errorPage(
        'Need admin approval',
        `${client.displayName} needs permissions that only an administrator can grant. ${describe(refusal, trace)}`,
        scopes.map((scope) => ['Permission', scope] as const),
      ),
    )
  }
  if (parameters.prompt === 'none') {
    const { refusal } = refused('DelegationDoesNotExist', { appId: client.appId, app: client.displayName })
    return sendToClient(response, parameters, {
      error: 'consent_required',
      error_description: describe(refusal, newTrace(parameters.correlationId, tenant.lab.clock.now())),
    })
  }
  const token = await sealState(host, state)
  sendPage(
    response,
    pages.consentPage(
      formAt(state, '/consent?answer=accept'),
      formAt(state, '/consent?answer=decline'),
      token,
      {
        userName: user.userPrincipalName,
        app: client.displayName,
        scopes,
        mayConsentForAll: mayConsentForAll(roles),
      },
    ),
  )
}

async function finish(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  parameters: AuthorizeParameters,
  client: Client,
  asked: AskedScopes,
  { tenant, user }: SignedIn,
  about: SignInSurroundings,
  proof: SignInProof,
) {
  const { session } = state
  if (session === undefined) throw new Error('a sign-in without a session cannot end')
  const apps = session.apps.includes(client.appId) ? session.apps : [...session.apps, client.appId]
  await setSession(host, request, response, { ...session, apps }, parameters.browser, state.stay)
  if (state.typed || state.secondFactor?.passed !== undefined)
    logSignIn(tenant, about, user, user.userPrincipalName, 0, state.typed ? 'page' : 'stepUp', proof)
  else logSilentSignIn(client, about, user, 'session', () => proof)
  await grantAuthorize(host, request, response, { parameters, client, asked, tenant, user, session })
}

/** The user name page, or the password page when the name is known; a federated domain's own sign-in page instead. */
export async function askWho(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  error?: string,
) {
  const client = clientOfState(host, state, host.tenants.find(segmentOf(state)))
  const token = await sealState(host, state)
  const problem = error === undefined ? {} : { error }
  const app = client.ok ? client.value.displayName : (deviceSurroundings(host, state)?.displayName ?? '')
  if (state.userName === undefined)
    return sendPage(
      response,
      pages.userNamePage(formAt(state, ''), token, {
        userName: state.parameters?.loginHint ?? '',
        app,
        ...problem,
      }),
    )
  const { userName } = state
  const tenant = host.tenants.ofUpn(userName, host.tenants.find(segmentOf(state)))
  const federation = tenant === undefined ? undefined : federationOf(tenant, userName)
  if (federation !== undefined && error === undefined) {
    const correlationId = correlationOf(state)
    const address = passiveRequest(federation, { userName, wctx: token, correlationId })
    return response.redirect(302, staying(request, address, host.origins))
  }
  sendPage(
    response,
    pages.passwordPage(formAt(state, ''), formAt(state, '/back'), token, {
      userName,
      forgot: forgotUrl(host, userName),
      ...problem,
    }),
  )
}
