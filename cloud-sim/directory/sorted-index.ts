/**
 * The ids of a collection in the order of one property, for pages that survive writes: a page asks for what comes after a
 * key, never for the n-th row. New rows wait, by id alone, until somebody asks, so that loading many is one sort.
 */
import type { Collection, StoredRecord } from '#core/ports.ts'

export interface SortKey {
  readonly value: string
  readonly id: string
}

export interface SortedIndex<Row> {
  readonly size: number
  /** Rows after (or, descending, before) the key; from the very end when there is none. Lazily, one at a time. */
  walk(after: SortKey | undefined, descending?: boolean): Generator<Row>
  /** Rows whose value starts with a prefix, ascending. */
  startingWith(prefix: string, after: SortKey | undefined): Generator<Row>
  keyOf(row: Row): SortKey
}

const compare = (a: SortKey, b: SortKey): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

export function createSortedIndex<Row extends StoredRecord>(
  collection: Pick<Collection<Row>, 'get' | 'watch'>,
  includes: (row: Row) => boolean,
  sortValue: (row: Row) => string,
): SortedIndex<Row> {
  let sorted: SortKey[] = []
  /** Ids of rows that have come since somebody asked; one may have come twice, or be gone again. */
  let waiting: string[] = []
  let size = 0
  const keyOf = (row: Row): SortKey => ({ value: sortValue(row).toLowerCase(), id: row.id })

  const lowerBound = (key: SortKey): number => {
    let [from, to] = [0, sorted.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      const there = sorted[middle]
      if (there !== undefined && compare(there, key) < 0) from = middle + 1
      else to = middle
    }
    return from
  }
  const remove = (key: SortKey) => {
    const at = lowerBound(key)
    if (sorted[at]?.id === key.id) sorted.splice(at, 1)
  }
  const settle = () => {
    if (waiting.length === 0) return
    const keys: SortKey[] = []
    for (const id of new Set(waiting)) {
      const row = collection.get(id)
      if (row !== undefined && includes(row)) keys.push(keyOf(row))
    }
    waiting = []
    if (keys.length > 64) sorted = sorted.concat(keys).sort(compare)
    else for (const key of keys) sorted.splice(lowerBound(key), 0, key)
  }
  const wait = (id: string) => {
    waiting.push(id)
    if (waiting.length > 2 * size + 1_024) waiting = [...new Set(waiting)]
  }
  collection.watch((before, after) => {
    const was = before !== undefined && includes(before) ? before : undefined
    const is = after !== undefined && includes(after) ? after : undefined
    if (was === is || (was !== undefined && is !== undefined && sortValue(was) === sortValue(is))) return
    size += Number(is !== undefined) - Number(was !== undefined)
    if (was !== undefined) remove(keyOf(was))
    if (is !== undefined) wait(is.id)
  })

  function* walk(after: SortKey | undefined, descending = false): Generator<Row> {
    settle()
    let at = descending
      ? (after === undefined ? sorted.length : lowerBound(after)) - 1
      : after === undefined
        ? 0
        : lowerBound(after)
    if (!descending && after !== undefined && sorted[at]?.id === after.id) at++
    for (let key = sorted[at]; key !== undefined; at += descending ? -1 : 1, key = sorted[at]) {
      const row = collection.get(key.id)
      if (row !== undefined) yield row
    }
  }
  function* startingWith(prefix: string, after: SortKey | undefined): Generator<Row> {
    const start = prefix.toLowerCase()
    const from = after ?? { value: start, id: '' }
    for (const row of walk(from)) {
      if (!sortValue(row).toLowerCase().startsWith(start)) return
      yield row
    }
  }
  return {
    get size() {
      return size
    },
    walk,
    startingWith,
    keyOf,
  }
}
