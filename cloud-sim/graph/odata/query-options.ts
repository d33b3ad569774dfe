/** Reads `$select`, `$filter`, `$top` and the others, and holds them against the type and the rules of advanced queries. */
import { clausesOf } from '#core/entra/odata-clauses.ts'
import { type Filter, parseFilter } from '#core/entra/odata-filter.ts'
import { type GraphAnswer, type GraphCall, refuse } from '../call/graph-call.ts'
import { type EntityType, propertyNamed } from './entity-type.ts'

export interface QueryOptions {
  readonly select: readonly string[] | undefined
  readonly expand: readonly { readonly name: string; readonly select: readonly string[] | undefined }[]
  readonly filter: Filter | undefined
  readonly top: number | undefined
  readonly orderBy: { readonly property: string; readonly descending: boolean } | undefined
  readonly search:
    | readonly (readonly { readonly property: string | undefined; readonly text: string }[])[]
    | undefined
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

/** Option names may come with or without the dollar sign, in any case. */
function optionsOf(query: URLSearchParams): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of query) {
    const bare = name.toLowerCase().replace(/^\$/, '')
    if (!found.has(bare)) found.set(bare, value)
  }
  return found
}

export const isEventual = (call: GraphCall): boolean =>
  call.header('consistencylevel')?.toLowerCase() === 'eventual'

export function readOptions<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  limits: { readonly most?: number; readonly noPages?: true; readonly counts?: true } = {},
): ReadOptions {
  if (!call.hasQuery) return { ok: true, options: noOptions }
  const given = optionsOf(call.query)
  const select = readSelect(type, given.get('select'))
  if (!select.ok) return select
  const top = readTop(given.get('top'), limits)
  if (!top.ok) return top
  if (given.has('skip')) return no(refuse('SkipUnsupported'))
  const expand = readExpand(type, given.get('expand'))
  if (!expand.ok) return expand
  const filter = readFilter(type, given.get('filter'))
  if (!filter.ok) return filter
  const orderBy = readOrder(type, given.get('orderby'))
  if (!orderBy.ok) return orderBy
  const search = given.has('search') ? readSearch(given.get('search') ?? '') : undefined
  const options: QueryOptions = {
    select: select.value,
    expand: expand.value,
    filter: filter.value,
    top: top.value,
    orderBy: orderBy.value,
    search,
    count: limits.counts === true || given.get('count')?.toLowerCase() === 'true',
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
    else if (type.expand?.[part] === undefined)
      return no(refuse('QueryPropertyUnknown', { property: part, type: type.name }))
  }
  return { ok: true, value: [...new Set(names)] }
}

function readTop(
  text: string | undefined,
  { most = 999, noPages }: { readonly most?: number; readonly noPages?: true },
): Read<number | undefined> {
  if (text === undefined) return { ok: true, value: undefined }
  if (noPages) return no(refuse('PageSizeUnsupported'))
  const top = /^\d+$/.test(text) ? Number(text) : 0
  return top < 1 || top > most
    ? no(refuse('PageSize', { size: text, most: String(most) }))
    : { ok: true, value: top }
}

/** `manager($select=id,displayName)`, `members,owners`. */
function readExpand<Row>(type: EntityType<Row>, text: string | undefined): Read<QueryOptions['expand']> {
  if (text === undefined || text === '') return { ok: true, value: [] }
  const expands = []
  for (const [, written = '', inner] of text.matchAll(/([\w.]+)(?:\(([^)]*)\))?\s*,?/g)) {
    const name = Object.keys(type.expand ?? {}).find((each) => each.toLowerCase() === written.toLowerCase())
    if (name === undefined) return no(refuse('QueryPropertyUnknown', { property: written, type: type.name }))
    const select = /\$select=([^;]*)/i
      .exec(inner ?? '')?.[1]
      ?.split(',')
      .map((each) => each.trim())
    expands.push({ name, select })
  }
  // Directory objects expand one navigation property at a time (graph.md §2.1).
  if (expands.length > 1 && isDirectoryType.has(type.name)) return no(refuse('ExpandTooMuch'))
  return { ok: true, value: expands }
}

