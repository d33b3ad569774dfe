/** roleManagement/directory/roleAssignments: who holds which role, as unified assignments. */
import { z } from 'zod'
import { roleByTemplate, roleDefinitions } from '#core/entra/roles.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { findObject, idOf, showObject } from '../objects/directory-object.ts'
import { createdEntity, type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { assignRole, unassignRole } from './role-assignments.ts'
import { changeScoped, holdsScoped, isScopable, type ScopedRole, scopedRoles } from './scoped-roles.ts'

const isDefault = { isDefault: true } as const

interface Assignment {
  readonly templateId: string
  readonly principalId: string
  /** Of the administrative unit that the role is over; without one it is over all of the tenant. */
  readonly unitId?: string
}

const assignmentId = ({ templateId, principalId, unitId = '' }: Assignment): string =>
  Buffer.from((templateId + principalId + unitId).replaceAll('-', ''), 'hex').toString('base64url')

const scopePrefix = '/administrativeUnits/'
const scopeOf = ({ unitId }: Assignment): string => (unitId === undefined ? '/' : scopePrefix + unitId)

function openAssignmentId(id: string): Assignment | undefined {
  const hex = Buffer.from(id, 'base64url').toString('hex')
  if (hex.length !== 64 && hex.length !== 96) return undefined
  const guid = (text: string) =>
    `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
  const [templateId, principalId] = [guid(hex.slice(0, 32)), guid(hex.slice(32, 64))]
  return hex.length === 64
    ? { templateId, principalId }
    : { templateId, principalId, unitId: guid(hex.slice(64)) }
}

export const assignmentType: EntityType<Assignment> = {
  name: 'unifiedRoleAssignment',
  set: 'roleManagement/directory/roleAssignments',
  properties: {
    id: { read: assignmentId, filter: 'eq', ...isDefault },
    principalId: { read: (row) => row.principalId, filter: 'eq in', ...isDefault },
    roleDefinitionId: { read: (row) => row.templateId, filter: 'eq in', ...isDefault },
    directoryScopeId: { read: scopeOf, filter: 'eq', ...isDefault },
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

const allAssignments = ({ directory }: GraphCall): Assignment[] => [
  ...roleDefinitions.flatMap(({ templateId }) =>
    [...directory.links.to('role', templateId)].map((principalId) => ({ templateId, principalId })),
  ),
  ...scopedRoles(directory),
]

const isThere = ({ directory }: GraphCall, row: Assignment): boolean =>
  isScoped(row) ? holdsScoped(directory, row) : directory.links.has('role', row.templateId, row.principalId)

const isScoped = (row: Assignment): row is ScopedRole => row.unitId !== undefined

const assignmentSet: EntitySet<Assignment> = {
  type: assignmentType,
  key: 'assignment',
  access: access.readRoles,
  source: (call) => listSource(allAssignments(call), assignmentId),
  find: (call, id) => {
    const row = openAssignmentId(id)
    return row !== undefined && isThere(call, row) ? row : undefined
  },
}

const assignmentBody = z.object({
  '@odata.type': z.string().optional(),
  roleDefinitionId: z.string(),
  principalId: z.string(),
  directoryScopeId: z.string().default('/'),
})

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, assignmentBody, 'UnifiedRoleAssignment')
  if (!read.ok) return read.answer
  const { roleDefinitionId, principalId, directoryScopeId } = read.body
  const invalid = (property: string) => refuse('PropertyInvalid', { property, type: 'UnifiedRoleAssignment' })
  const role = roleByTemplate(roleDefinitionId)
  if (role === undefined) return notFound(roleDefinitionId)
  const object = findObject(call.directory, principalId)
  if (object === undefined) return notFound(principalId)
  if (object.type === 'group' && object.row.isAssignableToRole !== true) return invalid('principalId')
  const unit = unitOf(call, directoryScopeId)
  if (directoryScopeId !== '/' && (unit === undefined || !isScopable(role)))
    return invalid('directoryScopeId')
  const row = {
    templateId: role.templateId,
    principalId: idOf(object),
    ...(unit === undefined ? {} : { unitId: unit.id }),
  }
  if (isThere(call, row)) return refuse('AssignmentExists')
  if (unit === undefined) await assignRole(call, role, row.principalId)
  else await changeScoped(call, { ...row, unitId: unit.id }, unit, true)
  return createdEntity(call, assignmentType, row, `${assignmentType.set}/${assignmentId(row)}`)
}

const unitOf = ({ directory }: GraphCall, scope: string) =>
  scope.toLowerCase().startsWith(scopePrefix.toLowerCase())
    ? directory.units.get(scope.slice(scopePrefix.length).toLowerCase())
    : undefined

const remove = on(assignmentSet)(async (call, row) => {
  const role = roleByTemplate(row.templateId)
  if (role === undefined) return notFound(row.templateId)
  const unit = row.unitId === undefined ? undefined : call.directory.units.get(row.unitId)
  if (unit === undefined || !isScoped(row)) return unassignRole(call, role, row.principalId)
  await changeScoped(call, row, unit, false)
  return noContent
})

export const assignmentRoutes: readonly GraphRoute[] = [
  ...readRoutes(assignmentSet),
  route('POST', assignmentType.set, access.writeRoles, create),
  route('DELETE', `${assignmentType.set}/{assignment}`, access.writeRoles, remove),
]
