/**
 * Answers a collection: filter, search, order, page, count. Pages are found by key in a sorted index, so that a page
 * costs its rows and survives writes; a filter that an index can answer never walks the others.
 */
import { type Later, whenReady } from '#core/later.ts'
import { type Answering, context, type GraphAnswer, type GraphCall, refuse } from '../call/graph-call.ts'
import { answerFragment, writer } from './entity.ts'
import { type EntityType, isDirectoryType } from './entity-type.ts'
import { nextLink, openKey, sealKey } from './next-link.ts'
import { type OrderedRows, type RowSource, sortedRows } from './ordered-rows.ts'
import { isEventual, type QueryOptions, readOptions } from './query-options.ts'
import { predicateOf } from './row-predicate.ts'
import { walkInSlices } from './sliced-walk.ts'

export interface CollectionOptions {
  readonly fragment?: string
  readonly pageSize?: number
  readonly most?: number
}

type Test<Row> = ((row: Row) => boolean) | undefined

/** The rows to look at: those of an index where the filter has one, in the order that the pages have. */
function rowsFor<Row>(
  source: RowSource<Row>,
  { filter, orderBy }: QueryOptions,
): OrderedRows<Row> | undefined {
  const order = source.inOrder(orderBy?.property)
  const narrowed = filter === undefined ? undefined : source.narrowed?.(filter)
  return order === undefined || narrowed === undefined ? order : sortedRows(narrowed, order.keyOf)
}

export function answerCollection<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  source: RowSource<Row>,
  more: CollectionOptions = {},
): Answering {
  const read = readOptions(call, type, more.most === undefined ? {} : { most: more.most })
  if (!read.ok) return read.answer
  const { options } = read
  const rows = rowsFor(source, options)
  if (rows === undefined)
    return refuse('OrderUnsupported', { property: options.orderBy?.property ?? '', type: type.name })
  const after = options.skipToken === undefined ? undefined : openKey(options.skipToken)
  if (options.skipToken !== undefined && after === undefined) return refuse('PageTokenExpired')
  const fits = predicateOf(type, call, options)
  const preferred = options.top === undefined ? preferredSize(call, more.most) : undefined
  const page = newPage<Row>(options.top ?? preferred ?? more.pageSize ?? 100)
  const taken = walkInSlices(rows, page.take(fits), after, options.orderBy?.descending)
  const fragment = answerFragment(more.fragment ?? type.set, options)
  const answer = (count: number | undefined) => {
    const head = {
      '@odata.context': context(call, fragment),
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...linkAfter(call, rows, page.lastOfMany()),
    }
    const value = page.rows.map(writer(call, type, options)).join(',')
    const text = `${JSON.stringify(head).slice(0, -1)},"value":[${value}]}`
    return preferred === undefined
      ? { status: 200, text }
      : { status: 200, text, headers: { 'Preference-Applied': `odata.maxpagesize=${preferred}` } }
  }
  // Users are counted for eventual consistency only; elsewhere the option is silently left out.
  const counts = options.count && (type.name !== 'user' || isEventual(call))
  return whenReady(taken, () => whenReady(counts ? countRows(rows, fits) : undefined, answer))
}

/** `Prefer: odata.maxpagesize=50`: a page may be smaller, never larger. */
function preferredSize(call: GraphCall, most = 999): number | undefined {
  const prefer = call.header('prefer')
  if (prefer === undefined) return undefined
  const size = Number(/\bodata\.maxpagesize=(\d{1,6})\b/i.exec(prefer)?.[1] ?? 0)
  return size === 0 ? undefined : Math.min(size, most)
}

const linkAfter = <Row>(call: GraphCall, rows: OrderedRows<Row>, last: Row | undefined) =>
  last === undefined ? {} : { '@odata.nextLink': nextLink(call, sealKey(rows.keyOf(last))) }

/** Takes rows until there is one more than the page holds. */
function newPage<Row>(size: number) {
  const rows: Row[] = []
  let hasMore = false
  return {
    rows,
    /** The row that the next page follows; undefined on the last page. */
    lastOfMany: () => (hasMore ? rows.at(-1) : undefined),
    take: (fits: Test<Row>) => (row: Row) => {
      if (fits !== undefined && !fits(row)) return 'go-on'
      hasMore = rows.length === size
      if (hasMore) return 'enough'
      rows.push(row)
      return 'go-on'
    },
  } as const
}

function countRows<Row>(rows: OrderedRows<Row>, fits: Test<Row>): Later<number> {
  if (fits === undefined && rows.size !== undefined) return rows.size
  let count = 0
  const walked = walkInSlices(rows, (row) => {
    if (fits === undefined || fits(row)) count++
    return 'go-on'
  })
  return whenReady(walked, () => count)
}

const plainNumber = (count: number): GraphAnswer => ({
  status: 200,
  raw: { contentType: 'text/plain', bytes: String(count) },
})

/** `GET /users/$count`: a bare number, for eventual consistency only. */
export function answerCount<Row>(call: GraphCall, type: EntityType<Row>, source: RowSource<Row>): Answering {
  if (isDirectoryType(type) && !isEventual(call)) return refuse('QueryAdvanced', { detail: '$count' })
  const read = readOptions(call, type, { counts: true })
  if (!read.ok) return read.answer
  const rows = rowsFor(source, { ...read.options, orderBy: undefined })
  if (rows === undefined) throw new Error('every source has an order by id')
  return whenReady(countRows(rows, predicateOf(type, call, read.options)), plainNumber)
}
