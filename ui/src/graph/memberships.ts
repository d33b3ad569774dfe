/** What a user is a member of: groups and directory roles. */
import { z } from 'zod'
import { askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const membership = z.object({
  '@odata.type': z.string().default(''),
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
})

export const readMemberships = (userId: string) =>
  askForAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(userId)}/memberOf`, collectionOf(membership))
