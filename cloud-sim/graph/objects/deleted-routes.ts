/** /directory/deletedItems: soft-deleted users, groups and applications; restore, purge; gone after thirty days. */

import type { CloudUser } from '#core/entra/model.ts'
import { userTarget } from '../../directory/passwords.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { applicationType } from '../applications/application-types.ts'
import { access } from '../call/access.ts'
import {
  type Answering,
  actorOf,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { groupTarget } from '../groups/group-set.ts'

import { groupType } from '../groups/group-type.ts'
import { answerCollection } from '../odata/collection.ts'
import { userType } from '../users/user-type.ts'
import { type DirectoryObject, idOf, showObject } from './directory-object.ts'

const ordered = <Row extends { readonly id: string }>(index: {
  readonly size: number
  walk(after: { value: string; id: string } | undefined): Iterable<Row>
  keyOf(row: Row): { value: string; id: string }
}) => ({
  idOf: (row: Row) => row.id,
  inOrder: (property: string | undefined) => (property === undefined ? index : undefined),
})

function findDeleted({ directory, params }: GraphCall): DirectoryObject | undefined {
  const id = params.item ?? ''
  const user = directory.userById(id)
  if (user !== undefined && user.deletedDateTime !== null) return { type: 'user', row: user }
  const group = directory.groupById(id)
  if (group !== undefined && group.deletedDateTime !== null) return { type: 'group', row: group }
  const application = directory.applications.byId(id)
  return application !== undefined && application.deletedDateTime !== null
    ? { type: 'application', row: application }
    : undefined
}

const withDeleted = (act: (call: GraphCall, object: DirectoryObject) => Answering) => (call: GraphCall) => {
  const object = findDeleted(call)
  return object === undefined ? notFound(call.params.item ?? '') : act(call, object)
}

const show = (call: GraphCall, object: DirectoryObject): GraphAnswer =>
  ok({ '@odata.context': context(call, 'directoryObjects/$entity'), ...showObject(object, call) })

function conflict(directory: TenantDirectory, user: CloudUser): GraphAnswer | undefined {
  const holder = directory.findUser(user.userPrincipalName)
  return holder === undefined ? undefined : refuse('UpnTaken')
}

async function restore(call: GraphCall, object: DirectoryObject): Promise<GraphAnswer> {
  const { directory } = call
  if (object.type === 'user') {
    const problem = conflict(directory, object.row)
    if (problem !== undefined) return problem
  }
  await directory.transaction(() => {
    if (object.type === 'user') {
      directory.putUser({ ...object.row, deletedDateTime: null })
      directory.recordChange('restoreUser', actorOf(call), userTarget(object.row), call.clientRequestId)
    } else if (object.type === 'group') {
      directory.putGroup({ ...object.row, deletedDateTime: null })
      directory.recordChange('restoreGroup', actorOf(call), groupTarget(object.row), call.clientRequestId)
    } else if (object.type === 'application')
      directory.applications.put({ ...object.row, deletedDateTime: null })
  })
  return show(
    call,
    object.type === 'user' ? { ...object, row: { ...object.row, deletedDateTime: null } } : object,
  )
}

async function purge(call: GraphCall, object: DirectoryObject): Promise<GraphAnswer> {
  await call.directory.transaction(() =>
    purgeObject(call.directory, object, actorOf(call), call.clientRequestId),
  )
  return noContent
}

/** Inside a transaction; links go with the object. */
export function purgeObject(
  directory: TenantDirectory,
  object: DirectoryObject,
  by: Parameters<TenantDirectory['recordChange']>[1],
  correlationId: string,
): void {
  const { links } = directory
  const id = idOf(object)
  for (const kind of ['member', 'owner', 'role', 'unit', 'scoped-role'] as const) {
    for (const from of [...links.from(kind, id)]) links.remove(kind, from, id)
    for (const to of [...links.to(kind, id)]) links.remove(kind, id, to)
  }
  if (object.type === 'user') {
    directory.purgeUser(id)
    directory.recordChange('hardDeleteUser', by, userTarget(object.row), correlationId)
  } else if (object.type === 'group') {
    directory.purgeGroup(id)
    directory.recordChange('hardDeleteGroup', by, groupTarget(object.row), correlationId)
  } else if (object.type === 'application') directory.applications.purge(id)
}

const day = 86_400_000
export const softDeleteDays = 30

/** Purges what was deleted more than thirty days of lab time ago; answers how many. */
export async function purgeExpired(
  directory: TenantDirectory,
  at: number,
  correlationId: string,
): Promise<number> {
  const limit = at - softDeleteDays * day
  const expired: DirectoryObject[] = []
  for (const row of directory.deletedUsers().walk(undefined))
    if ((row.deletedDateTime ?? at) <= limit) expired.push({ type: 'user', row })
  for (const row of directory.deletedGroups().walk(undefined))
    if ((row.deletedDateTime ?? at) <= limit) expired.push({ type: 'group', row })
  if (expired.length === 0) return 0
  const by = { kind: 'app', appId: null, displayName: 'Microsoft Azure AD Garbage Collector' } as const
  await directory.transaction(() => {
    for (const object of expired) purgeObject(directory, object, by, correlationId)
  })
  return expired.length
}

const base = 'directory/deletedItems'

export const deletedRoutes: readonly GraphRoute[] = [
  route('GET', `${base}/microsoft.graph.user`, access.readUsers, (call) =>
    answerCollection(call, userType, ordered(call.directory.deletedUsers()), { fragment: 'users' }),
  ),
  route('GET', `${base}/microsoft.graph.group`, access.readGroups, (call) =>
    answerCollection(call, groupType, ordered(call.directory.deletedGroups()), { fragment: 'groups' }),
  ),
  route('GET', `${base}/microsoft.graph.application`, access.readApplications, (call) =>
    answerCollection(call, applicationType, ordered(call.directory.applications.deleted()), {
      fragment: 'applications',
    }),
  ),
  route('GET', `${base}/{item}`, access.readUsers, withDeleted(show)),
  route('POST', `${base}/{item}/restore`, access.deleteUsers, withDeleted(restore)),
  route('DELETE', `${base}/{item}`, access.deleteUsers, withDeleted(purge)),
]
