/** /directoryRoles, /directoryRoleTemplates and roleManagement/directory: two doors to the same assignments. */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import { type RoleDefinition, roleByTemplate, roleDefinitions } from '#core/entra/roles.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { alternateKey } from '../call/graph-path.ts'
import { referencedId } from '../call/reference.ts'
import { answerObjects, findObject, idOf, showObject } from '../objects/directory-object.ts'
import { answerCollection, answerEntity, listSource } from '../odata/collection.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { roleDefinitionType, roleType } from './role-type.ts'

const isDefault = { isDefault: true } as const
const byName = { displayName: (role: RoleDefinition) => role.displayName }

/** A role is there from its first assignment on; Global Administrator always. */
const activeRoles = (directory: TenantDirectory): readonly RoleDefinition[] =>
  roleDefinitions.filter(
    ({ templateId }) =>
      directory.links.to('role', templateId).size > 0 || directory.isRoleActivated(templateId),
  )

function roleIn(call: GraphCall): RoleDefinition | undefined {
  const text = call.params.role ?? ''
  return roleByTemplate(alternateKey(text)?.value ?? text)
}

const withRole =
  (act: (call: GraphCall, role: RoleDefinition) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const role = roleIn(call)
    return role === undefined ? notFound(call.params.role ?? '') : act(call, role)
  }

async function assign(call: GraphCall, role: RoleDefinition, principalId: string): Promise<void> {
  const { directory } = call
  await directory.transaction(() => {
    directory.links.add('role', role.templateId, principalId)
    record(call, role, principalId, true)
  })
}

async function unassign(call: GraphCall, role: RoleDefinition, principalId: string): Promise<GraphAnswer> {
  const { directory } = call
  if (role.displayName === 'Global Administrator' && directory.links.to('role', role.templateId).size === 1)
    return refuse('LastAdministrator')
  await directory.transaction(() => {
    directory.links.remove('role', role.templateId, principalId)
    record(call, role, principalId, false)
  })
  return noContent
}

