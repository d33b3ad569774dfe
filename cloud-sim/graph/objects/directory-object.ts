/** Users, groups, roles, applications: whatever an id can name. Mixed collections say of each item what it is. */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import type { AdministrativeUnit, CloudGroup, CloudUser } from '#core/entra/model.ts'
import { type RoleDefinition, roleByTemplate } from '#core/entra/roles.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { applicationType, servicePrincipalType } from '../applications/application-types.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { groupType } from '../groups/group-type.ts'
import { type EntityType, type Property, projection } from '../odata/entity-type.ts'
import { roleType } from '../roles/role-type.ts'
import { unitType } from '../units/unit-type.ts'
import { userType } from '../users/user-type.ts'

export type DirectoryObject =
  | { readonly type: 'user'; readonly row: CloudUser }
  | { readonly type: 'group'; readonly row: CloudGroup }
  | { readonly type: 'directoryRole'; readonly row: RoleDefinition }
  | { readonly type: 'servicePrincipal'; readonly row: ServicePrincipal }
  | { readonly type: 'application'; readonly row: Application }
  | { readonly type: 'administrativeUnit'; readonly row: AdministrativeUnit }

export function findObject(directory: TenantDirectory, id: string): DirectoryObject | undefined {
  const user = directory.findUser(id)
  if (user !== undefined) return { type: 'user', row: user }
  const group = directory.findGroup(id)
  if (group !== undefined) return { type: 'group', row: group }
  const servicePrincipal = directory.applications.principalById(id)
  if (servicePrincipal !== undefined) return { type: 'servicePrincipal', row: servicePrincipal }
  const application = directory.applications.byId(id)
  if (application !== undefined && application.deletedDateTime === null)
    return { type: 'application', row: application }
  const role = roleByTemplate(id)
  if (role !== undefined) return { type: 'directoryRole', row: role }
  const unit = directory.units.get(id.toLowerCase())
  return unit === undefined ? undefined : { type: 'administrativeUnit', row: unit }
}

export const idOf = (object: DirectoryObject): string =>
  object.type === 'directoryRole' ? object.row.templateId : object.row.id

/** Hands over the row together with its own type. */
function opened<Answer>(
  object: DirectoryObject,
  act: <Row>(type: EntityType<Row>, row: Row) => Answer,
): Answer {
  switch (object.type) {
    case 'user':
      return act(userType, object.row)
    case 'group':
      return act(groupType, object.row)
    case 'servicePrincipal':
      return act(servicePrincipalType, object.row)
    case 'application':
      return act(applicationType, object.row)
    case 'directoryRole':
      return act(roleType, object.row)
    case 'administrativeUnit':
      return act(unitType, object.row)
  }
}

/** Properties of its own type only: a selection may name those of others. */
export const showObject = (
  object: DirectoryObject,
  call: GraphCall,
  select?: readonly string[],
): Record<string, unknown> =>
  opened(object, (type, row) => ({
    '@odata.type': `#microsoft.graph.${object.type}`,
    ...projection(
      type,
      call.version,
      select?.filter((name) => name in type.properties),
    )(row, call),
  }))

const types = [userType, groupType, servicePrincipalType, applicationType, roleType, unitType] as const

const propertyOf = (name: string): Property<DirectoryObject> => {
  const filters = types.flatMap((type) => type.properties[name]?.filter ?? [])
  return {
    read: (object, call) => opened(object, (type, row) => type.properties[name]?.read(row, call)),
    ...(filters[0] === undefined ? {} : { filter: filters[0] }),
    ...(types.some((type) => type.properties[name]?.searchable === true)
      ? { searchable: true as const }
      : {}),
  }
}

const objectType = (set: string, names: readonly string[]): EntityType<DirectoryObject> => ({
  name: 'directoryObject',
  set,
  properties: Object.fromEntries(names.map((name) => [name, propertyOf(name)])),
  show: showObject,
})

/** Every property that some kind of object has. */
export const directoryObjectType = objectType('directoryObjects', [
  ...new Set(types.flatMap((type) => Object.keys(type.properties))),
])

/** What a cast leaves: `microsoft.graph.user` has a user's properties and nothing else. Devices and contacts: never any. */
export const castTypes: ReadonlyMap<string, EntityType<DirectoryObject>> = new Map([
  ...types.map((type) => [type.name, objectType(type.set, Object.keys(type.properties))] as const),
  ['device', objectType('devices', ['id', 'displayName'])],
  ['orgContact', objectType('contacts', ['id', 'displayName'])],
])
