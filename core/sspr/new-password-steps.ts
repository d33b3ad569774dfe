/** The steps that every door shares once a new password is there: cloud rules, banned words, writeback, cloud commit. */
import { codeAt, type Door } from '#core/codes/writeback.ts'
import type { RelayOperation } from '#core/contracts/relay.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { type PasswordWeakness, passwordWeakness } from '#core/entra/password-policy.ts'
import { pass, refuse, type Step, type StepOutcome } from '#core/steps.ts'
import { type BannedLists, judgePassword } from './banned-passwords.ts'
import { isManagedOnPremises } from './reset-subject.ts'
import { refuseAt, refuseWriteback, type WritebackOutcome } from './writeback-outcome.ts'
import {
  blameOf,
  describeSwitches,
  isWritebackEnabled,
  type WritebackSwitches,
} from './writeback-switches.ts'

export interface WritebackContext {
  readonly user: CloudUser
  readonly switches: WritebackSwitches
  /** True for the first request that works on this user; the others are told so. */
  readonly claim: () => boolean
  /** Sends the request through the relay and waits for the agent's answer. */
  readonly deliver: (operation: RelayOperation) => Promise<WritebackOutcome>
}

export interface NewPasswordContext extends WritebackContext {
  readonly newPassword: string
  readonly bannedLists: BannedLists
  /** False where only Active Directory checks passwords: federated domain, pass-through authentication. */
  readonly keptInCloud: boolean
  /** Stores the password in the cloud; false when that failed and nothing was stored. */
  readonly commit: () => Promise<boolean>
  /** Voids sessions and refresh tokens issued before. */
  readonly revokeSessions: () => Promise<void>
  /** Mails the people that the policy names; answers how many. */
  readonly notify: () => Promise<number>
}

const cloudOnly = 'password is managed in the cloud'

export const requireWritebackEnabled = <
  Context extends { readonly user: CloudUser; readonly switches: WritebackSwitches },
>(
  door: Door,
): Step<Context> => ({
  name: 'require-writeback-enabled',
  place: 'cloud',
  decide: ({ user, switches }) => {
    if (!isManagedOnPremises(user)) return pass(cloudOnly)
    if (isWritebackEnabled(switches)) return pass(describeSwitches(switches))
    const because = `The password is managed on premises, and nothing may write it back. ${blameOf(switches)} ${describeSwitches(switches)}`
    const { onboarded, toggle, listening } = switches
    return refuseAt(door, 'WritebackNotEnabled', because, { onboarded, toggle, listening })
  },
})

export const requireListeningAgent = <
  Context extends { readonly user: CloudUser; readonly switches: WritebackSwitches },
>(
  door: Door,
): Step<Context> => ({
  name: 'require-listening-agent',
  place: 'relay',
  decide: ({ user, switches }) => {
    if (!isManagedOnPremises(user)) return pass(cloudOnly)
    if (switches.listening) return pass('an agent listens on the relay')
    return refuseAt(
      door,
      'RelayUnreachable',
      `Writeback is enabled, but no agent answers on the relay. ${describeSwitches(switches)}`,
    )
  },
})

const weaknesses: Readonly<Record<PasswordWeakness, string>> = {
  'too-short': 'It is shorter than 8 characters.',
  'too-long': 'It is longer than 256 characters.',
  'not-complex': 'It uses fewer than three of the four classes: lower case, upper case, digits, symbols.',
  'not-allowed-characters': 'It has a character that is not a Latin letter, digit or symbol.',
}

/** On-premises rules override the cloud's for synced users, so these are for cloud-only users. */
export const checkCloudPolicy = <Context extends Pick<NewPasswordContext, 'user' | 'newPassword'>>(
  door: Door,
): Step<Context> => ({
  name: 'check-cloud-policy',
  place: 'cloud',
  decide: ({ user, newPassword }) => {
    if (isManagedOnPremises(user)) return pass('on-premises rules apply')
    const strong = !(user.passwordPolicies ?? '').includes('DisableStrongPassword')
    const weakness = passwordWeakness(newPassword, strong)
    return weakness === undefined
      ? pass()
      : refuseAt(door, 'WeakPassword', weaknesses[weakness], { weakness })
  },
})

export const checkBannedPasswords = <Context extends Pick<NewPasswordContext, 'newPassword' | 'bannedLists'>>(
  door: Door,
): Step<Context> => ({
  name: 'check-banned-passwords',
  place: 'cloud',
  decide: ({ newPassword, bannedLists }) => {
    const verdict = judgePassword(newPassword, bannedLists)
    return verdict.accepted ? pass(`score ${verdict.score}`) : refuseAt(door, verdict.cause, verdict.because)
  },
})

/** Two requests at once for one user: the first works on it, the others are refused and change nothing. */
export const claimAccount = <Context extends Pick<WritebackContext, 'claim'>>(): Step<Context> => ({
  name: 'claim-account',
  place: 'cloud',
  decide: ({ claim }) =>
    claim() ? pass() : refuse('OperationInProgress', 'Another request is changing this password right now.'),
})

export const writeBack = <Context extends WritebackContext>(
  door: Door,
  operation: RelayOperation,
): Step<Context> => ({
  name: 'write-back',
  place: 'connect',
  decide: async ({ user, deliver }): Promise<StepOutcome> => {
    if (!isManagedOnPremises(user)) return pass(cloudOnly)
    const outcome = await deliver(operation)
    return outcome.ok ? pass('Active Directory has it') : refuseWriteback(door, outcome)
  },
})

export const commitCloud = <Context extends NewPasswordContext>(door: Door): Step<Context> => ({
  name: 'commit-cloud',
  place: 'cloud',
  decide: async ({ user, keptInCloud, commit }) => {
    if (!keptInCloud) return pass('passwords are checked on premises')
    if (await commit()) return pass('the cloud has it')
    return refuseAt(door, isManagedOnPremises(user) ? 'CloudCommitFailed' : 'CloudDirectoryUnavailable')
  },
})

export const revokeSessions = <
  Context extends Pick<NewPasswordContext, 'revokeSessions'>,
>(): Step<Context> => ({
  name: 'revoke-sessions',
  place: 'cloud',
  decide: async (context) => {
    await context.revokeSessions()
    return pass('older refresh tokens are void')
  },
})

export const notifyPeople = <Context extends Pick<NewPasswordContext, 'notify'>>(): Step<Context> => ({
  name: 'notify',
  place: 'user',
  decide: async ({ notify }) => pass(`${await notify()} mails`),
})

/** The door's own code for a licence that is missing. */
export const refuseUnlicensed = (door: Door): StepOutcome =>
  door === 'change'
    ? refuse(
        codeAt('change', 'WritebackNotEnabled'),
        'No licence of the user carries AAD_PREMIUM or AAD_PREMIUM_P2, which open writeback.',
      )
    : refuse(
        'UserNotLicensed',
        'No licence of the user carries AAD_PREMIUM or AAD_PREMIUM_P2, which open writeback.',
      )
