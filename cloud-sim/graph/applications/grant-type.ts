/** `microsoft.graph.oAuth2PermissionGrant`: delegated consent. */
import type { PermissionGrant } from '#core/entra/applications.ts'
import type { EntityType } from '../odata/entity-type.ts'

const isDefault = { isDefault: true } as const

export const grantType: EntityType<PermissionGrant> = {
  name: 'oAuth2PermissionGrant',
  set: 'oauth2PermissionGrants',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    clientId: { read: (row) => row.clientId, filter: 'eq', ...isDefault },
    consentType: { read: (row) => row.consentType, filter: 'eq', ...isDefault },
    principalId: { read: (row) => row.principalId, filter: 'eq null', ...isDefault },
    resourceId: { read: (row) => row.resourceId, filter: 'eq', ...isDefault },
    scope: { read: (row) => row.scope, filter: 'eq', ...isDefault },
  },
}
