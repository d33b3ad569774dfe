/**
 * Answers a collection: filter, search, order, page, count. Pages are found by key in a sorted index, so that a page
 * costs its rows and survives writes; a filter that an index can answer never walks the others.
 */
import { type Filter, matches, memberOf } from '#core/entra/odata-filter.ts'
import { context, type GraphAnswer, type GraphCall, ok, refuse } from '../call/graph-call.ts'
import { type EntityType, projection, propertyNamed } from './entity-type.ts'
import { isEventual, type QueryOptions, readOptions } from './query-options.ts'

export interface PageKey {
  readonly value: string
  readonly id: string
}

export interface OrderedRows<Row> {
  readonly size: number
  walk(after: PageKey | undefined, descending?: boolean): Iterable<Row>
  keyOf(row: Row): PageKey
}

export interface RowSource<Row> {
  /** In the order of a property, or of the id. */
  inOrder(property: string | undefined): OrderedRows<Row> | undefined
  /** Rows that an index says are all that can match; undefined when none helps. */
  narrowed?(filter: Filter): readonly Row[] | undefined
  idOf(row: Row): string
}

export interface CollectionOptions {
  readonly fragment?: string
  readonly pageSize?: number
  readonly most?: number
  /** Puts `@odata.type` first, for collections of directory objects. */
  readonly odataType?: string
}

const readPath =
  <Row>(type: EntityType<Row>, call: GraphCall) =>
  (row: Row, path: string): unknown => {
    const [first = '', ...rest] = path.split('/')
    const name = propertyNamed(type, first)
    let value = name === undefined ? undefined : type.properties[name]?.read(row, call)
    for (const step of rest)
      value = step === '$count' ? (Array.isArray(value) ? value.length : 0) : memberOf(value, step)
    return value
  }

/** $search looks for words that begin with the text; `property:text` in one, bare text in displayName. */
function searches<Row>(
  type: EntityType<Row>,
  call: GraphCall,
  search: NonNullable<QueryOptions['search']>,
): (row: Row) => boolean {
  const read = readPath(type, call)
  const holds = (row: Row, property: string, text: string) =>
    [read(row, property)]
      .flat()
      .some(
        (value) =>
          typeof value === 'string' && wordsOf(value).some((word) => word.startsWith(text.toLowerCase())),
      )
  return (row) =>
    search.some((clauses) =>
      clauses.every(({ property, text }) => holds(row, property ?? 'displayName', text)),
    )
}

const wordsOf = (text: string): string[] => {
  const lower = text.toLowerCase()
  return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)]
}

export function predicateOf<Row>(
  type: EntityType<Row>,
  call: GraphCall,
  { filter, search }: QueryOptions,
): ((row: Row) => boolean) | undefined {
  const read = readPath(type, call)
  const filtered = filter === undefined ? undefined : (row: Row) => matches(filter, row, read)
  const searched = search === undefined ? undefined : searches(type, call, search)
  if (filtered === undefined || searched === undefined) return filtered ?? searched
  return (row) => filtered(row) && searched(row)
}

const seal = (key: PageKey): string => Buffer.from(JSON.stringify([key.value, key.id])).toString('base64url')

function openToken(token: string): PageKey | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed) || parsed.length !== 2) return undefined
    const [value, id]: unknown[] = parsed
    return typeof value === 'string' && typeof id === 'string' ? { value, id } : undefined
  } catch {
    return undefined
  }
}

/** All rows of a narrowed set, in the order that the pages have. */
function ordered<Row>(rows: readonly Row[], order: OrderedRows<Row>): OrderedRows<Row> {
  const compare = (a: PageKey, b: PageKey) =>
    a.value < b.value ? -1 : a.value > b.value ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  const sorted = rows.map((row) => ({ row, key: order.keyOf(row) })).sort((a, b) => compare(a.key, b.key))
  return {
    size: rows.length,
    keyOf: order.keyOf,
    walk: (after, descending = false) => {
      const inOrder = descending ? sorted.toReversed() : sorted
      const rest =
        after === undefined
          ? inOrder
          : inOrder.filter(({ key }) => (descending ? compare(key, after) < 0 : compare(key, after) > 0))
      return rest.map(({ row }) => row)
    },
  }
}

