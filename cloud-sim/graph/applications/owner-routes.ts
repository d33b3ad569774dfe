/** Owners of applications and service principals: read, added and removed by reference (graph.md §2.6). */
import type { CoreDirectoryActivity } from '#core/codes/audit.ts'
import { modified } from '#core/entra/audit-row.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { referencedId } from '../call/reference.ts'
import { route } from '../call/route.ts'
import { findObject, idOf } from '../objects/directory-object.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { type EntitySet, on } from '../odata/entity-set.ts'
import { applicationSet, principalSet } from './application-sets.ts'
import { owned } from './owned.ts'

interface Ownable {
  readonly id: string
  readonly displayName: string
}

function record(
  call: GraphCall,
  activity: CoreDirectoryActivity,
  owner: string,
  { id, displayName }: Ownable,
) {
  const user = call.directory.userById(owner)
  const target = {
    id: owner,
    displayName: user?.displayName ?? null,
    type: user === undefined ? 'Other' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  call.directory.recordChange(activity, actorOf(call), target, call.clientRequestId, [
    modified('Application.ObjectID', null, id),
    modified('Application.DisplayName', null, displayName),
  ])
}

const addTo = <Row extends Ownable>(set: EntitySet<Row>, activity: CoreDirectoryActivity) =>
  owned(set, async (call, row) => {
    const named = referencedId(call.body)
    if (named === undefined) return invalid('Invalid URL format specified in payload.')
    const object = findObject(call.directory, named)
    if (object === undefined) return notFound(named)
    // People and applications own; groups do not.
    if (object.type !== 'user' && object.type !== 'servicePrincipal')
      return invalid('An owner must be a user or a service principal.')
    const owner = idOf(object)
    if (call.directory.links.has('owner', row.id, owner))
      return refuse('ReferenceExists', { property: 'owners' })
    await call.directory.transaction(() => {
      call.directory.links.add('owner', row.id, owner)
      record(call, activity, owner, row)
    })
    return noContent
  })

const removeFrom = <Row extends Ownable>(set: EntitySet<Row>, activity: CoreDirectoryActivity) =>
  owned(set, async (call, row) => {
    const owner = (call.params.owner ?? '').toLowerCase()
    if (!call.directory.links.has('owner', row.id, owner)) return notFound(owner)
    await call.directory.transaction(() => {
      call.directory.links.remove('owner', row.id, owner)
      record(call, activity, owner, row)
    })
    return noContent
  })

function ownersOf<Row extends Ownable>(
  set: EntitySet<Row>,
  added: CoreDirectoryActivity,
  removed: CoreDirectoryActivity,
): GraphRoute[] {
  const path = `${set.type.set}/{${set.key}}/owners`
  return [
    ...linkedRoutes(path, access.readApplications, (act) =>
      on(set)((call, { id }) => act(call, call.directory.links.to('owner', id))),
    ),
    route('POST', `${path}/$ref`, access.changeApplications, addTo(set, added)),
    route('DELETE', `${path}/{owner}/$ref`, access.changeApplications, removeFrom(set, removed)),
  ]
}

export const ownerRoutes: readonly GraphRoute[] = [
  ...ownersOf(applicationSet, 'addOwnerToApplication', 'removeOwnerFromApplication'),
  ...ownersOf(principalSet, 'addOwnerToServicePrincipal', 'removeOwnerFromServicePrincipal'),
]
