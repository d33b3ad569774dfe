/** An entity set: where its rows come from, how one is named in a path, and the routes that read it. */

import type { Answering, GraphAnswer, GraphCall, GraphRoute, RouteAccess } from '../call/graph-call.ts'
import { notFound } from '../call/graph-call.ts'
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
}

/** A handler below one row of a set: 404 when the row is not there. */
export const on =
  <Row>({ key, find }: EntitySet<Row>) =>
  (act: (call: GraphCall, row: Row) => Answering): Handler =>
  (call) => {
    const named = call.params[key] ?? ''
    const row = find(call, named)
    return row === undefined ? notFound(named) : act(call, row)
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
