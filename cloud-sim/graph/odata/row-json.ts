/**
 * Rows as JSON text. Records are replaced and never changed, so the text of one is made once and given again: a user who
 * is asked for often costs a look-up. Only the last few thousand are remembered, and none is kept alive by it.
 */
import type { GraphCall } from '../call/graph-call.ts'
import { type EntityType, isOfRowAlone, type Projection, projection } from './entity-type.ts'

type RowJson<Row> = (row: Row, call: GraphCall) => string

const perGeneration = 10_000

/** Two generations: when the young one is full it becomes the old one, and what the old one held is forgotten. */
function remembering<Row>(show: Projection<Row>): RowJson<Row> {
  let young = new WeakMap<object, string>()
  let old = young
  let count = 0
  const made = (row: Row & object, call: GraphCall): string => {
    const text = old.get(row) ?? JSON.stringify(show(row, call))
    if (++count > perGeneration) {
      old = young
      young = new WeakMap()
      count = 1
    }
    young.set(row, text)
    return text
  }
  return (row, call) => {
    if (typeof row !== 'object' || row === null) return JSON.stringify(show(row, call))
    return young.get(row) ?? made(row, call)
  }
}

const writersOf = new WeakMap<object, Map<string, RowJson<never>>>()

function newWriter<Row>(
  type: EntityType<Row>,
  version: GraphCall['version'],
  select: readonly string[] | undefined,
): RowJson<Row> {
  const show = projection(type, version, select)
  return type.isRecord === true && isOfRowAlone(type, version, select)
    ? remembering(show)
    : (row, call) => JSON.stringify(show(row, call))
}

/** How rows of a type are written with a selection; made once for each. */
export function rowJson<Row>(
  type: EntityType<Row>,
  version: GraphCall['version'],
  select: readonly string[] | undefined,
): RowJson<Row> {
  const known = writersOf.get(type) ?? new Map<string, RowJson<never>>()
  writersOf.set(type, known)
  const key = select === undefined ? version : `${version} ${select.join()}`
  const there = known.get(key)
  // The map is keyed by the type, so what is in it writes this type's rows.
  if (there !== undefined) return there as RowJson<Row>
  const made = newWriter(type, version, select)
  if (known.size < 500) known.set(key, made as RowJson<never>)
  return made
}
