/** `$filter` and `$search` of a call as one test of a row. */
import { matches, memberOf } from '#core/entra/odata-match.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { type EntityType, propertyNamed, propertyOf } from './entity-type.ts'
import type { QueryOptions } from './query-options.ts'
import { searches } from './search.ts'

type Test<Row> = (row: Row) => boolean

const readPath =
  <Row>(type: EntityType<Row>, call: GraphCall) =>
  (row: Row, path: string): unknown => {
    const [first = '', ...rest] = path.split('/')
    const name = propertyNamed(type, first)
    let value = name === undefined ? undefined : propertyOf(type, name)?.read(row, call)
    for (const step of rest)
      value = step === '$count' ? (Array.isArray(value) ? value.length : 0) : memberOf(value, step)
    return value
  }

/** Undefined when every row fits. */
export function predicateOf<Row>(
  type: EntityType<Row>,
  call: GraphCall,
  { filter, search }: Pick<QueryOptions, 'filter' | 'search'>,
): Test<Row> | undefined {
  const read = readPath(type, call)
  const filtered = filter === undefined ? undefined : (row: Row) => matches(filter, row, read)
  const searched = search === undefined ? undefined : searches(type, call, search)
  if (filtered === undefined || searched === undefined) return filtered ?? searched
  return (row) => filtered(row) && searched(row)
}
