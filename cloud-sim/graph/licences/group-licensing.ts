/**
 * Group-based licensing: members of a group hold its licences as long as they are members. `assignedLicenses` of a user
 * is the union of what was assigned to them and to their groups; which came from where is in licenseAssignmentStates.
 */
import type { AssignedLicense, CloudUser } from '#core/entra/model.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'

const union = (licences: readonly AssignedLicense[]): readonly AssignedLicense[] => {
  const bySku = new Map<string, AssignedLicense>()
  for (const licence of licences) {
    const there = bySku.get(licence.skuId)
    // A plan is off only where every source switches it off.
    const disabledPlans =
      there === undefined
        ? licence.disabledPlans
        : there.disabledPlans.filter((plan) => licence.disabledPlans.includes(plan))
    bySku.set(licence.skuId, { skuId: licence.skuId, disabledPlans })
  }
  return [...bySku.values()]
}

/** Licences that groups give; `usageLocation` missing falls back on the tenant, so it does not matter here. */
const inherited = (directory: TenantDirectory, userId: string): readonly AssignedLicense[] =>
  directory.allGroupsOf(userId).flatMap((group) => group.assignedLicenses)

/** A unit for somebody who holds none yet. */
export function hasFreeUnit(directory: TenantDirectory, skuId: string): boolean {
  const subscription = directory.subscription(skuId)
  return (
    subscription !== undefined &&
    directory.countUsersBySku(skuId) < subscription.enabled + subscription.warning
  )
}

/** What groups want to give and cannot: no unit is left (CountViolation). Nobody loses what they hold already. */
export const licenceErrors = (directory: TenantDirectory, user: CloudUser): readonly AssignedLicense[] =>
  inherited(directory, user.id).filter(
    ({ skuId }) => !user.assignedLicenses.some((licence) => licence.skuId === skuId),
  )

/** Inside a transaction, after a membership or a group's licences changed. `directSkus`: what the user holds of their own. */
export function recomputeLicences(
  directory: TenantDirectory,
  userId: string,
  lostFromGroups: readonly string[] = [],
): void {
  const user = directory.findUser(userId)
  if (user === undefined) return
  const wanted = inherited(directory, userId)
  if (wanted.length === 0 && lostFromGroups.length === 0) return
  const holds = (skuId: string) => user.assignedLicenses.some((licence) => licence.skuId === skuId)
  const fromGroups = wanted.filter(({ skuId }) => holds(skuId) || hasFreeUnit(directory, skuId))
  const marked = directory.directLicences(userId)
  const isOwn = ({ skuId }: AssignedLicense) =>
    marked.includes(skuId) || (!lostFromGroups.includes(skuId) && isDirect(directory, user, skuId))
  const direct = user.assignedLicenses.filter(isOwn)
  const after = union([...direct, ...fromGroups])
  if (!same(user.assignedLicenses, after)) directory.putUser({ ...user, assignedLicenses: after })
}

/** Direct assignments are marked; what carries no mark and comes from no group is direct as well. */
export const isDirect = (directory: TenantDirectory, user: CloudUser, skuId: string): boolean =>
  directory.directLicences(user.id).includes(skuId) ||
  !inherited(directory, user.id).some((licence) => licence.skuId === skuId)

const same = (a: readonly AssignedLicense[], b: readonly AssignedLicense[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** Inside a transaction: everybody in the group, after its licences changed. */
export function recomputeGroup(directory: TenantDirectory, groupId: string, lost: readonly string[]): void {
  for (const member of directory.allMembersOf(groupId)) {
    const stillElsewhere = inherited(directory, member).map((licence) => licence.skuId)
    const held = directory.directLicences(member)
    recomputeLicences(
      directory,
      member,
      lost.filter((skuId) => !stillElsewhere.includes(skuId) && !held.includes(skuId)),
    )
  }
}
