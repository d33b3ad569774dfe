/** `microsoft.graph.directoryRole` and `unifiedRoleDefinition`: the lab's role objects are their templates, with the template id as id. [SIM] */
import type { RoleDefinition } from '#core/entra/roles.ts'
import type { EntityType } from '../odata/entity-type.ts'

const isDefault = { isDefault: true } as const

export const roleType: EntityType<RoleDefinition> = {
  name: 'directoryRole',
  set: 'directoryRoles',
  properties: {
    id: { read: (role) => role.templateId, filter: 'eq', ...isDefault },
    deletedDateTime: { read: () => null, ...isDefault },
    description: { read: (role) => role.description, ...isDefault },
    displayName: { read: (role) => role.displayName, filter: 'eq startsWith', sortable: true, ...isDefault },
    roleTemplateId: { read: (role) => role.templateId, filter: 'eq', ...isDefault },
  },
}

export const roleDefinitionType: EntityType<RoleDefinition> = {
  name: 'unifiedRoleDefinition',
  set: 'roleManagement/directory/roleDefinitions',
  properties: {
    id: { read: (role) => role.templateId, filter: 'eq in', ...isDefault },
    description: { read: (role) => role.description, ...isDefault },
    displayName: {
      read: (role) => role.displayName,
      filter: 'eq in startsWith',
      sortable: true,
      ...isDefault,
    },
    isBuiltIn: { read: () => true, filter: 'eq', ...isDefault },
    isEnabled: { read: () => true, ...isDefault },
    resourceScopes: { read: () => ['/'], ...isDefault },
    templateId: { read: (role) => role.templateId, filter: 'eq', ...isDefault },
    version: { read: () => '1', ...isDefault },
    rolePermissions: { read: () => [], ...isDefault },
  },
}
