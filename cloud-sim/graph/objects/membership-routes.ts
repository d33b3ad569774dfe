/** What something is in: memberOf, transitiveMemberOf, and the questions after ids, for users, groups and service principals. */
import { z } from 'zod'
import { principalSet } from '../applications/application-sets.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  type Answering,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { type Handler, route } from '../call/route.ts'
import { groupSet } from '../groups/group-set.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { findObject, idOf } from './directory-object.ts'
import { linkedRoutes } from './linked-objects.ts'

const rolesOf = ({ directory }: GraphCall, id: string): string[] => [...directory.links.from('role', id)]

const unitsOf = ({ directory }: GraphCall, id: string): string[] => [...directory.links.from('unit', id)]

const direct = (call: GraphCall, id: string): ReadonlySet<string> =>
  new Set([
    ...call.directory.groupsOf(id).map((group) => group.id),
    ...rolesOf(call, id),
    ...unitsOf(call, id),
  ])

/** Roles that a group holds are its members' too. */
const transitive = (call: GraphCall, id: string): ReadonlySet<string> => {
  const groups = call.directory.allGroupsOf(id).map((group) => group.id)
  const roles = [...rolesOf(call, id), ...groups.flatMap((group) => rolesOf(call, group))]
  return new Set([...groups, ...roles, ...unitsOf(call, id)])
}

const idsBody = z.object({
  groupIds: z.array(z.string()).max(20).optional(),
  ids: z.array(z.string()).max(20).optional(),
})

/** POST …/checkMemberGroups {groupIds}, …/checkMemberObjects {ids}: those of them that it is in. */
function checkMember(call: GraphCall, id: string): GraphAnswer {
  const read = readBody(call, idsBody, 'DirectoryObject')
  if (!read.ok) return read.answer
  const asked = read.body.groupIds ?? read.body.ids
  if (asked === undefined) return refuse('PropertyMissing', { property: 'groupIds', type: 'DirectoryObject' })
  const held = transitive(call, id)
  return strings(
    call,
    asked.filter((each) => held.has(each.toLowerCase())),
  )
}

const strings = (call: GraphCall, value: readonly string[]): GraphAnswer =>
  ok({ '@odata.context': context(call, 'Collection(Edm.String)'), value })

const securityBody = z.object({ securityEnabledOnly: z.boolean().nullish() })

/** POST …/getMemberGroups, …/getMemberObjects {securityEnabledOnly}: ids of all groups, and of roles for objects. */
const memberIds =
  (withRoles: boolean) =>
  (call: GraphCall, id: string): GraphAnswer => {
    const read = readBody(call, securityBody, 'DirectoryObject')
    if (!read.ok) return read.answer
    const groups = call.directory
      .allGroupsOf(id)
      .filter((group) => read.body.securityEnabledOnly !== true || group.securityEnabled)
    return strings(call, [
      ...groups.map((group) => group.id),
      ...(withRoles ? [...rolesOf(call, id), ...unitsOf(call, id)] : []),
    ])
  }

type WithId = (act: (call: GraphCall, id: string) => Answering) => Handler

const anyObject: WithId = (act) => (call) => {
  const named = call.params.object ?? ''
  const object = findObject(call.directory, named)
  return object === undefined ? notFound(named) : act(call, idOf(object))
}

const bases: readonly (readonly [path: string, withId: WithId])[] = [
  ['users/{user}', (act) => on(userSet)((call, { id }) => act(call, id))],
  ['groups/{group}', (act) => on(groupSet)((call, { id }) => act(call, id))],
  ['servicePrincipals/{principal}', (act) => on(principalSet)((call, { id }) => act(call, id))],
  ['directoryObjects/{object}', anyObject],
]

/** Groups and applications that somebody owns. */
const owners = bases.filter(([base]) => /^(users|servicePrincipals)/.test(base))

export const ownershipRoutes: readonly GraphRoute[] = owners.flatMap(([base, withId]) =>
  linkedRoutes(`${base}/ownedObjects`, access.readMembership, (act) =>
    withId((call, id) => act(call, call.directory.links.from('owner', id))),
  ),
)

export const membershipRoutes: readonly GraphRoute[] = bases.flatMap(([base, withId]) => [
  ...linkedRoutes(`${base}/memberOf`, access.readMembership, (act) =>
    withId((call, id) => act(call, direct(call, id))),
  ),
  ...linkedRoutes(`${base}/transitiveMemberOf`, access.readMembership, (act) =>
    withId((call, id) => act(call, transitive(call, id))),
  ),
  route('POST', `${base}/checkMemberGroups`, access.readMembership, withId(checkMember)),
  route('POST', `${base}/checkMemberObjects`, access.readMembership, withId(checkMember)),
  route('POST', `${base}/getMemberGroups`, access.readMembership, withId(memberIds(false))),
  route('POST', `${base}/getMemberObjects`, access.readMembership, withId(memberIds(true))),
])
