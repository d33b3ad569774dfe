/** A user's manager and direct reports. */
import type { CloudUser } from '#core/entra/model.ts'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { referencedId } from '../call/reference.ts'
import { route } from '../call/route.ts'
import { showObject } from '../objects/directory-object.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { on } from '../odata/entity-set.ts'
import { readOptions } from '../odata/query-options.ts'
import { userSet } from './user-set.ts'

const managerOf = ({ directory }: GraphCall, { managerId }: CloudUser): CloudUser | undefined =>
  managerId === null ? undefined : directory.findUser(managerId)

const get = on(userSet)((call, user) => {
  const manager = managerOf(call, user)
  if (manager === undefined) return notFound('manager')
  const read = readOptions(call, userSet.type, { isOne: true })
  if (!read.ok) return read.answer
  return ok({
    '@odata.context': context(call, 'directoryObjects/$entity'),
    ...showObject({ type: 'user', row: manager }, call, read.options.select),
  })
})

const getReference = on(userSet)((call, user) => {
  const manager = managerOf(call, user)
  return manager === undefined
    ? notFound('manager')
    : ok({
        '@odata.context': context(call, '$ref'),
        '@odata.id': `${call.origin}/${call.version}/users/${manager.id}`,
      })
})

/** Managers of synchronised users are set on premises. */
const write = (managerFor: (call: GraphCall) => CloudUser | null | GraphAnswer) =>
  on(userSet)(async (call, user) => {
    if (user.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
    const manager = managerFor(call)
    if (manager !== null && 'status' in manager) return manager
    const activity = manager === null ? 'removeUserManager' : 'setUserManager'
    await changeDirectory(call, { activity, target: userTarget(user) }, () =>
      call.directory.putUser({ ...user, managerId: manager?.id ?? null }),
    )
    return noContent
  })

const referenced = (call: GraphCall): CloudUser | GraphAnswer => {
  const id = referencedId(call.body)
  if (id === undefined) return invalid('Invalid URL format specified in payload.')
  return call.directory.findUser(id) ?? notFound(id)
}

const path = 'users/{user}/manager'

export const managerRoutes: readonly GraphRoute[] = [
  route('GET', path, access.readUsers, get),
  route('GET', `${path}/$ref`, access.readUsers, getReference),
  route('PUT', `${path}/$ref`, access.writeManager, write(referenced)),
  route(
    'DELETE',
    `${path}/$ref`,
    access.writeManager,
    write(() => null),
  ),
  ...linkedRoutes('users/{user}/directReports', access.readUsers, (act) =>
    on(userSet)((call, { id }) =>
      act(call, new Set(call.directory.directReportsOf(id).map((report) => report.id))),
    ),
  ),
]
