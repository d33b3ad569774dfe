/** Which service plans a tenant has bought, whoever they are assigned to: some features open for all of it. */
import { type ServicePlanName, skuById } from '#core/entra/skus.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'

export function hasPlan(directory: TenantDirectory, plan: ServicePlanName): boolean {
  if (directory.tenant().licenceEnforcement === 'lenient') return true
  return [...directory.subscriptions()].some(
    ({ id, capabilityStatus }) =>
      ['Enabled', 'Warning'].includes(capabilityStatus) && skuById(id)?.plans.includes(plan) === true,
  )
}
