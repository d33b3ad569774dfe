/** What the tenant bought and what of it a user holds: /subscribedSkus, /directory/subscriptions, licenseDetails (writeback.md §1.3). */
import { grants } from '#core/entra/licensing.ts'
import type { AssignedLicense, CloudUser, Subscription } from '#core/entra/model.ts'
import { type ServicePlanName, servicePlanIds, skuById } from '#core/entra/skus.ts'
import { access } from '../call/access.ts'
import {
  type Answering,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { answerCollection } from '../odata/collection.ts'
import { answerEntity } from '../odata/entity.ts'
import { on } from '../odata/entity-set.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { userSet } from '../users/user-set.ts'

const isDefault = { isDefault: true } as const

const plan = (name: ServicePlanName, provisioningStatus: string) => ({
  servicePlanId: servicePlanIds[name],
  servicePlanName: name,
  provisioningStatus,
  appliesTo: name === 'EXCHANGE_S_FOUNDATION' ? 'Company' : 'User',
})

export const skuType: EntityType<Subscription> = {
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

export const licenceDetailsType: EntityType<HeldLicence> = {
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

const details = on(userSet)((call, user) => {
  const rows = user.assignedLicenses.map((licence) => ({ user, licence }))
  return answerCollection(
    call,
    licenceDetailsType,
    listSource(rows, ({ licence }) => licence.skuId),
    { fragment: `users('${user.id}')/licenseDetails` },
  )
})

/** The commercial side of a subscription: how many, and what happens to it when. */
export const companySubscriptionType: EntityType<Subscription> = {
  name: 'companySubscription',
  set: 'directory/subscriptions',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    commerceSubscriptionId: { read: (row) => row.id, ...isDefault },
    createdDateTime: { read: (_row, { directory }) => iso(directory.tenant().createdDateTime), ...isDefault },
    isTrial: { read: () => false, ...isDefault },
    nextLifecycleDateTime: { read: (row) => iso(row.expiresAt), ...isDefault },
    ownerId: { read: () => null, ...isDefault },
    ownerTenantId: { read: () => null, ...isDefault },
    ownerType: { read: () => 'User', ...isDefault },
    serviceStatus: {
      read: (row) =>
        (skuById(row.id)?.plans ?? []).map((name) => plan(name, grants(row) ? 'Success' : 'Disabled')),
      ...isDefault,
    },
    skuId: { read: (row) => row.id, filter: 'eq', ...isDefault },
    skuPartNumber: { read: (row) => skuById(row.id)?.skuPartNumber ?? '', ...isDefault },
    status: { read: (row) => row.capabilityStatus, ...isDefault },
    totalLicenses: {
      read: ({ enabled, warning, suspended, lockedOut }) => enabled + warning + suspended + lockedOut,
      ...isDefault,
    },
  },
}

const listSubscriptions = (call: GraphCall): Answering =>
  answerCollection(
    call,
    companySubscriptionType,
    listSource([...call.directory.subscriptions()], (row) => row.id),
  )

export const skuRoutes: readonly GraphRoute[] = [
  route('GET', 'subscribedSkus', access.readSkus, listSkus),
  route('GET', 'subscribedSkus/{sku}', access.readSkus, oneSku),
  route('GET', 'directory/subscriptions', access.readSkus, listSubscriptions),
  route('GET', 'users/{user}/licenseDetails', access.readLicenses, details),
]
