/** An entity set: where its rows come from, how one is named in a path, and the routes that read it. */

import type { Answering, GraphAnswer, GraphCall, GraphRoute, RouteAccess } from '../call/graph-call.ts'
import { notFound, refuse } from '../call/graph-call.ts'
import { alternateKey } from '../call/graph-path.ts'
import { type Handler, route } from '../call/route.ts'
import { answerCollection, answerCount, type CollectionOptions } from './collection.ts'
import { answerEntity } from './entity.ts'
import type { EntityType } from './entity-type.ts'
import type { RowSource } from './ordered-rows.ts'

export interface EntitySet<Row> {
  readonly type: EntityType<Row>
  /** Name of the key in paths: `application` in `applications/{application}/addPassword`. */
  readonly key: string
  readonly access: RouteAccess
  readonly source: (call: GraphCall) => RowSource<Row>
  /** By whatever names a row in a path: id, user principal name, alternate key. */
  readonly find: (call: GraphCall, key: string) => Row | undefined
  readonly options?: (call: GraphCall) => CollectionOptions
  /** The key is a GUID: anything else is refused before it is looked for. */
  readonly byGuid?: true
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Why there is no row of that name: none is there, or none could be. */
export function missing({ byGuid }: { readonly byGuid?: true }, named: string): GraphAnswer {
  const id = alternateKey(named)?.value ?? named
  return byGuid && !guid.test(id) ? refuse('IdInvalid', { id }) : notFound(named)
}

/** A handler below one row of a set: 404 when the row is not there. */
export const on =
  <Row>(set: EntitySet<Row>) =>
  (act: (call: GraphCall, row: Row) => Answering): Handler =>
  (call) => {
    const named = call.params[set.key] ?? ''
    const row = set.find(call, named)
    return row === undefined ? missing(set, named) : act(call, row)
  }

/** The collection, its count, and one of its rows. */
export function readRoutes<Row>(set: EntitySet<Row>): GraphRoute[] {
  const { type, access, source, options, key } = set
  return [
    route('GET', type.set, access, (call) => answerCollection(call, type, source(call), options?.(call))),
    route('GET', `${type.set}/$count`, access, (call) => answerCount(call, type, source(call))),
    route(
      'GET',
      `${type.set}/{${key}}`,
      access,
      on(set)((call, row) => answerEntity(call, type, row)),
    ),
  ]
}

/** 201 with the row, and where it is from now on; the query options of the request count. */
export const createdEntity = <Row>(
  call: GraphCall,
  type: EntityType<Row>,
  row: Row,
  path: string,
): GraphAnswer => ({
  ...answerEntity(call, type, row, 201),
  headers: { Location: `${call.origin}/${call.version}/${path}` },
})
