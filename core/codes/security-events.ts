/** Rows of a domain controller's Security log. Ids and names as published; the sentences are ours. */
import type { WindowsEvent } from '#core/contracts/journal.ts'

export type SecurityTask = 'Logon' | 'User Account Management' | 'Security Group Management'

export interface SecurityEventEntry {
  readonly eventId: number
  readonly level: Extract<WindowsEvent['level'], 'Audit Success' | 'Audit Failure'>
  /** The category under which Event Viewer lists it. */
  readonly task: SecurityTask
  /** `{subject}` did it, `{target}` had it done, `{reason}` why not. */
  readonly says: string
}

const audit =
  (level: SecurityEventEntry['level']) =>
  (eventId: number, says: string, task: SecurityTask = 'User Account Management'): SecurityEventEntry => ({
    eventId,
    level,
    task,
    says,
  })
const success = audit('Audit Success')
const failure = audit('Audit Failure')

export const securityEvents = {
  LogonSucceeded: success(4624, '{target} logged on from {source}.', 'Logon'),
  LogonFailed: failure(4625, '{target} could not log on from {source}: {reason}', 'Logon'),
  UserCreated: success(4720, '{subject} created the user account {target}.'),
  UserEnabled: success(4722, '{subject} enabled {target}.'),
  PasswordChanged: success(4723, '{subject} changed the password of {target}.'),
  PasswordChangeFailed: failure(4723, '{subject} tried to change the password of {target}: {reason}'),
  PasswordReset: success(4724, '{subject} reset the password of {target}.'),
  PasswordResetFailed: failure(4724, '{subject} tried to reset the password of {target}: {reason}'),
  UserDisabled: success(4725, '{subject} disabled {target}.'),
  UserDeleted: success(4726, '{subject} deleted the user account {target}.'),
  MemberAddedGlobal: success(
    4728,
    '{subject} added {member} to the global group {target}.',
    'Security Group Management',
  ),
  MemberRemovedGlobal: success(
    4729,
    '{subject} removed {member} from the global group {target}.',
    'Security Group Management',
  ),
  UserChanged: success(4738, '{subject} changed the user account {target}.'),
  UserLocked: success(4740, '{target} was locked out after too many wrong passwords from {source}.'),
  UserUnlocked: success(4767, '{subject} unlocked {target}.'),
  ProtectedAclSet: success(
    4780,
    'The permissions of AdminSDHolder were set on {target}, a member of a protected group.',
  ),
} satisfies Record<string, SecurityEventEntry>

export type SecurityEventName = keyof typeof securityEvents
export const securityEventSource = 'Microsoft-Windows-Security-Auditing'
