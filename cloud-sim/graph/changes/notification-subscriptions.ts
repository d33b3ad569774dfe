/** Who wants to hear of changes: the stored subscriptions, and the one way to post to their addresses. */
import type { StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'

/** `cloud.notification-subscriptions` */
export interface NotificationSubscription extends StoredRecord {
  readonly resource: 'users' | 'groups'
  /** `users/{id}`: only this object. */
  readonly objectId: string | null
  readonly changeTypes: readonly ('created' | 'updated' | 'deleted')[]
  readonly notificationUrl: string
  /** Where reauthorizationRequired, subscriptionRemoved and missed go. */
  readonly lifecycleNotificationUrl?: string | null
  /** It was told that it runs out soon. */
  readonly reminded?: boolean
  readonly clientState: string | null
  readonly expiresAt: number
  readonly applicationId: string
  readonly creatorId: string
}

export const subscriptionsOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<NotificationSubscription>('cloud.notification-subscriptions')

const answerWithinMs = 3_000
const attempts = 3

/** True when the subscriber took it. Delivery never holds up the change itself. */
export async function postNotification(url: string, body: unknown): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
        redirect: 'error',
      })
      if (answer.ok) return true
    } catch {
      // The subscriber is away; the next attempt may find it.
    }
  }
  return false
}