const operatorWords: Readonly<Record<string, string>> = {
  gt: 'ge',
  lt: 'le',
  startswith: 'startsWith',
  endswith: 'endsWith',
  all: 'any',
  contains: 'contains',
}

function readFilter<Row>(type: EntityType<Row>, text: string | undefined): Read<Filter | undefined> {
  if (text === undefined || text.trim() === '') return { ok: true, value: undefined }
  const parsed = parseFilter(text)
  if (!parsed.ok) return no(refuse('QuerySyntax', { detail: parsed.detail }))
  for (const { path, operator, isNull } of clausesOf(parsed.filter)) {
    const name = propertyNamed(type, path.split('/')[0] ?? '')
    const property = name === undefined ? undefined : type.properties[name]
    if (property === undefined) return no(refuse('QueryPropertyUnknown', { property: path, type: type.name }))
    const word = isNull && operator === 'eq' ? 'eq' : (operatorWords[operator] ?? operator)
    const supported = (property.filter ?? '').split(' ')
    const isCollectionTest = word === 'any' && (supported.includes('any') || supported.includes('eq'))
    if (
      !supported.includes(word) &&
      !isCollectionTest &&
      !(path.endsWith('/$count') && (word === 'eq' || word === 'ne'))
    )
      return no(refuse('QueryUnsupported', { property: path, type: capital(type.name) }))
  }
  return { ok: true, value: parsed.filter }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function readOrder<Row>(type: EntityType<Row>, text: string | undefined): Read<QueryOptions['orderBy']> {
  if (text === undefined || text.trim() === '') return { ok: true, value: undefined }
  const [written = '', direction = 'asc'] = text.trim().split(/\s+/)
  const property = propertyNamed(type, written)
  if (property === undefined)
    return no(refuse('QueryPropertyUnknown', { property: written, type: type.name }))
  if (type.properties[property]?.sortable === undefined || text.includes(','))
    return no(refuse('OrderUnsupported', { property: written, type: capital(type.name) }))
  return { ok: true, value: { property, descending: direction.toLowerCase() === 'desc' } }
}

/** `"displayName:anna" OR "mail:anna"`: alternatives of conjunctions. */
function readSearch(text: string): QueryOptions['search'] {
  return text.split(/\s+OR\s+/).map((alternative) =>
    alternative.split(/\s+AND\s+/).map((clause) => {
      const bare = clause.trim().replace(/^[("]+|[)"]+$/g, '')
      const at = bare.indexOf(':')
      return at < 0
        ? { property: undefined, text: bare }
        : { property: bare.slice(0, at), text: bare.slice(at + 1).replace(/^"|"$/g, '') }
    }),
  )
}

/** ne, not, endsWith, $count in a filter, and $filter with $orderby ask for ConsistencyLevel: eventual and $count=true. */
function needsAdvanced<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  options: QueryOptions,
): GraphAnswer | undefined {
  if (options.search !== undefined) return isEventual(call) ? undefined : refuse('SearchNeedsHeader')
  if (!isDirectoryType.has(type.name)) return undefined
  const detail = advancedPart(options)
  if (detail === undefined) return undefined
  return isEventual(call) && options.count ? undefined : refuse('QueryAdvanced', { detail })
}

const isDirectoryType = new Set(['user', 'group', 'directoryObject', 'application', 'servicePrincipal'])

function advancedPart({ filter, orderBy }: QueryOptions): string | undefined {
  if (filter === undefined) return undefined
  if (orderBy !== undefined) return '$filter with $orderby'
  for (const { path, operator } of clausesOf(filter)) {
    if (operator === 'ne' || operator === 'not' || operator === 'endswith') return `'${operator}'`
    if (path.endsWith('/$count')) return '$count'
  }
  return undefined
}
