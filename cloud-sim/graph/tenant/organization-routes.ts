/** /organization, /domains and /directory/onPremisesSynchronization: the tenant itself (graph.md §2.3, §2.5). */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { Tenant, TenantDomain } from '#core/entra/model.ts'
import { serviceOfPlan, servicePlanIds, skuById } from '#core/entra/skus.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { answerCollection, answerEntity, listSource } from '../odata/collection.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'

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

const organizationType: EntityType<Tenant> = {
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
    marketingNotificationEmails: constant([]),
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
    technicalNotificationMails: constant([]),
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

const organization = (call: GraphCall): GraphAnswer =>
  answerCollection(
    call,
    organizationType,
    listSource([call.directory.tenant()], () => call.directory.tenantId),
  )

const organizationBody = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  technicalNotificationMails: z.array(z.string()).optional(),
  marketingNotificationEmails: z.array(z.string()).optional(),
})

async function updateOrganization(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call
  if (call.params.organization !== directory.tenantId) return notFound(call.params.organization ?? '')
  const body = organizationBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyUnknown', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'organization',
    })
  const { displayName } = body.data
  if (displayName !== undefined) await changeTenant(call, { displayName }, 'DisplayName')
  return noContent
}

async function changeTenant(call: GraphCall, change: Partial<Tenant>, what: string): Promise<void> {
  const { directory } = call
  await directory.transaction(() => {
    const tenant = { ...directory.tenant(), ...change }
    directory.putTenant(tenant)
    directory.recordChange(
      'setCompanyInformation',
      actorOf(call),
      { id: directory.tenantId, displayName: tenant.displayName, type: 'Directory' },
      call.clientRequestId,
      [modified(what, null, 'changed')],
    )
  })
}

const domainType: EntityType<TenantDomain> = {
  name: 'domain',
  set: 'domains',
  properties: {
    authenticationType: { read: (row) => row.authenticationType, ...isDefault },
    availabilityStatus: constant(null),
    id: { read: (row) => row.name, filter: 'eq', ...isDefault },
    isAdminManaged: constant(true),
    isDefault: { read: (row) => row.isDefault, ...isDefault },
    isInitial: { read: (row) => row.isInitial, ...isDefault },
    isRoot: constant(true),
    isVerified: { read: (row) => row.isVerified, ...isDefault },
    model: constant(null),
    passwordNotificationWindowInDays: constant(14),
    passwordValidityPeriodInDays: constant(2_147_483_647),
    state: constant(null),
    supportedServices: {
      read: (row) => (row.isVerified ? ['Email', 'OfficeCommunicationsOnline'] : []),
      ...isDefault,
    },
  },
}
const domainIn = ({ directory, params }: GraphCall): TenantDomain | undefined =>
  directory.tenant().domains.find((domain) => domain.name === (params.domain ?? '').toLowerCase())

const withDomain =
  (act: (call: GraphCall, domain: TenantDomain) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const domain = domainIn(call)
    return domain === undefined ? notFound(call.params.domain ?? '') : act(call, domain)
  }

const domainName = z
  .string()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/i)

async function addDomain(call: GraphCall): Promise<GraphAnswer> {
  const body = z.object({ id: domainName }).safeParse(call.body)
  if (!body.success) return refuse('PropertyInvalid', { property: 'id', type: 'Domain' })
  const name = body.data.id.toLowerCase()
  const { directory, host } = call
  if (
    directory.tenant().domains.some((domain) => domain.name === name) ||
    host.tenants.find(name) !== undefined
  )
    return refuse('ValueTaken', { property: 'id' })
  const domain: TenantDomain = {
    name,
    isVerified: false,
    isInitial: false,
    isDefault: false,
    authenticationType: 'Managed',
  }
  await writeDomains(call, [...directory.tenant().domains, domain], 'addUnverifiedDomain', name)
  const answer = answerEntity(call, domainType, domain, 201)
  return { ...answer, headers: { Location: `${call.origin}/${call.version}/domains/${name}` } }
}

