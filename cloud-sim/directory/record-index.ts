/** Indexes over a collection, kept true by its `watch`: loading, writing, rolling back and restoring are one mechanism. */
import type { Collection, StoredRecord } from '#core/ports.ts'

export interface RecordIndex<Row> {
  /** The only record under a key; with several, the one that came first. */
  find(key: string): Row | undefined
  all(key: string): readonly Row[]
  count(key: string): number
}

const none: readonly string[] = []

/** Nearly every change of a record leaves its keys as they were. */
function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}

/** Keys are compared without case. Most keys have one holder, so a lone id is kept without a Set around it. */
export function createIndex<Row extends StoredRecord>(
  collection: Pick<Collection<Row>, 'get' | 'watch'>,
  keysOf: (row: Row) => readonly string[],
): RecordIndex<Row> {
  const holders = new Map<string, string | Set<string>>()
  const add = (key: string, id: string) => {
    const there = holders.get(key)
    if (there === undefined) holders.set(key, id)
    else if (typeof there !== 'string') there.add(id)
    else if (there !== id) holders.set(key, new Set([there, id]))
  }
  const remove = (key: string, id: string) => {
    const there = holders.get(key)
    if (there === id) holders.delete(key)
    else if (typeof there === 'object' && there.delete(id) && there.size === 0) holders.delete(key)
  }
  collection.watch((before, after) => {
    const old = before === undefined ? none : keysOf(before)
    const fresh = after === undefined ? none : keysOf(after)
    if (sameKeys(old, fresh)) return
    if (before !== undefined) for (const key of old) remove(key.toLowerCase(), before.id)
    if (after !== undefined) for (const key of fresh) add(key.toLowerCase(), after.id)
  })
  // By hand: an index is asked at nearly every call, and `flatMap` takes several times as long.
  const rowsOf = (ids: Iterable<string>): Row[] => {
    const rows: Row[] = []
    for (const id of ids) {
      const row = collection.get(id)
      if (row !== undefined) rows.push(row)
    }
    return rows
  }
  return {
    find: (key) => {
      const there = holders.get(key.toLowerCase())
      if (there === undefined) return undefined
      const id = typeof there === 'string' ? there : there.values().next().value
      return id === undefined ? undefined : collection.get(id)
    },
    all: (key) => {
      const there = holders.get(key.toLowerCase())
      return there === undefined ? [] : rowsOf(typeof there === 'string' ? [there] : there)
    },
    count: (key) => {
      const there = holders.get(key.toLowerCase())
      return there === undefined ? 0 : typeof there === 'string' ? 1 : there.size
    },
  }
}
