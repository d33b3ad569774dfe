/** /subscribedSkus, assignLicense for users and groups, licenseDetails (writeback.md §1.3). */

import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import { grants } from '#core/entra/licensing.ts'
import type { AssignedLicense, CloudUser, Subscription } from '#core/entra/model.ts'
import { type ServicePlanName, servicePlanIds, skuById } from '#core/entra/skus.ts'
import { userTarget } from '../../directory/passwords.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
  type Answering,
  actorOf,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  notFound,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { groupTarget } from '../groups/group-set.ts'
import { groupType } from '../groups/group-type.ts'
import { answerCollection } from '../odata/collection.ts'
import { answerEntity } from '../odata/entity.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { userType } from '../users/user-type.ts'
import { isDirect, recomputeGroup } from './group-licensing.ts'

const isDefault = { isDefault: true } as const

const plan = (name: ServicePlanName, provisioningStatus: string) => ({
  servicePlanId: servicePlanIds[name],
  servicePlanName: name,
  provisioningStatus,
  appliesTo: name === 'EXCHANGE_S_FOUNDATION' ? 'Company' : 'User',
})

const skuType: EntityType<Subscription> = {
  name: 'subscribedSku',
  set: 'subscribedSkus',
  properties: {
    accountId: { read: (_row, { directory }) => directory.tenantId, ...isDefault },
    accountName: {
      read: (_row, { directory }) =>
        directory
          .tenant()
          .domains.find((domain) => domain.isInitial)
          ?.name.split('.')[0] ?? '',
      ...isDefault,
    },
    appliesTo: { read: () => 'User', ...isDefault },
    capabilityStatus: { read: (row) => row.capabilityStatus, ...isDefault },
    consumedUnits: { read: (row, { directory }) => directory.countUsersBySku(row.id), ...isDefault },
    id: { read: (row, { directory }) => `${directory.tenantId}_${row.id}`, ...isDefault },
    prepaidUnits: {
      read: ({ enabled, suspended, warning, lockedOut }) => ({ enabled, suspended, warning, lockedOut }),
      ...isDefault,
    },
    servicePlans: {
      read: (row) =>
        (skuById(row.id)?.plans ?? []).map((name) => plan(name, grants(row) ? 'Success' : 'Disabled')),
      ...isDefault,
    },
    skuId: { read: (row) => row.id, ...isDefault },
    skuPartNumber: { read: (row) => skuById(row.id)?.skuPartNumber ?? '', ...isDefault },
    subscriptionIds: { read: (row) => [row.id], ...isDefault },
  },
}

function listSkus(call: GraphCall): Answering {
  if (call.query.has('$top') || call.query.has('top')) return refuse('PageSizeUnsupported')
  return answerCollection(
    call,
    skuType,
    listSource([...call.directory.subscriptions()], (row) => row.id),
    { pageSize: 1000 },
  )
}

function oneSku(call: GraphCall): GraphAnswer {
  const skuId = (call.params.sku ?? '').split('_').at(-1) ?? ''
  const subscription = call.directory.subscription(skuId.toLowerCase())
  return subscription === undefined
    ? notFound(call.params.sku ?? '')
    : answerEntity(call, skuType, subscription)
}

interface HeldLicence {
  readonly user: CloudUser
  readonly licence: AssignedLicense
}

const detailsType: EntityType<HeldLicence> = {
  name: 'licenseDetails',
  set: 'licenseDetails',
  properties: {
    id: {
      read: ({ user, licence }) =>
        Buffer.from((user.id + licence.skuId).replaceAll('-', ''), 'hex').toString('base64url'),
      ...isDefault,
    },
    servicePlans: {
      read: ({ licence }, { directory }) =>
        (skuById(licence.skuId)?.plans ?? []).map((name) =>
          plan(
            name,
            licence.disabledPlans.includes(servicePlanIds[name]) ||
              !grants(directory.subscription(licence.skuId))
              ? 'Disabled'
              : 'Success',
          ),
        ),
      ...isDefault,
    },
    skuId: { read: ({ licence }) => licence.skuId, ...isDefault },
    skuPartNumber: { read: ({ licence }) => skuById(licence.skuId)?.skuPartNumber ?? '', ...isDefault },
  },
}

function details(call: GraphCall): Answering {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const rows = user.assignedLicenses.map((licence) => ({ user, licence }))
  return answerCollection(
    call,
    detailsType,
    listSource(rows, ({ licence }) => licence.skuId),
    { fragment: `users('${user.id}')/licenseDetails` },
  )
}

const body = z.object({
  addLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()).nullish() })),
  removeLicenses: z.array(z.string()),
})
type LicenceChange = z.infer<typeof body>

function readChange(
  call: GraphCall,
):
  | { readonly ok: true; readonly change: LicenceChange }
  | { readonly ok: false; readonly answer: GraphAnswer } {
  const parsed = body.safeParse(call.body)
  if (!parsed.success)
    return {
      ok: false,
      answer: refuse('PropertyMissing', {
        property: String(parsed.error.issues[0]?.path[0] ?? 'addLicenses'),
        type: 'User',
      }),
    }
  const lower = {
    addLicenses: parsed.data.addLicenses.map((each) => ({ ...each, skuId: each.skuId.toLowerCase() })),
    removeLicenses: parsed.data.removeLicenses.map((each) => each.toLowerCase()),
  }
  return { ok: true, change: lower }
}

