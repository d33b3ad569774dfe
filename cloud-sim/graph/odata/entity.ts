/** Answers one entity, and how rows are shown: the selection, the expansions, the context that names both. */
import { context, type GraphAnswer, type GraphCall } from '../call/graph-call.ts'
import { expansionsOf } from '../objects/expansions.ts'
import { type EntityType, projection } from './entity-type.ts'
import { type QueryOptions, readOptions } from './query-options.ts'
import { rowJson } from './row-json.ts'

type Shape = Pick<QueryOptions, 'select' | 'expand'>

/** `users(id,manager())`: the fragment says what of a row is there. */
export function answerFragment(set: string, { select, expand }: Shape): string {
  if (select === undefined && expand.length === 0) return set
  const names = [...(select ?? []), ...expand.map(({ name }) => `${name}()`)]
  return names.length === 0 ? set : `${set}(${names.join(',')})`
}

/** Shows one row with its selection and expansions. */
export function shower<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  { select, expand }: Shape,
): (row: Row) => Record<string, unknown> {
  const { show } = type
  if (show !== undefined) return (row) => show(row, call, select)
  const project = projection(type, call.version, select)
  if (expand.length === 0) return (row) => project(row, call)
  const expansions = expansionsOf(type)
  return (row) => {
    const shown = { ...project(row, call) }
    for (const each of expand) shown[each.name] = expansions[each.name]?.(row, call, each)
    return shown
  }
}

/** The same as JSON text; what was written before is not written again. */
export function writer<Row>(call: GraphCall, type: EntityType<Row>, shape: Shape): (row: Row) => string {
  if (type.show !== undefined || shape.expand.length > 0) {
    const show = shower(call, type, shape)
    return (row) => JSON.stringify(show(row))
  }
  const write = rowJson(type, call.version, shape.select)
  return (row) => write(row, call)
}

/** One entity, with `$select` and `$expand`. `set` where its context is another than its type's. */
export function answerEntity<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  row: Row,
  status = 200,
  set = type.set,
): GraphAnswer {
  const read = readOptions(call, type, { isOne: true })
  if (!read.ok) return read.answer
  // Names of sets and properties only: nothing in it needs escaping.
  const fragment = `${answerFragment(set, read.options)}/$entity`
  const text = writer(call, type, read.options)(row)
  const rest = text === '{}' ? '}' : `,${text.slice(1)}`
  return { status, text: `{"@odata.context":"${context(call, fragment)}"${rest}` }
}
