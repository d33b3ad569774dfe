/** The first path segment: a tenant id, a verified domain, or an alias for "whoever signs in". */
import type { CloudTenant, Tenants } from '../tenants.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'

export type TenantAlias = 'common' | 'organizations' | 'consumers'

export type TenantPath =
  | { readonly alias: TenantAlias; readonly tenant: undefined }
  | { readonly alias: undefined; readonly tenant: CloudTenant }

const isAlias = (segment: string): segment is TenantAlias =>
  segment === 'common' || segment === 'organizations' || segment === 'consumers'

export function resolveTenant(tenants: Tenants, segment: string): OAuthResult<TenantPath> {
  const name = segment.toLowerCase()
  if (isAlias(name)) return granted({ alias: name, tenant: undefined })
  const tenant = tenants.find(name)
  return tenant === undefined
    ? refused('InvalidTenantName', { tenant: segment })
    : granted({ alias: undefined, tenant })
}
