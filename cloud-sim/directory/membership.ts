/** Who is in what, through nested groups; which roles somebody holds; which plans somebody's licences give. */
import { plansOf } from '#core/entra/licensing.ts'
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import { type RoleName, roleByTemplate, roleNamed } from '#core/entra/roles.ts'
import type { ServicePlanName } from '#core/entra/skus.ts'
import type { GroupRecords } from './group-records.ts'
import type { LinkTable } from './link-table.ts'
import type { Singles } from './single-records.ts'

export interface Membership {
  /** Groups that hold the object directly. */
  groupsOf(memberId: string): readonly CloudGroup[]
  /** Groups that hold it directly or through groups; each once. */
  allGroupsOf(memberId: string): readonly CloudGroup[]
  isInGroup(memberId: string, groupId: string): boolean
  /** Ids of all members, through groups. */
  allMembersOf(groupId: string): ReadonlySet<string>
  /** Display names of directory roles, those given through role-assignable groups included. */
  rolesOf(principalId: string): readonly RoleName[]
  /** The same over one object: with the roles over an administrative unit that holds it. */
  rolesOver(principalId: string, targetId: string): readonly RoleName[]
  /** True for members and owners of a role-assignable group: only the highest roles may touch them. */
  isInRoleAssignableGroup(userId: string): boolean
  plansOf(user: CloudUser): ReadonlySet<ServicePlanName>
}

export function createMembership(groups: GroupRecords, singles: Singles, links: LinkTable): Membership {
  const groupsOf = (memberId: string) =>
    [...links.from('member', memberId)].flatMap((id) => groups.findGroup(id) ?? [])
  const allGroupsOf = (memberId: string) => {
    const found = new Map<string, CloudGroup>()
    const waiting = groupsOf(memberId)
    for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
      if (found.has(group.id)) continue
      found.set(group.id, group)
      waiting.push(...groupsOf(group.id))
    }
    return [...found.values()]
  }
  const allMembersOf = (groupId: string) => {
    const found = new Set<string>()
    const waiting = [groupId]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      for (const member of links.to('member', id)) {
        if (found.has(member)) continue
        found.add(member)
        if (groups.findGroup(member) !== undefined) waiting.push(member)
      }
    }
    return found
  }
  const roleName = (templateId: string): RoleName[] => {
    const name = roleByTemplate(templateId)?.displayName
    return name !== undefined && isRoleName(name) ? [name] : []
  }
  const rolesOf = (principalId: string) => {
    const direct = [...links.from('role', principalId)]
    const through = groupsOf(principalId).filter((group) => group.isAssignableToRole === true)
    const all = [...direct, ...through.flatMap((group) => [...links.from('role', group.id)])]
    return [...new Set(all.flatMap(roleName))]
  }
  const scopedRolesOver = (principalId: string, targetId: string) =>
    [...links.from('scoped-role', principalId)].flatMap((scope) => {
      const [unit = '', template = ''] = scope.split(':')
      return links.has('unit', unit, targetId) ? roleName(template) : []
    })
  return {
    groupsOf,
    allGroupsOf,
    isInGroup: (memberId, groupId) =>
      links.has('member', groupId, memberId) || allGroupsOf(memberId).some((group) => group.id === groupId),
    allMembersOf,
    rolesOf,
    rolesOver: (principalId, targetId) => [
      ...new Set([...rolesOf(principalId), ...scopedRolesOver(principalId, targetId)]),
    ],
    isInRoleAssignableGroup: (userId) =>
      groupsOf(userId).some((group) => group.isAssignableToRole === true) ||
      [...links.from('owner', userId)].some((id) => groups.findGroup(id)?.isAssignableToRole === true),
    plansOf: (user) => plansOf(user.assignedLicenses, singles.subscription),
  }
}

const isRoleName = (name: string): name is RoleName => roleNamed(name) !== undefined
