/** Groups and their members. */
import { z } from 'zod'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin, odataText, pathOf } from './graph-door.ts'

const text = z.string().nullish()
const group = z.object({
  id: z.string(),
  displayName: z
    .string()
    .nullable()
    .transform((name) => name ?? ''),
  description: text,
  mail: text,
  groupTypes: z.array(z.string()).default([]),
  securityEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  membershipRule: text,
  onPremisesSyncEnabled: z.boolean().nullish(),
  onPremisesLastSyncDateTime: text,
  createdDateTime: text,
})
export type GraphGroup = z.infer<typeof group>
const properties = Object.keys(group.shape).join(',')

const member = z.object({
  '@odata.type': z.string().default(''),
  id: z.string(),
  displayName: text,
  userPrincipalName: text,
})

const at = (id: string): string => `/v1.0/groups/${encodeURIComponent(id)}`

export function firstGroups(startsWith: string): string {
  const query = new URLSearchParams({
    $select: properties,
    $orderby: 'displayName',
    $top: '200',
    $count: 'true',
  })
  if (startsWith) query.set('$filter', `startswith(displayName,${odataText(startsWith)})`)
  return `/v1.0/groups?${query}`
}

export const readGroupPage = (path: string) =>
  askForAs(graphAsAdmin, pathOf(path), collectionOf(group), { headers: { ConsistencyLevel: 'eventual' } })
export const readGroup = (id: string) => askForAs(graphAsAdmin, `${at(id)}?$select=${properties}`, group)
export const readMembers = (id: string) =>
  askForAs(graphAsAdmin, `${at(id)}/members?$top=200`, collectionOf(member))

export const createGroup = (displayName: string, description: string) =>
  askAs(graphAsAdmin, '/v1.0/groups', {
    json: {
      displayName,
      ...(description === '' ? {} : { description }),
      mailEnabled: false,
      mailNickname: displayName.replace(/[^A-Za-z0-9._-]/g, '').slice(0, 64) || 'group',
      securityEnabled: true,
    },
  })

export const deleteGroup = (id: string) => askAs(graphAsAdmin, at(id), { method: 'DELETE' })

const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })

export const addMember = (id: string, memberId: string) =>
  askAs(graphAsAdmin, `${at(id)}/members/$ref`, { json: reference(memberId) })
export const removeMember = (id: string, memberId: string) =>
  askAs(graphAsAdmin, `${at(id)}/members/${encodeURIComponent(memberId)}/$ref`, { method: 'DELETE' })

export const groupKind = ({ groupTypes, securityEnabled }: GraphGroup): string => {
  if (groupTypes.includes('Unified')) return 'Microsoft 365'
  return securityEnabled === false ? 'Distribution' : 'Security'
}
export const membershipKind = ({ groupTypes }: GraphGroup): string =>
  groupTypes.includes('DynamicMembership') ? 'Dynamic' : 'Assigned'
