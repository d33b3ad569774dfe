/**
 * A type of entity: its properties, how each is read from a record, which come without being asked for, and what
 * `$filter` may ask about each (graph.md §2.1).
 */
import type { GraphCall } from '../call/graph-call.ts'

export interface Property<Row> {
  readonly read: (row: Row, call: GraphCall) => unknown
  /** In v1.0 without `$select`. */
  readonly isDefault?: true
  /** Also absent from beta's default. */
  readonly onlySelected?: true
  /** Only beta knows it. */
  readonly betaOnly?: true
  /** `eq ne not ge le in startsWith endsWith null any`; absent: not filterable. */
  readonly filter?: string
  /** Sorted by an index of the source. */
  readonly sortable?: true
  readonly searchable?: true
}

/** What the parentheses behind a name in `$expand` say. */
export interface Expanded {
  readonly select: readonly string[] | undefined
  /** How often the expansion goes on in what it brought. */
  readonly levels: number
}

export type Expansions<Row> = Readonly<Record<string, (row: Row, call: GraphCall, how: Expanded) => unknown>>

export interface EntityType<Row> {
  /** `user` */
  readonly name: string
  /** `users`; the fragment of `@odata.context`. */
  readonly set: string
  readonly properties: Readonly<Record<string, Property<Row>>>
  /** Properties that a tenant has made itself, by their names; only when selected. */
  readonly furtherProperty?: (name: string) => Property<Row> | undefined
  /** Rows are store records, replaced and never changed: what was shown of one can be shown again. */
  readonly isRecord?: true
  /** How a row is shown where its properties depend on what it is: in mixed collections. */
  readonly show?: (
    row: Row,
    call: GraphCall,
    select: readonly string[] | undefined,
  ) => Record<string, unknown>
  /** Names that `$expand` takes, with how to read them; those of directory objects are in `objects/expansions.ts`. */
  readonly expand?: Expansions<Row>
}

/** Turns a record into what the client sees. */
export type Projection<Row> = (row: Row, call: GraphCall) => Record<string, unknown>

const projectionsOf = new WeakMap<object, Map<string, Projection<never>>>()

/** ISO without fraction where there is none, as Graph writes. */
export const iso = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z')

export function defaultNames<Row>(type: EntityType<Row>, version: GraphCall['version']): string[] {
  const entries = Object.entries(type.properties)
  const wanted =
    version === 'v1.0'
      ? entries.filter(([, property]) => property.isDefault)
      : entries.filter(([, property]) => property.onlySelected === undefined)
  return wanted.map(([name]) => name)
}

/** Compiled once per type, version and selection. */
export function projection<Row>(
  type: EntityType<Row>,
  version: GraphCall['version'],
  select: readonly string[] | undefined,
): Projection<Row> {
  const known = projectionsOf.get(type) ?? new Map<string, Projection<never>>()
  projectionsOf.set(type, known)
  const key = `${version} ${select?.join() ?? ''}`
  const there = known.get(key)
  // The map is keyed by the type, so what is in it reads this type's rows.
  if (there !== undefined) return there as Projection<Row>
  const names = select ?? defaultNames(type, version)
  const readers = names.flatMap((name) => {
    const property = propertyOf(type, name)
    return property === undefined ? [] : [[name, property.read] as const]
  })
  const project: Projection<Row> = (row, call) => {
    const shown: Record<string, unknown> = {}
    for (const [name, read] of readers) shown[name] = read(row, call)
    return shown
  }
  if (known.size < 500) known.set(key, project as Projection<never>)
  return project
}

/** A reader that takes the row and nothing else gives the same for the same record, always. */
export const isOfRowAlone = <Row>(
  type: EntityType<Row>,
  version: GraphCall['version'],
  select: readonly string[] | undefined,
): boolean =>
  type.show === undefined &&
  (select ?? defaultNames(type, version)).every((name) => (propertyOf(type, name)?.read.length ?? 2) < 2)

/** By its own spelling. */
export const propertyOf = <Row>(type: EntityType<Row>, name: string): Property<Row> | undefined =>
  type.properties[name] ?? type.furtherProperty?.(name)

/** The property's own spelling, whatever the client's case. */
export function propertyNamed<Row>(type: EntityType<Row>, name: string): string | undefined {
  if (Object.hasOwn(type.properties, name)) return name
  const lower = name.toLowerCase()
  return (
    Object.keys(type.properties).find((each) => each.toLowerCase() === lower) ??
    (type.furtherProperty?.(name) === undefined ? undefined : name)
  )
}

const directoryTypes = new Set([
  'user',
  'group',
  'directoryObject',
  'application',
  'servicePrincipal',
  'administrativeUnit',
])

/** Types that the directory's rules of advanced queries, expansion and filters are for. */
export const isDirectoryType = ({ name }: { readonly name: string }): boolean => directoryTypes.has(name)

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
