/** The forms of the second factor: a code or the phone's answer, another method, and the page's own question whether there is one. */
import { type AadstsName, aadsts } from '#core/codes/aadsts.ts'
import { provedBy, type SecondFactor, secondFactorNames, secondFactors } from '#core/entra/second-factor.ts'
import { type Step as FlowStep, flow, pass, refuse, runFlow } from '#core/steps.ts'
import { usableFor } from '../access/judge-sign-in.ts'
import { judgeVisit } from '../access/judge-visit.ts'
import { perUserMfaOf, putPerUserMfa } from '../access/per-user-mfa.ts'
import { askWho, continueSignIn } from '../continue-sign-in.ts'
import { logSignIn, triedSecondFactor } from '../log-sign-in.ts'
import type { OAuthHost } from '../oauth-host.ts'
import type { Step } from '../page-step.ts'
import { signedIn } from '../sign-in-about.ts'
import type { SignInState } from '../sign-in-state.ts'
import { findChallenge, hintOf, type Judgement, judgeChallenge } from './challenge.ts'
import { promptFor, type SecondFactorVisit, showTooMany } from './show-second-factor.ts'

const whyNot: Readonly<
  Record<Exclude<Judgement, 'passed' | 'waiting'>, readonly [page: string, logged: string]>
> = {
  wrong: ["That code didn't work. Check the code and try again.", 'MFA denied; invalid verification code'],
  denied: [
    'The request was denied, or a wrong number was typed. Try again if it was you.',
    'MFA denied; user declined the authentication',
  ],
  expired: ['Nobody answered in time. Try again, or use another way.', 'MFA denied; no answer in time'],
  locked: [
    'The second factor was tried too often. Wait ten minutes and sign in again.',
    'MFA denied; account is temporarily blocked',
  ],
}

const failed: AadstsName = 'AuthenticationFailedDuringStrongAuthenticationRequest'

interface VerifyContext {
  readonly judgement: Judgement
  readonly method: SecondFactor
}

const verify: FlowStep<VerifyContext> = {
  name: 'verify-second-factor',
  place: 'cloud',
  decide: ({ judgement, method }) =>
    judgement === 'passed' || judgement === 'waiting'
      ? pass(secondFactors[method].logged)
      : refuse(aadsts(failed).code, whyNot[judgement][1]),
}
const secondFactor = flow<VerifyContext>('second-factor', verify)

/** The visit whose second factor is due, with its prompt; undefined: the sign-in begins again, or goes on by itself. */
function visitOf(host: OAuthHost, request: Parameters<Step>[1], state: SignInState) {
  const who = signedIn(host, state)
  const judged = who === undefined ? undefined : judgeVisit(host, request, state, who)
  if (who === undefined || judged === undefined) return undefined
  return { ...who, ...judged, usable: usableFor(who, judged.verdict) }
}

const challengeIn = (state: SignInState, { tenant, user }: SecondFactorVisit) => {
  const found = findChallenge(tenant.directory, state.secondFactor?.challenge ?? '')
  return found?.userId === user.id ? found : undefined
}

export const verifySecondFactor: Step = async (host, request, response, state, form) => {
  const visit = visitOf(host, request, state)
  const challenge = visit === undefined ? undefined : challengeIn(state, visit)
  if (visit === undefined || challenge === undefined || state.session === undefined)
    return continueSignIn(host, request, response, { ...state, secondFactor: undefined })
  const { tenant, user, about, verdict, usable } = visit
  const { directory, lab } = tenant
  const { method } = challenge
  const judgement = usable.includes(method)
    ? await judgeChallenge(directory, challenge, form.get('otc') ?? undefined)
    : 'expired'
  if (judgement === 'waiting') return continueSignIn(host, request, response, state)
  await runFlow(
    secondFactor,
    { judgement, method },
    {
      journal: lab.journal,
      correlationId: about.correlationId,
      flowId: lab.random.guid(),
      target: user.userPrincipalName,
    },
  )
  if (judgement === 'passed') {
    if (perUserMfaOf(directory, user.id) === 'enabled')
      await directory.transaction(() => putPerUserMfa(directory, user.id, 'enforced'))
    const session = { ...state.session, amr: provedBy(state.session.amr, method) }
    return continueSignIn(host, request, response, { ...state, session, secondFactor: { passed: method } })
  }
  const [says, logged] = whyNot[judgement]
  logSignIn(
    tenant,
    about,
    user,
    user.userPrincipalName,
    aadsts(failed).number,
    state.typed ? 'page' : 'stepUp',
    {
      verdict,
      secondFactor: triedSecondFactor(method, hintOf(directory, user.id, method), logged),
    },
  )
  if (judgement === 'locked') return showTooMany(response)
  const next = judgement === 'wrong' ? state : { ...state, secondFactor: { choosing: true } }
  return continueSignIn(host, request, response, next, says)
}

/** Answers `waiting` or `answered`. */
export const pollSecondFactor: Step = (host, _request, response, state) => {
  const who = signedIn(host, state)
  const challenge =
    who === undefined ? undefined : findChallenge(who.tenant.directory, state.secondFactor?.challenge ?? '')
  const isWaiting =
    who !== undefined &&
    challenge !== undefined &&
    challenge.answer === undefined &&
    who.tenant.lab.clock.now() <= challenge.expiresAt
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.end(isWaiting ? 'waiting' : 'answered')
}

export const chooseSecondFactor: Step = (host, request, response, state) =>
  continueSignIn(host, request, response, { ...state, secondFactor: { choosing: true } })

export const beginSecondFactor: Step = async (host, request, response, state, form) => {
  const visit = visitOf(host, request, state)
  if (visit === undefined) return askWho(host, request, response, { ...state, session: undefined })
  const method = secondFactorNames.find((name) => name === form.get('authMethodId'))
  if (method === undefined || !visit.usable.includes(method))
    return continueSignIn(host, request, response, { ...state, secondFactor: { choosing: true } })
  const challenge = await promptFor(visit, method)
  if (challenge === undefined) return showTooMany(response)
  return continueSignIn(host, request, response, { ...state, secondFactor: { challenge: challenge.id } })
}
