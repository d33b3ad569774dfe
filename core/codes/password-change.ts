/**
 * Results of the change-password page: AADSTS 120000 to 120021 (writeback.md §3.6), by their published names.
 */
import type { CodeEntry } from './catalogue.ts'

export interface PasswordChangeEntry extends CodeEntry {
  /** AADSTS number. */
  readonly number: number
  readonly status: 400 | 403 | 500
  readonly retry?: true
  readonly reason?: string
}

export const passwordChangeCodes = {
  PasswordChangeIncorrectCurrentPassword: {
    number: 120000,
    status: 403,
    retry: true,
    says: 'The old password is not right. Type the password you sign in with today.',
    because: 'The current password did not match.',
  },
  PasswordChangeInvalidNewPasswordWeak: {
    number: 120002,
    status: 403,
    retry: true,
    says: 'The new password is too weak: use 8 to 256 characters with three of lower case, upper case, digits and symbols, and not the current password.',
    because: "The cloud's password policy refused the new password.",
  },
  PasswordChangeInvalidNewPasswordContainsMemberName: {
    number: 120003,
    status: 403,
    retry: true,
    says: 'The new password may not contain your user ID or name.',
    because: 'The new password contains the name of the user.',
    reason: 'PasswordDoesnotComplyFuzzyPolicy',
  },
  PasswordChangeOnPremComplexity: {
    number: 120004,
    status: 403,
    retry: true,
    says: "This password does not meet the length, complexity, age or history rules of your organization's password policy.",
    because: "Active Directory's password policy refused the new password.",
    fix: 'Choose a longer, different password. If the password was changed within the minimum age, wait or set the minimum age to 0.',
    reason: 'OnPremisesPolicyViolation',
  },
  PasswordChangeOnPremSuccessCloudFail: {
    number: 120005,
    status: 500,
    says: 'Your password was changed, but our servers need a little time to catch up. Sign in again in a few minutes.',
    because:
      'Active Directory accepted the new password; storing it in the cloud failed. Password hash synchronization brings it within two minutes.',
    reason: 'OnPremisesSuccessCloudFailure',
  },
  PasswordChangeAsyncJobStateTerminated: {
    number: 120008,
    status: 500,
    says: 'The password change was stopped before it was done. Try again.',
    because: 'The request expired on the relay before the agent answered.',
    reason: 'OnPremisesConnectivityError',
  },
  PasswordChangeAsyncUpnInferenceFailed: {
    number: 120011,
    status: 403,
    says: "Your account's sign-in name could not be determined.",
    because: 'The user name could not be derived from the token.',
  },
  PasswordChangeNeedsToHappenOnPrem: {
    number: 120012,
    status: 403,
    says: "Your organization doesn't let you change your password on this site. Change it the way your organization recommends, or ask your administrator.",
    because: 'The password is managed on premises and writeback is off, or the user has no licence for it.',
    fix: 'Tick Password writeback in the {connect} wizard, set "Write back passwords to your on-premises directory" to Yes, and license the user.',
    fixAt: '/portal/password-reset/on-premises-integration',
    reason: "User's password is managed on-premises. You can enable Password Writeback to resolve this",
  },
  PasswordChangeOnPremisesConnectivityFailure: {
    number: 120013,
    status: 403,
    says: "Your password can't be changed right now because your organization's password service can't be reached. Try again later.",
    because: 'No agent answers on the relay.',
    fix: 'Start the synchronization service on the Connect server.',
    fixAt: '/connect/services',
    reason: 'OnPremisesConnectivityError',
  },
  PasswordChangeOnPremUserAccountLockedOutOrDisabled: {
    number: 120014,
    status: 403,
    says: "Your password can't be changed because your account is locked or disabled on premises. Ask your administrator.",
    because: 'Active Directory says that the account is locked out or disabled.',
    fix: 'Unlock or enable the account in Active Directory.',
    reason: 'OnPremisesAdminActionRequired',
  },
  PasswordChangeADAdminActionRequired: {
    number: 120015,
    status: 403,
    says: "Your password can't be changed because of your organization's on-premises configuration. Ask your administrator to look into it.",
    because:
      'The request reached the Connect server, and Active Directory or the sync engine could not carry it out.',
    fix: "Read the Connect server's Application log: the PasswordResetService event with this TrackingId names the cause.",
    fixAt: '/connect/events',
    reason: 'ADAdminActionRequired',
  },
  PasswordChangeUserNotFoundBySspr: {
    number: 120016,
    status: 403,
    says: "Your password can't be changed because your account was not found on premises. Ask your administrator.",
    because: 'The Connect server finds no Active Directory account for this user any more.',
    reason: 'OnPremisesAdminActionRequired',
  },
  PasswordChangePasswordDoesnotComplyFuzzyPolicy: {
    number: 120018,
    status: 403,
    retry: true,
    says: 'That password contains a word or pattern that makes it easy to guess. Try a different one.',
    because: 'The new password scores fewer than five points against the banned password lists.',
    reason: 'PasswordDoesnotComplyFuzzyPolicy',
  },
  PasswordChangeFailure: {
    number: 120020,
    status: 500,
    says: 'The password could not be changed. Try again later.',
    because: 'The change failed for a reason that has no code of its own.',
  },
  PartnerServiceSsprInternalServiceError: {
    number: 120021,
    status: 500,
    says: 'The password service had a fault. Try again later.',
    because: 'Storing the new password failed, and nothing was changed.',
    reason: 'CloudDirectoryUnavailable',
  },
} as const satisfies Record<string, PasswordChangeEntry>

export type PasswordChangeCode = keyof typeof passwordChangeCodes

export const isPasswordChangeCode = (code: string): code is PasswordChangeCode =>
  Object.hasOwn(passwordChangeCodes, code)

export const passwordChangeEntry = (code: PasswordChangeCode): PasswordChangeEntry =>
  passwordChangeCodes[code]
