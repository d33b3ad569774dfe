/** Reads `$select`, `$filter`, `$top` and the others, and holds them against the type and the rules of advanced queries. */
import { clausesOf } from '#core/entra/odata-clauses.ts'
import type { Filter } from '#core/entra/odata-filter.ts'
import { type GraphAnswer, type GraphCall, refuse } from '../call/graph-call.ts'
import { expansionsOf } from '../objects/expansions.ts'
import { capitalised, type EntityType, isDirectoryType, propertyNamed } from './entity-type.ts'
import { type Expand, readExpand } from './expand-options.ts'
import { readFilter } from './filter-options.ts'
import { readSearch, type Search } from './search.ts'

export interface QueryOptions {
  readonly select: readonly string[] | undefined
  readonly expand: readonly Expand[]
  readonly filter: Filter | undefined
  readonly top: number | undefined
  readonly orderBy: { readonly property: string; readonly descending: boolean } | undefined
  readonly search: Search | undefined
  readonly count: boolean
  readonly skipToken: string | undefined
}

export type ReadOptions =
  | { readonly ok: true; readonly options: QueryOptions }
  | { readonly ok: false; readonly answer: GraphAnswer }

const no = (answer: GraphAnswer): { readonly ok: false; readonly answer: GraphAnswer } => ({
  ok: false,
  answer,
})

const noOptions: QueryOptions = {
  select: undefined,
  expand: [],
  filter: undefined,
  top: undefined,
  orderBy: undefined,
  search: undefined,
  count: false,
  skipToken: undefined,
}

const known = new Set([
  'select',
  'filter',
  'top',
  'orderby',
  'expand',
  'search',
  'count',
  'skip',
  'skiptoken',
  'deltatoken',
  'format',
])

/** Option names may come with or without the dollar sign, in any case; each once. */
function optionsOf(query: URLSearchParams): Map<string, string> | GraphAnswer {
  const found = new Map<string, string>()
  for (const [name, value] of query) {
    const bare = name.toLowerCase().replace(/^\$/, '')
    if (!known.has(bare)) {
      if (name.startsWith('$')) return refuse('OptionUnknown', { option: name })
      continue
    }
    if (found.has(bare)) return refuse('OptionTwice', { option: `$${bare}` })
    found.set(bare, value)
  }
  return found
}

const onCollectionsOnly = ['filter', 'orderby', 'search', 'skip', 'top']

export const isEventual = (call: GraphCall): boolean =>
  call.header('consistencylevel')?.toLowerCase() === 'eventual'

interface Limits {
  /** Largest page. */
  readonly most?: number
  readonly counts?: true
  /** One object, no collection. */
  readonly isOne?: true
  /** Alternatives in a filter. */
  readonly clauses?: number
}

export function readOptions<Row>(call: GraphCall, type: EntityType<Row>, limits: Limits = {}): ReadOptions {
  if (!call.hasQuery) return { ok: true, options: noOptions }
  const given = optionsOf(call.query)
  if (!(given instanceof Map)) return no(given)
  if (limits.isOne && onCollectionsOnly.some((name) => given.has(name))) return no(refuse('OptionsOnEntity'))
  const format = given.get('format') ?? 'json'
  if (!/^(application\/)?json\b/i.test(format)) return no(refuse('FormatUnsupported', { format }))
  const select = readSelect(type, given.get('select'))
  if (!select.ok) return select
  const top = readTop(given.get('top'), limits)
  if (!top.ok) return top
  if (given.has('skip')) return no(refuse('SkipUnsupported'))
  const expand = readExpand(type, given.get('expand'))
  if (!expand.ok) return expand
  const filter = readFilter(type, given.get('filter'), limits.clauses)
  if (!filter.ok) return filter
  const orderBy = readOrder(type, given.get('orderby'))
  if (!orderBy.ok) return orderBy
  if (given.has('search') && !isEventual(call)) return no(refuse('SearchNeedsHeader'))
  const search = readSearch(type, given.get('search'))
  if (!search.ok) return search
  const count = given.get('count')?.toLowerCase()
  if (count !== undefined && count !== 'true' && count !== 'false')
    return no(refuse('CountSyntax', { text: count }))
  const options: QueryOptions = {
    select: select.value,
    expand: expand.value,
    filter: filter.value,
    top: top.value,
    orderBy: orderBy.value,
    search: search.value,
    count: limits.counts === true || count === 'true',
    skipToken: given.get('skiptoken'),
  }
  const advanced = needsAdvanced(call, type, options)
  return advanced === undefined ? { ok: true, options } : no(advanced)
}

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: GraphAnswer }

function readSelect<Row>(
  type: EntityType<Row>,
  text: string | undefined,
): Read<readonly string[] | undefined> {
  if (text === undefined || text.trim() === '' || text.trim() === '*') return { ok: true, value: undefined }
  const names: string[] = []
  for (const part of text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const name = propertyNamed(type, part.split('/')[0] ?? '')
    // Navigation properties in $select are accepted and give nothing; unknown names are an error.
    if (name !== undefined) names.push(name)
    else if (expansionsOf(type)[part] === undefined)
      return no(refuse('QueryPropertyUnknown', { property: part, type: type.name }))
  }
  return { ok: true, value: [...new Set(names)] }
}

function readTop(text: string | undefined, { most = 999 }: Limits): Read<number | undefined> {
  if (text === undefined) return { ok: true, value: undefined }
  const top = /^\d+$/.test(text) ? Number(text) : 0
  return top < 1 || top > most
    ? no(refuse('PageSize', { size: text, most: String(most) }))
    : { ok: true, value: top }
}

function readOrder<Row>(type: EntityType<Row>, text: string | undefined): Read<QueryOptions['orderBy']> {
  if (text === undefined || text.trim() === '') return { ok: true, value: undefined }
  const [, written = '', direction = 'asc', rest] =
    /^\s*([\w/.]+)(?:\s+(asc|desc))?\s*(,.*)?$/is.exec(text) ?? []
  if (written === '') return no(refuse('OrderSyntax', { text }))
  const property = propertyNamed(type, written)
  if (property === undefined)
    return no(refuse('QueryPropertyUnknown', { property: written, type: type.name }))
  if (type.properties[property]?.sortable === undefined || rest !== undefined)
    return no(refuse('OrderUnsupported', { property: text, type: capitalised(type.name) }))
  return { ok: true, value: { property, descending: direction.toLowerCase() === 'desc' } }
}

/** ne, not, endsWith, $count in a filter, and $filter with $orderby ask for ConsistencyLevel: eventual and $count=true. */
function needsAdvanced<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  options: QueryOptions,
): GraphAnswer | undefined {
  if (options.search !== undefined || !isDirectoryType(type)) return undefined
  const detail = advancedPart(options)
  if (detail === undefined) return undefined
  return isEventual(call) && options.count ? undefined : refuse('QueryAdvanced', { detail })
}

function advancedPart({ filter, orderBy, expand }: QueryOptions): string | undefined {
  if (expand.some(({ levels }) => levels > 1)) return '$levels'
  if (filter === undefined) return undefined
  if (orderBy !== undefined) return '$filter with $orderby'
  for (const { path, operator } of clausesOf(filter)) {
    if (operator === 'ne' || operator === 'not' || operator === 'endswith') return `'${operator}'`
    if (path.endsWith('/$count')) return '$count'
  }
  return undefined
}
