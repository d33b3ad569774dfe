/** /domains: read, add, verify, make default, promote to federated, remove. */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { TenantDomain } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { answerEntity } from '../odata/entity.ts'
import { createdEntity, type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'

const isDefault = { isDefault: true } as const
const constant = (value: unknown) => ({ read: () => value, ...isDefault })

export const domainType: EntityType<TenantDomain> = {
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
    passwordNotificationWindowInDays: {
      read: (row) => row.passwordNotificationWindowInDays ?? 14,
      ...isDefault,
    },
    // Passwords of tenants made since 2021 never expire.
    passwordValidityPeriodInDays: {
      read: (row) => row.passwordValidityPeriodInDays ?? 2_147_483_647,
      ...isDefault,
    },
    state: constant(null),
    supportedServices: {
      read: (row) => row.supportedServices ?? (row.isVerified ? ['Email', 'OfficeCommunicationsOnline'] : []),
      ...isDefault,
    },
  },
}
export const domainSet: EntitySet<TenantDomain> = {
  type: domainType,
  key: 'domain',
  access: access.readDomains,
  source: ({ directory }) => listSource([...directory.tenant().domains], (domain) => domain.name),
  find: ({ directory }, key) =>
    directory.tenant().domains.find((domain) => domain.name === key.toLowerCase()),
}

const existing = on(domainSet)

type DomainActivity =
  | 'addUnverifiedDomain'
  | 'verifyDomain'
  | 'removeUnverifiedDomain'
  | 'setDomainAuthentication'

function writeDomains(
  call: GraphCall,
  activity: DomainActivity,
  name: string,
  domains: readonly TenantDomain[],
): Promise<void> {
  const { directory } = call
  const target = { id: name, displayName: name, type: 'Other' } as const
  const properties = [modified('Name', null, name)]
  return changeDirectory(call, { activity, target, properties }, () =>
    directory.putTenant({ ...directory.tenant(), domains }),
  )
}

const replaced = ({ directory }: GraphCall, name: string, change: Partial<TenantDomain>) =>
  directory.tenant().domains.map((domain) => (domain.name === name ? { ...domain, ...change } : domain))

const domainName = z
  .string()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/i)

async function add(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, z.object({ id: domainName }), 'Domain')
  if (!read.ok) return read.answer
  const name = read.body.id.toLowerCase()
  const { directory, host } = call
  const { domains } = directory.tenant()
  if (domains.some((domain) => domain.name === name) || host.tenants.find(name) !== undefined)
    return refuse('ValueTaken', { property: 'id' })
  const domain: TenantDomain = {
    name,
    isVerified: false,
    isInitial: false,
    isDefault: false,
    authenticationType: 'Managed',
  }
  await writeDomains(call, 'addUnverifiedDomain', name, [...domains, domain])
  return createdEntity(call, domainType, domain, `domains/${name}`)
}

/** The lab has no DNS: verifying always finds the record. [SIM] */
const verify = existing(async (call, domain) => {
  if (!domain.isVerified && call.host.tenants.find(domain.name) !== undefined)
    return refuse('ValueTaken', { property: 'id' })
  await writeDomains(call, 'verifyDomain', domain.name, replaced(call, domain.name, { isVerified: true }))
  return answerEntity(call, domainType, { ...domain, isVerified: true })
})

const domainBody = z.strictObject({
  '@odata.type': z.string().optional(),
  isDefault: z.literal(true).optional(),
  authenticationType: z.enum(['Managed', 'Federated']).optional(),
  passwordNotificationWindowInDays: z.int().min(1).max(30).optional(),
  passwordValidityPeriodInDays: z.int().min(14).max(2_147_483_647).optional(),
  supportedServices: z.array(z.string()).optional(),
})

const update = existing(async (call, domain) => {
  const read = readBody(call, domainBody, 'Domain')
  if (!read.ok) return read.answer
  if (!domain.isVerified) return invalid('Only a verified domain can be changed.')
  const { isDefault: makeDefault, '@odata.type': _type, ...given } = read.body
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const domains = replaced(call, domain.name, changes)
  const after = makeDefault
    ? domains.map((each) => ({ ...each, isDefault: each.name === domain.name }))
    : domains
  await writeDomains(call, 'setDomainAuthentication', domain.name, after)
  return noContent
})

const remove = existing(async (call, domain) => {
  const { directory } = call
  if (domain.isInitial || domain.isDefault)
    return invalid('The initial and the default domain cannot be removed.')
  for (const user of directory.users())
    if (user.userPrincipalName.toLowerCase().endsWith(`@${domain.name}`))
      return invalid('The domain is still used by user principal names.')
  const left = directory.tenant().domains.filter((each) => each !== domain)
  await writeDomains(call, 'removeUnverifiedDomain', domain.name, left)
  return noContent
})

export const domainRoutes: readonly GraphRoute[] = [
  ...readRoutes(domainSet),
  route('POST', 'domains', access.writeDomains, add),
  route('PATCH', 'domains/{domain}', access.writeDomains, update),
  route('DELETE', 'domains/{domain}', access.writeDomains, remove),
  route('POST', 'domains/{domain}/verify', access.writeDomains, verify),
]
