/**
 * Between the password and the application stands what the tenant asks for: the page of the second factor, its registration,
 * or the page that says no.
 */
import type { Request, Response } from 'express'
import { type AadstsName, aadsts } from '#core/codes/aadsts.ts'
import { sendToClient } from '../authorize-answer.ts'
import {
  logSignIn,
  rememberedSecondFactor,
  type SignInProof,
  type SignInSurroundings,
  triedSecondFactor,
} from '../log-sign-in.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { sendPage } from '../pages/page-frame.ts'
import { errorPage, moreInformationPage } from '../pages/sign-in-pages.ts'
import { describe, newTrace, refused } from '../refusal.ts'
import { hintOf } from '../second-factor/challenge.ts'
import { showSecondFactor } from '../second-factor/show-second-factor.ts'
import { formAt, type SignedIn } from '../sign-in-about.ts'
import { type SignInState, sealState } from '../sign-in-state.ts'
import { registrableFor, type SignInVerdict, usableFor, wantsSecondFactor } from './judge-sign-in.ts'
import { judgeVisit } from './judge-visit.ts'
import { nameOfUnmet, recordAccess } from './require-access.ts'

interface Visit {
  readonly host: OAuthHost
  readonly response: Response
  readonly state: SignInState
  readonly who: SignedIn
  readonly about: SignInSurroundings
  readonly verdict: SignInVerdict
}

/** `shown`: a page stands, and the sign-in goes on from it; else what the log is told of it at its end. */
export type Passage = { readonly shown: true } | { readonly shown: false; readonly proof: SignInProof }

export async function passAccess(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  who: SignedIn,
  error?: string,
): Promise<Passage> {
  const judged = judgeVisit(host, request, state, who)
  if (judged === undefined) return { shown: false, proof: {} }
  const { about, facts, verdict } = judged
  const visit: Visit = { host, response, state, who, about, verdict }
  const due = dueOf(who, verdict)
  if (due === 'nothing') return { shown: false, proof: proofOf(visit) }
  const isFirst = state.secondFactor === undefined
  if (isFirst) await recordAccess(facts, verdict, about.correlationId)
  if (state.parameters?.prompt === 'none') answerSilently(visit, due)
  else if (due === 'refusal') showNo(visit)
  else if (due === 'registration') await askToRegister(visit)
  else {
    if (isFirst) logInterrupt(visit, 'UserStrongAuthClientAuthNRequiredInterrupt')
    await showSecondFactor(host, response, state, { ...who, about, usable: usableFor(who, verdict) }, error)
  }
  return { shown: true }
}

type Due = 'nothing' | 'refusal' | 'registration' | 'second-factor'

function dueOf(who: SignedIn, verdict: SignInVerdict): Due {
  const hasMethods = usableFor(who, verdict).length > 0
  if (wantsSecondFactor(verdict)) {
    if (hasMethods) return 'second-factor'
    return registrableFor(who, verdict).length > 0 ? 'registration' : 'refusal'
  }
  if (verdict.unmet !== undefined) return 'refusal'
  return verdict.asksToRegister && !hasMethods ? 'registration' : 'nothing'
}

/** What may be registered from here: nothing while a second factor that the person has is still to be given. */
export function registrationDue(
  host: OAuthHost,
  request: Request,
  state: SignInState,
  who: SignedIn,
): 'reset' | 'second-factor' | 'none' {
  const judged = judgeVisit(host, request, state, who)
  const due = judged === undefined ? 'nothing' : dueOf(who, judged.verdict)
  if (due === 'nothing') return 'reset'
  return due === 'registration' ? 'second-factor' : 'none'
}

function proofOf({ state, who, verdict }: Visit): SignInProof {
  const passed = state.secondFactor?.passed
  if (passed === undefined) return rememberedSecondFactor(verdict)
  const detail = hintOf(who.tenant.directory, who.user.id, passed)
  return { verdict, secondFactor: triedSecondFactor(passed, detail, 'MFA successfully completed', true) }
}

function logInterrupt({ state, who, about, verdict }: Visit, name: AadstsName): void {
  const { tenant, user } = who
  const way = state.typed ? 'page' : 'stepUp'
  logSignIn(tenant, about, user, user.userPrincipalName, aadsts(name).number, way, { verdict })
}

/** `prompt=none`: the application must come back with a page. */
function answerSilently(visit: Visit, due: Due): void {
  const { response, state, who, verdict } = visit
  const { parameters } = state
  if (parameters === undefined) return
  const name =
    due === 'refusal' && wantsSecondFactor(verdict)
      ? 'BlockedByConditionalAccess'
      : (nameOfUnmet(verdict, false, due !== 'registration') ?? 'UserStrongAuthEnrollmentRequired')
  const { refusal } = refused(name)
  const { oauth, suberror } = refusal.entry
  logInterrupt(visit, name)
  sendToClient(response, parameters, {
    error: oauth,
    error_description: describe(refusal, newTrace(parameters.correlationId, who.tenant.lab.clock.now())),
    ...(suberror === undefined ? {} : { suberror }),
  })
}

function showNo(visit: Visit): void {
  const { response, who, verdict, about } = visit
  const name = wantsSecondFactor(verdict)
    ? 'BlockedByConditionalAccess'
    : (nameOfUnmet(verdict, true, true) ?? 'BlockedByConditionalAccess')
  const { code, because } = aadsts(name)
  logInterrupt(visit, name)
  const { traceId } = newTrace(about.correlationId, who.tenant.lab.clock.now())
  const policies = verdict.unmet?.policies.map(({ displayName }) => ['Policy', displayName] as const) ?? []
  const page = errorPage(
    'You cannot access this right now',
    'Your sign-in was successful, but you do not meet what the organization asks for to get there.',
    [
      ['Error Code', code],
      ['Request Id', traceId],
      ['Correlation Id', about.correlationId],
      ['App name', about.client.displayName],
      ['Because', because],
      ...policies,
    ],
  )
  sendPage(response, page)
}

async function askToRegister(visit: Visit): Promise<void> {
  const { host, response, state, who } = visit
  logInterrupt(visit, 'UserStrongAuthEnrollmentRequiredInterrupt')
  const flowToken = await sealState(host, state)
  const way = { back: formAt(state, '/back') }
  sendPage(
    response,
    moreInformationPage(formAt(state, '/register'), way, flowToken, who.user.userPrincipalName),
  )
}
