/**
 * What a verdict means where nobody can be asked: the refusal that the client gets, with what its library needs to ask the
 * person, and the steps in the journal.
 */
import { type AadstsName, aadsts } from '#core/codes/aadsts.ts'
import type { AccessControl } from '#core/entra/conditional-access.ts'
import { flow, pass, refuse, runFlow, type Step } from '#core/steps.ts'
import { granted, type OAuthResult, refused } from '../refusal.ts'
import {
  judgeSignIn,
  type SignInFacts,
  type SignInVerdict,
  usableFor,
  wantsSecondFactor,
} from './judge-sign-in.ts'

interface AccessContext {
  readonly verdict: SignInVerdict
  readonly interactive: boolean
  readonly hasMethods: boolean
}

const controlRefusals: Readonly<
  Record<Exclude<AccessControl, 'mfa' | 'authenticationStrength'>, AadstsName>
> = {
  block: 'BlockedByConditionalAccess',
  compliantDevice: 'DeviceNotCompliant',
  domainJoinedDevice: 'DeviceNotDomainJoined',
  approvedApplication: 'ApplicationUsedIsNotAnApprovedApp',
  compliantApplication: 'ApplicationUsedIsNotAnApprovedApp',
  externalChallenge: 'ExternalSecurityChallengeNotSatisfied',
}

/** The code of the first control that is missing. */
export function nameOfUnmet(
  { unmet }: SignInVerdict,
  interactive: boolean,
  hasMethods: boolean,
): AadstsName | undefined {
  if (unmet === undefined) return undefined
  if (unmet.control !== 'mfa' && unmet.control !== 'authenticationStrength')
    return controlRefusals[unmet.control]
  if (interactive)
    return hasMethods
      ? 'UserStrongAuthClientAuthNRequiredInterrupt'
      : 'UserStrongAuthEnrollmentRequiredInterrupt'
  return hasMethods ? 'UserStrongAuthClientAuthNRequired' : 'UserStrongAuthEnrollmentRequired'
}

const sourceWords = {
  conditionalAccess: 'Conditional Access',
  perUserMfa: 'per-user MFA',
  securityDefaults: 'security defaults',
} as const

const whoAsks = ({ unmet, sources }: SignInVerdict): string => {
  const names = unmet?.policies.map(({ displayName }) => displayName) ?? []
  return names.length > 0
    ? `The policy ${names.join(', ')} asks for it.`
    : `Asked for by ${sources.map((source) => sourceWords[source]).join(' and ')}.`
}

const requireNotBlocked: Step<AccessContext> = {
  name: 'require-not-blocked',
  place: 'cloud',
  decide: ({ verdict }) =>
    verdict.unmet?.control === 'block'
      ? refuse(aadsts('BlockedByConditionalAccess').code, whoAsks(verdict))
      : pass(
          `${verdict.policies.filter(({ result }) => result === 'success' || result === 'failure').length} policies apply`,
        ),
}

const requireSecondFactor: Step<AccessContext> = {
  name: 'require-second-factor',
  place: 'cloud',
  decide: ({ verdict, interactive, hasMethods }) => {
    if (!wantsSecondFactor(verdict)) return pass(verdict.sources.length > 0 ? 'given' : 'not asked for')
    if (interactive) return pass(hasMethods ? 'asked for at the page' : 'to be registered first')
    return refuse(aadsts(nameOfUnmet(verdict, false, hasMethods) ?? 'InvalidGrant').code, whoAsks(verdict))
  },
}

const requireOtherControls: Step<AccessContext> = {
  name: 'require-other-controls',
  place: 'cloud',
  decide: ({ verdict, interactive, hasMethods }) => {
    if (verdict.unmet === undefined || wantsSecondFactor(verdict)) return pass()
    return refuse(
      aadsts(nameOfUnmet(verdict, interactive, hasMethods) ?? 'InvalidGrant').code,
      whoAsks(verdict),
    )
  },
}

const conditionalAccess = flow<AccessContext>(
  'conditional-access',
  requireNotBlocked,
  requireSecondFactor,
  requireOtherControls,
)

/** Writes the decision into the journal, step by step. */
export const recordAccess = (facts: SignInFacts, verdict: SignInVerdict, correlationId: string) => {
  const { lab } = facts.tenant
  return runFlow(
    conditionalAccess,
    { verdict, interactive: facts.interactive, hasMethods: usableFor(facts, verdict).length > 0 },
    {
      journal: lab.journal,
      correlationId,
      flowId: lab.random.guid(),
      target: facts.user.userPrincipalName,
    },
  )
}

/** `capolids`: the policies that a person must satisfy; a library sends the value back with its next request. */
const claimsFor = ({ unmet }: SignInVerdict): Readonly<Record<string, unknown>> => {
  const values = unmet?.policies.map(({ id }) => id) ?? []
  return values.length === 0
    ? {}
    : { claims: JSON.stringify({ access_token: { capolids: { essential: true, values } } }) }
}

/** The refusal at the token endpoint. On behalf of somebody else's request the word is another. */
export function refusalOf(
  facts: SignInFacts,
  verdict: SignInVerdict,
  onBehalfOf: boolean,
): ReturnType<typeof refused> | undefined {
  const name = nameOfUnmet(verdict, facts.interactive, usableFor(facts, verdict).length > 0)
  if (name === undefined) return undefined
  const word = wantsSecondFactor(verdict) && !onBehalfOf ? { error: 'invalid_grant' } : {}
  const { ok, refusal } = refused(name, {}, { ...word, ...claimsFor(verdict) })
  return { ok, refusal: { ...refusal, verdict } }
}

/** For grants that nobody answers a page for. The verdict goes into the log. */
export async function requireAccess(
  facts: SignInFacts,
  correlationId: string,
  onBehalfOf = false,
): Promise<{ readonly verdict: SignInVerdict; readonly outcome: OAuthResult<true> }> {
  const verdict = judgeSignIn(facts)
  const refusal = refusalOf(facts, verdict, onBehalfOf)
  if (refusal === undefined) return { verdict, outcome: granted(true) }
  await recordAccess(facts, verdict, correlationId)
  return { verdict, outcome: refusal }
}
