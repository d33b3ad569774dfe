/** How a password writeback fails on premises, in one table. Source: writeback.md §5.1 to §5.4. */
import type { CodeEntry } from './catalogue.ts'
import type { Hr } from './hr.ts'
import type { WindowsEventName } from './windows-events.ts'

/** What the agent answers over the relay; the cloud's doors show each as core/codes/writeback.ts says. */
export const agentAnswers = [
  'ADPasswordPolicyError',
  'ADPermissionsError',
  'ADUserNotFoundError',
  'ADMutliMatchError',
  'ADUserAccountDisabled',
  'ADUserAccountLockedOut',
  'ADUserIncorrectPassword',
  'ADConfigurationError',
  'ADUnKnownError',
  'DecryptionError',
  'ConfigurationError',
  'InPutValidationError',
  'UnknownError',
] as const
export type AgentAnswer = (typeof agentAnswers)[number]

export interface WritebackFailure extends CodeEntry {
  /** PasswordResetService row. */
  readonly event: WindowsEventName
  /** The `code` of the relay's answer. */
  readonly answer: AgentAnswer
  /** The engine's result, where there is one. */
  readonly hr?: Hr
}

/** How a writeback fails on premises: one row per cause. An hr also brings the engine's own row, ADSync 6329. */
export const writebackFailures = {
  ADPasswordPolicyError: {
    event: 'ADPasswordPolicyError',
    answer: 'ADPasswordPolicyError',
    hr: '80230619',
    says: 'The domain does not take this password.',
    because: 'Active Directory’s password policy refused the new password',
    fix: 'Choose another password, or look at the minimum age, history, length and complexity of the domain’s policy.',
    fixAt: '/dc/password-policy',
  },
  ADPermissionsError: {
    event: 'ADPermissionsError',
    answer: 'ADPermissionsError',
    hr: '80230626',
    says: 'The connector account was denied access to this user’s password.',
    because:
      'the AD DS connector account lacks the right on this user, or the user may not change the password',
    fix: 'Grant the connector account Reset Password, Change Password, and Write on lockoutTime and pwdLastSet; see that the user inherits permissions.',
    fixAt: '/dc/users-and-computers',
  },
  ADUserCannotChangePassword: {
    event: 'ADPermissionsError',
    answer: 'ADPermissionsError',
    hr: '80230626',
    says: 'The user may not change the password.',
    because:
      '“User cannot change password” is ticked on the account, and writeback keeps to it for resets too',
    fix: 'Untick “User cannot change password” in the account’s properties.',
    fixAt: '/dc/users-and-computers',
  },
  RemoteSamDenied: {
    event: 'ADPermissionsError',
    answer: 'ADPermissionsError',
    hr: '80230626',
    says: 'The connector account may not make remote calls to SAM.',
    because:
      'the policy “Network access: Restrict clients allowed to make remote calls to SAM” does not name the connector account, so its permissions do not help',
    fix: 'Add the connector account to that policy of the domain controllers.',
    fixAt: '/dc/password-policy',
  },
  ADProtectedAccountError: {
    event: 'ADPermissionsError',
    answer: 'ADPermissionsError',
    hr: '80231367',
    says: 'The password of a protected account cannot be reset through writeback.',
    because:
      'the account is protected (adminCount = 1): AdminSDHolder takes the inherited rights away, so only a change with the old password works',
    fix: 'By design. Reset protected accounts on premises.',
    fixAt: '/dc/users-and-computers',
  },
  ADUserNotFoundError: {
    event: 'ADUserNotFoundError',
    answer: 'ADUserNotFoundError',
    says: 'The user’s account cannot be found on premises.',
    because: 'the account was deleted or moved out of scope on premises, or its synchronisation is broken',
    fix: 'Look for the user in the Synchronization Service, and run a synchronisation cycle.',
    fixAt: '/connect/synchronization-service',
  },
  ADMutliMatchError: {
    event: 'ADMutliMatchError',
    answer: 'ADMutliMatchError',
    hr: '80230402',
    says: 'More than one on-premises account answers to this user.',
    because: 'the user is enabled in more than one forest, or two accounts carry one anchor',
    fix: 'Leave the account enabled in one forest only.',
  },
  ADUserAccountDisabled: {
    event: 'ADUserAccountDisabled',
    answer: 'ADUserAccountDisabled',
    says: 'The account is disabled on premises.',
    because: 'the account is disabled in Active Directory',
    fix: 'Enable the account in Active Directory.',
    fixAt: '/dc/users-and-computers',
  },
  ADUserAccountLockedOut: {
    event: 'ADUserAccountLockedOut',
    answer: 'ADUserAccountLockedOut',
    says: 'The account is locked on premises.',
    because: 'the account is locked in Active Directory, and a change does not unlock it (a reset does)',
    fix: 'Unlock the account, or reset the password instead of changing it.',
  },
  ADUserIncorrectPassword: {
    event: 'ADUserIncorrectPassword',
    answer: 'ADUserIncorrectPassword',
    says: 'The old password is not right.',
    because: 'Active Directory does not know the old password that was given',
  },
  ADConfigurationError: {
    event: 'ADConfigurationError',
    answer: 'ADConfigurationError',
    hr: '8023062C',
    says: 'The domain controller takes no password over this connection.',
    because: 'the connector talks to the domain controller without encryption',
    fix: 'Switch on "Sign and encrypt LDAP traffic" in the connector’s properties.',
    fixAt: '/connect/synchronization-service',
  },
  DirectoryNotReachable: {
    event: 'ADUnKnownError',
    answer: 'ADUnKnownError',
    hr: '80230818',
    says: 'No domain controller could be contacted.',
    because: 'no domain controller answers this server',
    fix: 'Start the domain controller, or look at DNS and the firewall.',
    source: 'sim',
  },
  PasswordSyncNotEnabledOnAgent: {
    event: 'ConfigurationError',
    answer: 'ConfigurationError',
    hr: '8023061f',
    says: 'Password writeback does not know this forest.',
    because: 'the forest was added after writeback was switched on',
    fix: 'Switch password writeback off and on again.',
    fixAt: '/connect/wizard',
    source: 'sim',
  },
  ReservedCharactersInPath: {
    event: 'ADUnKnownError',
    answer: 'ADUnKnownError',
    hr: '80005000',
    says: 'The user’s path holds characters that writeback cannot address.',
    because:
      'the distinguished name holds a reserved character (leading space or #, trailing space, , + " \\ < > ; = / or a line break)',
    fix: 'Rename the organizational unit, or the user.',
  },
  ConnectorPasswordTooLong: {
    event: 'ADUnKnownError',
    answer: 'ADUnKnownError',
    hr: '800700CE',
    says: 'The connector account’s own password is too long.',
    because: 'the engine cannot use a connector account whose password is longer than 256 characters',
    fix: 'Give the connector account a shorter password, in Active Directory and in the connector’s properties.',
    fixAt: '/connect/synchronization-service',
    source: 'sim',
  },
  OutOfPasswordSyncScope: {
    event: 'ADUnKnownError',
    answer: 'ADUnKnownError',
    says: 'Writeback does not reach this user.',
    because: 'the user is out of the scope of selective password hash synchronisation (adminDescription)',
    fix: 'Set adminDescription so that the user is in scope.',
    source: 'sim',
  },
  ADUnKnownError: {
    event: 'ADUnKnownError',
    answer: 'ADUnKnownError',
    says: 'Active Directory failed in a way that has no name here.',
    because: 'Active Directory answered something unforeseen; the ADSync row tells what',
  },
  DecryptionError: {
    event: 'DecryptionError',
    answer: 'DecryptionError',
    says: 'The request could not be decrypted.',
    because: 'the tenant sealed it with another key than this server holds',
    fix: 'Switch password writeback off and on again.',
    fixAt: '/connect/wizard',
  },
  InPutValidationError: {
    event: 'InPutValidationError',
    answer: 'InPutValidationError',
    says: 'The request makes no sense.',
    because: 'the request lacks something that its operation needs',
  },
  MessageExpired: {
    event: 'InPutValidationError',
    answer: 'UnknownError',
    says: 'The request was picked up too late.',
    because: 'a request that nobody picked up for several minutes is not carried out any more',
    source: 'sim',
  },
} as const satisfies Record<string, WritebackFailure>

export type WritebackFailureCode = keyof typeof writebackFailures

/** The row of a failure. */
export const writebackFailure = (code: WritebackFailureCode): WritebackFailure => writebackFailures[code]
