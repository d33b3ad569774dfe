/** Users as the portal needs them. */
import { z } from 'zod'
import type { Answered } from '../lab/http.ts'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin, odataText, pathOf } from './graph-door.ts'

const userRow = z.object({
  id: z.string(),
  displayName: z
    .string()
    .nullable()
    .transform((name) => name ?? ''),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  jobTitle: z.string().nullish(),
  department: z.string().nullish(),
  mail: z.string().nullish(),
  usageLocation: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.string() }).loose()).default([]),
})
export type UserRow = z.infer<typeof userRow>

const text = z.string().nullish()
const graphUser = userRow.extend({
  givenName: text,
  surname: text,
  mail: text,
  jobTitle: text,
  department: text,
  usageLocation: text,
  mobilePhone: text,
  createdDateTime: text,
  lastPasswordChangeDateTime: text,
  signInSessionsValidFromDateTime: text,
  onPremisesSamAccountName: text,
  onPremisesDistinguishedName: text,
  onPremisesDomainName: text,
  onPremisesUserPrincipalName: text,
  onPremisesImmutableId: text,
  onPremisesSecurityIdentifier: text,
  onPremisesLastSyncDateTime: text,
})
export type GraphUser = z.infer<typeof graphUser>

const rowProperties = Object.keys(userRow.shape).join(',')
const userProperties = Object.keys(graphUser.shape).join(',')
const users = collectionOf(userRow)
export type UserPage = z.infer<typeof users>

/** What the list of users is narrowed to. */
export interface UserFilter {
  readonly startsWith: string
  readonly source: '' | 'premises' | 'cloud'
  readonly account: '' | 'enabled' | 'disabled'
}

export function firstUsers({ startsWith, source, account }: UserFilter): string {
  const named = odataText(startsWith)
  const clauses = [
    startsWith && `(startswith(displayName,${named}) or startswith(userPrincipalName,${named}))`,
    source === 'premises' && 'onPremisesSyncEnabled eq true',
    source === 'cloud' && 'onPremisesSyncEnabled ne true',
    account && `accountEnabled eq ${account === 'enabled'}`,
  ].filter(Boolean)
  const query = new URLSearchParams({
    $select: rowProperties,
    $orderby: 'displayName',
    $top: '200',
    $count: 'true',
  })
  if (clauses.length) query.set('$filter', clauses.join(' and '))
  return `/v1.0/users?${query}`
}

export const readUsers = (path: string): Promise<Answered<UserPage>> =>
  askForAs(graphAsAdmin, pathOf(path), users, { headers: { ConsistencyLevel: 'eventual' } })

export function findUsers(asked: string, top: number): Promise<Answered<UserPage>> {
  const query = new URLSearchParams({
    $select: rowProperties,
    $top: String(top),
    $filter: `startswith(displayName,${odataText(asked)}) or startswith(userPrincipalName,${odataText(asked)})`,
  })
  return readUsers(`/v1.0/users?${query}`)
}

export const readUser = (id: string): Promise<Answered<GraphUser>> =>
  askForAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(id)}?$select=${userProperties}`, graphUser)

export const updateUser = (id: string, change: Readonly<Record<string, unknown>>) =>
  askAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(id)}`, { method: 'PATCH', json: change })

export const revokeSessions = (id: string) =>
  askAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(id)}/revokeSignInSessions`, { method: 'POST' })

export const createUser = (user: Readonly<Record<string, unknown>>) =>
  askAs(graphAsAdmin, '/v1.0/users', { json: user })

export const deleteUser = (id: string) =>
  askAs(graphAsAdmin, `/v1.0/users/${encodeURIComponent(id)}`, { method: 'DELETE' })
