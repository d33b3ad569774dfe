/** /directoryRoles, /directoryRoleTemplates and roleManagement/directory: two doors to the same assignments. */

import { z } from 'zod'
import { type RoleDefinition, roleByTemplate, roleDefinitions } from '#core/entra/roles.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
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
import { route } from '../call/route.ts'
import { findObject, idOf, showObject } from '../objects/directory-object.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { assignRole, unassignRole } from './role-assignments.ts'
import { roleDefinitionType, roleType } from './role-type.ts'

const _isDefault = { isDefault: true } as const
const byName = { displayName: (role: RoleDefinition) => role.displayName }

/** A role is there from its first assignment on; Global Administrator always. */
const activeRoles = (directory: TenantDirectory): readonly RoleDefinition[] =>
  roleDefinitions.filter(
    ({ templateId }) =>
      directory.links.to('role', templateId).size > 0 || directory.isRoleActivated(templateId),
  )

const roleSet: EntitySet<RoleDefinition> = {
  type: roleType,
  key: 'role',
  byGuid: true,
  access: access.readRoles,
  source: ({ directory }) => listSource(activeRoles(directory), (role) => role.templateId, byName),
  find: (_call, key) => roleByTemplate(alternateKey(key)?.value ?? key),
  options: () => ({ pageSize: 1000 }),
}
const definitionSet: EntitySet<RoleDefinition> = {
  ...roleSet,
  type: roleDefinitionType,
  source: () => listSource(roleDefinitions, (role) => role.templateId, byName),
}

const existing = on(roleSet)

const addMember = existing(async (call, role) => {
  const id = referencedId(call.body)
  const object = id === undefined ? undefined : findObject(call.directory, id)
  if (object === undefined) return notFound(id ?? '')
  if (call.directory.links.has('role', role.templateId, idOf(object)))
    return refuse('ReferenceExists', { property: 'members' })
  await assignRole(call, role, idOf(object))
  return noContent
})

const removeMember = existing((call, role) => {
  const id = (call.params.member ?? '').toLowerCase()
  return call.directory.links.has('role', role.templateId, id) ? unassignRole(call, role, id) : notFound(id)
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

const shownTemplate = ({ templateId, displayName, description }: RoleDefinition) => ({
  id: templateId,
  deletedDateTime: null,
  description,
  displayName,
})

const templates = (call: GraphCall): GraphAnswer =>
  ok({
    '@odata.context': context(call, 'directoryRoleTemplates'),
    value: roleDefinitions.map(shownTemplate),
  })

const template = (call: GraphCall, role: RoleDefinition): GraphAnswer =>
  ok({ '@odata.context': context(call, 'directoryRoleTemplates/$entity'), ...shownTemplate(role) })

/** Short collections come whole: a page size is refused. */
const whole = ({ handle, ...rest }: GraphRoute): GraphRoute => ({
  ...rest,
  handle: (call) => (call.query.has('$top') ? refuse('PageSizeUnsupported') : handle(call)),
})

const role = 'directoryRoles/{role}'

export const roleRoutes: readonly GraphRoute[] = [
  ...readRoutes(roleSet).map(whole),
  route('POST', 'directoryRoles', access.writeRoles, activate),
  ...linkedRoutes(`${role}/members`, access.readRoles, (act) =>
    existing((call, { templateId }) => act(call, call.directory.links.to('role', templateId))),
  ),
  route('POST', `${role}/members/$ref`, access.writeRoles, addMember),
  route('DELETE', `${role}/members/{member}/$ref`, access.writeRoles, removeMember),
  whole(route('GET', 'directoryRoleTemplates', access.readRoles, templates)),
  route('GET', 'directoryRoleTemplates/{role}', access.readRoles, existing(template)),
  ...readRoutes(definitionSet),
]
