/** Application registrations, service principals, grants and application permissions, found by what names them. */
import type {
  Application,
  AppRoleAssignment,
  PermissionGrant,
  ServicePrincipal,
} from '#core/entra/applications.ts'
import { createIndex } from './record-index.ts'
import { createSortedIndex, type SortedIndex } from './sorted-index.ts'
import type { TenantCollections } from './tenant-directory.ts'

export interface Applications {
  byAppId(appId: string): Application | undefined
  byId(id: string): Application | undefined
  inOrder(): SortedIndex<Application>
  deleted(): SortedIndex<Application>
  put(application: Application): void
  purge(id: string): void
  principalByAppId(appId: string): ServicePrincipal | undefined
  principalById(id: string): ServicePrincipal | undefined
  /** By one of its servicePrincipalNames: how resources are named in scopes. */
  principalByName(name: string): ServicePrincipal | undefined
  principalsInOrder(): SortedIndex<ServicePrincipal>
  putPrincipal(principal: ServicePrincipal): void
  removePrincipal(id: string): void
  grant(id: string): PermissionGrant | undefined
  grantsOfClient(clientId: string): readonly PermissionGrant[]
  grants(): IterableIterator<PermissionGrant>
  putGrant(grant: PermissionGrant): void
  removeGrant(id: string): void
  appRole(id: string): AppRoleAssignment | undefined
  appRolesOf(principalId: string): readonly AppRoleAssignment[]
  appRolesTo(resourceId: string): readonly AppRoleAssignment[]
  putAppRole(assignment: AppRoleAssignment): void
  removeAppRole(id: string): void
}

/** Trailing slashes do not tell resources apart. */
export const resourceName = (name: string): string => name.replace(/\/+$/, '').toLowerCase()

export function createApplications({
  applications,
  servicePrincipals,
  grants,
  appRoleAssignments,
}: TenantCollections): Applications {
  const alive = (row: { readonly deletedDateTime: number | null }) => row.deletedDateTime === null
  const byAppId = createIndex(applications, (row) => (alive(row) ? [row.appId] : []))
  const principalByAppId = createIndex(servicePrincipals, (row) => [row.appId])
  const principalByName = createIndex(servicePrincipals, (row) => row.servicePrincipalNames.map(resourceName))
  const byClient = createIndex(grants, (row) => [row.clientId])
  const byPrincipal = createIndex(appRoleAssignments, (row) => [row.principalId])
  const byResource = createIndex(appRoleAssignments, (row) => [row.resourceId])
  const inOrder = createSortedIndex(applications, alive, (row) => row.id)
  const deleted = createSortedIndex(
    applications,
    (row) => !alive(row),
    (row) => row.id,
  )
  const principalsInOrder = createSortedIndex(servicePrincipals, alive, (row) => row.id)
  return {
    byAppId: (appId) => byAppId.find(appId),
    byId: (id) => applications.get(id.toLowerCase()),
    inOrder: () => inOrder,
    deleted: () => deleted,
    put: (row) => applications.put(row),
    purge: (id) => applications.delete(id),
    principalByAppId: (appId) => principalByAppId.find(appId),
    principalById: (id) => servicePrincipals.get(id.toLowerCase()),
    principalByName: (name) => principalByName.find(resourceName(name)),
    principalsInOrder: () => principalsInOrder,
    putPrincipal: (row) => servicePrincipals.put(row),
    removePrincipal: (id) => servicePrincipals.delete(id),
    grant: (id) => grants.get(id),
    grantsOfClient: (clientId) => byClient.all(clientId),
    grants: () => grants.values(),
    putGrant: (row) => grants.put(row),
    removeGrant: (id) => grants.delete(id),
    appRole: (id) => appRoleAssignments.get(id),
    appRolesOf: (principalId) => byPrincipal.all(principalId),
    appRolesTo: (resourceId) => byResource.all(resourceId),
    putAppRole: (row) => appRoleAssignments.put(row),
    removeAppRole: (id) => appRoleAssignments.delete(id),
  }
}
