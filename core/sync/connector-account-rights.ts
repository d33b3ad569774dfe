/**
 * The rights of the AD DS connector account as access control entries on the domain: what express installation and the
 * Set-ADSync…Permissions cmdlets grant. Sources: writeback.md §4.3, §7.3; MS-ADTS 5.1.3.2.
 */
import { extendedRights, schemaGuids } from '#core/active-directory/control-access-rights.ts'
import {
  type Ace,
  aceFlags,
  rights,
  type SecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'

const contactClass = '5cb41ed0-0e4c-11d0-a286-00aa003049e2'

const onDescendants = aceFlags.containerInherit | aceFlags.inheritOnly

const hereOnly = (sid: string, objectType: string): Ace => ({
  type: 'allow',
  flags: 0,
  mask: rights.controlAccess,
  objectType,
  sid,
})

const everywhere = (sid: string, objectType: string): Ace => ({
  type: 'allow',
  flags: aceFlags.containerInherit,
  mask: rights.controlAccess,
  objectType,
  sid,
})

const onDescendant = (sid: string, mask: number, inheritedObjectType: string, objectType?: string): Ace => ({
  type: 'allow',
  flags: onDescendants,
  mask,
  inheritedObjectType,
  ...(objectType === undefined ? {} : { objectType }),
  sid,
})

/** Set-ADSyncPasswordHashSyncPermissions: reading all hashes of the domain. */
export const passwordHashSyncRights = (sid: string): readonly Ace[] => [
  hereOnly(sid, extendedRights.replicationGetChanges),
  hereOnly(sid, extendedRights.replicationGetChangesAll),
]

/** Read and write of all properties of what is synchronised, ms-DS-ConsistencyGuid among them. */
export const synchronizationRights = (sid: string): readonly Ace[] =>
  [schemaGuids.user, schemaGuids.inetOrgPerson, schemaGuids.group, contactClass].map((type) =>
    onDescendant(sid, rights.readProperty | rights.writeProperty, type),
  )

/** Set-ADSyncPasswordWritebackPermissions, with Change Password and Unexpire Password as the rights table has them. */
export const passwordWritebackRights = (sid: string): readonly Ace[] => [
  onDescendant(sid, rights.controlAccess, schemaGuids.user, extendedRights.resetPassword),
  onDescendant(sid, rights.controlAccess, schemaGuids.user, extendedRights.changePassword),
  onDescendant(sid, rights.writeProperty, schemaGuids.user, schemaGuids.lockoutTime),
  onDescendant(sid, rights.writeProperty, schemaGuids.user, schemaGuids.pwdLastSet),
  everywhere(sid, extendedRights.unexpirePassword),
]

/** The device container: making, changing and deleting devices below it. */
export const deviceContainerRights = (sid: string): readonly Ace[] => [
  {
    type: 'allow',
    flags: aceFlags.containerInherit,
    mask:
      rights.createChild |
      rights.deleteChild |
      rights.readProperty |
      rights.writeProperty |
      rights.listChildren,
    sid,
  },
]

/** Set-ADSyncUnifiedGroupWritebackPermissions: making, changing and deleting groups below a unit. */
export const groupWritebackRights = (sid: string): readonly Ace[] => [
  {
    type: 'allow',
    flags: aceFlags.containerInherit,
    mask: rights.createChild | rights.deleteChild,
    objectType: schemaGuids.group,
    sid,
  },
  onDescendant(sid, rights.readProperty | rights.writeProperty, schemaGuids.group),
]

const same = (a: Ace, b: Ace): boolean =>
  a.type === b.type &&
  a.flags === b.flags &&
  a.mask === b.mask &&
  a.sid === b.sid &&
  a.objectType === b.objectType &&
  a.inheritedObjectType === b.inheritedObjectType

/** Adds entries in canonical order: explicit denials, explicit grants, inherited ones; what is there stays once. */
export function withGrants(descriptor: SecurityDescriptor, grants: readonly Ace[]): SecurityDescriptor {
  const present = descriptor.dacl ?? []
  const fresh = grants.filter((grant) => !present.some((ace) => same(ace, grant)))
  const inherited = present.findIndex(({ flags }) => (flags & aceFlags.inherited) !== 0)
  const at = inherited < 0 ? present.length : inherited
  return { ...descriptor, dacl: [...present.slice(0, at), ...fresh, ...present.slice(at)] }
}
