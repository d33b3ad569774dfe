/** The forms of the pages around the password: another account, stay signed in, forced change, registration, consent. */
import { addressOf, originOf } from '../origin.ts'
import { registrationDue } from './access/pass-access.ts'
import { sendToClient } from './authorize-answer.ts'
import { withSession } from './authorize-endpoint.ts'
import { findClient } from './clients.ts'
import { recordConsent } from './consent.ts'
import { askWho, continueSignIn } from './continue-sign-in.ts'
import type { Step } from './page-step.ts'
import { describe, newTrace, refused } from './refusal.ts'
import { parseScopes } from './resources.ts'
import { sessionsOf } from './sessions.ts'
import { browserOf, correlationOf, segmentOf, signedIn } from './sign-in-about.ts'
import { sealState } from './sign-in-state.ts'

export const back: Step = (host, request, response, state) =>
  askWho(host, request, response, { ...state, userName: undefined })

export const account: Step = async (host, request, response, state, form) => {
  const sessions = await sessionsOf(host, request, host.tenants.find(segmentOf(state)), browserOf(state))
  const chosen = sessions.find(({ contents }) => contents.sid === form.get('sid'))
  return chosen === undefined
    ? askWho(host, request, response, { ...state, userName: undefined })
    : continueSignIn(host, request, response, withSession(state, chosen))
}

export const stay: Step = (host, request, response, state) => {
  const yes = new URL(request.url, originOf(request)).searchParams.get('stay') === '1'
  return continueSignIn(host, request, response, { ...state, staySettled: true, stay: yes })
}

/** Forced change: the change flow of the password reset service, which writes back. */
export const change: Step = async (host, request, response, state, form) => {
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
export const register: Step = async (host, request, response, state) => {
  const who = signedIn(host, state)
  if (who === undefined) return askWho(host, request, response, { ...state, session: undefined })
  const due = registrationDue(host, request, state, who)
  if (due === 'none') return continueSignIn(host, request, response, state)
  // What was registered for the second factor is asked for next; contacts for a reset settle their page.
  const settled = due === 'reset' ? { ...state, registrationSettled: true } : state
  const resume = `${originOf(request)}/${who.tenant.tenantId}/oauth2/v2.0/authorize/resume?state=${await sealState(host, settled)}`
  const ticket = await host.registration.ticket(who.tenant, who.user, resume, due)
  response.redirect(
    302,
    `${host.uiBase ?? originOf(request)}/pages/register?ticket=${encodeURIComponent(ticket)}`,
  )
}

export const skip: Step = (host, request, response, state) =>
  continueSignIn(host, request, response, { ...state, registrationSettled: true })

export const consent: Step = async (host, request, response, state, form) => {
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
