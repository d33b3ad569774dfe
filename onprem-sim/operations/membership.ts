/** The groups of an account, through nesting and the primary group. */
import { domainOf } from '#core/active-directory/sid.ts'
import type { Directory } from '../store/directory.ts'
import { type DirectoryObject, firstValue } from '../store/records.ts'

/** SIDs of all security groups that the account is in, its primary group first. */
export function groupSids(directory: Directory, account: DirectoryObject): ReadonlySet<string> {
  const sids = new Set<string>()
  const waiting = [account.id]
  const primary = primaryGroup(directory, account)
  if (primary !== undefined) {
    sids.add(firstValue(primary.attributes.objectSid) ?? '')
    waiting.push(primary.id)
  }
  const seen = new Set(waiting)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { source } of directory.linkIndex.sources(id, 'member')) {
      if (seen.has(source)) continue
      seen.add(source)
      waiting.push(source)
      const group = directory.get(source)
      const sid = firstValue(group?.attributes.objectSid)
      // Distribution groups carry members on, but are in no token.
      if (sid !== undefined && isSecurityGroup(group)) sids.add(sid)
    }
  }
  return sids
}

const isSecurityGroup = (group: DirectoryObject | undefined): boolean =>
  (Number(firstValue(group?.attributes.groupType) ?? '0') & 0x80000000) !== 0

export function primaryGroup(directory: Directory, account: DirectoryObject): DirectoryObject | undefined {
  const rid = firstValue(account.attributes.primaryGroupID)
  const sid = firstValue(account.attributes.objectSid)
  return rid === undefined || sid === undefined
    ? undefined
    : directory.byKey('objectSid', `${domainOf(sid)}-${rid}`)
}

/** Every account below a group, nested groups and primary members included. */
export function membersOf(directory: Directory, group: DirectoryObject): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [group.id]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { target } of directory.linkIndex.targets(id, 'member')) {
      if (found.has(target)) continue
      found.add(target)
      waiting.push(target)
    }
    const sid = firstValue(directory.get(id)?.attributes.objectSid)
    if (sid === undefined || !sid.startsWith(`${directory.domainSid}-`)) continue
    // primaryGroupID 513 is everybody: Domain Users is in no protected group.
    const rid = sid.slice(sid.lastIndexOf('-') + 1)
    if (rid === '513' || rid === '515') continue
    for (const member of directory.values.equal('primaryGroupID', rid) ?? []) found.add(member)
  }
  return found
}
