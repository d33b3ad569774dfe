/**
 * What the Connect server can answer: how a password writeback fails (one table), export errors, run statuses, and what
 * the wizard and the verbs refuse.
 * Sources: writeback.md §5.1 to §5.4 (writeback), §8.2 (statuses), §8.8 (export errors), §7.4 (wizard).
 */
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

/** Errors of single objects in an export to the tenant, as the run history names them. */
export const exportErrors = {
  AttributeValueMustBeUnique: {
    says: 'Another object of the tenant already holds this value.',
    because: 'mail, proxyAddresses, signInName and userPrincipalName must be unique in the tenant',
    fix: 'Find the other holder of the value, and change one of them on premises.',
  },
  InvalidSoftMatch: {
    says: 'The object that this one would match is tied to another source anchor.',
    because: 'soft match found an object by its address that is already synchronised from somewhere else',
  },
  InvalidHardMatch: {
    says: 'Taking over a cloud object by its anchor is blocked.',
    because: 'the tenant blocks take-over of cloud objects through hard match',
  },
  ObjectTypeMismatch: {
    says: 'The matching object is of another type.',
    because: 'a user and a group (or contact) share an address',
  },
  ExistingAdminRoleConflict: {
    says: 'The matching cloud user holds an administrator role.',
    because: 'users in administrator roles are never taken over by soft match',
    fix: 'Take the role away, synchronise, and give it back.',
  },
  IdentityDataValidationFailed: {
    says: 'A value breaks the tenant’s rules for its format.',
    because: 'the user principal name holds characters or a form that the tenant does not take',
  },
  DataValidationFailed: {
    says: 'A value does not pass the tenant’s validation.',
    because: 'an attribute’s value does not have the form that the tenant takes',
  },
  FederatedDomainChangeError: {
    says: 'A sign-in name cannot move between two federated domains in one step.',
    because: 'both the old and the new suffix are federated domains',
    fix: 'Set the name to the onmicrosoft.com domain, synchronise, then set the new name.',
  },
  LargeObject: {
    says: 'The object is too large for the tenant.',
    because: 'certificates, photo or addresses pass the limits of an exported object',
  },
  ExceededAllowedLength: {
    says: 'A value is longer than the tenant takes.',
    because: 'an attribute’s value passes its limit',
  },
  DeletionAccessViolation: {
    says: 'The tenant protects this object from deletion (error type 114).',
    because: 'the object is protected in the tenant',
  },
  QuotaExceeded: {
    says: 'The tenant’s quota of objects is used up.',
    because: 'a tenant holds 50,000 objects until a domain is verified, 300,000 after',
    source: 'sim',
  },
  ExportFailed: {
    says: 'The tenant refused the object.',
    because: 'the tenant answered without a known code',
    source: 'sim',
  },
} as const satisfies Record<string, CodeEntry>

/** Errors of single objects in a synchronisation or in an export to Active Directory. */
export const syncErrors = {
  SourceAnchorHasChanged: {
    says: 'The sourceAnchor attribute has changed.',
    because: 'the anchor ties the object to its cloud twin for life and cannot take another value',
    fix: 'Put the former value of ms-DS-ConsistencyGuid back.',
  },
  'permission-issue': {
    says: 'The connector account may not write this attribute.',
    because: 'Active Directory refused the write for lack of rights',
    fix: 'Grant the connector account write access to ms-DS-ConsistencyGuid.',
  },
  'unexpected-error': {
    says: 'Active Directory refused the write.',
    because: 'Active Directory answered an error that has no name here',
  },
} as const satisfies Record<string, CodeEntry>

/** Outcomes of a run profile, as the Synchronization Service shows them. */
export const runStatuses = {
  success: 'success',
  exportErrors: 'completed-export-errors',
  syncErrors: 'completed-sync-errors',
  importErrors: 'completed-import-errors',
  noConnection: 'no-start-connection',
  noCredentials: 'no-start-credentials',
  lostConnection: 'stopped-connectivity',
  stoppedByUser: 'stopped-user-termination',
  stoppedByServer: 'stopped-server',
  errorLimit: 'stopped-error-limit',
  deletionThreshold: 'stopped-deletion-threshold-exceeded',
  inProgress: 'in-progress',
} as const
export type RunStatus = (typeof runStatuses)[keyof typeof runStatuses]

