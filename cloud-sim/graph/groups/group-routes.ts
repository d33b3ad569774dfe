/** /groups: read, create, update, delete (soft); what is in a group and what it is in. */
import { modified } from '#core/entra/audit-row.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'
import { findObject } from '../objects/directory-object.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { createdEntity, on, readRoutes } from '../odata/entity-set.ts'
import { applyRule } from './dynamic-membership.ts'
import { groupBody, groupOf, newGroupBody, newGroupProblem, ruleProblem } from './group-body.ts'
import { closedMembership, link } from './group-links.ts'
import { managed } from './group-managers.ts'
import { groupSet, groupTarget } from './group-set.ts'

interface Bound {
  readonly members: readonly string[]
  readonly owners: readonly string[]
}

const stranger = ({ directory }: GraphCall, { members, owners }: Bound): string | undefined =>
  [...members, ...owners].find((id) => findObject(directory, id) === undefined)

/** Inside the transaction that puts the group. */
function bind(call: GraphCall, group: CloudGroup, { members, owners }: Bound): void {
  link(call, group, 'member', members)
  link(call, group, 'owner', owners)
  applyRule(call.directory, group)
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, newGroupBody, 'Group')
  if (!read.ok) return read.answer
  const { body } = read
  const problem = newGroupProblem(body)
  if (problem !== undefined) return problem
  const bound = { members: body['members@odata.bind'] ?? [], owners: body['owners@odata.bind'] ?? [] }
  const unknown = stranger(call, bound)
  if (unknown !== undefined) return notFound(unknown)
  const { directory } = call
  const group = groupOf(body, directory.lab, directory.tenant())
  const properties = [modified('DisplayName', null, group.displayName)]
  await changeDirectory(call, { activity: 'addGroup', target: groupTarget(group), properties }, () => {
    directory.putGroup(group)
    bind(call, group, bound)
  })
  return createdEntity(call, groupSet.type, group, `groups/${group.id}`)
}

const update = managed(async (call, group) => {
  const read = readBody(call, groupBody, 'Group')
  if (!read.ok) return read.answer
  const {
    'members@odata.bind': members = [],
    'owners@odata.bind': owners = [],
    '@odata.type': _type,
    ...given
  } = read.body
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const after: CloudGroup = { ...group, ...changes }
  const problem = updateProblem(call, group, after, { members, owners })
  if (problem !== undefined) return problem
  const properties = Object.keys(changes).map((name) => modified(name, null, 'changed'))
  await changeDirectory(call, { activity: 'updateGroup', target: groupTarget(after), properties }, () => {
    call.directory.putGroup(after)
    bind(call, after, { members, owners })
  })
  return noContent
})

function updateProblem(
  call: GraphCall,
  group: CloudGroup,
  after: CloudGroup,
  bound: Bound,
): GraphAnswer | undefined {
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  if (after.isAssignableToRole !== group.isAssignableToRole)
    return invalid('Property isAssignableToRole can only be set when the group is created.')
  const problem = ruleProblem(after.groupTypes, after.membershipRule)
  if (problem !== undefined) return problem
  const closed = bound.members.length > 0 ? closedMembership(group, 'member') : undefined
  if (closed !== undefined) return closed
  const unknown = stranger(call, bound)
  return unknown === undefined ? undefined : notFound(unknown)
}

/** Members lose what the group gave them; the memberships stay, so that a restore brings them back. */
const remove = managed(async (call, group) => {
  const { directory } = call
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  const skus = group.assignedLicenses.map(({ skuId }) => skuId)
  await changeDirectory(call, { activity: 'deleteGroup', target: groupTarget(group) }, () => {
    directory.putGroup({ ...group, deletedDateTime: directory.lab.clock.now() })
    for (const id of directory.links.to('member', group.id)) recomputeLicences(directory, id, skus)
  })
  return noContent
})

const inGroup = (name: string, ids: (call: GraphCall, id: string) => ReadonlySet<string>): GraphRoute[] =>
  linkedRoutes(`groups/{group}/${name}`, access.readGroups, (act) =>
    on(groupSet)((call, { id }) => act(call, ids(call, id))),
  )

export const groupRoutes: readonly GraphRoute[] = [
  ...readRoutes(groupSet),
  route('POST', 'groups', access.createGroups, create),
  route('PATCH', 'groups/{group}', access.writeGroups, update),
  route('DELETE', 'groups/{group}', access.writeGroups, remove),
  ...inGroup('members', ({ directory }, id) => directory.links.to('member', id)),
  ...inGroup('transitiveMembers', ({ directory }, id) => directory.allMembersOf(id)),
  ...inGroup('owners', ({ directory }, id) => directory.links.to('owner', id)),
]
