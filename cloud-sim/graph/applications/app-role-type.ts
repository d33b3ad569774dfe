/** `microsoft.graph.appRoleAssignment`: who may do what in an application. */
import type { AppRoleAssignment } from '#core/entra/applications.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { findObject } from '../objects/directory-object.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'

const isDefault = { isDefault: true } as const

export const nameOf = (directory: TenantDirectory, id: string): string | null =>
  findObject(directory, id)?.row.displayName ?? null

export const appRoleAssignmentType: EntityType<AppRoleAssignment> = {
  name: 'appRoleAssignment',
  set: 'appRoleAssignments',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    deletedDateTime: { read: () => null, ...isDefault },
    appRoleId: { read: (row) => row.appRoleId, filter: 'eq', ...isDefault },
    createdDateTime: { read: (row) => iso(row.createdDateTime), ...isDefault },
    principalDisplayName: { read: (row, { directory }) => nameOf(directory, row.principalId), ...isDefault },
    principalId: { read: (row) => row.principalId, filter: 'eq', ...isDefault },
    principalType: { read: (row) => row.principalType, ...isDefault },
    resourceDisplayName: { read: (row, { directory }) => nameOf(directory, row.resourceId), ...isDefault },
    resourceId: { read: (row) => row.resourceId, filter: 'eq', ...isDefault },
  },
}
