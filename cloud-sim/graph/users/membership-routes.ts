/** Who is in what: memberOf, transitiveMemberOf, checkMemberGroups, getMemberGroups, getMemberObjects, manager, directReports. */
import { z } from 'zod'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { referencedId } from '../call/reference.ts'
import { answerObjects, countObjects, showObject } from '../objects/directory-object.ts'
import { readOptions } from '../odata/query-options.ts'
import { userType } from './user-type.ts'

const rolesOf = ({ directory }: GraphCall, id: string): string[] => [...directory.links.from('role', id)]

const direct = (call: GraphCall, id: string): ReadonlySet<string> =>
  new Set([...call.directory.groupsOf(id).map((group) => group.id), ...rolesOf(call, id)])
const transitive = (call: GraphCall, id: string): ReadonlySet<string> => {
  const groups = call.directory.allGroupsOf(id).map((group) => group.id)
  return new Set([...groups, ...rolesOf(call, id), ...groups.flatMap((group) => rolesOf(call, group))])
}

type Containers = (call: GraphCall, id: string) => ReadonlySet<string>

const forUser =
  (act: (call: GraphCall, id: string) => GraphAnswer | Promise<GraphAnswer>) => (call: GraphCall) => {
    const user = userIn(call)
    return user === undefined ? notFound(call.params.user ?? '') : act(call, user.id)
  }

const castOf = (type: string | undefined): string | undefined =>
  type === undefined ? undefined : type.replace(/^microsoft\.graph\./i, '')

const routesFor = (name: string, containers: Containers): GraphRoute[] => [
  {
    method: 'GET',
    path: `users/{user}/${name}`,
    access: access.readMembership,
    handle: forUser((call, id) => answerObjects(call, containers(call, id), undefined)),
  },
  {
    method: 'GET',
    path: `users/{user}/${name}/$count`,
    access: access.readMembership,
    handle: forUser((call, id) => countObjects(call, containers(call, id), undefined)),
  },
  ...['microsoft.graph.group', 'microsoft.graph.directoryRole'].flatMap((cast): GraphRoute[] => [
    {
      method: 'GET',
      path: `users/{user}/${name}/${cast}`,
      access: access.readMembership,
      handle: forUser((call, id) => answerObjects(call, containers(call, id), castOf(cast))),
    },
    {
      method: 'GET',
      path: `users/{user}/${name}/${cast}/$count`,
      access: access.readMembership,
      handle: forUser((call, id) => countObjects(call, containers(call, id), castOf(cast))),
    },
  ]),
]

const idsBody = z.object({
  groupIds: z.array(z.string()).max(20).optional(),
  ids: z.array(z.string()).max(20).optional(),
})

function checkMember(call: GraphCall, id: string): GraphAnswer {
  const body = idsBody.safeParse(call.body)
  const asked = body.success ? (body.data.groupIds ?? body.data.ids) : undefined
  if (asked === undefined) return refuse('PropertyMissing', { property: 'groupIds', type: 'User' })
  const held = transitive(call, id)
  return ok({
    '@odata.context': context(call, 'Collection(Edm.String)'),
    value: asked.filter((each) => held.has(each.toLowerCase())),
  })
}

const securityBody = z.object({ securityEnabledOnly: z.boolean().nullish() })

const memberIds =
  (withRoles: boolean) =>
  (call: GraphCall, id: string): GraphAnswer => {
    const body = securityBody.safeParse(call.body)
    if (!body.success) return refuse('PropertyInvalid', { property: 'securityEnabledOnly', type: 'User' })
    const groups = call.directory
      .allGroupsOf(id)
      .filter((group) => body.data.securityEnabledOnly !== true || group.securityEnabled)
    return ok({
      '@odata.context': context(call, 'Collection(Edm.String)'),
      value: [...groups.map((group) => group.id), ...(withRoles ? rolesOf(call, id) : [])],
    })
  }

function manager(call: GraphCall): GraphAnswer {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const found = user.managerId === null ? undefined : call.directory.findUser(user.managerId)
  if (found === undefined) return notFound('manager')
  const read = readOptions(call, userType)
  if (!read.ok) return read.answer
  return ok({
    '@odata.context': context(call, 'directoryObjects/$entity'),
    ...showObject({ type: 'user', row: found }, call, read.options.select),
  })
}

const setManager = async (call: GraphCall): Promise<GraphAnswer> => {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  if (user.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  const id = call.method === 'DELETE' ? null : referencedId(call.body)
  const found = id === null ? null : call.directory.findUser(id ?? '')
  if (found === undefined) return notFound(id ?? '')
  await call.directory.transaction(() => {
    call.directory.putUser({ ...user, managerId: found?.id ?? null })
    call.directory.recordChange(
      found === null ? 'removeUserManager' : 'setUserManager',
      actorOf(call),
      userTarget(user),
      call.clientRequestId,
    )
  })
  return noContent
}

export const membershipRoutes: readonly GraphRoute[] = [
  ...routesFor('memberOf', direct),
  ...routesFor('transitiveMemberOf', transitive),
  {
    method: 'POST',
    path: 'users/{user}/checkMemberGroups',
    access: access.readMembership,
    handle: forUser(checkMember),
  },
  {
    method: 'POST',
    path: 'users/{user}/checkMemberObjects',
    access: access.readMembership,
    handle: forUser(checkMember),
  },
  {
    method: 'POST',
    path: 'users/{user}/getMemberGroups',
    access: access.readMembership,
    handle: forUser(memberIds(false)),
  },
  {
    method: 'POST',
    path: 'users/{user}/getMemberObjects',
    access: access.readMembership,
    handle: forUser(memberIds(true)),
  },
  { method: 'GET', path: 'users/{user}/manager', access: access.readUsers, handle: manager },
  { method: 'PUT', path: 'users/{user}/manager/$ref', access: access.writeManager, handle: setManager },
  { method: 'DELETE', path: 'users/{user}/manager/$ref', access: access.writeManager, handle: setManager },
  {
    method: 'GET',
    path: 'users/{user}/directReports',
    access: access.readUsers,
    handle: forUser((call, id) =>
      answerObjects(call, new Set(call.directory.directReportsOf(id).map((report) => report.id)), undefined),
    ),
  },
]
