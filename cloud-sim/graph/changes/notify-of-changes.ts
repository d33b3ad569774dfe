/**
 * Posts change notifications: hears the collections, gathers what one tick of the loop brought, and tries each subscriber
 * three times. Delivery never holds up the change itself.
 */
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import type { Cancel, StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { type NotificationSubscription, subscriptionsOf } from './subscription-routes.ts'

type ChangeType = 'created' | 'updated' | 'deleted'
type Deletable = StoredRecord & { readonly deletedDateTime: number | null }

const answerWithinMs = 3_000
const attempts = 3

function changeTypeOf(before: Deletable | undefined, after: Deletable | undefined): ChangeType {
  if (after === undefined || (after.deletedDateTime !== null && before?.deletedDateTime === null))
    return 'deleted'
  return before === undefined || (before.deletedDateTime !== null && after.deletedDateTime === null)
    ? 'created'
    : 'updated'
}

async function post(url: string, body: unknown): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
        redirect: 'error',
      })
      if (answer.ok) return
    } catch {
      // The subscriber is away; the next attempt may find it.
    }
  }
}

function notificationOf(
  directory: TenantDirectory,
  subscription: NotificationSubscription,
  changeType: ChangeType,
  id: string,
  sequenceNumber: number,
): unknown {
  const [segment, type] = subscription.resource === 'users' ? ['Users', 'User'] : ['Groups', 'Group']
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: new Date(subscription.expiresAt).toISOString(),
    changeType,
    clientState: subscription.clientState,
    resource: `${segment}/${id}`,
    tenantId: directory.tenantId,
    resourceData: {
      '@odata.type': `#Microsoft.Graph.${type}`,
      '@odata.id': `${segment}/${id}`,
      id,
      organizationId: directory.tenantId,
      sequenceNumber,
    },
  }
}

export function notifyOfChanges(directory: TenantDirectory): Cancel {
  const subscriptions = subscriptionsOf(directory)
  let stopped = false
  let sequence = 0
  let loading = true
  const tell = (
    resource: 'users' | 'groups',
    before: Deletable | undefined,
    after: Deletable | undefined,
  ) => {
    if (loading || stopped || subscriptions.size === 0) return
    const id = (after ?? before)?.id ?? ''
    const changeType = changeTypeOf(before, after)
    const now = directory.lab.clock.now()
    sequence += 1
    for (const subscription of subscriptions.values()) {
      const isFor =
        subscription.resource === resource &&
        (subscription.objectId === null || subscription.objectId === id) &&
        subscription.changeTypes.includes(changeType)
      if (!isFor || subscription.expiresAt <= now) continue
      const body = { value: [notificationOf(directory, subscription, changeType, id, sequence)] }
      setImmediate(() => void post(subscription.notificationUrl, body))
    }
  }
  directory.lab.store
    .collection<CloudUser>('cloud.users')
    .watch((before, after) => tell('users', before, after))
  directory.lab.store
    .collection<CloudGroup>('cloud.groups')
    .watch((before, after) => tell('groups', before, after))
  loading = false
  return () => {
    stopped = true
  }
}
