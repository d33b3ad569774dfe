/** What a `$filter` asks about, and what it demands of every row: the questions that an index can answer. */
import type { Filter, Literal } from './odata-filter.ts'

/** Every property that the filter asks about, with what it asks. */
export function* clausesOf(
  filter: Filter,
): Generator<{ readonly path: string; readonly operator: string; readonly isNull: boolean }> {
  if ('left' in filter) {
    yield* clausesOf(filter.left)
    yield* clausesOf(filter.right)
  } else if (filter.kind === 'not') {
    for (const clause of clausesOf(filter.of)) yield { ...clause, operator: 'not' }
  } else if (filter.kind === 'compare')
    yield { path: filter.path, operator: filter.operator, isNull: filter.value === null }
  else if (filter.kind === 'in') yield { path: filter.path, operator: 'in', isNull: false }
  else if (filter.kind === 'call') yield { path: filter.path, operator: filter.name, isNull: false }
  else yield { path: filter.path, operator: filter.kind, isNull: false }
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
