/** App role assignments: what users, groups and service principals may do in an application. */

import { z } from 'zod'
import type { AppRoleAssignment } from '#core/entra/applications.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type Answering,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { groupSet } from '../groups/group-set.ts'
import { findObject, idOf } from '../objects/directory-object.ts'
import { answerCollection } from '../odata/collection.ts'
import { answerEntity } from '../odata/entity.ts'
import { createdEntity, on } from '../odata/entity-set.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { userSet } from '../users/user-set.ts'
import { appRoleAssignmentType as assignmentType, nameOf } from './app-role-type.ts'
import { principalSet } from './application-sets.ts'

const principalTypes = { user: 'User', group: 'Group', servicePrincipal: 'ServicePrincipal' } as const

const assignmentBody = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.guid() })

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, assignmentBody, 'AppRoleAssignment')
  if (!read.ok) return read.answer
  const { principalId, resourceId, appRoleId } = read.body
  const { directory } = call
  const { applications, lab } = directory
  const object = findObject(directory, principalId)
  if (object === undefined || !(object.type in principalTypes)) return notFound(principalId)
  const resource = applications.principalById(resourceId)
  if (resource === undefined) return notFound(resourceId)
  const row: AppRoleAssignment = {
    id: Buffer.from(lab.random.bytes(24)).toString('base64url'),
    appRoleId,
    principalId: idOf(object),
    principalType: object.type === 'user' ? 'User' : object.type === 'group' ? 'Group' : 'ServicePrincipal',
    resourceId: resource.id,
    createdDateTime: lab.clock.now(),
  }
  const isTwin = (each: AppRoleAssignment) =>
    each.appRoleId === appRoleId && each.resourceId === row.resourceId
  if (applications.appRolesOf(row.principalId).some(isTwin))
    return invalid('Permission being assigned already exists on the object')
  await record(call, row, () => applications.putAppRole(row), true)
  return createdEntity(
    call,
    assignmentType,
    row,
    `servicePrincipals/${row.resourceId}/appRoleAssignedTo/${row.id}`,
  )
}

const record = (call: GraphCall, row: AppRoleAssignment, change: () => void, added: boolean) =>
  changeDirectory(
    call,
    {
      activity: !added ? 'removeAppRole' : row.principalType === 'User' ? 'addAppRoleToUser' : 'addAppRole',
      target: {
        id: row.principalId,
        displayName: nameOf(call.directory, row.principalId),
        type: row.principalType,
      },
    },
    change,
  )

const withAssignment = (act: (call: GraphCall, row: AppRoleAssignment) => Answering) => (call: GraphCall) => {
  const id = call.params.assignment ?? ''
  const row = call.directory.applications.appRole(id)
  return row === undefined ? notFound(id) : act(call, row)
}

const get = withAssignment((call, row) => answerEntity(call, assignmentType, row))

const remove = withAssignment(async (call, row) => {
  await record(call, row, () => call.directory.applications.removeAppRole(row.id), false)
  return noContent
})

const held = (call: GraphCall, { id }: { readonly id: string }): Answering =>
  list(call, call.directory.applications.appRolesOf(id))
const given = (call: GraphCall, { id }: { readonly id: string }): Answering =>
  list(call, call.directory.applications.appRolesTo(id))
const list = (call: GraphCall, rows: readonly AppRoleAssignment[]): Answering =>
  answerCollection(
    call,
    assignmentType,
    listSource(rows, (row) => row.id),
  )

const collections = [
  ['users/{user}/appRoleAssignments', on(userSet)(held)],
  ['groups/{group}/appRoleAssignments', on(groupSet)(held)],
  ['servicePrincipals/{principal}/appRoleAssignments', on(principalSet)(held)],
  ['servicePrincipals/{principal}/appRoleAssignedTo', on(principalSet)(given)],
] as const

export const appRoleRoutes: readonly GraphRoute[] = collections.flatMap(([path, read]) => [
  route('GET', path, access.readAppRoles, read),
  route('POST', path, access.writeAppRoles, create),
  route('GET', `${path}/{assignment}`, access.readAppRoles, get),
  route('DELETE', `${path}/{assignment}`, access.writeAppRoles, remove),
])
