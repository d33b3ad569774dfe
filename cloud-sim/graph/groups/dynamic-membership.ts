/** Dynamic groups follow their rules: one user after a change, all users after a rule's change. Inside a transaction. */
import { parseRule } from '#core/entra/dynamic-rule.ts'
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import { memberOf } from '#core/entra/odata-match.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'

const rules = new Map<string, ReturnType<typeof parseRule>>()

function ruleOf(group: CloudGroup): ReturnType<typeof parseRule> | undefined {
  if (group.membershipRule === null || group.membershipRuleProcessingState === 'Paused') return undefined
  const known = rules.get(group.membershipRule) ?? parseRule(group.membershipRule)
  if (rules.size < 1000) rules.set(group.membershipRule, known)
  return known
}

function follow(directory: TenantDirectory, group: CloudGroup, user: CloudUser): void {
  const rule = ruleOf(group)
  if (rule === undefined || !rule.ok) return
  const belongs = rule.test((property) => memberOf(user, property))
  const isIn = directory.links.has('member', group.id, user.id)
  if (belongs && !isIn) directory.links.add('member', group.id, user.id)
  if (!belongs && isIn) directory.links.remove('member', group.id, user.id)
  if (belongs !== isIn)
    recomputeLicences(directory, user.id, belongs ? [] : group.assignedLicenses.map(({ skuId }) => skuId))
}

export function applyDynamicMembership(directory: TenantDirectory, user: CloudUser): void {
  for (const group of directory.dynamicGroups()) follow(directory, group, user)
}

export function applyRule(directory: TenantDirectory, group: CloudGroup): void {
  if (ruleOf(group) === undefined) return
  for (const user of directory.usersInOrder('id').walk(undefined)) follow(directory, group, user)
}
