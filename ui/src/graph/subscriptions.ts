/** The lab's shop behind the portal API: buying products, and ageing them. */
import { portalApiAppId } from '#core/entra/first-party-apps.ts'
import { askAs, type Door } from '../sign-in/bearer-ask.ts'

const portalApi: Door = { browser: 'admin', resource: portalApiAppId }
export const subscriptionStates = ['Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

/** Buying the same product again sets its units and state. */
export const buySubscription = (order: {
  readonly skuPartNumber: string
  readonly units: number
  readonly capabilityStatus: SubscriptionState
}) => askAs(portalApi, '/api/Subscriptions', { json: order })
