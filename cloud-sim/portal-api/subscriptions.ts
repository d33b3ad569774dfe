/** The lab's shop: buying a subscription, and ageing one, so that its licences can be assigned and run out. */
import { z } from 'zod'
import type { Actor } from '#core/entra/audit-row.ts'
import type { Subscription } from '#core/entra/model.ts'
import { skuById, skuByPartNumber } from '#core/entra/skus.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

const states = ['Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut'] as const

export const purchase = z.strictObject({
  skuPartNumber: z
    .string()
    .refine((name) => skuByPartNumber(name) !== undefined, 'There is no such product.'),
  units: z.int().min(1).max(1_000_000),
  /** Ageing for lessons: Warning is the grace period, in which licences still count. */
  capabilityStatus: z.enum(states).default('Enabled'),
})
export type Purchase = z.infer<typeof purchase>

const shown = (subscription: Subscription) => ({
  skuId: subscription.id,
  skuPartNumber: skuById(subscription.id)?.skuPartNumber ?? null,
  product: skuById(subscription.id)?.product ?? null,
  ...subscription,
})

export const subscriptionsOf = (directory: TenantDirectory) => [...directory.subscriptions()].map(shown)

/** Units move to the column of the state, as in prepaidUnits of Graph's subscribedSku. */
function subscriptionOf(id: string, { units, capabilityStatus }: Purchase): Subscription {
  const inState = (...wanted: readonly Subscription['capabilityStatus'][]) =>
    wanted.includes(capabilityStatus) ? units : 0
  return {
    id,
    capabilityStatus,
    enabled: inState('Enabled'),
    warning: inState('Warning'),
    suspended: inState('Suspended', 'Deleted'),
    lockedOut: inState('LockedOut'),
    expiresAt: null,
  }
}

/** Buying the same product again sets its units and state. */
export async function buy(directory: TenantDirectory, order: Purchase, by: Actor, correlationId: string) {
  const sku = skuByPartNumber(order.skuPartNumber)
  if (sku === undefined) throw new Error(`the schema let ${order.skuPartNumber} pass`)
  const subscription = subscriptionOf(sku.skuId, order)
  await directory.transaction(() => {
    directory.putSubscription(subscription)
    const target = {
      id: directory.tenantId,
      displayName: directory.tenant().displayName,
      type: 'Directory',
    } as const
    directory.recordChange('setCompanyInformation', by, target, correlationId)
  })
  return shown(subscription)
}
