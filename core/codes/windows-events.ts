/**
 * The rows that the Connect server writes to its Windows Application log: sources PasswordResetService, ADSync,
 * Directory Synchronization and Azure AD Connect Upgrade. Ids and names as published (misspellings included); levels are ours, no source states them; of 300 to 399 only the range is published.
 * Source: writeback.md §5.1, §5.2, §5.6.
 */
import type { WindowsEvent } from '#core/contracts/journal.ts'

export type ConnectSource =
  | 'PasswordResetService'
  | 'ADSync'
  | 'Directory Synchronization'
  | 'Azure AD Connect Upgrade'

export interface WindowsEventEntry {
  readonly eventId: number
  readonly source: ConnectSource
  readonly level: WindowsEvent['level']
  /** What it tells an administrator, for learners. */
  readonly means: string
}

type Level = WindowsEvent['level']
const from = (source: ConnectSource) => (eventId: number, level: Level, means: string) =>
  ({ eventId, source, level, means }) satisfies WindowsEventEntry

const reset = from('PasswordResetService')
const engine = from('ADSync')
const sync = from('Directory Synchronization')
const upgrade = from('Azure AD Connect Upgrade')

export const windowsEvents = {
  PasswordResetStart: reset(
    31001,
    'Information',
    'A self-service reset has arrived; always the first row of an operation.',
  ),
  PasswordResetSuccess: reset(31002, 'Information', 'The new password stands in Active Directory.'),
  PasswordResetFail: reset(31003, 'Error', 'The reset reached this server, and Active Directory refused it.'),
  OnboardingEventStart: reset(31004, 'Information', 'Password writeback is being switched on.'),
  OnboardingEventSuccess: reset(31005, 'Information', 'Password writeback is on and ready.'),
  ChangePasswordStart: reset(31006, 'Information', 'A password change with the old password has arrived.'),
  ChangePasswordSuccess: reset(31007, 'Information', 'The changed password stands in Active Directory.'),
  ChangePasswordFail: reset(
    31008,
    'Error',
    'The change reached this server, and Active Directory refused it.',
  ),
  ResetUserPasswordByAdminStart: reset(31009, 'Information', 'A reset by an administrator has arrived.'),
  ResetUserPasswordByAdminSuccess: reset(
    31010,
    'Information',
    'The password that the administrator chose stands in Active Directory.',
  ),
  ResetUserPasswordByAdminFail: reset(
    31011,
    'Error',
    'The administrator’s reset reached this server, and Active Directory refused it.',
  ),
  OffboardingEventStart: reset(31012, 'Information', 'Password writeback is being switched off.'),
  OffboardingEventSuccess: reset(31013, 'Information', 'Password writeback is off.'),
  OffboardingEventFail: reset(
    31014,
    'Error',
    'Switching off failed: rights, or a federated administrator was used.',
  ),
  WriteBackServiceStarted: reset(31015, 'Information', 'The service listens for requests from the cloud.'),
  WriteBackServiceStopped: reset(
    31016,
    'Information',
    'The service has stopped; requests from the cloud will fail from now on.',
  ),
  AuthTokenSuccess: reset(31017, 'Information', 'A token for the cloud administrator was obtained.'),
  KeyPairCreationSuccess: reset(
    31018,
    'Information',
    'The key pair that protects passwords on their way was made.',
  ),
  ServiceBusHeartBeat: reset(31019, 'Information', 'The connection to the relay is alive.'),
  ServiceBusListenerError: reset(31034, 'Error', 'The listener cannot connect to the relay.'),
  ServiceHostNotRunning: reset(31044, 'Error', 'No listener of the relay endpoints is running.'),
  UnknownError: reset(32000, 'Error', 'Something unforeseen failed; the text tells what.'),
  ServiceError: reset(32001, 'Error', 'The cloud’s password reset service cannot be reached.'),
  ServiceBusError: reset(32002, 'Error', 'The relay cannot be reached, or gave no token.'),
  InPutValidationError: reset(32003, 'Error', 'A request came with parameters that make no sense.'),
  DecryptionError: reset(
    32004,
    'Error',
    'The request was sealed with another key than this server’s. Switch writeback off and on again.',
  ),
  ConfigurationError: reset(32005, 'Error', 'The configuration could not be read or saved.'),
  OnBoardingConfigUpdateError: reset(
    32007,
    'Error',
    'What the cloud sent while switching on could not be handed to the synchronization service.',
  ),
  ValidationError: reset(32008, 'Error', 'The cloud’s password reset service answered something invalid.'),
  AuthTokenError: reset(
    32009,
    'Error',
    'No token for the administrator: wrong password, or a federated account.',
  ),
  CryptoError: reset(32010, 'Error', 'Making or using a key failed.'),
  OnBoardingServiceError: reset(
    32011,
    'Error',
    'Switching on could not reach the cloud: firewall, proxy or token.',
  ),
  OffBoardingError: reset(32013, 'Error', 'Switching off could not reach the cloud.'),
  ServiceBusWarning: reset(32014, 'Warning', 'The relay was reached only after a retry.'),
  ReportServiceHealthError: reset(32015, 'Error', 'The five-minute heartbeat did not reach the cloud.'),
  ADUnKnownError: reset(33001, 'Error', 'Active Directory failed for a reason that the ADSync rows tell.'),
  ADUserNotFoundError: reset(
    33002,
    'Error',
    'The user is not in Active Directory, or not in the scope of synchronisation.',
  ),
  ADMutliMatchError: reset(33003, 'Error', 'Two accounts answer to the same anchor.'),
  ADPermissionsError: reset(33004, 'Error', 'The connector account may not set this password.'),
  ADUserAccountDisabled: reset(33005, 'Error', 'The account is disabled in Active Directory.'),
  ADUserAccountLockedOut: reset(33006, 'Error', 'The account is locked in Active Directory.'),
  ADUserIncorrectPassword: reset(33007, 'Error', 'The current password given is wrong.'),
  ADPasswordPolicyError: reset(
    33008,
    'Error',
    'Age, history, length, complexity or a filter of the domain refuses the new password.',
  ),
  ADConfigurationError: reset(
    33009,
    'Error',
    'The way this server talks to Active Directory does not allow setting passwords.',
  ),

  ManagementAgentRunFailed: engine(6000, 'Error', 'A run profile could not start.'),
  CompanionServerError: engine(6306, 'Error', 'A companion of the engine met an error, and cannot work.'),
  PasswordSetError: engine(6329, 'Error', 'The engine’s own words about a password that could not be set.'),
  PasswordExtensionError: engine(
    6800,
    'Error',
    'The password management extension met an error; the writeback endpoint did not start.',
  ),
  PasswordSyncError: engine(6900, 'Error', 'Password synchronisation met an unexpected error.'),

  RetryScheduled: sync(0, 'Information', 'A failed object will be tried again.'),
  CloudAccessDenied: sync(115, 'Error', 'The cloud refused this server’s account.'),
  ExportDeletionThreshold: sync(
    116,
    'Warning',
    'More deletions wait than the threshold allows; the export has stopped.',
  ),
  PasswordSyncFailed: sync(611, 'Error', 'Reading password hashes of a domain failed.'),
  DomainFullPasswordSyncDone: sync(
    622,
    'Information',
    'All password hashes of a domain have been synchronised.',
  ),
  ForestFullPasswordSyncDone: sync(
    623,
    'Information',
    'All password hashes of a forest have been synchronised.',
  ),
  ProvisionCredentialsBatchStart: sync(650, 'Information', 'A batch of password hashes goes to the cloud.'),
  ProvisionCredentialsBatchEnd: sync(651, 'Information', 'The batch has been answered.'),
  ProvisionCredentialsBatchFail: sync(652, 'Error', 'The cloud refused the batch.'),
  ProvisionCredentialsPingStart: sync(
    653,
    'Information',
    'Nothing to send for half an hour: telling the cloud that this server is alive.',
  ),
  ProvisionCredentialsPingEnd: sync(654, 'Information', 'The cloud has heard.'),
  ProvisionCredentialsPingFail: sync(655, 'Error', 'The cloud could not be told.'),
  PasswordChangeRequest: sync(
    656,
    'Information',
    'These users’ hashes have changed and go out (1 to 50 in a row).',
  ),
  PasswordChangeResult: sync(657, 'Information', 'What the cloud answered for these users.'),

  UpgradeSuccess: upgrade(300, 'Information', 'The product has upgraded itself.'),
  UpgradeAborted: upgrade(
    301,
    'Warning',
    'A newer version is there, and something keeps this server from installing it now; it tries again.',
  ),
  UpgradeNotSupported: upgrade(302, 'Warning', 'A newer version is there, and this server does not qualify.'),
} as const satisfies Record<string, WindowsEventEntry>

export type WindowsEventName = keyof typeof windowsEvents

/** The row as `data` of the journal's `windows-event.written`. */
export function windowsEvent(name: WindowsEventName, computer: string, message: string): WindowsEvent {
  const { eventId, source, level } = windowsEvents[name]
  return { log: 'Application', source, eventId, name, level, computer, message }
}
