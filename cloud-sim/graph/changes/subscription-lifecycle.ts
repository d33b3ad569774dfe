/**
 * What becomes of subscriptions as the lab's time goes by: a reminder before the end, removal at the end. The real service
 * sends both to lifecycleNotificationUrl; how long before the end it reminds is ours to choose. [SIM]
 */
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import {
  type NotificationSubscription,
  postNotification,
  subscriptionsOf,
} from './notification-subscriptions.ts'

type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed'

const remindBeforeMs = 24 * 3_600_000

export async function tellLifecycle(
  { tenantId }: TenantDirectory,
  { id, lifecycleNotificationUrl, expiresAt, clientState }: NotificationSubscription,
  lifecycleEvent: LifecycleEvent,
): Promise<void> {
  if (lifecycleNotificationUrl == null) return
  const notification = {
    subscriptionId: id,
    subscriptionExpirationDateTime: new Date(expiresAt).toISOString(),
    tenantId,
    clientState,
    lifecycleEvent,
  }
  await postNotification(lifecycleNotificationUrl, { value: [notification] })
}

/** Removes what has run out and reminds of what will; answers how many of each. */
export async function ageNotificationSubscriptions(
  directory: TenantDirectory,
  at: number,
): Promise<{ readonly removed: number; readonly reminded: number }> {
  const subscriptions = subscriptionsOf(directory)
  const all = [...subscriptions.values()]
  const over = all.filter(({ expiresAt }) => expiresAt <= at)
  const ending = all.filter(
    ({ expiresAt, reminded }) => expiresAt > at && expiresAt - at <= remindBeforeMs && reminded !== true,
  )
  if (over.length + ending.length === 0) return { removed: 0, reminded: 0 }
  await directory.transaction(() => {
    for (const { id } of over) subscriptions.delete(id)
    for (const row of ending) subscriptions.put({ ...row, reminded: true })
  })
  for (const row of over) await tellLifecycle(directory, row, 'subscriptionRemoved')
  for (const row of ending) await tellLifecycle(directory, row, 'reauthorizationRequired')
  return { removed: over.length, reminded: ending.length }
}
