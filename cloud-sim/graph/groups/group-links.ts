/** Members and owners of groups: added and removed by reference, with a row in the audit log for each. */
import { modified } from '#core/entra/audit-row.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { referencedId } from '../call/reference.ts'
import { route } from '../call/route.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'
import { findObject, idOf } from '../objects/directory-object.ts'
import { managed } from './group-managers.ts'

export type LinkKind = 'member' | 'owner'

const activities = {
  member: { added: 'addMemberToGroup', removed: 'removeMemberFromGroup' },
  owner: { added: 'addOwnerToGroup', removed: 'removeOwnerFromGroup' },
} as const

function record(
  call: GraphCall,
  group: CloudGroup,
  kind: LinkKind,
  id: string,
  what: 'added' | 'removed',
): void {
  const user = call.directory.userById(id)
  const target = {
    id,
    displayName: user?.displayName ?? null,
    type: user === undefined ? 'Other' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  const properties = [
    modified('Group.ObjectID', null, group.id),
    modified('Group.DisplayName', null, group.displayName),
  ]
  call.directory.recordChange(activities[kind][what], actorOf(call), target, call.clientRequestId, properties)
}

/** Inside a transaction; what is linked already stays as it is. */
export function link(call: GraphCall, group: CloudGroup, kind: LinkKind, ids: readonly string[]): void {
  const { directory } = call
  for (const id of ids) {
    const object = findObject(directory, id)
    if (object === undefined || directory.links.has(kind, group.id, idOf(object))) continue
    directory.links.add(kind, group.id, idOf(object))
    record(call, group, kind, idOf(object), 'added')
    if (kind === 'member') recomputeLicences(directory, idOf(object))
  }
}

/** Members of synchronised and dynamic groups are not for hands. */
export function closedMembership(group: CloudGroup, kind: LinkKind): GraphAnswer | undefined {
  if (kind !== 'member') return undefined
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  return group.groupTypes.includes('DynamicMembership') ? refuse('DynamicMembership') : undefined
}

const add = (kind: LinkKind) =>
  managed(async (call, group) => {
    const closed = closedMembership(group, kind)
    if (closed !== undefined) return closed
    const named = referencedId(call.body)
    if (named === undefined) return invalid('Invalid URL format specified in payload.')
    const object = findObject(call.directory, named)
    if (object === undefined) return notFound(named)
    const id = idOf(object)
    if (id === group.id) return invalid('A group cannot be a member of itself.')
    if (call.directory.links.has(kind, group.id, id))
      return refuse('ReferenceExists', { property: `${kind}s` })
    await call.directory.transaction(() => link(call, group, kind, [id]))
    return noContent
  })

const remove = (kind: LinkKind) =>
  managed(async (call, group) => {
    const closed = closedMembership(group, kind)
    if (closed !== undefined) return closed
    const id = (call.params.member ?? '').toLowerCase()
    const { directory } = call
    if (!directory.links.has(kind, group.id, id)) return notFound(id)
    const skus = group.assignedLicenses.map(({ skuId }) => skuId)
    await directory.transaction(() => {
      directory.links.remove(kind, group.id, id)
      record(call, group, kind, id, 'removed')
      if (kind === 'member') recomputeLicences(directory, id, skus)
    })
    return noContent
  })

export const groupLinkRoutes: readonly GraphRoute[] = [
  route('POST', 'groups/{group}/members/$ref', access.writeMembers, add('member')),
  route('DELETE', 'groups/{group}/members/{member}/$ref', access.writeMembers, remove('member')),
  route('POST', 'groups/{group}/owners/$ref', access.writeGroups, add('owner')),
  route('DELETE', 'groups/{group}/owners/{member}/$ref', access.writeGroups, remove('owner')),
]