export function answerCollection<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  source: RowSource<Row>,
  more: CollectionOptions = {},
): GraphAnswer {
  const read = readOptions(call, type, more.most === undefined ? {} : { most: more.most })
  if (!read.ok) return read.answer
  const { options } = read
  const order = source.inOrder(options.orderBy?.property)
  if (order === undefined)
    return refuse('OrderUnsupported', { property: options.orderBy?.property ?? '', type: type.name })
  const after = options.skipToken === undefined ? undefined : openToken(options.skipToken)
  if (options.skipToken !== undefined && after === undefined) return refuse('PageTokenExpired')
  const narrowed = options.filter === undefined ? undefined : source.narrowed?.(options.filter)
  const rows = narrowed === undefined ? order : ordered(narrowed, order)
  const fits = predicateOf(type, call, options)
  const page = takePage(rows, fits, after, options, more.pageSize ?? 100)
  const counted =
    options.count && (isEventual(call) || type.name !== 'user')
      ? { '@odata.count': countRows(rows, fits) }
      : {}
  const link = page.next === undefined ? {} : { '@odata.nextLink': nextLink(call, page.next) }
  return ok({
    '@odata.context': context(call, fragmentOf(more.fragment ?? type.set, options)),
    ...counted,
    ...link,
    value: page.rows.map(shower(call, type, options, more.odataType)),
  })
}

function takePage<Row>(
  rows: OrderedRows<Row>,
  fits: ((row: Row) => boolean) | undefined,
  after: PageKey | undefined,
  options: QueryOptions,
  pageSize: number,
): { readonly rows: readonly Row[]; readonly next: string | undefined } {
  const top = options.top ?? pageSize
  const taken: Row[] = []
  for (const row of rows.walk(after, options.orderBy?.descending)) {
    if (fits !== undefined && !fits(row)) continue
    const last = taken.at(-1)
    if (taken.length === top && last !== undefined) return { rows: taken, next: seal(rows.keyOf(last)) }
    taken.push(row)
  }
  return { rows: taken, next: undefined }
}

export function countRows<Row>(rows: OrderedRows<Row>, fits: ((row: Row) => boolean) | undefined): number {
  if (fits === undefined) return rows.size
  let count = 0
  for (const row of rows.walk(undefined)) if (fits(row)) count++
  return count
}

/** The other options stay; the origin is the client's. */
export function nextLink(call: GraphCall, token: string, name = '$skiptoken'): string {
  const query = [...call.query].filter(([key]) => key.toLowerCase() !== name)
  const kept = query.map(
    ([key, value]) => `${encodeURIComponent(key).replace('%24', '$')}=${encodeURIComponent(value)}`,
  )
  return `${call.origin}/${call.version}/${call.path.replace(/^\//, '')}?${[...kept, `${name}=${token}`].join('&')}`
}

export const fragmentOf = (
  set: string,
  { select, expand }: Pick<QueryOptions, 'select' | 'expand'>,
): string => {
  const names = [...(select ?? []), ...expand.map(({ name }) => `${name}()`)]
  return names.length === 0 ? set : `${set}(${names.join(',')})`
}

/** Shows one row with its selection and expansions. */
export function shower<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  options: Pick<QueryOptions, 'select' | 'expand'>,
  odataType?: string,
): (row: Row) => Record<string, unknown> {
  const project = projection(type, call.version, options.select)
  if (options.expand.length === 0 && odataType === undefined) return (row) => project(row, call)
  return (row) => {
    const shown: Record<string, unknown> = odataType === undefined ? {} : { '@odata.type': odataType }
    Object.assign(shown, project(row, call))
    for (const { name, select } of options.expand) shown[name] = type.expand?.[name]?.(row, call, select)
    return shown
  }
}

/** One entity, with `$select` and `$expand`. */
export function answerEntity<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  row: Row,
  status = 200,
): GraphAnswer {
  const read = readOptions(call, type)
  if (!read.ok) return read.answer
  const { options } = read
  const shown = shower(call, type, options)(row)
  return {
    status,
    body: { '@odata.context': context(call, `${fragmentOf(type.set, options)}/$entity`), ...shown },
  }
}

/** `GET /users/$count`: a bare number, for eventual consistency only. */
export function answerCount<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  source: RowSource<Row>,
): GraphAnswer {
  if (!isEventual(call)) return refuse('QueryAdvanced', { detail: '$count' })
  call.query.set('$count', 'true')
  const read = readOptions(call, type)
  if (!read.ok) return read.answer
  const order = source.inOrder(undefined)
  const narrowed = read.options.filter === undefined ? undefined : source.narrowed?.(read.options.filter)
  if (order === undefined) throw new Error('every source has an order by id')
  const rows = narrowed === undefined ? order : ordered(narrowed, order)
  return {
    status: 200,
    raw: { contentType: 'text/plain', bytes: String(countRows(rows, predicateOf(type, call, read.options))) },
  }
}

/** A source over rows that are at hand: members of a group, rows of a report. */
export function listSource<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  sortValues: Readonly<Record<string, (row: Row) => string>> = {},
): RowSource<Row> {
  return {
    idOf,
    inOrder: (property) => {
      const read = property === undefined ? () => '' : sortValues[property]
      if (read === undefined) return undefined
      const keyOf = (row: Row): PageKey => ({ value: read(row).toLowerCase(), id: idOf(row) })
      return ordered(rows, { size: rows.length, keyOf, walk: () => rows })
    },
  }
}
