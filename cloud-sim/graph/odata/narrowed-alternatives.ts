/** `a or b` and `in (a, b)` by index: the rows of each alternative together, where an index has those of every one. */
import type { Filter } from '#core/entra/odata-filter.ts'
import { fewRows } from './ordered-rows.ts'

type Narrow<Row> = (filter: Filter) => readonly Row[] | undefined

/** `byIndex` with what it cannot answer as a whole asked in parts. */
export function narrowedByParts<Row extends { readonly id: string }>(byIndex: Narrow<Row>): Narrow<Row> {
  const together = (parts: readonly Filter[]): readonly Row[] | undefined => {
    const rows = new Map<string, Row>()
    for (const part of parts) {
      const found = narrowed(part)
      if (found === undefined || rows.size + found.length > fewRows) return undefined
      for (const row of found) rows.set(row.id, row)
    }
    return [...rows.values()]
  }
  const inParts: Narrow<Row> = (filter) => {
    if (filter.kind === 'and') return inParts(filter.left) ?? inParts(filter.right)
    if (filter.kind === 'or') return together([filter.left, filter.right])
    if (filter.kind !== 'in') return undefined
    const { path, values } = filter
    return together(values.map((value) => ({ kind: 'compare', path, operator: 'eq', value })))
  }
  const narrowed: Narrow<Row> = (filter) => byIndex(filter) ?? inParts(filter)
  return narrowed
}
