/** A user's registered authentication methods. */
import { z } from 'zod'
import { askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const method = z.object({
  '@odata.type': z.string().default(''),
  id: z.string(),
  phoneNumber: z.string().nullish(),
  phoneType: z.string().nullish(),
  emailAddress: z.string().nullish(),
  displayName: z.string().nullish(),
  createdDateTime: z.string().nullish(),
})
export type RegisteredMethod = z.infer<typeof method>

export const readMethods = (userId: string) =>
  askForAs(
    graphAsAdmin,
    `/v1.0/users/${encodeURIComponent(userId)}/authentication/methods`,
    collectionOf(method),
  )
