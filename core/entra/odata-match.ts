/** Whether rows fit a `$filter`: text without case, instants whatever their precision. Read once, asked of many rows. */
import type { Comparison, Filter, Literal } from './odata-filter.ts'

/** How what a path names is read in a row: `displayName`, `status/errorCode`. */
export type ReaderOf<Row> = (path: string) => (row: Row) => unknown
type Test<Row> = (row: Row) => boolean

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

function comparison(operator: Comparison, wanted: Literal): Test<unknown> {
  const b = comparable(wanted)
  if (operator === 'eq') return (found) => comparable(found) === b
  if (operator === 'ne') return (found) => comparable(found) !== b
  const inOrder = orders[operator]
  return (found) => {
    const a = comparable(found)
    return a !== null && b !== null && typeof a === typeof b && inOrder(a, b)
  }
}

type Ordered = string | number | boolean
const orders: Readonly<Record<Exclude<Comparison, 'eq' | 'ne'>, (a: Ordered, b: Ordered) => boolean>> = {
  ge: (a, b) => a >= b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  lt: (a, b) => a < b,
}

const textual = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '')

const textTests: Readonly<
  Record<'startswith' | 'endswith' | 'contains', (text: string, part: string) => boolean>
> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
}

/** Inside a lambda the variable stands for the item, `x/skuId` for a member of it. */
function itemReader(path: string, variable: string): (item: unknown) => unknown {
  if (path === variable) return (item) => item
  const steps = path.slice(variable.length + 1).split('/')
  return (item) => steps.reduce(memberOf, item)
}

export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value))
    if (key.toLowerCase() === name.toLowerCase()) return member
  return undefined
}

export function testOf<Row>(filter: Filter, readerOf: ReaderOf<Row>): Test<Row> {
  switch (filter.kind) {
    case 'and': {
      const [left, right] = [testOf(filter.left, readerOf), testOf(filter.right, readerOf)]
      return (row) => left(row) && right(row)
    }
    case 'or': {
      const [left, right] = [testOf(filter.left, readerOf), testOf(filter.right, readerOf)]
      return (row) => left(row) || right(row)
    }
    case 'not': {
      const of = testOf(filter.of, readerOf)
      return (row) => !of(row)
    }
    case 'compare': {
      const [read, holds] = [readerOf(filter.path), comparison(filter.operator, filter.value)]
      return (row) => holds(read(row))
    }
    case 'in': {
      const [read, wanted] = [readerOf(filter.path), new Set(filter.values.map(comparable))]
      return (row) => wanted.has(comparable(read(row)))
    }
    case 'call': {
      const [read, holds, part] = [readerOf(filter.path), textTests[filter.name], filter.value.toLowerCase()]
      return (row) => holds(textual(read(row)), part)
    }
    case 'any':
    case 'all':
      return lambdaTest(filter, readerOf)
  }
}

function lambdaTest<Row>(
  { kind, path, variable, of }: Extract<Filter, { kind: 'any' | 'all' }>,
  readerOf: ReaderOf<Row>,
): Test<Row> {
  const read = readerOf(path)
  const holds = of === undefined ? undefined : testOf(of, (inner) => itemReader(inner, variable))
  return (row) => {
    const items = read(row)
    if (!Array.isArray(items)) return kind === 'all'
    if (holds === undefined) return items.length > 0
    return kind === 'any' ? items.some(holds) : items.every(holds)
  }
}
