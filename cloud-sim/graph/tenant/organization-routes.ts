/** /organization: the tenant as a collection of one. */
import { z } from 'zod'
import type { Tenant } from '#core/entra/model.ts'
import { serviceOfPlan, servicePlanIds, skuById } from '#core/entra/skus.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { type GraphRoute, noContent } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { changeTenant } from './change-tenant.ts'

const isDefault = { isDefault: true } as const
const constant = (value: unknown) => ({ read: () => value, ...isDefault })

/** Plans of everything bought: Enabled and Warning subscriptions count. */
function tenantPlans(directory: TenantDirectory, tenant: Tenant) {
  return [...directory.subscriptions()].flatMap((subscription) =>
    (skuById(subscription.id)?.plans ?? []).map((plan) => ({
      assignedDateTime: iso(tenant.createdDateTime),
      capabilityStatus: subscription.capabilityStatus,
      service: serviceOfPlan(plan),
      servicePlanId: servicePlanIds[plan],
    })),
  )
}

const capabilities = 'Email, OfficeCommunicationsOnline'

export const organizationType: EntityType<Tenant> = {
  name: 'organization',
  set: 'organization',
  properties: {
    id: { read: (_row, { directory }) => directory.tenantId, ...isDefault },
    deletedDateTime: constant(null),
    businessPhones: constant([]),
    city: constant(null),
    country: constant(null),
    countryLetterCode: constant('US'),
    createdDateTime: { read: (row) => iso(row.createdDateTime), ...isDefault },
    defaultUsageLocation: constant(null),
    displayName: { read: (row) => row.displayName, ...isDefault },
    marketingNotificationEmails: { read: (row) => row.marketingNotificationEmails ?? [], ...isDefault },
    onPremisesLastSyncDateTime: { read: (row) => iso(row.onPremisesLastSyncDateTime), ...isDefault },
    /** Absent from the v1.0 model, read by many through beta. */
    onPremisesLastPasswordSyncDateTime: {
      read: (row) => iso(row.onPremisesLastPasswordSyncDateTime),
      betaOnly: true,
    },
    onPremisesSyncEnabled: { read: (row) => row.onPremisesSyncEnabled, ...isDefault },
    partnerTenantType: constant(null),
    postalCode: constant(null),
    preferredLanguage: constant('en'),
    privacyProfile: constant(null),
    securityComplianceNotificationMails: constant([]),
    securityComplianceNotificationPhones: constant([]),
    state: constant(null),
    street: constant(null),
    technicalNotificationMails: { read: (row) => row.technicalNotificationMails ?? [], ...isDefault },
    tenantType: constant('AAD'),
    assignedPlans: { read: (row, { directory }) => tenantPlans(directory, row), ...isDefault },
    provisionedPlans: constant([]),
    verifiedDomains: {
      read: (row) =>
        row.domains
          .filter((domain) => domain.isVerified)
          .map(({ name, isDefault: isDefaultDomain, isInitial, authenticationType }) => ({
            capabilities,
            isDefault: isDefaultDomain,
            isInitial,
            name,
            type: authenticationType,
          })),
      ...isDefault,
    },
  },
}

const organizationSet: EntitySet<Tenant> = {
  type: organizationType,
  key: 'organization',
  access: access.readOrganization,
  source: ({ directory }) => listSource([directory.tenant()], () => directory.tenantId),
  find: ({ directory }, id) => (id.toLowerCase() === directory.tenantId ? directory.tenant() : undefined),
}

const organizationBody = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  technicalNotificationMails: z.array(z.string()).optional(),
  marketingNotificationEmails: z.array(z.string()).optional(),
})

const update = on(organizationSet)(async (call) => {
  const read = readBody(call, organizationBody, 'Organization')
  if (!read.ok) return read.answer
  const changes = Object.fromEntries(Object.entries(read.body).filter(([, value]) => value !== undefined))
  await changeTenant(call, changes, Object.keys(changes).join(', '))
  return noContent
})

export const organizationRoutes: readonly GraphRoute[] = [
  ...readRoutes(organizationSet),
  route('PATCH', 'organization/{organization}', access.writeOrganization, update),
]
