/**
 * How one on-premises cause shows at the three doors: the reset page, the change page and the administrator's reset
 * (writeback.md §5.4). Causes are the relay answer's codes, and what the relay itself reports.
 */
import type { PasswordChangeCode } from './password-change.ts'
import { isSsprCode, type SsprCode, ssprEntry } from './sspr.ts'

export interface Propagation {
  /** Reset and unlock page. */
  readonly reset: SsprCode
  /** Change page. */
  readonly change: PasswordChangeCode
  /** Portal and Graph resetPassword. */
  readonly admin: SsprCode
  /** `resultReason` of the audit row. */
  readonly reason: string
  /** What an administrator reads in the portal; the admin code's own text when absent. */
  readonly adminSays?: string
}

const cannot = "Unfortunately, this user's password can't be reset because"

/** Active Directory or the sync engine refused for a reason that an administrator has to look into. */
const adminAction = (why: string): Propagation => ({
  reset: 'OnPremisesAdminActionRequired',
  change: 'PasswordChangeADAdminActionRequired',
  admin: 'OnPremisesAdminActionRequired',
  reason: 'OnPremisesAdminActionRequired',
  adminSays: `${cannot} ${why}. The Connect server's Application log has the details.`,
})

export const writebackPropagation = {
  ADPasswordPolicyError: {
    reset: 'OnPremisesPolicyViolation',
    change: 'PasswordChangeOnPremComplexity',
    admin: 'OnPremisesPolicyViolation',
    reason: 'OnPremisesPolicyViolation',
    adminSays: `${cannot} your on-premises policy does not allow it. Review that policy and how it is set up.`,
  },
  ADPermissionsError: adminAction('the account that Connect uses may not reset it on premises'),
  ADUserAccountDisabled: {
    ...adminAction('the account is disabled on premises'),
    change: 'PasswordChangeOnPremUserAccountLockedOutOrDisabled',
  },
  ADUserAccountLockedOut: {
    ...adminAction('the account is locked out on premises'),
    change: 'PasswordChangeOnPremUserAccountLockedOutOrDisabled',
  },
  ADUserIncorrectPassword: {
    ...adminAction('the current password was not right'),
    change: 'PasswordChangeIncorrectCurrentPassword',
  },
  ADUserNotFoundError: {
    ...adminAction('the account was not found on premises'),
    reset: 'OnPremisesAccountChanged',
    change: 'PasswordChangeUserNotFoundBySspr',
    admin: 'OnPremisesAccountChanged',
  },
  ADMutliMatchError: adminAction('more than one on-premises account has the same anchor'),
  ADConfigurationError: adminAction('the connection to Active Directory is not set up for passwords'),
  ADUnKnownError: adminAction('Active Directory could not be reached or gave an unknown error'),
  DecryptionError: adminAction('the keys of the cloud and of the Connect server do not fit'),
  ConfigurationError: adminAction(
    'password writeback is not set up for this directory on the Connect server',
  ),
  InPutValidationError: adminAction('the Connect server did not understand the request'),
  UnknownError: adminAction('the Connect server had an unknown fault'),
  /** No agent on the relay, or the connection broke before the answer. */
  RelayUnreachable: {
    reset: 'OnPremisesConnectivityError',
    change: 'PasswordChangeOnPremisesConnectivityFailure',
    admin: 'OnPremisesConnectivityError',
    reason: 'OnPremisesConnectivityError',
    adminSays: `${cannot} your on-premises writeback client can't be reached.`,
  },
  /** Nobody picked the message up, or nobody answered, before it expired. */
  RelayMessageExpired: {
    reset: 'OnPremisesConnectivityError',
    change: 'PasswordChangeAsyncJobStateTerminated',
    admin: 'OnPremisesConnectivityError',
    reason: 'OnPremisesConnectivityError',
    adminSays: `${cannot} your on-premises writeback client did not answer in time.`,
  },
  CloudCommitFailed: {
    reset: 'OnPremisesSuccessCloudFailure',
    change: 'PasswordChangeOnPremSuccessCloudFail',
    admin: 'OnPremisesSuccessCloudFailure',
    reason: 'OnPremisesSuccessCloudFailure',
    adminSays:
      'The password was reset on premises but not yet in the cloud; the next password synchronization brings it.',
  },
  WritebackNotEnabled: {
    reset: 'WritebackNotEnabled',
    change: 'PasswordChangeNeedsToHappenOnPrem',
    admin: 'WritebackNotEnabled',
    reason: "User's password is managed on-premises. You can enable Password Writeback to resolve this",
    adminSays: `${cannot} password writeback is not enabled in your tenant.`,
  },
  BannedPassword: {
    reset: 'FuzzyPolicyViolationInvalidPassword',
    change: 'PasswordChangePasswordDoesnotComplyFuzzyPolicy',
    admin: 'FuzzyPolicyViolationInvalidPassword',
    reason: 'FuzzyPolicyViolationInvalidPassword',
  },
  NameInPassword: {
    reset: 'PasswordDoesnotComplyFuzzyPolicy',
    change: 'PasswordChangeInvalidNewPasswordContainsMemberName',
    admin: 'PasswordDoesnotComplyFuzzyPolicy',
    reason: 'PasswordDoesnotComplyFuzzyPolicy',
  },
  WeakPassword: {
    reset: 'WeakPassword',
    change: 'PasswordChangeInvalidNewPasswordWeak',
    admin: 'WeakPassword',
    reason: 'WeakPassword',
  },
  /** Nothing was written anywhere. */
  CloudDirectoryUnavailable: {
    reset: 'CloudDirectoryUnavailable',
    change: 'PartnerServiceSsprInternalServiceError',
    admin: 'CloudDirectoryUnavailable',
    reason: 'CloudDirectoryUnavailable',
  },
} as const satisfies Record<string, Propagation>

export type WritebackCause = keyof typeof writebackPropagation

/** Where a cause comes out: at the reset page, the change page, or in front of an administrator. */
export type Door = 'reset' | 'change' | 'admin'

const isCause = (code: string): code is WritebackCause => Object.hasOwn(writebackPropagation, code)

/** An agent's code that the cloud has never heard of counts as unknown. */
export const causeOf = (code: string): WritebackCause => (isCause(code) ? code : 'UnknownError')

export const propagationOf = (cause: WritebackCause): Propagation => writebackPropagation[cause]

/** The code that a door shows for a cause. */
export const codeAt = (door: Door, cause: WritebackCause): SsprCode | PasswordChangeCode =>
  writebackPropagation[cause][door]

const propagations: Readonly<Record<string, Propagation>> = writebackPropagation

/** What an administrator is told, by the cause or by the code it shows as at the administrator's door. */
export function adminSays(code: string): string | undefined {
  const own = propagations[code] ?? Object.values(propagations).find(({ admin }) => admin === code)
  return own?.adminSays ?? (isSsprCode(code) ? ssprEntry(code).says : undefined)
}
