/** What the delegation wizard offers: common tasks, and the access control entries that each one takes. */
import { extendedRights, schemaGuids } from './control-access-rights.ts'
import { type Ace, aceFlags, rights } from './security-descriptor.ts'

interface DelegatedTask {
  readonly id: string
  readonly title: string
  /** For learners: what the entries say. */
  readonly grants: string
  readonly entries: readonly Omit<Ace, 'sid' | 'type'>[]
}

const toHeirs = aceFlags.containerInherit
const toHeirsOnly = aceFlags.containerInherit | aceFlags.inheritOnly
const readWrite = (rights.readProperty | rights.writeProperty) >>> 0

const onUsers = (mask: number, objectType?: string): DelegatedTask['entries'][number] => ({
  flags: toHeirsOnly,
  mask,
  inheritedObjectType: schemaGuids.user,
  ...(objectType === undefined ? {} : { objectType }),
})
const managed = (childClass: string): DelegatedTask['entries'] => [
  { flags: toHeirs, mask: (rights.createChild | rights.deleteChild) >>> 0, objectType: childClass },
  { flags: toHeirsOnly, mask: rights.fullControl, inheritedObjectType: childClass },
]
/** The attribute `member` (its schemaIDGUID). */
const member = 'bf9679c0-0de6-11d0-a285-00aa003049e2'

export const delegatedTasks = [
  {
    id: 'reset-passwords',
    title: 'Reset user passwords and force a change at next logon',
    grants: 'Reset Password, and read and write pwdLastSet, on users below',
    entries: [
      onUsers(rights.controlAccess, extendedRights.resetPassword),
      onUsers(readWrite, schemaGuids.pwdLastSet),
    ],
  },
  {
    id: 'unlock-accounts',
    title: 'Unlock user accounts',
    grants: 'read and write lockoutTime on users below',
    entries: [onUsers(readWrite, schemaGuids.lockoutTime)],
  },
  {
    id: 'manage-users',
    title: 'Create, delete and manage user accounts',
    grants: 'create and delete users here, and full control of users below',
    entries: managed(schemaGuids.user),
  },
  {
    id: 'read-users',
    title: 'Read all user information',
    grants: 'read every property of users below',
    entries: [onUsers(rights.readProperty)],
  },
  {
    id: 'manage-groups',
    title: 'Create, delete and manage groups',
    grants: 'create and delete groups here, and full control of groups below',
    entries: managed(schemaGuids.group),
  },
  {
    id: 'change-members',
    title: 'Modify the membership of groups',
    grants: 'read and write member on groups below',
    entries: [
      { flags: toHeirsOnly, mask: readWrite, objectType: member, inheritedObjectType: schemaGuids.group },
    ],
  },
  {
    id: 'password-writeback',
    title: 'Password writeback (for the Connect server’s account)',
    grants:
      'Reset Password, Change Password, write lockoutTime and pwdLastSet on users below, and Unexpire Password here',
    entries: [
      onUsers(rights.controlAccess, extendedRights.resetPassword),
      onUsers(rights.controlAccess, extendedRights.changePassword),
      onUsers(rights.writeProperty, schemaGuids.lockoutTime),
      onUsers(rights.writeProperty, schemaGuids.pwdLastSet),
      { flags: toHeirs, mask: rights.controlAccess, objectType: extendedRights.unexpirePassword },
    ],
  },
] as const satisfies readonly DelegatedTask[]

export type DelegatedTaskId = (typeof delegatedTasks)[number]['id']

/** The entries that give these tasks to an account or group. */
export const entriesFor = (tasks: readonly DelegatedTaskId[], sid: string): Ace[] =>
  delegatedTasks
    .filter(({ id }) => tasks.includes(id))
    .flatMap(({ entries }) => entries.map((entry): Ace => ({ ...entry, type: 'allow', sid })))