/** What the wizard and the Connect verbs refuse. */
export const connectRefusals = {
  WizardActionNotHere: {
    says: 'This page has no such action.',
    because: 'the wizard stands on another page',
    source: 'sim',
  },
  WizardClosed: {
    says: 'The wizard is not open.',
    because: 'no wizard is open on this server',
    fix: 'Open the wizard first.',
    source: 'sim',
  },
  WizardInvalidGrant: {
    says: 'Unable to validate credentials. The user name or password is not right.',
    because: 'the token service did not accept the user name and password (invalid grant)',
  },
  WizardAuthorizationFailure: {
    says: 'Unable to validate credentials. A Global Administrator or Hybrid Identity Administrator is needed.',
    because: 'the account signed in, but holds no role that may configure directory synchronisation',
    fix: 'Sign in with a Global Administrator.',
  },
  WizardUserRealmDiscoveryFailed: {
    says: 'Unable to validate credentials. The cloud could not be asked about this user name.',
    because: 'the sign-in service cannot be reached from this server',
    fix: 'Look at the proxy and the firewall.',
  },
  WizardFederatedAdministrator: {
    says: 'Password writeback cannot be configured with a federated administrator.',
    because: 'the account is of a federated domain',
    fix: 'Sign in with a cloud-only administrator.',
  },
  WizardUserPasswordExpired: {
    says: 'Unable to validate credentials. The password of this account has expired.',
    because: 'the token service wants the password changed first',
    fix: 'Sign in to the portal once and change the password.',
  },
  WizardUnknownUserType: {
    says: 'Unable to validate credentials. This is no work or school account.',
    because: 'the user name has no domain of the tenant',
  },
  WizardDirectoryCredentials: {
    says: 'The user name or password for the directory is not right.',
    because: 'the domain controller did not accept the account',
  },
  WizardUnknownForest: {
    says: 'The forest {detail} cannot be found.',
    because: 'no domain controller of that name answers in this server’s network',
  },
  WizardForestKnown: {
    says: 'The forest {detail} has a connector already.',
    because: 'each forest has one connector on a server',
  },
  WizardNoDirectory: {
    says: 'Add at least one directory.',
    because: 'without a forest there is nothing to synchronise',
  },
  WizardSuffixesUnverified: {
    says: 'Users with these suffixes will not sign in with their on-premises names: {detail}',
    because: 'a UPN suffix of the forest is no verified domain of the tenant',
    fix: 'Verify the domain in the portal, or go on without matching all suffixes.',
  },
  WizardUnknownGroup: {
    says: 'The group {detail} cannot be found.',
    because: 'no group of that name or distinguished name is in the forest',
  },
  WizardStagingClash: {
    says: 'Failed to disable staging mode: another server has password writeback.',
    because: 'one server of a tenant may write passwords back, and another one is onboarded',
    fix: 'Switch the other server to staging mode first, then enable password writeback here.',
  },
  WizardUserSignInFailed: {
    says: 'The user sign-in method could not be changed: {detail}',
    because: 'the cloud refused the change, or could not be reached while it was made',
  },
  WizardUnknownOrganizationalUnit: {
    says: 'The domain has no such organizational unit.',
    because: 'the selection names a unit that Active Directory does not have',
  },
  WizardNothingSelected: {
    says: 'Select at least one organizational unit.',
    because: 'a connector without a container would synchronise nothing',
    source: 'sim',
  },
  WizardDirectoryUnreachable: {
    says: 'The directory cannot be contacted.',
    because: 'no domain controller of the forest answers this server',
  },
  WritebackConfigurationFailed: {
    says: 'Unable to configure password writeback. Ensure you have the required license.',
    because: 'onboarding was refused by the cloud, or did not reach it',
    fix: 'Look at the licences, the clock and the network of this server.',
  },
  ConnectNotInstalled: {
    says: '{connect} is not installed on this server.',
    because: 'the first installation has not been carried out',
    source: 'sim',
  },
  ConnectAccountNotAllowed: {
    says: 'An Enterprise or Domain Administrator account cannot be the AD forest account. Let {connect} create the account, or name one with the right permissions.',
    because: 'the connector account must not be an administrator of the forest',
  },
  EnterpriseAdminRequired: {
    says: 'The account is not an Enterprise Administrator of the forest.',
    because: 'making the connector account and granting its rights was refused by Active Directory',
  },
  SyncCycleInProgress: {
    says: 'A synchronisation cycle is running already.',
    because: 'cycles and the wizard wait for one another',
    fix: 'Wait for the cycle to end.',
  },
  SchedulerSuspended: {
    says: 'The scheduler is suspended because the wizard is open.',
    because: 'while the wizard is open no cycle starts',
    fix: 'Close the wizard.',
  },
  ServiceStopped: {
    says: 'The service Microsoft Azure AD Sync is not running.',
    because: 'the synchronisation service was stopped on this server',
    fix: 'Start the service.',
    fixAt: '/connect/services',
  },
  UnknownService: {
    says: 'This server has no such service.',
    because: 'the name is none of the services of this server',
  },
  UnknownConnectObject: {
    says: 'There is no such object.',
    because: 'neither the connector space nor the metaverse holds it',
  },
  UnknownCmdlet: {
    says: 'There is no cmdlet {detail} on this server.',
    because: 'the name is none of the cmdlets of the ADSync module or of the console',
    fix: 'Get-Command lists what there is.',
    source: 'sim',
  },
  CmdletParameters: {
    says: 'Cannot bind the parameters: {detail}.',
    because: 'a parameter is missing, unknown, or has a value that it does not take',
    source: 'sim',
  },
  UnableToLocateConnector: {
    says: 'The connector {detail} cannot be found.',
    because: 'the tenant’s connector is named after its initial domain: <tenant>.onmicrosoft.com - AAD',
  },
  TenantRefused: {
    says: 'The tenant refused: {detail}',
    because: 'the cloud did not take the change, or did not answer',
    source: 'sim',
  },
  DirectoryRefused: {
    says: 'Active Directory refused: {detail}',
    because: 'the account given may not do this in the domain',
    source: 'sim',
  },
  StagingModeExportsNothing: {
    says: 'This server is in staging mode and exports nothing.',
    because: 'a staging server imports and synchronises only',
    fix: 'Switch staging mode off in the wizard.',
    fixAt: '/connect/wizard',
  },
  MalformedRequest: {
    says: 'The request is not understood: {detail}',
    because: 'the body does not have the documented shape',
  },
} as const satisfies Record<string, CodeEntry>
export type ConnectRefusalCode = keyof typeof connectRefusals
