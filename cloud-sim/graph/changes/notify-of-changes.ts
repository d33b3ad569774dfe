/**
 * Posts change notifications: hears the collections, gathers what one tick of the loop brought, and tries each subscriber
 * three times. Delivery never holds up the change itself.
 */
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import type { Cancel, StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import {
  type NotificationSubscription,
  postNotification,
  subscriptionsOf,
} from './notification-subscriptions.ts'
import { tellLifecycle } from './subscription-lifecycle.ts'

type ChangeType = 'created' | 'updated' | 'deleted'
type Deletable = StoredRecord & { readonly deletedDateTime: number | null }

function changeTypeOf(before: Deletable | undefined, after: Deletable | undefined): ChangeType {
  if (after === undefined || (after.deletedDateTime !== null && before?.deletedDateTime === null))
    return 'deleted'
  return before === undefined || (before.deletedDateTime !== null && after.deletedDateTime === null)
    ? 'created'
    : 'updated'
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

/** What nobody took is lost, and the subscriber is told so where it can be told. */
async function deliver(
  directory: TenantDirectory,
  subscription: NotificationSubscription,
  body: unknown,
): Promise<void> {
  const taken = await postNotification(subscription.notificationUrl, body)
  if (!taken) await tellLifecycle(directory, subscription, 'missed')
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
      setImmediate(() => void deliver(directory, subscription, body))
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
