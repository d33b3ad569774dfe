/** The reports behind Usage & insights. */
import { z } from 'zod'
import { askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const byFeature = z.object({
  totalUserCount: z.number(),
  userRegistrationFeatureCounts: z.array(z.object({ feature: z.string(), userCount: z.number() })),
})
const byMethod = z.object({
  totalUserCount: z.number(),
  userRegistrationMethodCounts: z.array(
    z.object({ authenticationMethod: z.string(), userCount: z.number() }),
  ),
})
const registration = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  userDisplayName: z.string().nullish(),
  isAdmin: z.boolean(),
  isSsprRegistered: z.boolean(),
  isSsprEnabled: z.boolean(),
  isSsprCapable: z.boolean(),
  isMfaRegistered: z.boolean(),
  methodsRegistered: z.array(z.string()),
})
export type RegistrationRow = z.infer<typeof registration>
const usage = z.object({
  id: z.string(),
  feature: z.string(),
  userPrincipalName: z.string(),
  userDisplayName: z.string().nullish(),
  isSuccess: z.boolean(),
  authMethod: z.string().nullish(),
  failureReason: z.string().nullish(),
  eventDateTime: z.string(),
})
export type UsageRow = z.infer<typeof usage>

const reports = '/v1.0/reports/authenticationMethods'
export const readByFeature = () => askForAs(graphAsAdmin, `${reports}/usersRegisteredByFeature`, byFeature)
export const readByMethod = () => askForAs(graphAsAdmin, `${reports}/usersRegisteredByMethod`, byMethod)
export const readRegistrations = () =>
  askForAs(graphAsAdmin, `${reports}/userRegistrationDetails?$top=500`, collectionOf(registration))
export const readUsage = () =>
  askForAs(graphAsAdmin, '/beta/reports/userCredentialUsageDetails', collectionOf(usage))
