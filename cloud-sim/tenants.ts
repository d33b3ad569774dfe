/** The tenants of this host, found as clients name them: by id, or by any verified domain. */
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Lab, Part } from '#core/ports.ts'
import type { TenantDirectory } from './directory/tenant-directory.ts'

export interface CloudTenant extends Part {
  readonly lab: Lab
  readonly tenantId: string
  readonly directory: TenantDirectory
  readonly apps: LabInfo['apps']
}

export interface Tenants {
  byId(tenantId: string): CloudTenant | undefined
  /** By id or verified domain. */
  find(idOrDomain: string): CloudTenant | undefined
  /** Whose verified domain the sign-in name ends with. */
  /** Labs may share a domain (docs/decisions/0004): the tenant that was asked for, where it holds the domain, else the first. */
  ofUpn(userPrincipalName: string, asked?: CloudTenant): CloudTenant | undefined
  all(): IterableIterator<CloudTenant>
  add(tenant: CloudTenant): void
  remove(tenantId: string): void
}

export function createTenants(): Tenants {
  const byId = new Map<string, CloudTenant>()
  const holds = (tenant: CloudTenant, domain: string) =>
    tenant.directory.tenant().domains.some((each) => each.isVerified && each.name === domain)
  const byDomain = (domain: string): CloudTenant | undefined => {
    const name = domain.toLowerCase()
    for (const tenant of byId.values()) if (holds(tenant, name)) return tenant
    return undefined
  }
  return {
    byId: (tenantId) => byId.get(tenantId.toLowerCase()),
    find: (idOrDomain) => byId.get(idOrDomain.toLowerCase()) ?? byDomain(idOrDomain),
    ofUpn: (userPrincipalName, asked) => {
      const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()
      return asked !== undefined && holds(asked, domain) ? asked : byDomain(domain)
    },
    all: () => byId.values(),
    add: (tenant) => byId.set(tenant.tenantId.toLowerCase(), tenant),
    remove: (tenantId) => byId.delete(tenantId.toLowerCase()),
  }
}
