/**
 * A forgotten password: the checks of the public reset page in their documented order (writeback.md §3.2), the gates, and
 * the new password. The list is the flow; a session runs it in stretches, because a person answers in between.
 */
import type { SsprCode } from '#core/codes/sspr.ts'
import type { PasswordResetPolicy } from '#core/entra/model.ts'
import { flow, pass, refuse, type Step, type StepOutcome } from '#core/steps.ts'
import {
  checkBannedPasswords,
  checkCloudPolicy,
  claimAccount,
  commitCloud,
  type NewPasswordContext,
  notifyPeople,
  refuseUnlicensed,
  requireListeningAgent,
  requireWritebackEnabled,
  revokeSessions,
  writeBack,
} from './new-password-steps.ts'
import { type GatePolicy, usableMethods } from './reset-methods.ts'
import { isManagedOnPremises, type ResetSubject } from './reset-subject.ts'

interface StartContext {
  readonly subject: ResetSubject
  readonly policy: PasswordResetPolicy
  /** The user's, or the administrators'. */
  readonly gatePolicy: GatePolicy
  readonly licencesEnforced: boolean
  /** The block that is on the account, if any. */
  readonly blockedBy: () => SsprCode | undefined
}

interface GateContext {
  readonly gatePolicy: GatePolicy
  readonly judgeProof: (gate: 1 | 2) => StepOutcome
}

interface AttemptContext {
  /** Counts one attempt to reset; a code when it is one too many. */
  readonly countAttempt: () => Promise<SsprCode | undefined>
}

export type SelfServiceContext = StartContext & GateContext & AttemptContext & NewPasswordContext

const requireNotBlocked: Step<StartContext> = {
  name: 'require-not-blocked',
  place: 'cloud',
  decide: ({ blockedBy }) => {
    const code = blockedBy()
    return code === undefined ? pass() : refuse(code, 'The account is blocked from self-service reset.')
  },
}

const countAttempt: Step<AttemptContext> = {
  name: 'count-attempt',
  place: 'cloud',
  decide: async (context) => {
    const code = await context.countAttempt()
    return code === undefined
      ? pass()
      : refuse(code, 'More resets of this account within an hour than are allowed.')
  },
}

const administratorsOwn = 'administrators have a policy of their own'

const requireAdministratorsAllowed: Step<StartContext> = {
  name: 'require-administrators-allowed',
  place: 'cloud',
  decide: ({ gatePolicy, policy }) => {
    if (gatePolicy.kind === 'user') return pass('not an administrator')
    return policy.administratorsMayReset
      ? pass()
      : refuse('AdministratorResetDisabled', 'allowedToUseSSPR of the authorization policy is false.')
  },
}

const requirePasswordResetEnabled: Step<StartContext> = {
  name: 'require-password-reset-enabled',
  place: 'cloud',
  decide: ({ gatePolicy, policy }) => {
    if (gatePolicy.kind === 'administrator') return pass(administratorsOwn)
    return policy.enabled === 'None'
      ? refuse('TenantSSPRFlagDisabled', 'Self service password reset is set to None.')
      : pass(policy.enabled)
  },
}

const requireResetPolicy: Step<StartContext> = {
  name: 'require-reset-policy',
  place: 'cloud',
  decide: ({ gatePolicy, policy }) => {
    if (gatePolicy.kind === 'administrator' || policy.enabled !== 'Selected') return pass()
    return policy.groupId === null
      ? refuse('SsprNotEnabledInUserPolicy', 'The scope is Selected, and no group is chosen.')
      : pass()
  },
}

const requireScopeGroup: Step<StartContext> = {
  name: 'require-scope-group',
  place: 'cloud',
  decide: ({ gatePolicy, policy, subject }) => {
    if (gatePolicy.kind === 'administrator' || policy.enabled !== 'Selected') return pass()
    return subject.inScopeGroup
      ? pass('member of the group')
      : refuse('UserNotMemberOfScopedAccessGroup', 'The user is not in the chosen group, directly or nested.')
  },
}

/** Administrators' own cloud passwords need no licence; writeback always does. */
const requireLicence: Step<StartContext> = {
  name: 'require-licence',
  place: 'cloud',
  decide: ({ gatePolicy, subject, licencesEnforced }) => {
    if (!licencesEnforced) return pass('licences are not enforced')
    if (isManagedOnPremises(subject.user))
      return subject.licensedForWriteback ? pass() : refuseUnlicensed('reset')
    if (gatePolicy.kind === 'administrator' || subject.licensedForReset) return pass()
    return refuse('UserNotLicensed', 'The user has no licence of a paid subscription.')
  },
}

const requireEnoughMethods: Step<StartContext> = {
  name: 'require-enough-methods',
  place: 'cloud',
  decide: ({ gatePolicy, subject }) => {
    const usable = usableMethods(gatePolicy, subject.contacts)
    const counted = `${usable} of ${gatePolicy.gates}`
    if (usable >= gatePolicy.gates) return pass(`methods ${counted}`, { policy: gatePolicy.kind })
    return refuse(
      'UserNotProperlyConfigured',
      `The user has ${counted} methods that are registered and enabled.`,
      { policy: gatePolicy.kind },
    )
  },
}

const gateStep = (name: string, gate: 1 | 2): Step<GateContext> => ({
  name,
  place: 'user',
  decide: ({ gatePolicy, judgeProof }) =>
    gate > gatePolicy.gates ? pass('one method is enough') : judgeProof(gate),
})

/** Steps 1 to 4 of the documented order; sub-order of the first is 9, 11, 13, 12 (not published, ours). */
export const startSteps: readonly Step<SelfServiceContext>[] = [
  requireNotBlocked,
  requireAdministratorsAllowed,
  requirePasswordResetEnabled,
  requireResetPolicy,
  requireScopeGroup,
  requireLicence,
  requireEnoughMethods,
  requireWritebackEnabled('reset'),
  requireListeningAgent('reset'),
]

export const gateSteps: readonly Step<SelfServiceContext>[] = [
  gateStep('verify-first-method', 1),
  gateStep('verify-second-method', 2),
]

export const newPasswordSteps: readonly Step<SelfServiceContext>[] = [
  countAttempt,
  checkCloudPolicy('reset'),
  checkBannedPasswords('reset'),
  claimAccount(),
  writeBack('reset', 'reset'),
  commitCloud('reset'),
  revokeSessions(),
  notifyPeople(),
]

export const unlockSteps: readonly Step<SelfServiceContext>[] = [
  claimAccount(),
  writeBack('reset', 'unlock'),
  notifyPeople(),
]

export const selfServiceReset = flow<SelfServiceContext>(
  'self-service-reset',
  ...startSteps,
  ...gateSteps,
  ...newPasswordSteps,
)

/** The way of "I know my password, but still can't sign in". */
export const selfServiceUnlock = flow<SelfServiceContext>(
  'unlock',
  ...startSteps,
  ...gateSteps,
  ...unlockSteps,
)
