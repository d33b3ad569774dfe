/** A user's registered authentication methods. */
import { z } from 'zod'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
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

const at = (userId: string, kind: string): string =>
  `/v1.0/users/${encodeURIComponent(userId)}/authentication/${kind}`

export const addPhone = (userId: string, phoneNumber: string) =>
  askAs(graphAsAdmin, at(userId, 'phoneMethods'), { json: { phoneNumber, phoneType: 'mobile' } })
export const addEmail = (userId: string, emailAddress: string) =>
  askAs(graphAsAdmin, at(userId, 'emailMethods'), { json: { emailAddress } })
export const readMethods = (userId: string) =>
  askForAs(graphAsAdmin, at(userId, 'methods'), collectionOf(method))
