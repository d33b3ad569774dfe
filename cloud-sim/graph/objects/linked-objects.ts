/** Collections that links make: the whole, its count, and each cast of it (`/members/microsoft.graph.user/$count`). */
import type { Answering, GraphCall, GraphRoute, RouteAccess } from '../call/graph-call.ts'
import { type Handler, route } from '../call/route.ts'
import { answerCollection, answerCount } from '../odata/collection.ts'
import { type OrderedRows, type PageKey, type RowSource, sortedRows } from '../odata/ordered-rows.ts'
import { castTypes, type DirectoryObject, directoryObjectType, findObject, idOf } from './directory-object.ts'

/** Gives a handler the ids that the call's path asks about. */
export type WithIds = (act: (call: GraphCall, ids: ReadonlySet<string>) => Answering) => Handler

const byId = (object: DirectoryObject): PageKey => ({ value: idOf(object), id: idOf(object) })

/** Sorting more ids than this costs more than walking the directory in its order. */
const fewIds = 2_000

function* merged(
  left: Iterable<DirectoryObject>,
  right: Iterable<DirectoryObject>,
): Generator<DirectoryObject> {
  const [a, b] = [left[Symbol.iterator](), right[Symbol.iterator]()]
  let [one, two] = [a.next(), b.next()]
  while (one.done !== true || two.done !== true) {
    if (two.done === true || (one.done !== true && idOf(one.value) < idOf(two.value))) {
      if (one.done !== true) yield one.value
      one = a.next()
    } else {
      yield two.value
      two = b.next()
    }
  }
}

function* typed<Type extends DirectoryObject['type'], Row>(type: Type, rows: Iterable<Row>) {
  for (const row of rows) yield { type, row }
}

/** Large sets hold users, groups and service principals: they are met in the order of the directory's own indexes. */
function manyRows({ directory }: GraphCall, ids: ReadonlySet<string>): OrderedRows<DirectoryObject> {
  return {
    size: undefined,
    keyOf: byId,
    *walk(after) {
      const users = typed('user' as const, directory.usersInOrder('id').walk(after))
      const groups = typed('group' as const, directory.groupsInOrder('id').walk(after))
      const principals = typed(
        'servicePrincipal' as const,
        directory.applications.principalsInOrder().walk(after),
      )
      for (const object of merged(merged(users, groups), principals)) if (ids.has(idOf(object))) yield object
    },
  }
}

const fewRows = ({ directory }: GraphCall, ids: ReadonlySet<string>): OrderedRows<DirectoryObject> =>
  sortedRows(
    [...ids].flatMap((id) => findObject(directory, id) ?? []),
    byId,
  )

function sourceOf(
  call: GraphCall,
  ids: ReadonlySet<string>,
  cast: string | undefined,
): RowSource<DirectoryObject> {
  const rows = ids.size > fewIds ? manyRows(call, ids) : fewRows(call, ids)
  const kept = (object: DirectoryObject) => cast === undefined || object.type === cast
  return {
    inOrder: (property) =>
      property === undefined
        ? {
            size: undefined,
            keyOf: rows.keyOf,
            *walk(after) {
              for (const object of rows.walk(after)) if (kept(object)) yield object
            },
          }
        : undefined,
  }
}

export const linkedRoutes = (path: string, access: RouteAccess, withIds: WithIds): GraphRoute[] =>
  [undefined, ...castTypes.keys()].flatMap((cast) => {
    const type = (cast === undefined ? undefined : castTypes.get(cast)) ?? directoryObjectType
    const at = cast === undefined ? path : `${path}/microsoft.graph.${cast}`
    return [
      route(
        'GET',
        at,
        access,
        withIds((call, ids) => answerCollection(call, type, sourceOf(call, ids, cast))),
      ),
      route(
        'GET',
        `${at}/$count`,
        access,
        withIds((call, ids) => answerCount(call, type, sourceOf(call, ids, cast))),
      ),
    ]
  })
