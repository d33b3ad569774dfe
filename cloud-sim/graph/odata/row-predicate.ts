/** `$filter` and `$search` of a call as one test of a row. */
import { memberOf, type ReaderOf, testOf } from '#core/entra/odata-match.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { type EntityType, propertyNamed, propertyOf } from './entity-type.ts'
import type { QueryOptions } from './query-options.ts'
import { searches } from './search.ts'

type Test<Row> = (row: Row) => boolean

/** Finds the property once, not for each row. */
const readerOf =
  <Row>(type: EntityType<Row>, call: GraphCall): ReaderOf<Row> =>
  (path) => {
    const [first = '', ...rest] = path.split('/')
    const name = propertyNamed(type, first)
    const property = name === undefined ? undefined : propertyOf(type, name)
    if (property === undefined) return () => undefined
    return rest.length === 0
      ? (row) => property.read(row, call)
      : (row) => rest.reduce(stepInto, property.read(row, call))
  }

const stepInto = (value: unknown, step: string): unknown =>
  step === '$count' ? (Array.isArray(value) ? value.length : 0) : memberOf(value, step)

/** Undefined when every row fits. */
export function predicateOf<Row>(
  type: EntityType<Row>,
  call: GraphCall,
  { filter, search }: Pick<QueryOptions, 'filter' | 'search'>,
): Test<Row> | undefined {
  const filtered = filter === undefined ? undefined : testOf(filter, readerOf(type, call))
  const searched = search === undefined ? undefined : searches(type, call, search)
  if (filtered === undefined || searched === undefined) return filtered ?? searched
  return (row) => filtered(row) && searched(row)
}
