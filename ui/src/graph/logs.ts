/** The tenant's audit and sign-in logs. */
import { z } from 'zod'
import { askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin, pathOf } from './graph-door.ts'

const text = z.string().nullish()
const auditRow = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  category: z.string(),
  loggedByService: text,
  result: z.string(),
  resultReason: text,
  correlationId: text,
  initiatedBy: z
    .object({
      user: z.object({ userPrincipalName: text, displayName: text }).loose().nullish(),
      app: z.object({ displayName: text }).loose().nullish(),
    })
    .loose(),
  targetResources: z
    .array(
      z
        .object({
          displayName: text,
          userPrincipalName: text,
          id: text,
          modifiedProperties: z
            .array(z.object({ displayName: text, oldValue: text, newValue: text }))
            .default([]),
        })
        .loose(),
    )
    .default([]),
  additionalDetails: z.array(z.object({ key: z.string(), value: text })).default([]),
})
export type AuditRow = z.infer<typeof auditRow>

const signInRow = z.object({
  id: z.string(),
  createdDateTime: z.string(),
  userPrincipalName: text,
  appDisplayName: text,
  ipAddress: text,
  correlationId: text,
  status: z.object({ errorCode: z.number(), failureReason: text }).loose(),
  authenticationRequirement: z.string().default('singleFactorAuthentication'),
  authenticationDetails: z
    .array(z.object({ authenticationMethod: z.string(), authenticationStepResultDetail: text }))
    .default([]),
  appliedConditionalAccessPolicies: z.array(z.object({ displayName: text, result: z.string() })).default([]),
})
/** What Graph beta adds about how somebody signed in. */
const authentication = z.object({
  createdDateTime: z.string(),
  authenticationRequirement: z.string(),
  authenticationDetails: z.array(z.object({ authenticationMethod: z.string(), succeeded: z.boolean() })),
  status: z.object({ errorCode: z.number() }),
})
export type AuthenticationRow = z.infer<typeof authentication>
export type SignInRow = z.infer<typeof signInRow>

const newestFirst = (path: string, order: string, filter: string | undefined): string =>
  `${path}?${new URLSearchParams({ $top: '100', $orderby: `${order} desc`, ...(filter ? { $filter: filter } : {}) })}`

export const newestAudits = (filter?: string): string =>
  newestFirst('/v1.0/auditLogs/directoryAudits', 'activityDateTime', filter)

/** Beta, as the real portal asks: only there a row tells of the factors. */
export const newestSignIns = (filter?: string): string =>
  newestFirst('/beta/auditLogs/signIns', 'createdDateTime', filter)

/** Graph's pages are of 1,000 sign-ins at most; the charts count the newest of them. */
const newestAuthentications = '/beta/auditLogs/signIns?$top=1000&$orderby=createdDateTime%20desc'
export const readAuthentications = () =>
  askForAs(graphAsAdmin, newestAuthentications, collectionOf(authentication))

const audits = collectionOf(auditRow)
const signIns = collectionOf(signInRow)
export const readAudits = (path: string) => askForAs(graphAsAdmin, pathOf(path), audits)
export const readSignIns = (path: string) => askForAs(graphAsAdmin, pathOf(path), signIns)

export const initiatorOf = ({ initiatedBy }: AuditRow): string =>
  initiatedBy.user?.userPrincipalName ?? initiatedBy.user?.displayName ?? initiatedBy.app?.displayName ?? '–'

export const targetsOf = ({ targetResources }: AuditRow): string =>
  targetResources
    .map(({ userPrincipalName, displayName, id }) => userPrincipalName ?? displayName ?? id ?? '')
    .join(', ')
