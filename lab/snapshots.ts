/** Remembered moments of a lab: all records, the clock, the sequence of ids and where the journal stood. */
import { z } from 'zod'
import { clockState, type LabClock } from './clock.ts'
import type { LabJournal } from './journal.ts'
import type { SeededRandom } from './random.ts'
import { compareRecords, type RecordDifference } from './storage/compare-records.ts'
import type { LabStore, Records } from './storage/store.ts'

const word = z.number().int()

/** What is kept of a snapshot besides its records. */
export const snapshotHead = z.object({
  name: z.string(),
  clock: clockState,
  random: z.tuple([word, word, word, word]),
  seq: z.number().int(),
  records: z.number().int(),
})
export type SnapshotHead = z.infer<typeof snapshotHead>

export interface SnapshotSummary {
  readonly name: string
  /** Lab time when it was saved. */
  readonly at: number
  readonly records: number
}

export interface Snapshots {
  /** Saves under a name; an older one of that name is replaced. */
  save(name: string): Promise<SnapshotSummary>
  list(): readonly SnapshotSummary[]
  has(name: string): boolean
  /** Puts records, time and ids back and forgets the events since. Answers false when there is none of that name. */
  restore(name: string): Promise<boolean>
  delete(name: string): Promise<boolean>
  /** From one snapshot to another, or to now. */
  diff(from: string, to?: string): Promise<readonly RecordDifference[] | undefined>
}

/** Where snapshots are kept over restarts. */
export interface SnapshotShelf {
  put(head: SnapshotHead, records: Records): Promise<void>
  load(name: string): Promise<Records>
  delete(name: string): Promise<void>
}

export interface SnapshotParts {
  readonly store: LabStore
  readonly clock: LabClock
  readonly random: SeededRandom
  readonly journal: LabJournal
  readonly shelf?: SnapshotShelf | undefined
  /** The heads that stand on the shelf. */
  readonly known?: readonly SnapshotHead[]
  /** Called when all is back. */
  readonly restored?: () => Promise<void>
}

interface Entry {
  readonly head: SnapshotHead
  records: Records | undefined
}

const summaryOf = ({ name, clock, records }: SnapshotHead): SnapshotSummary => ({
  name,
  at: clock.now,
  records,
})

const sizeOf = (records: Records): number => [...records.values()].reduce((sum, rows) => sum + rows.size, 0)

export function createSnapshots({
  store,
  clock,
  random,
  journal,
  shelf,
  known,
  restored,
}: SnapshotParts): Snapshots {
  const entries = new Map<string, Entry>(
    (known ?? []).map((head) => [head.name, { head, records: undefined }]),
  )

  const recordsOf = async (name: string): Promise<Records | undefined> => {
    const entry = entries.get(name)
    if (entry !== undefined) entry.records ??= await shelf?.load(name)
    return entry?.records
  }

  return {
    save: async (name) => {
      const records = store.records()
      const [time, ids, seq] = [clock.state(), random.state(), journal.lastSeq]
      const head = {
        name,
        clock: time,
        random: [...ids] as SnapshotHead['random'],
        seq,
        records: sizeOf(records),
      }
      entries.set(name, { head, records })
      await shelf?.put(head, records)
      return summaryOf(head)
    },
    list: () => [...entries.values()].map(({ head }) => summaryOf(head)),
    has: (name) => entries.has(name),
    restore: async (name) => {
      const records = await recordsOf(name)
      const head = entries.get(name)?.head
      if (records === undefined || head === undefined) return false
      await clock.still(async () => {
        clock.restore(head.clock)
        random.restore(head.random)
        journal.forgetAfter(head.seq)
        const safe = store.restore(records)
        journal.record({ place: 'lab', type: 'lab.restored', summary: `Back to the snapshot ${name}` })
        await safe
        await restored?.()
      })
      return true
    },
    delete: async (name) => {
      const there = entries.delete(name)
      if (there) await shelf?.delete(name)
      return there
    },
    diff: async (from, to) => {
      const before = await recordsOf(from)
      const after = to === undefined ? store.records() : await recordsOf(to)
      return before === undefined || after === undefined ? undefined : compareRecords(before, after)
    },
  }
}
