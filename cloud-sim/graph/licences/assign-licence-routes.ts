/** assignLicense for users and groups, and asking again for what groups could not give. */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { AssignedLicense, CloudUser } from '#core/entra/model.ts'
import { servicePlanIds, skuById } from '#core/entra/skus.ts'
import { userTarget } from '../../directory/passwords.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import { actorOf, type GraphAnswer, type GraphCall, type GraphRoute, refuse } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { groupSet, groupTarget } from '../groups/group-set.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { answerEntity } from '../odata/entity.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { hasFreeUnit, isDirect, licenceErrors, recomputeGroup, recomputeLicences } from './group-licensing.ts'

const lower = z.string().transform((text) => text.toLowerCase())
const licence = z
  .object({ skuId: lower, disabledPlans: z.array(lower).nullish() })
  .transform(({ skuId, disabledPlans }): AssignedLicense => ({ skuId, disabledPlans: disabledPlans ?? [] }))
/** Both lists must be there, empty or not. */
const changeBody = z.object({ addLicenses: z.array(licence), removeLicenses: z.array(lower) })
type LicenceChange = z.infer<typeof changeBody>

const includes = (licences: readonly AssignedLicense[], skuId: string): boolean =>
  licences.some((each) => each.skuId === skuId)

/** What is left of the old ones, and the new ones. */
const changed = (
  held: readonly AssignedLicense[],
  added: readonly AssignedLicense[],
  removed: readonly string[],
): readonly AssignedLicense[] => [
  ...held.filter(({ skuId }) => !removed.includes(skuId) && !includes(added, skuId)),
  ...added,
]

/** What is wrong with adding these, for somebody who holds `held` already. */
function addProblem(
  directory: TenantDirectory,
  { addLicenses }: LicenceChange,
  held: readonly AssignedLicense[],
): GraphAnswer | undefined {
  for (const { skuId, disabledPlans } of addLicenses) {
    if (directory.subscription(skuId) === undefined) return refuse('LicenseUnknown', { skuId })
    if (!includes(held, skuId) && !hasFreeUnit(directory, skuId)) return refuse('LicenseExhausted', { skuId })
    const plans: readonly string[] = (skuById(skuId)?.plans ?? []).map((name) => servicePlanIds[name])
    if (disabledPlans.some((each) => !plans.includes(each)))
      return refuse('PropertyInvalid', { property: 'disabledPlans', type: 'User' })
  }
  return undefined
}

const assignToUser = on(userSet)(async (call, user) => {
  const read = readBody(call, changeBody, 'User')
  if (!read.ok) return read.answer
  const { addLicenses, removeLicenses } = read.body
  const { directory } = call
  const isHeld = (skuId: string) => includes(user.assignedLicenses, skuId) && isDirect(directory, user, skuId)
  if (!removeLicenses.every(isHeld)) return refuse('LicenseNotHeld')
  const problem = addProblem(directory, read.body, user.assignedLicenses)
  if (problem !== undefined) return problem
  if (addLicenses.length > 0 && user.usageLocation === null) return refuse('UsageLocationMissing')
  return answerEntity(call, userSet.type, await writeLicences(call, user, read.body))
})

const namesOf = (licences: readonly AssignedLicense[]): string =>
  licences.map(({ skuId }) => skuById(skuId)?.skuPartNumber ?? skuId).join(', ')

/** A licence that a group gives as well stays, whoever takes the direct one away. */
async function writeLicences(
  call: GraphCall,
  user: CloudUser,
  { addLicenses, removeLicenses }: LicenceChange,
): Promise<CloudUser> {
  const { directory } = call
  const fromGroups = directory.allGroupsOf(user.id).flatMap((group) => group.assignedLicenses)
  const lost = removeLicenses.filter((skuId) => !includes(fromGroups, skuId))
  const after: CloudUser = {
    ...user,
    assignedLicenses: changed(user.assignedLicenses, addLicenses, lost),
  }
  const direct = new Set([
    ...directory.directLicences(user.id).filter((skuId) => !removeLicenses.includes(skuId)),
    ...addLicenses.map(({ skuId }) => skuId),
  ])
  const properties = [
    modified('AssignedLicense', namesOf(user.assignedLicenses), namesOf(after.assignedLicenses)),
  ]
  const target = userTarget(user)
  await changeDirectory(call, { activity: 'changeUserLicense', target, properties }, () => {
    directory.putUser(after)
    directory.putDirectLicences(user.id, [...direct])
    directory.recordChange('updateUser', actorOf(call), target, call.clientRequestId, properties)
  })
  return after
}

/** Members without a unit left over get none; `licenseAssignmentStates` and membersWithLicenseErrors say so. */
const assignToGroup = on(groupSet)(async (call, group) => {
  const read = readBody(call, changeBody, 'Group')
  if (!read.ok) return read.answer
  const { addLicenses, removeLicenses } = read.body
  const { directory } = call
  const unknown = addLicenses.find(({ skuId }) => directory.subscription(skuId) === undefined)
  if (unknown !== undefined) return refuse('LicenseUnknown', { skuId: unknown.skuId })
  if (!removeLicenses.every((skuId) => includes(group.assignedLicenses, skuId)))
    return refuse('LicenseNotHeld')
  const after = { ...group, assignedLicenses: changed(group.assignedLicenses, addLicenses, removeLicenses) }
  await changeDirectory(call, { activity: 'setGroupLicense', target: groupTarget(group) }, () => {
    directory.putGroup(after)
    recomputeGroup(directory, group.id, removeLicenses)
  })
  return answerEntity(call, groupSet.type, after, 202)
})

/** POST …/reprocessLicenseAssignment: units may have become free since. */
const reprocess = on(userSet)(async (call, user) => {
  const { directory } = call
  await changeDirectory(call, { activity: 'changeUserLicense', target: userTarget(user) }, () =>
    recomputeLicences(directory, user.id),
  )
  return answerEntity(call, userSet.type, directory.userById(user.id) ?? user)
})

/** Members, through nested groups, whom this group's licences did not reach. */
const unserved = (directory: TenantDirectory, groupId: string, licences: readonly AssignedLicense[]) =>
  [...directory.allMembersOf(groupId)].filter((id) => {
    const user = directory.findUser(id)
    return user !== undefined && licenceErrors(directory, user).some(({ skuId }) => includes(licences, skuId))
  })

export const assignLicenceRoutes: readonly GraphRoute[] = [
  route('POST', 'users/{user}/assignLicense', access.assignLicenses, assignToUser),
  route('POST', 'users/{user}/reprocessLicenseAssignment', access.assignLicenses, reprocess),
  route('POST', 'groups/{group}/assignLicense', access.assignLicenses, assignToGroup),
  ...linkedRoutes('groups/{group}/membersWithLicenseErrors', access.readGroups, (act) =>
    on(groupSet)((call, { id, assignedLicenses }) =>
      act(call, new Set(unserved(call.directory, id, assignedLicenses))),
    ),
  ),
]
