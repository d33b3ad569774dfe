/** Whether a row fits a `$filter`: text without case, instants whatever their precision. */
import type { Comparison, Filter, Literal } from './odata-filter.ts'

/** Reads what a path names in a row: `displayName`, `status/errorCode`. */
export type ReadPath<Row> = (row: Row, path: string) => unknown

/** `2026-01-01T00:00:00Z` and `…00.0000000Z` are the same instant; date-only is midnight. */
const dateLike = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?Z)?$/

function comparable(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') {
    const date = dateLike.exec(value)
    return date === null
      ? value.toLowerCase()
      : `${date[1]}t${date[2] ?? '00:00'}:${date[3] ?? '00'}.${(date[4] ?? '').padEnd(7, '0')}z`
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function compare(found: unknown, operator: Comparison, wanted: Literal): boolean {
  const [a, b] = [comparable(found), comparable(wanted)]
  if (operator === 'eq') return a === b
  if (operator === 'ne') return a !== b
  if (a === null || b === null || typeof a !== typeof b) return false
  if (operator === 'ge') return a >= b
  if (operator === 'le') return a <= b
  return operator === 'gt' ? a > b : a < b
}

const textual = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '')

function call(name: 'startswith' | 'endswith' | 'contains', found: unknown, wanted: string): boolean {
  const [text, part] = [textual(found), wanted.toLowerCase()]
  if (name === 'startswith') return text.startsWith(part)
  return name === 'endswith' ? text.endsWith(part) : text.includes(part)
}

/** Inside a lambda the variable stands for the item, `x/skuId` for a member of it. */
function readItem(item: unknown, path: string, variable: string): unknown {
  if (path === variable) return item
  let value = item
  for (const step of path.slice(variable.length + 1).split('/')) value = memberOf(value, step)
  return value
}

export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value))
    if (key.toLowerCase() === name.toLowerCase()) return member
  return undefined
}

export function matches<Row>(filter: Filter, row: Row, read: ReadPath<Row>): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, row, read) && matches(filter.right, row, read)
    case 'or':
      return matches(filter.left, row, read) || matches(filter.right, row, read)
    case 'not':
      return !matches(filter.of, row, read)
    case 'compare':
      return compare(read(row, filter.path), filter.operator, filter.value)
    case 'in': {
      const found = comparable(read(row, filter.path))
      return filter.values.some((value) => comparable(value) === found)
    }
    case 'call':
      return call(filter.name, read(row, filter.path), filter.value)
    case 'any':
    case 'all': {
      const items = read(row, filter.path)
      if (!Array.isArray(items)) return filter.kind === 'all'
      const { of, variable } = filter
      if (of === undefined) return items.length > 0
      const holds = (item: unknown) => matches(of, item, (inner, path) => readItem(inner, path, variable))
      return filter.kind === 'any' ? items.some(holds) : items.every(holds)
    }
  }
}