function record(call: GraphCall, role: RoleDefinition, principalId: string, added: boolean): void {
  const user = call.directory.userById(principalId)
  const target = {
    id: principalId,
    displayName: user?.displayName ?? null,
    type: user === undefined ? 'ServicePrincipal' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  call.directory.recordChange(
    added ? 'addMemberToRole' : 'removeMemberFromRole',
    actorOf(call),
    target,
    call.clientRequestId,
    [
      modified('Role.DisplayName', added ? null : role.displayName, added ? role.displayName : null),
      modified('Role.TemplateId', null, role.templateId),
    ],
  )
}

const addMember = withRole(async (call, role) => {
  const id = referencedId(call.body)
  const object = id === undefined ? undefined : findObject(call.directory, id)
  if (object === undefined) return notFound(id ?? '')
  if (call.directory.links.has('role', role.templateId, idOf(object)))
    return refuse('ReferenceExists', { property: 'members' })
  await assign(call, role, idOf(object))
  return noContent
})

const removeMember = withRole((call, role) => {
  const id = (call.params.member ?? '').toLowerCase()
  return call.directory.links.has('role', role.templateId, id) ? unassign(call, role, id) : notFound(id)
})

/** POST /directoryRoles {roleTemplateId}: activates; here every role is ready, so this only makes it visible. */
async function activate(call: GraphCall): Promise<GraphAnswer> {
  const body = z.object({ roleTemplateId: z.string() }).safeParse(call.body)
  const role = body.success ? roleByTemplate(body.data.roleTemplateId) : undefined
  if (role === undefined)
    return refuse('PropertyInvalid', { property: 'roleTemplateId', type: 'DirectoryRole' })
  if (activeRoles(call.directory).includes(role)) return refuse('AssignmentExists')
  await call.directory.transaction(() => call.directory.activateRole(role.templateId))
  const shown = showObject({ type: 'directoryRole', row: role }, call)
  return created(
    { '@odata.context': context(call, 'directoryRoles/$entity'), ...shown, '@odata.type': undefined },
    `${call.origin}/${call.version}/directoryRoles/${role.templateId}`,
  )
}

interface Assignment {
  readonly templateId: string
  readonly principalId: string
}

const assignmentId = ({ templateId, principalId }: Assignment): string =>
  Buffer.from((templateId + principalId).replaceAll('-', ''), 'hex').toString('base64url')

function assignmentOf(id: string): Assignment | undefined {
  const hex = Buffer.from(id, 'base64url').toString('hex')
  if (hex.length !== 64) return undefined
  const guid = (text: string) =>
    `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
  return { templateId: guid(hex.slice(0, 32)), principalId: guid(hex.slice(32)) }
}

const assignmentType: EntityType<Assignment> = {
  name: 'unifiedRoleAssignment',
  set: 'roleManagement/directory/roleAssignments',
  properties: {
    id: { read: assignmentId, filter: 'eq', ...isDefault },
    principalId: { read: (row) => row.principalId, filter: 'eq in', ...isDefault },
    roleDefinitionId: { read: (row) => row.templateId, filter: 'eq in', ...isDefault },
    directoryScopeId: { read: () => '/', filter: 'eq', ...isDefault },
    appScopeId: { read: () => null, ...isDefault },
    condition: { read: () => null, ...isDefault },
  },
  expand: {
    principal: (row, call) => {
      const object = findObject(call.directory, row.principalId)
      return object === undefined ? null : showObject(object, call)
    },
    roleDefinition: (row, call) => {
      const role = roleByTemplate(row.templateId)
      return role === undefined
        ? null
        : {
            id: role.templateId,
            displayName: role.displayName,
            description: role.description,
            isBuiltIn: true,
            templateId: role.templateId,
            directoryRole: undefined,
            version: call.version === 'beta' ? '1' : '1',
          }
    },
  },
}

const allAssignments = ({ directory }: GraphCall): Assignment[] =>
  roleDefinitions.flatMap(({ templateId }) =>
    [...directory.links.to('role', templateId)].map((principalId) => ({ templateId, principalId })),
  )

const assignmentBody = z.object({
  '@odata.type': z.string().optional(),
  roleDefinitionId: z.string(),
  principalId: z.string(),
  directoryScopeId: z.string().default('/'),
})

async function createAssignment(call: GraphCall): Promise<GraphAnswer> {
  const body = assignmentBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyMissing', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'UnifiedRoleAssignment',
    })
  const role = roleByTemplate(body.data.roleDefinitionId)
  if (role === undefined) return notFound(body.data.roleDefinitionId)
  const object = findObject(call.directory, body.data.principalId)
  if (object === undefined) return notFound(body.data.principalId)
  if (body.data.directoryScopeId !== '/')
    return refuse('PropertyInvalid', { property: 'directoryScopeId', type: 'UnifiedRoleAssignment' })
  if (object.type === 'group' && object.row.isAssignableToRole !== true)
    return refuse('PropertyInvalid', { property: 'principalId', type: 'UnifiedRoleAssignment' })
  if (call.directory.links.has('role', role.templateId, idOf(object))) return refuse('AssignmentExists')
  await assign(call, role, idOf(object))
  const row = { templateId: role.templateId, principalId: idOf(object) }
  const answer = answerEntity(call, assignmentType, row, 201)
  return {
    ...answer,
    headers: {
      Location: `${call.origin}/${call.version}/roleManagement/directory/roleAssignments/${assignmentId(row)}`,
    },
  }
}

const withAssignment =
  (act: (call: GraphCall, row: Assignment, role: RoleDefinition) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const row = assignmentOf(call.params.assignment ?? '')
    const role = row === undefined ? undefined : roleByTemplate(row.templateId)
    const isThere =
      row !== undefined &&
      role !== undefined &&
      call.directory.links.has('role', row.templateId, row.principalId)
    return isThere ? act(call, row, role) : notFound(call.params.assignment ?? '')
  }

function members(call: GraphCall, role: RoleDefinition): GraphAnswer {
  return answerObjects(call, call.directory.links.to('role', role.templateId), undefined)
}

function templates(call: GraphCall): GraphAnswer {
  if (call.query.has('$top')) return refuse('PageSizeUnsupported')
  return ok({
    '@odata.context': context(call, 'directoryRoleTemplates'),
    value: roleDefinitions.map(({ templateId, displayName, description }) => ({
      id: templateId,
      deletedDateTime: null,
      description,
      displayName,
    })),
  })
}

function roles(call: GraphCall): GraphAnswer {
  if (call.query.has('$top')) return refuse('PageSizeUnsupported')
  return answerCollection(
    call,
    roleType,
    listSource(activeRoles(call.directory), (role) => role.templateId, byName),
    { pageSize: 1000 },
  )
}

const definitions = 'roleManagement/directory/roleDefinitions'
const assignments = 'roleManagement/directory/roleAssignments'

export const roleRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: 'directoryRoles', access: access.readRoles, handle: roles },
  { method: 'POST', path: 'directoryRoles', access: access.writeRoles, handle: activate },
  {
    method: 'GET',
    path: 'directoryRoles/{role}',
    access: access.readRoles,
    handle: withRole((call, role) => answerEntity(call, roleType, role)),
  },
  {
    method: 'GET',
    path: 'directoryRoles/{role}/members',
    access: access.readRoles,
    handle: withRole(members),
  },
  {
    method: 'POST',
    path: 'directoryRoles/{role}/members/$ref',
    access: access.writeRoles,
    handle: addMember,
  },
  {
    method: 'DELETE',
    path: 'directoryRoles/{role}/members/{member}/$ref',
    access: access.writeRoles,
    handle: removeMember,
  },
  { method: 'GET', path: 'directoryRoleTemplates', access: access.readRoles, handle: templates },
  {
    method: 'GET',
    path: definitions,
    access: access.readRoles,
    handle: (call) =>
      answerCollection(
        call,
        roleDefinitionType,
        listSource(roleDefinitions, (role) => role.templateId, byName),
        { pageSize: 1000 },
      ),
  },
  {
    method: 'GET',
    path: `${definitions}/{role}`,
    access: access.readRoles,
    handle: withRole((call, role) => answerEntity(call, roleDefinitionType, role)),
  },
  {
    method: 'GET',
    path: assignments,
    access: access.readRoles,
    handle: (call) => answerCollection(call, assignmentType, listSource(allAssignments(call), assignmentId)),
  },
  { method: 'POST', path: assignments, access: access.writeRoles, handle: createAssignment },
  {
    method: 'GET',
    path: `${assignments}/{assignment}`,
    access: access.readRoles,
    handle: withAssignment((call, row) => answerEntity(call, assignmentType, row)),
  },
  {
    method: 'DELETE',
    path: `${assignments}/{assignment}`,
    access: access.writeRoles,
    handle: withAssignment((call, row, role) => unassign(call, role, row.principalId)),
  },
]
