/** Who may be a member of which group (MS-SAMR 3.1.1.8.9). */
import { groupTypes } from '#core/active-directory/user-account-control.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { primaryGroup } from '../membership.ts'
import { type LdapRefusal, refused } from '../operation.ts'

export function memberRefusal(
  directory: Directory,
  groupType: number,
  group: DirectoryObject | undefined,
  member: DirectoryObject,
): LdapRefusal | undefined {
  if (group !== undefined && primaryGroup(directory, member)?.id === group.id) return refused('MemberExists')
  if (member.objectClass !== 'group') return undefined
  const inner = Number(member.attributes.groupType ?? '0')
  const innerLocal = (inner & groupTypes.domainLocal) !== 0
  if (groupType & groupTypes.global && (innerLocal || inner & groupTypes.universal))
    return refused('GlobalGroupMember')
  if (groupType & groupTypes.universal && innerLocal) return refused('UniversalGroupMember')
  return undefined
}
