/**
 * Walks many rows in slices, so that a filter over a large directory lets other requests in between. Between slices rows
 * may change: each slice starts anew behind the last key, as the pages themselves do.
 */
import type { Later } from '#core/later.ts'
import type { OrderedRows, PageKey } from './ordered-rows.ts'

const rowsPerSlice = 2_000

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Looks at each row until `enough`. Answers at once where one slice was enough. */
export function walkInSlices<Row>(
  rows: OrderedRows<Row>,
  visit: (row: Row) => 'go-on' | 'enough',
  after?: PageKey,
  descending?: boolean,
): Later<undefined> {
  let last = after
  /** Undefined when there is nothing left to look at. */
  const slice = (): 'more' | undefined => {
    let left = rowsPerSlice
    for (const row of rows.walk(last, descending)) {
      if (visit(row) === 'enough') return undefined
      if (--left > 0) continue
      last = rows.keyOf(row)
      return 'more'
    }
    return undefined
  }
  const rest = async (): Promise<undefined> => {
    do await nextTurn()
    while (slice() === 'more')
  }
  return slice() === 'more' ? rest() : undefined
}
