/** The tenant's records of which there is one: the tenant itself, its password reset policy, its agent; and what it bought. */
import type { PasswordResetPolicy, Subscription, Tenant, WritebackAgent } from '#core/entra/model.ts'
import { newPasswordResetPolicy } from './new-records.ts'
import type { TenantCollections } from './tenant-directory.ts'

export interface Singles {
  tenant(): Tenant
  /** Inside a transaction. */
  putTenant(tenant: Tenant): void
  passwordResetPolicy(): PasswordResetPolicy
  putPasswordResetPolicy(policy: PasswordResetPolicy): void
  writebackAgent(): WritebackAgent | undefined
  putWritebackAgent(agent: WritebackAgent): void
  removeWritebackAgent(): void
  subscription(skuId: string): Subscription | undefined
  subscriptions(): IterableIterator<Subscription>
  putSubscription(subscription: Subscription): void
  /** SKUs that were assigned to the user directly while a group gives them, too. */
  directLicences(userId: string): readonly string[]
  putDirectLicences(userId: string, skuIds: readonly string[]): void
  /** Made visible in /directoryRoles though nobody holds it. */
  isRoleActivated(templateId: string): boolean
  activateRole(templateId: string): void
}

export function createSingles(collections: TenantCollections): Singles {
  return {
    tenant: () => {
      const tenant = collections.tenant.get('tenant')
      if (tenant === undefined) throw new Error('the tenant has not been provisioned')
      return tenant
    },
    putTenant: (tenant) => collections.tenant.put(tenant),
    passwordResetPolicy: () => collections.passwordReset.get('policy') ?? newPasswordResetPolicy,
    putPasswordResetPolicy: (policy) => collections.passwordReset.put(policy),
    writebackAgent: () => collections.agent.get('agent'),
    putWritebackAgent: (agent) => collections.agent.put(agent),
    removeWritebackAgent: () => collections.agent.delete('agent'),
    subscription: (skuId) => collections.subscriptions.get(skuId),
    subscriptions: () => collections.subscriptions.values(),
    putSubscription: (subscription) => collections.subscriptions.put(subscription),
    directLicences: (userId) => collections.directLicences.get(userId)?.skuIds ?? [],
    putDirectLicences: (id, skuIds) => collections.directLicences.put({ id, skuIds }),
    isRoleActivated: (templateId) => collections.activatedRoles.has(templateId),
    activateRole: (id) => collections.activatedRoles.put({ id }),
  }
}