async function writeDomains(
  call: GraphCall,
  domains: readonly TenantDomain[],
  activity: 'addUnverifiedDomain' | 'verifyDomain' | 'removeUnverifiedDomain' | 'setDomainAuthentication',
  name: string,
): Promise<void> {
  const { directory } = call
  await directory.transaction(() => {
    directory.putTenant({ ...directory.tenant(), domains })
    directory.recordChange(
      activity,
      actorOf(call),
      { id: name, displayName: name, type: 'Other' },
      call.clientRequestId,
      [modified('Name', null, name)],
    )
  })
}

const replaceDomain = (
  call: GraphCall,
  name: string,
  change: Partial<TenantDomain>,
): readonly TenantDomain[] =>
  call.directory.tenant().domains.map((domain) => (domain.name === name ? { ...domain, ...change } : domain))

/** The lab has no DNS: verifying always finds the record. [SIM] */
const verify = withDomain(async (call, domain) => {
  if (call.host.tenants.find(domain.name) !== undefined && !domain.isVerified)
    return refuse('ValueTaken', { property: 'id' })
  await writeDomains(
    call,
    replaceDomain(call, domain.name, { isVerified: true }),
    'verifyDomain',
    domain.name,
  )
  return answerEntity(call, domainType, { ...domain, isVerified: true })
})

const domainBody = z.strictObject({
  isDefault: z.literal(true).optional(),
  authenticationType: z.enum(['Managed', 'Federated']).optional(),
  supportedServices: z.array(z.string()).optional(),
})

const updateDomain = withDomain(async (call, domain) => {
  const body = domainBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'Domain',
    })
  const { isDefault: makeDefault, authenticationType } = body.data
  if (!domain.isVerified) return invalid('Only a verified domain can be changed.')
  let domains =
    authenticationType === undefined
      ? call.directory.tenant().domains
      : replaceDomain(call, domain.name, { authenticationType })
  if (makeDefault) domains = domains.map((each) => ({ ...each, isDefault: each.name === domain.name }))
  await writeDomains(call, domains, 'setDomainAuthentication', domain.name)
  return noContent
})

const removeDomain = withDomain(async (call, domain) => {
  if (domain.isInitial || domain.isDefault)
    return invalid('The initial and the default domain cannot be removed.')
  for (const user of call.directory.users())
    if (user.userPrincipalName.toLowerCase().endsWith(`@${domain.name}`))
      return invalid('The domain is still used by user principal names.')
  await writeDomains(
    call,
    call.directory.tenant().domains.filter((each) => each !== domain),
    'removeUnverifiedDomain',
    domain.name,
  )
  return noContent
})

const verificationRecords = withDomain((call, domain) =>
  ok({
    '@odata.context': context(call, `domains('${domain.name}')/verificationDnsRecords`),
    value: [
      {
        '@odata.type': '#microsoft.graph.domainDnsTxtRecord',
        id: domain.name,
        isOptional: false,
        label: domain.name,
        recordType: 'Txt',
        supportedService: 'Email',
        ttl: 3600,
        text: `MS=ms${call.directory.tenantId.slice(0, 8)}`,
      },
    ],
  }),
)

const writeback = ({ directory }: GraphCall): boolean =>
  directory.writebackAgent() !== undefined && directory.passwordResetPolicy().writeBack

const synchronization = (call: GraphCall): Record<string, unknown> => {
  const { directorySync } = call.directory.tenant()
  return {
    id: call.directory.tenantId,
    configuration: {
      accidentalDeletionPrevention: {
        synchronizationPreventionType: directorySync.deletionPrevention,
        alertThreshold: directorySync.deletionThreshold,
      },
      ...(call.version === 'beta'
        ? { synchronizationInterval: 'PT30M', customerRequestedSynchronizationInterval: null }
        : {}),
    },
    features: { ...directorySync.features, passwordWritebackEnabled: writeback(call) },
  }
}

