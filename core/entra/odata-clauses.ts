/** What a `$filter` asks about, and what it demands of every row: the questions that an index can answer. */
import type { Filter, Literal } from './odata-filter.ts'

export interface Clause {
  readonly path: string
  readonly operator: string
  readonly isNull: boolean
  /** What the path is held against; nothing for any and all. */
  readonly values: readonly Literal[]
}

/** Every property that the filter asks about, with what it asks. */
export function* clausesOf(filter: Filter): Generator<Clause> {
  if ('left' in filter) {
    yield* clausesOf(filter.left)
    yield* clausesOf(filter.right)
  } else if (filter.kind === 'not') {
    for (const clause of clausesOf(filter.of)) yield { ...clause, operator: 'not' }
  } else if (filter.kind === 'compare')
    yield {
      path: filter.path,
      operator: filter.operator,
      isNull: filter.value === null,
      values: [filter.value],
    }
  else if (filter.kind === 'in')
    yield { path: filter.path, operator: 'in', isNull: false, values: filter.values }
  else if (filter.kind === 'call')
    yield { path: filter.path, operator: filter.name, isNull: false, values: [filter.value] }
  else yield { path: filter.path, operator: filter.kind, isNull: false, values: [] }
}

/** How many alternatives the widest `or` of the filter offers; the values of an `in` are alternatives, too. */
export function widestOr(filter: Filter): number {
  const branches: Filter[] = []
  let wide = 0
  const gather = (part: Filter): number => {
    if (part.kind === 'or') return gather(part.left) + gather(part.right)
    branches.push(part)
    return 1
  }
  const width = gather(filter)
  for (const part of branches) {
    if (part.kind === 'and') wide = Math.max(wide, widestOr(part.left), widestOr(part.right))
    else if (part.kind === 'not') wide = Math.max(wide, widestOr(part.of))
    else if (part.kind === 'in') wide = Math.max(wide, part.values.length)
  }
  return Math.max(width, wide)
}

/** Values that the filter demands of a path at its top level, joined by `and`: an index can answer these. */
export function demanded(filter: Filter, path: string): Literal | undefined {
  if (filter.kind === 'and') return demanded(filter.left, path) ?? demanded(filter.right, path)
  if (
    filter.kind === 'compare' &&
    filter.operator === 'eq' &&
    filter.path.toLowerCase() === path.toLowerCase()
  )
    return filter.value
  return undefined
}

/** The same for `assignedLicenses/any(x:x/skuId eq …)` and `proxyAddresses/any(p:p eq …)`. */
export function demandedOfAny(filter: Filter, path: string): Literal | undefined {
  if (filter.kind === 'and') return demandedOfAny(filter.left, path) ?? demandedOfAny(filter.right, path)
  if (filter.kind !== 'any' || filter.path.toLowerCase() !== path.toLowerCase()) return undefined
  return filter.of?.kind === 'compare' && filter.of.operator === 'eq' ? filter.of.value : undefined
}

/** Prefix that the filter demands of a path. */
export function demandedPrefix(filter: Filter, path: string): string | undefined {
  if (filter.kind === 'and') return demandedPrefix(filter.left, path) ?? demandedPrefix(filter.right, path)
  return filter.kind === 'call' &&
    filter.name === 'startswith' &&
    filter.path.toLowerCase() === path.toLowerCase()
    ? filter.value
    : undefined
}
