/** Remembered moments of a lab: all records, the clock, the sequence of ids and where the journal stood. */
import type { StoredRecord } from '#core/ports.ts'
import type { ClockState, LabClock } from './clock.ts'
import type { LabJournal } from './journal.ts'
import type { RandomState, SeededRandom } from './random.ts'
import type { LabStore, Records } from './storage/store.ts'

export interface Snapshot {
  readonly name: string
  readonly clock: ClockState
  readonly random: RandomState
  readonly seq: number
  readonly records: Records
}

export interface SnapshotSummary {
  readonly name: string
  readonly at: number
  readonly records: number
}

/** One record that differs between two moments. */
export interface SnapshotDifference {
  readonly collection: string
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Top-level properties that differ. Values are left out: they may be secrets. */
  readonly properties: readonly string[]
}

export interface Snapshots {
  save(name: string): Promise<SnapshotSummary>
  list(): readonly SnapshotSummary[]
  /** Answers false when there is none of that name. */
  restore(name: string): Promise<boolean>
  delete(name: string): Promise<boolean>
  /** From a snapshot to another, or to now. */
  diff(from: string, to?: string): readonly SnapshotDifference[] | undefined
}

export interface Parts {
  readonly store: LabStore
  readonly clock: LabClock
  readonly random: SeededRandom
  readonly journal: LabJournal
  /** Keeps snapshots over restarts. */
  readonly shelf?: Shelf | undefined
}

export interface Shelf {
  put(snapshot: Snapshot): Promise<void>
  delete(name: string): Promise<void>
}

const sizeOf = (records: Records): number => [...records.values()].reduce((sum, rows) => sum + rows.size, 0)

const summaryOf = (snapshot: Snapshot): SnapshotSummary => ({
  name: snapshot.name,
  at: snapshot.clock.now,
  records: sizeOf(snapshot.records),
})

function changedProperties(before: object, after: object): string[] {
  const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...left.keys(), ...right.keys()])].filter(
    (key) =>
      left.get(key) !== right.get(key) && JSON.stringify(left.get(key)) !== JSON.stringify(right.get(key)),
  )
}

function differenceOf(
  collection: string,
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
): SnapshotDifference | undefined {
  if (before === after) return undefined
  const id = after?.id ?? before?.id ?? ''
  if (before === undefined) return { collection, id, change: 'added', properties: [] }
  if (after === undefined) return { collection, id, change: 'removed', properties: [] }
  const properties = changedProperties(before, after)
  return properties.length === 0 ? undefined : { collection, id, change: 'changed', properties }
}

export function compareRecords(before: Records, after: Records): SnapshotDifference[] {
  const found: SnapshotDifference[] = []
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, current] = [before.get(name) ?? new Map<string, StoredRecord>(), after.get(name)]
    for (const id of new Set([...old.keys(), ...(current?.keys() ?? [])])) {
      const difference = differenceOf(name, old.get(id), current?.get(id))
      if (difference !== undefined) found.push(difference)
    }
  }
  return found
}

export function createSnapshots(parts: Parts, known: readonly Snapshot[] = []): Snapshots {
  const snapshots = new Map(known.map((snapshot) => [snapshot.name, snapshot]))
  return {
    save: async (name) => {
      const snapshot: Snapshot = {
        name,
        clock: parts.clock.state(),
        random: parts.random.state(),
        seq: parts.journal.lastSeq,
        records: parts.store.records(),
      }
      snapshots.set(name, snapshot)
      await parts.shelf?.put(snapshot)
      return summaryOf(snapshot)
    },
    list: () => [...snapshots.values()].map(summaryOf),
    restore: async (name) => {
      const snapshot = snapshots.get(name)
      if (snapshot === undefined) return false
      parts.clock.restore(snapshot.clock)
      parts.random.restore(snapshot.random)
      parts.journal.forgetAfter(snapshot.seq)
      const done = parts.store.restore(snapshot.records)
      parts.journal.record({ place: 'lab', type: 'lab.restored', summary: `Back to the snapshot ${name}` })
      await done
      return true
    },
    delete: async (name) => {
      const there = snapshots.delete(name)
      if (there) await parts.shelf?.delete(name)
      return there
    },
    diff: (from, to) => {
      const before = snapshots.get(from)
      const after = to === undefined ? parts.store.records() : snapshots.get(to)?.records
      return before === undefined || after === undefined ? undefined : compareRecords(before.records, after)
    },
  }
}