const listSynchronization = (call: GraphCall): GraphAnswer =>
  ok({
    '@odata.context': context(call, 'directory/onPremisesSynchronization'),
    value: [synchronization(call)],
  })

const getSynchronization = (call: GraphCall): GraphAnswer =>
  call.params.sync === call.directory.tenantId
    ? ok({
        '@odata.context': context(call, 'directory/onPremisesSynchronization/$entity'),
        ...synchronization(call),
      })
    : notFound(call.params.sync ?? '')

const syncBody = z.object({
  configuration: z
    .object({
      accidentalDeletionPrevention: z.object({
        synchronizationPreventionType: z.enum(['enabledForCount', 'enabledForPercentage', 'disabled']),
        alertThreshold: z.int().min(0).nullish(),
      }),
    })
    .optional(),
  features: z.record(z.string(), z.boolean()).optional(),
})

async function updateSynchronization(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call
  if (call.params.sync !== directory.tenantId) return notFound(call.params.sync ?? '')
  const body = syncBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path.join('/') ?? ''),
      type: 'OnPremisesDirectorySynchronization',
    })
  const { configuration, features = {} } = body.data
  const { directorySync } = directory.tenant()
  if ('passwordWritebackEnabled' in features) return refuse('WritebackSwitch')
  const unknown = Object.keys(features).find((name) => !(name in directorySync.features))
  if (unknown !== undefined)
    return refuse('PropertyUnknown', { property: unknown, type: 'onPremisesDirectorySynchronizationFeature' })
  const prevention = configuration?.accidentalDeletionPrevention
  await changeTenant(
    call,
    {
      directorySync: {
        features: { ...directorySync.features, ...features },
        deletionPrevention: prevention?.synchronizationPreventionType ?? directorySync.deletionPrevention,
        deletionThreshold: prevention?.alertThreshold ?? directorySync.deletionThreshold,
      },
    },
    'DirSyncFeatures',
  )
  return noContent
}

export const organizationRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: 'organization', access: access.readOrganization, handle: organization },
  {
    method: 'GET',
    path: 'organization/{organization}',
    access: access.readOrganization,
    handle: (call) =>
      call.params.organization === call.directory.tenantId
        ? answerEntity(call, organizationType, call.directory.tenant())
        : notFound(call.params.organization ?? ''),
  },
  {
    method: 'PATCH',
    path: 'organization/{organization}',
    access: access.writeOrganization,
    handle: updateOrganization,
  },
  {
    method: 'GET',
    path: 'domains',
    access: access.readDomains,
    handle: (call) =>
      answerCollection(
        call,
        domainType,
        listSource([...call.directory.tenant().domains], (domain) => domain.name),
      ),
  },
  { method: 'POST', path: 'domains', access: access.writeDomains, handle: addDomain },
  {
    method: 'GET',
    path: 'domains/{domain}',
    access: access.readDomains,
    handle: withDomain((call, domain) => answerEntity(call, domainType, domain)),
  },
  { method: 'PATCH', path: 'domains/{domain}', access: access.writeDomains, handle: updateDomain },
  { method: 'DELETE', path: 'domains/{domain}', access: access.writeDomains, handle: removeDomain },
  { method: 'POST', path: 'domains/{domain}/verify', access: access.writeDomains, handle: verify },
  {
    method: 'GET',
    path: 'domains/{domain}/verificationDnsRecords',
    access: access.readDomains,
    handle: verificationRecords,
  },
  {
    method: 'GET',
    path: 'directory/onPremisesSynchronization',
    access: access.readSync,
    handle: listSynchronization,
  },
  {
    method: 'GET',
    path: 'directory/onPremisesSynchronization/{sync}',
    access: access.readSync,
    handle: getSynchronization,
  },
  {
    method: 'PATCH',
    path: 'directory/onPremisesSynchronization/{sync}',
    access: access.writeSync,
    handle: updateSynchronization,
  },
]
