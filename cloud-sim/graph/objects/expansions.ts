/** What `$expand` brings with a directory object: at most twenty of each (graph.md §2.1). */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import { appRoleAssignmentType } from '../applications/app-role-type.ts'
import { grantType } from '../applications/grant-type.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { type EntityType, type Expanded, type Expansions, projection } from '../odata/entity-type.ts'
import { findObject, showObject } from './directory-object.ts'

const most = 20

function take<Item, Shown>(items: Iterable<Item>, show: (item: Item) => Shown | undefined): Shown[] {
  const shown: Shown[] = []
  for (const item of items) {
    if (shown.length === most) break
    const one = show(item)
    if (one !== undefined) shown.push(one)
  }
  return shown
}

const objects = (ids: Iterable<string>, call: GraphCall, { select }: Expanded) =>
  take(ids, (id) => {
    const object = findObject(call.directory, id)
    return object === undefined ? undefined : showObject(object, call, select)
  })

const rows = <Row>(type: EntityType<Row>, all: Iterable<Row>, call: GraphCall, { select }: Expanded) =>
  take(all, (row) => projection(type, call.version, select)(row, call))

interface Identified {
  readonly id: string
}

const memberships: Expansions<Identified> = {
  memberOf: ({ id }, call, how) =>
    objects(
      [...call.directory.groupsOf(id).map((group) => group.id), ...call.directory.links.from('role', id)],
      call,
      how,
    ),
  transitiveMemberOf: ({ id }, call, how) =>
    objects(
      call.directory.allGroupsOf(id).map((group) => group.id),
      call,
      how,
    ),
}

const owners: Expansions<Identified> = {
  owners: ({ id }, call, how) => objects(call.directory.links.to('owner', id), call, how),
}

const ownedObjects: Expansions<Identified> = {
  ownedObjects: ({ id }, call, how) => objects(call.directory.links.from('owner', id), call, how),
}

const appRoleAssignments: Expansions<Identified> = {
  appRoleAssignments: ({ id }, call, how) =>
    rows(appRoleAssignmentType, call.directory.applications.appRolesOf(id), call, how),
}

/** `$levels` asks for the manager's manager, and so on, up to a circle. */
function manager(user: CloudUser, call: GraphCall, how: Expanded, seen: readonly string[] = []): unknown {
  const found = user.managerId === null ? undefined : call.directory.findUser(user.managerId)
  if (found === undefined || seen.includes(found.id)) return null
  const shown = showObject({ type: 'user', row: found }, call, how.select)
  if (how.levels === 1) return shown
  const further = { ...how, levels: how.levels - 1 }
  return { ...shown, manager: manager(found, call, further, [...seen, user.id]) }
}

const userExpansions: Expansions<CloudUser> = {
  ...memberships,
  ...ownedObjects,
  ...appRoleAssignments,
  manager,
  directReports: ({ id }, call, how) =>
    objects(
      call.directory.directReportsOf(id).map((report) => report.id),
      call,
      how,
    ),
  oauth2PermissionGrants: ({ id }, call, how) =>
    rows(
      grantType,
      [...call.directory.applications.grants()].filter((grant) => grant.principalId === id),
      call,
      how,
    ),
  registeredDevices: () => [],
  ownedDevices: () => [],
}

const groupExpansions: Expansions<CloudGroup> = {
  ...memberships,
  ...owners,
  ...appRoleAssignments,
  members: ({ id }, call, how) => objects(call.directory.links.to('member', id), call, how),
  transitiveMembers: ({ id }, call, how) => objects(call.directory.allMembersOf(id), call, how),
}

const principalExpansions: Expansions<ServicePrincipal> = {
  ...memberships,
  ...owners,
  ...ownedObjects,
  ...appRoleAssignments,
  appRoleAssignedTo: ({ id }, call, how) =>
    rows(appRoleAssignmentType, call.directory.applications.appRolesTo(id), call, how),
  oauth2PermissionGrants: ({ id }, call, how) =>
    rows(grantType, call.directory.applications.grantsOfClient(id), call, how),
}

const roleExpansions: Expansions<{ readonly templateId: string }> = {
  members: ({ templateId }, call, how) => objects(call.directory.links.to('role', templateId), call, how),
}

const applicationExpansions: Expansions<Application> = { ...owners }

const byType: Readonly<Record<string, Expansions<never>>> = {
  user: userExpansions,
  group: groupExpansions,
  servicePrincipal: principalExpansions,
  application: applicationExpansions,
  directoryRole: roleExpansions,
}

/** The names that `$expand` takes on a type. */
export const expansionsOf = <Row>(type: EntityType<Row>): Expansions<Row> =>
  // Keyed by the type's name, so that what is in it reads this type's rows.
  type.expand ?? ((byType[type.name] ?? {}) as Expansions<Row>)