/** What is wrong with adding these, for somebody who holds `held` already. */
function addProblem(
  directory: TenantDirectory,
  { addLicenses }: LicenceChange,
  held: readonly AssignedLicense[],
): GraphAnswer | undefined {
  for (const { skuId, disabledPlans } of addLicenses) {
    const subscription = directory.subscription(skuId)
    if (subscription === undefined) return refuse('LicenseUnknown', { skuId })
    const isNew = !held.some((licence) => licence.skuId === skuId)
    if (isNew && directory.countUsersBySku(skuId) >= subscription.enabled + subscription.warning)
      return refuse('LicenseExhausted', { skuId })
    const plans: readonly string[] = (skuById(skuId)?.plans ?? []).map((name) => servicePlanIds[name])
    const unknown = (disabledPlans ?? []).find((each) => !plans.includes(each))
    if (unknown !== undefined) return refuse('PropertyInvalid', { property: 'disabledPlans', type: 'User' })
  }
  return undefined
}

async function assign(call: GraphCall): Promise<GraphAnswer> {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const read = readChange(call)
  if (!read.ok) return read.answer
  const { change } = read
  const { directory } = call
  if (
    change.removeLicenses.some(
      (skuId) =>
        !user.assignedLicenses.some((licence) => licence.skuId === skuId) ||
        !isDirect(directory, user, skuId),
    )
  )
    return refuse('LicenseNotHeld')
  const problem = addProblem(directory, change, user.assignedLicenses)
  if (problem !== undefined) return problem
  if (change.addLicenses.length > 0 && user.usageLocation === null) return refuse('UsageLocationMissing')
  const after = await writeLicences(call, user, change)
  return answerEntity(call, userType, after)
}

async function writeLicences(call: GraphCall, user: CloudUser, change: LicenceChange): Promise<CloudUser> {
  const { directory } = call
  const added = change.addLicenses.map(({ skuId, disabledPlans }) => ({
    skuId,
    disabledPlans: disabledPlans ?? [],
  }))
  const fromGroups = new Set(
    directory.allGroupsOf(user.id).flatMap((group) => group.assignedLicenses.map(({ skuId }) => skuId)),
  )
  const removed = change.removeLicenses.filter((skuId) => !fromGroups.has(skuId))
  const kept = user.assignedLicenses.filter(
    ({ skuId }) => !removed.includes(skuId) && !added.some((each) => each.skuId === skuId),
  )
  const after: CloudUser = { ...user, assignedLicenses: [...kept, ...added] }
  const direct = new Set(
    [...directory.directLicences(user.id), ...added.map(({ skuId }) => skuId)].filter(
      (skuId) => !change.removeLicenses.includes(skuId),
    ),
  )
  const names = (licences: readonly AssignedLicense[]) =>
    licences.map(({ skuId }) => skuById(skuId)?.skuPartNumber ?? skuId).join(', ')
  await directory.transaction(() => {
    directory.putUser(after)
    directory.putDirectLicences(user.id, [...direct])
    const properties = [
      modified('AssignedLicense', names(user.assignedLicenses), names(after.assignedLicenses)),
    ]
    directory.recordChange(
      'changeUserLicense',
      actorOf(call),
      userTarget(user),
      call.clientRequestId,
      properties,
    )
    directory.recordChange('updateUser', actorOf(call), userTarget(user), call.clientRequestId, properties)
  })
  return after
}

async function assignToGroup(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call
  const group = directory.findGroup(call.params.group ?? '')
  if (group === undefined) return notFound(call.params.group ?? '')
  const read = readChange(call)
  if (!read.ok) return read.answer
  const { change } = read
  const unknown = change.addLicenses.find(({ skuId }) => directory.subscription(skuId) === undefined)
  if (unknown !== undefined) return refuse('LicenseUnknown', { skuId: unknown.skuId })
  if (
    change.removeLicenses.some((skuId) => !group.assignedLicenses.some((licence) => licence.skuId === skuId))
  )
    return refuse('LicenseNotHeld')
  const added = change.addLicenses.map(({ skuId, disabledPlans }) => ({
    skuId,
    disabledPlans: disabledPlans ?? [],
  }))
  const kept = group.assignedLicenses.filter(
    ({ skuId }) => !change.removeLicenses.includes(skuId) && !added.some((each) => each.skuId === skuId),
  )
  const after = { ...group, assignedLicenses: [...kept, ...added] }
  await directory.transaction(() => {
    directory.putGroup(after)
    directory.recordChange('setGroupLicense', actorOf(call), groupTarget(group), call.clientRequestId)
    recomputeGroup(directory, group.id, change.removeLicenses)
  })
  return answerEntity(call, groupType, after, 202)
}

export const licenceRoutes: readonly GraphRoute[] = [
  route('GET', 'subscribedSkus', access.readSkus, listSkus),
  route('GET', 'subscribedSkus/{sku}', access.readSkus, oneSku),
  route('GET', 'users/{user}/licenseDetails', access.readLicenses, details),
  route('POST', 'users/{user}/assignLicense', access.assignLicenses, assign),
  route('POST', 'groups/{group}/assignLicense', access.assignLicenses, assignToGroup),
]
