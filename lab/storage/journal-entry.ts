/**
 * A record's part of a journal line. Of a record that was there before, only what has changed is told: a password takes a
 * hundred bytes, and the user whom it belongs to two thousand.
 */
import type { StoredRecord } from '#core/ports.ts'

/** New values of some properties. The id is not among them, so that a whole record is known by it. */
type Changes = Readonly<Record<string, unknown>>

export type JournalEntry = readonly [
  collection: string,
  id: string,
  /** null: deleted. */
  told: StoredRecord | Changes | null,
]

/** `before` and `after`: the record as it stood before the transaction, and as it stands after it. */
export function journalEntry(
  collection: string,
  id: string,
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
): JournalEntry {
  if (after === undefined) return [collection, id, null]
  return [collection, id, before === undefined ? after : (changesOf(before, after) ?? after)]
}

/** Undefined when properties came or went. Lists, because going through two records by name takes twice as long. */
function changesOf(before: StoredRecord, after: StoredRecord): Changes | undefined {
  const names = Object.keys(after)
  const namesBefore = Object.keys(before)
  if (names.length !== namesBefore.length) return undefined
  const values: readonly unknown[] = Object.values(after)
  const valuesBefore: readonly unknown[] = Object.values(before)
  const changes: Record<string, unknown> = {}
  for (const [at, name] of names.entries()) {
    if (name !== namesBefore[at]) return undefined
    if (values[at] === valuesBefore[at]) continue
    // JSON would leave it out, and the old value would stay.
    if (values[at] === undefined) return undefined
    changes[name] = values[at]
  }
  return changes
}

const isWhole = (told: StoredRecord | Changes): told is StoredRecord => 'id' in told

/**
 * Makes the record what the entry says. The snapshot that is replayed upon may be newer than the entry: then the entries
 * after it say all that they changed once more, and where the record is gone, one of them is its deletion.
 */
export function replayEntry(rows: Map<string, StoredRecord>, [, id, told]: JournalEntry): void {
  if (told === null) rows.delete(id)
  else if (isWhole(told)) rows.set(id, told)
  else {
    const before = rows.get(id)
    if (before !== undefined) rows.set(id, { ...before, ...told })
  }
}
