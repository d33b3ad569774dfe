/**
 * A subscription past its end: Warning for thirty days (licences still count), Suspended for ninety (they don't, and can
 * come back), then Deleted. Order as documented for subscribedSku; the lengths are those of the product's grace periods.
 */
import type { Instant } from '#core/ports.ts'
import type { Subscription } from './model.ts'

const day = 86_400_000
export const subscriptionAgeing = { warningDays: 30, suspendedDays: 90 } as const

const unitsOf = ({ enabled, warning, suspended, lockedOut }: Subscription): number =>
  Math.max(enabled, warning, suspended, lockedOut)

/** The same record when nothing changes. */
export function aged(subscription: Subscription, at: Instant): Subscription {
  const { expiresAt, capabilityStatus } = subscription
  if (expiresAt === null || at < expiresAt || capabilityStatus === 'LockedOut') return subscription
  const over = at - expiresAt
  const suspendedFrom = subscriptionAgeing.warningDays * day
  const status =
    over < suspendedFrom
      ? 'Warning'
      : over < suspendedFrom + subscriptionAgeing.suspendedDays * day
        ? 'Suspended'
        : 'Deleted'
  if (status === capabilityStatus) return subscription
  const units = unitsOf(subscription)
  return {
    ...subscription,
    capabilityStatus: status,
    enabled: 0,
    warning: status === 'Warning' ? units : 0,
    suspended: status === 'Warning' ? 0 : units,
  }
}
