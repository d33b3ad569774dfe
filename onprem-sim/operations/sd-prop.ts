/** SDProp: every hour AdminSDHolder's permissions are put on all members of protected groups (MS-ADTS 3.1.1.6.1). */
import { sdControl } from '#core/active-directory/security-descriptor.ts'
import { wellKnownRids } from '#core/active-directory/sid.ts'
import { changeObject } from '../store/changes.ts'
import type { Directory } from '../store/directory.ts'
import type { DirectoryObject } from '../store/records.ts'
import { membersOf } from './membership.ts'
import { accountName, writeSecurityEvent } from './security-log.ts'

export const sdPropIntervalMs = 3_600_000

const domainGroups = [
  wellKnownRids.domainAdmins,
  wellKnownRids.schemaAdmins,
  wellKnownRids.enterpriseAdmins,
  wellKnownRids.domainControllers,
  wellKnownRids.readOnlyDomainControllers,
  wellKnownRids.keyAdmins,
  wellKnownRids.enterpriseKeyAdmins,
]
const builtinGroups = [
  'S-1-5-32-544',
  'S-1-5-32-548',
  'S-1-5-32-549',
  'S-1-5-32-550',
  'S-1-5-32-551',
  'S-1-5-32-552',
]
/** Accounts and groups that are protected themselves, with no membership needed. */
const protectedRids = [wellKnownRids.administrator, wellKnownRids.krbtgt]
/** Groups whose own object is protected, but not their members. */
const membersFree = new Set<number>([
  wellKnownRids.domainControllers,
  wellKnownRids.readOnlyDomainControllers,
])

/** Answers how many objects it changed. Belongs into a transaction. */
export function runSdProp(directory: Directory): number {
  const holder = directory.byDn(`CN=AdminSDHolder,CN=System,${directory.dnOf(directory.domain)}`)
  if (holder === undefined) return 0
  const template = { ...directory.descriptors.of(holder).sd }
  const own = { ...template, control: template.control | sdControl.daclProtected }
  let changed = 0
  for (const object of protectedObjects(directory)) {
    const descriptor = directory.descriptors.keep(own, object.objectClass)
    if (object.descriptor === descriptor && object.attributes.adminCount === '1') continue
    changeObject(directory, object, {
      descriptor,
      attributes: new Map([['adminCount', '1']]),
      touched: ['nTSecurityDescriptor'],
    })
    if (object.attributes.userAccountControl !== undefined)
      writeSecurityEvent(directory, 'ProtectedAclSet', {
        target: accountName(directory, object),
        dn: directory.dnOf(object),
      })
    changed += 1
  }
  return changed
}

/** Protected groups, everybody in them, and the accounts that are protected by themselves. */
function protectedObjects(directory: Directory): readonly DirectoryObject[] {
  const found = new Map<string, DirectoryObject>()
  const note = (object: DirectoryObject | undefined) => {
    if (object !== undefined && object.attributes.isDeleted === undefined) found.set(object.id, object)
  }
  const sids = [...domainGroups.map((rid) => `${directory.domainSid}-${rid}`), ...builtinGroups]
  for (const sid of sids) {
    const group = directory.byKey('objectSid', sid)
    note(group)
    if (group === undefined || membersFree.has(Number(sid.slice(sid.lastIndexOf('-') + 1)))) continue
    for (const id of membersOf(directory, group)) note(directory.get(id))
  }
  for (const rid of protectedRids) note(directory.byKey('objectSid', `${directory.domainSid}-${rid}`))
  return [...found.values()].filter((object) => object.attributes.objectSid !== undefined)
}
