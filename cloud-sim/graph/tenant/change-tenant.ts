/** A change of the tenant's own record, as the audit log calls it: Set Company Information. */

import { modified } from '#core/entra/audit-row.ts'
import type { Tenant } from '#core/entra/model.ts'
import { changeDirectory } from '../call/change-directory.ts'
import type { GraphCall } from '../call/graph-call.ts'

export function changeTenant(call: GraphCall, change: Partial<Tenant>, what: string): Promise<void> {
  const { directory } = call
  const tenant = { ...directory.tenant(), ...change }
  const target = { id: directory.tenantId, displayName: tenant.displayName, type: 'Directory' } as const
  const properties = [modified(what, null, 'changed')]
  return changeDirectory(call, { activity: 'setCompanyInformation', target, properties }, () =>
    directory.putTenant(tenant),
  )
}
