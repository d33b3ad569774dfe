/** Collections of mixed objects: members of a group, groups and roles of a user, objects by id. */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import { type RoleDefinition, roleByTemplate } from '#core/entra/roles.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { applicationType, servicePrincipalType } from '../applications/application-types.ts'
import { context, type GraphAnswer, type GraphCall, ok, refuse } from '../call/graph-call.ts'
import { groupType } from '../groups/group-type.ts'
import { nextLink, predicateOf } from '../odata/collection.ts'
import { type EntityType, projection } from '../odata/entity-type.ts'
import { isEventual, readOptions } from '../odata/query-options.ts'
import { roleType } from '../roles/role-type.ts'
import { userType } from '../users/user-type.ts'

export type DirectoryObject =
  | { readonly type: 'user'; readonly row: CloudUser }
  | { readonly type: 'group'; readonly row: CloudGroup }
  | { readonly type: 'directoryRole'; readonly row: RoleDefinition }
  | { readonly type: 'servicePrincipal'; readonly row: ServicePrincipal }
  | { readonly type: 'application'; readonly row: Application }

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
  return role === undefined ? undefined : { type: 'directoryRole', row: role }
}

export const idOf = (object: DirectoryObject): string =>
  object.type === 'directoryRole' ? object.row.templateId : object.row.id

/** With its type, as mixed collections show each item. */
export function showObject(
  object: DirectoryObject,
  call: GraphCall,
  select?: readonly string[],
): Record<string, unknown> {
  const head = { '@odata.type': `#microsoft.graph.${object.type}` }
  const shown = <Row>(type: EntityType<Row>, row: Row) => ({
    ...head,
    ...projection(
      type,
      call.version,
      select?.filter((name) => name in type.properties),
    )(row, call),
  })
  switch (object.type) {
    case 'user':
      return shown(userType, object.row)
    case 'group':
      return shown(groupType, object.row)
    case 'servicePrincipal':
      return shown(servicePrincipalType, object.row)
    case 'application':
      return shown(applicationType, object.row)
    case 'directoryRole':
      return shown(roleType, object.row)
  }
}

/** Ids sorted once per state of a set, so that paging a large group does not sort it for every page. */
const sortedIds = new WeakMap<
  ReadonlySet<string>,
  { readonly at: number; readonly size: number; readonly ids: readonly string[] }
>()

function sortedOf(ids: ReadonlySet<string>, at: number): readonly string[] {
  const known = sortedIds.get(ids)
  if (known !== undefined && known.at === at && known.size === ids.size) return known.ids
  const sorted = [...ids].sort()
  sortedIds.set(ids, { at, size: ids.size, ids: sorted })
  return sorted
}

function firstAfter(ids: readonly string[], id: string): number {
  let [from, to] = [0, ids.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((ids[middle] ?? '') <= id) from = middle + 1
    else to = middle
  }
  return from
}

/** The options of a mixed collection are read against its cast, or against users, who are most of it. */
function matcherFor(_call: GraphCall, cast: string | undefined) {
  const type: EntityType<CloudUser> | EntityType<CloudGroup> = cast === 'group' ? groupType : userType
  return type
}

/** `cast`: `user` when the path ends in /microsoft.graph.user. */
export function answerObjects(
  call: GraphCall,
  ids: ReadonlySet<string>,
  cast: string | undefined,
  find = (id: string) => findObject(call.directory, id),
): GraphAnswer {
  const lenient = readOptions(call, matcherFor(call, cast) as EntityType<CloudUser>)
  if (!lenient.ok) return lenient.answer
  const { options } = lenient
  const kept = (object: DirectoryObject) =>
    cast === undefined || object.type.toLowerCase() === cast.toLowerCase()
  const fitsUser = predicateOf(
    userType,
    call,
    cast === 'group' ? { ...options, filter: undefined, search: undefined } : options,
  )
  const fitsGroup = cast === 'group' ? predicateOf(groupType, call, options) : undefined
  const fits = (object: DirectoryObject) =>
    object.type === 'user'
      ? (fitsUser?.(object.row) ?? true)
      : object.type === 'group'
        ? (fitsGroup?.(object.row) ?? options.filter === undefined)
        : true
  const sorted = sortedOf(ids, call.directory.groupChanges.last)
  const after =
    options.skipToken === undefined ? undefined : Buffer.from(options.skipToken, 'base64url').toString('utf8')
  if (after !== undefined && !/^[0-9a-f-]{36}$/i.test(after)) return refuse('PageTokenExpired')
  const top = options.top ?? 100
  const value: Record<string, unknown>[] = []
  let last = ''
  let more = false
  for (let at = after === undefined ? 0 : firstAfter(sorted, after); at < sorted.length; at++) {
    const object = find(sorted[at] ?? '')
    if (object === undefined || !kept(object) || !fits(object)) continue
    if (value.length === top) {
      more = true
      break
    }
    value.push(showObject(object, call, options.select))
    last = idOf(object)
  }
  const counted =
    options.count && isEventual(call)
      ? { '@odata.count': sorted.filter((id) => holds(find(id), kept, fits)).length }
      : {}
  const link = more ? { '@odata.nextLink': nextLink(call, Buffer.from(last).toString('base64url')) } : {}
  const set = cast === undefined ? 'directoryObjects' : `${cast.toLowerCase()}s`
  return ok({
    '@odata.context': context(
      call,
      options.select === undefined ? set : `${set}(${options.select.join(',')})`,
    ),
    ...counted,
    ...link,
    value,
  })
}

const holds = (
  object: DirectoryObject | undefined,
  ...tests: readonly ((object: DirectoryObject) => boolean)[]
): boolean => object !== undefined && tests.every((test) => test(object))

export function countObjects(
  call: GraphCall,
  ids: ReadonlySet<string>,
  cast: string | undefined,
): GraphAnswer {
  if (!isEventual(call)) return refuse('QueryAdvanced', { detail: '$count' })
  let count = 0
  for (const id of ids) {
    const object = findObject(call.directory, id)
    if (object !== undefined && (cast === undefined || object.type.toLowerCase() === cast.toLowerCase()))
      count++
  }
  return { status: 200, raw: { contentType: 'text/plain', bytes: String(count) } }
}
