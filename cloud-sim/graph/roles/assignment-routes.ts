/** roleManagement/directory/roleAssignments: who holds which role, as unified assignments. */
import { z } from 'zod'
import { roleByTemplate, roleDefinitions } from '#core/entra/roles.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, notFound, refuse } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { findObject, idOf, showObject } from '../objects/directory-object.ts'
import { createdEntity, type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { assignRole, unassignRole } from './role-assignments.ts'

const isDefault = { isDefault: true } as const

interface Assignment {
  readonly templateId: string
  readonly principalId: string
}

const assignmentId = ({ templateId, principalId }: Assignment): string =>
  Buffer.from((templateId + principalId).replaceAll('-', ''), 'hex').toString('base64url')

function openAssignmentId(id: string): Assignment | undefined {
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

const assignmentSet: EntitySet<Assignment> = {
  type: assignmentType,
  key: 'assignment',
  access: access.readRoles,
  source: (call) => listSource(allAssignments(call), assignmentId),
  find: ({ directory }, id) => {
    const row = openAssignmentId(id)
    return row !== undefined && directory.links.has('role', row.templateId, row.principalId) ? row : undefined
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
  if (directoryScopeId !== '/') return invalid('directoryScopeId')
  if (object.type === 'group' && object.row.isAssignableToRole !== true) return invalid('principalId')
  const row = { templateId: role.templateId, principalId: idOf(object) }
  if (call.directory.links.has('role', row.templateId, row.principalId)) return refuse('AssignmentExists')
  await assignRole(call, role, row.principalId)
  return createdEntity(call, assignmentType, row, `${assignmentType.set}/${assignmentId(row)}`)
}

const remove = on(assignmentSet)((call, { templateId, principalId }) => {
  const role = roleByTemplate(templateId)
  return role === undefined ? notFound(templateId) : unassignRole(call, role, principalId)
})

export const assignmentRoutes: readonly GraphRoute[] = [
  ...readRoutes(assignmentSet),
  route('POST', assignmentType.set, access.writeRoles, create),
  route('DELETE', `${assignmentType.set}/{assignment}`, access.writeRoles, remove),
]
