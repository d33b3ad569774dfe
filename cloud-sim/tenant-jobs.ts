/** What happens in a tenant by itself as time goes by: deleted objects are purged, subscriptions run out, changes are notified. */
import { aged } from '#core/entra/subscription-ageing.ts'
import type { TenantDirectory } from './directory/tenant-directory.ts'
import { notifyOfChanges } from './graph/changes/notify-of-changes.ts'
import { ageNotificationSubscriptions } from './graph/changes/subscription-lifecycle.ts'
import { purgeExpired } from './graph/objects/deleted-routes.ts'
import { healConflicts } from './provisioning/quarantine.ts'

const hour = 3_600_000

/** Answers how to stop. */
export function startTenantJobs(directory: TenantDirectory): () => void {
  const { clock, random } = directory.lab
  const stops = [
    clock.every(24 * hour, {
      name: 'soft-deleted objects are purged after 30 days',
      run: async (at) => {
        const purged = await purgeExpired(directory, at, random.guid())
        return `deleted objects purged: ${purged}`
      },
    }),
    clock.every(hour, {
      name: 'duplicate values are looked at again',
      run: async () => `values given back: ${await healConflicts(directory)}`,
    }),
    clock.every(hour, {
      name: 'subscriptions run out',
      run: async (at) => {
        const changed = await ageSubscriptions(directory, at)
        return `subscriptions changed: ${changed}`
      },
    }),
    clock.every(hour, {
      name: 'change notification subscriptions run out',
      run: async (at) => {
        const { removed, reminded } = await ageNotificationSubscriptions(directory, at)
        return `notification subscriptions removed: ${removed}, reminded: ${reminded}`
      },
    }),
    notifyOfChanges(directory),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function ageSubscriptions(directory: TenantDirectory, at: number): Promise<number> {
  const changed = [...directory.subscriptions()]
    .map((row) => ({ row, after: aged(row, at) }))
    .filter(({ row, after }) => row !== after)
  if (changed.length === 0) return 0
  await directory.transaction(() => {
    for (const { after } of changed) directory.putSubscription(after)
  })
  return changed.length
}
