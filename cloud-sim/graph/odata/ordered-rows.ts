/** Rows in an order that pages can go on in: by key, never by the n-th row, so that writes between pages lose nothing. */
import type { Filter } from '#core/entra/odata-filter.ts'

export interface PageKey {
  readonly value: string
  readonly id: string
}

export interface OrderedRows<Row> {
  /** How many there are; undefined when only walking would tell. */
  readonly size: number | undefined
  walk(after: PageKey | undefined, descending?: boolean): Iterable<Row>
  keyOf(row: Row): PageKey
}

export interface RowSource<Row> {
  /** In the order of a property, or of the id. */
  inOrder(property: string | undefined): OrderedRows<Row> | undefined
  /** Rows that an index says are all that can match; undefined when none helps. */
  narrowed?(filter: Filter): readonly Row[] | undefined
}

export const compareKeys = (a: PageKey, b: PageKey): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

export const fewRows = 1_000

/** Undefined when there are many: then meeting them on a walk costs less than sorting them for every page. */
export function fewOf<Row>(rows: Iterable<Row>): readonly Row[] | undefined {
  const taken: Row[] = []
  for (const row of rows) {
    if (taken.length === fewRows) return undefined
    taken.push(row)
  }
  return taken
}

/** A few rows that are at hand, in the order that `keyOf` says. */
export function sortedRows<Row>(rows: readonly Row[], keyOf: (row: Row) => PageKey): OrderedRows<Row> {
  const sorted = rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => compareKeys(a.key, b.key))
  const rest = (after: PageKey, descending: boolean) =>
    sorted.filter(({ key }) => (descending ? compareKeys(key, after) < 0 : compareKeys(key, after) > 0))
  return {
    size: rows.length,
    keyOf,
    walk: (after, descending = false) => {
      const left = after === undefined ? sorted : rest(after, descending)
      return (descending ? left.toReversed() : left).map(({ row }) => row)
    },
  }
}

/** A source over rows that are at hand: domains, rows of a report. */
export function listSource<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  sortValues: Readonly<Record<string, (row: Row) => string>> = {},
): RowSource<Row> {
  return {
    inOrder: (property) => {
      const read = property === undefined ? () => '' : sortValues[property]
      return read === undefined
        ? undefined
        : sortedRows(rows, (row) => ({ value: read(row).toLowerCase(), id: idOf(row) }))
    },
  }
}
