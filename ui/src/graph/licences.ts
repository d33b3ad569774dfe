/** Subscriptions and who holds them. */
import { z } from 'zod'
import type { Answered } from '../lab/http.ts'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin, odataText } from './graph-door.ts'
import { readUsers } from './users.ts'

const subscribedSku = z.object({
  skuId: z.string(),
  skuPartNumber: z.string(),
  capabilityStatus: z.string(),
  consumedUnits: z.number(),
  prepaidUnits: z.object({ enabled: z.number(), warning: z.number(), suspended: z.number() }).loose(),
  servicePlans: z.array(
    z
      .object({ servicePlanId: z.string(), servicePlanName: z.string(), provisioningStatus: z.string() })
      .loose(),
  ),
})
export type SubscribedSku = z.infer<typeof subscribedSku>

export const readSkus = (): Promise<Answered<{ value: SubscribedSku[] }>> =>
  askForAs(graphAsAdmin, '/v1.0/subscribedSkus', collectionOf(subscribedSku))

export const assignLicences = (userId: string, add: readonly string[], remove: readonly string[]) =>
  askAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(userId)}/assignLicense`, {
    json: { addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })), removeLicenses: remove },
  })

export const readHolders = (skuId: string) =>
  readUsers(
    `/v1.0/users?${new URLSearchParams({ $filter: `assignedLicenses/any(licence:licence/skuId eq ${skuId})`, $select: 'id,displayName,userPrincipalName', $top: '200', $count: 'true' })}`,
  )

export const readGroups = (filter: string) =>
  askForAs(
    graphAsAdmin,
    `/v1.0/groups?${new URLSearchParams({ $select: 'id,displayName,description', $top: '50', ...(filter ? { $filter: `startswith(displayName,${odataText(filter)})` } : {}) })}`,
    collectionOf(z.object({ id: z.string(), displayName: z.string(), description: z.string().nullish() })),
  )
