/**
 * lowdb's adapter for a lab on disk: a JSON Lines snapshot plus an append-only journal, one line a transaction.
 * `Low.write` appends what was touched and answers when it is on disk; in the background the journal is folded into a
 * new snapshot. Why not lowdb's JSONFile: docs/decisions/0001-storage.md.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapter } from 'lowdb'
import type { StoredRecord } from '#core/ports.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { type AppendLog, openAppendLog } from './append-log.ts'
import { type JournalEntry, journalEntry, replayEntry } from './journal-entry.ts'
import { Abandoned, readRecordFile, writeRecordFile } from './record-file.ts'
import type { StoredData } from './store.ts'

/** One transaction as it stands in the journal: whole records, deletions, and of a changed record what has changed. */
type JournalLine = readonly JournalEntry[]

export interface JournalAdapter extends Adapter<StoredData> {
  /** Says that a record was put or deleted and belongs into the next `write`; `before` is what was there, if anything. */
  touch(collection: string, id: string, before: StoredRecord | undefined): void
  /** Writes all of `data` as a new snapshot instead of a line; answers when it is on disk. */
  rewrite(data: StoredData): Promise<void>
  close(): Promise<void>
}

export interface JournalAdapterOptions {
  readonly directory: string
  /**
   * The journal is folded into a snapshot when it is longer than this and than the last snapshot: in the next quiet moment,
   * or, when none comes, at the latest at `overdue` times that length.
   */
  readonly compactAbove?: number | undefined
  readonly torn?: (file: string, bytes: number) => void
}

const format = { format: 'hybrid-identity-lab records', version: 1 }
const snapshotName = /^records-(\d{6,})\.jsonl$/
const compactAbove = 16 << 20
/** A snapshot costs as much as all that it holds, so long work is let finish first; what is longer is slower to open. */
const overdue = 8
/** Without a write for this long, it is quiet. */
const quietMs = 500

export function createJournalAdapter(options: JournalAdapterOptions): JournalAdapter {
  const { directory } = options
  const fileOf = (number: number) => join(directory, `records-${String(number).padStart(6, '0')}.jsonl`)
  let touched = new Map<string, Map<string, StoredRecord | undefined>>()
  let log: AppendLog | undefined
  let snapshotSize = 0
  let generation = 0
  let folding: Promise<void> | undefined
  let rewriting: Promise<void> = Promise.resolve()
  let quiet: NodeJS.Timeout | undefined
  let failure: Error | undefined

  const opened = (): AppendLog => {
    if (log === undefined) throw new Error('the journal was written before it was read')
    return log
  }
  const takeTouched = (data: StoredData): string => {
    const line: JournalEntry[] = []
    for (const [name, records] of touched)
      for (const [id, before] of records) line.push(journalEntry(name, id, before, data[name]?.get(id)))
    touched = new Map()
    return line.length === 0 ? '' : JSON.stringify(line)
  }
  /** Writes the snapshot that stands before `segment`, and drops what it makes unnecessary. */
  const writeSnapshot = async (data: StoredData, segment: number) => {
    const mine = ++generation
    snapshotSize = await writeRecordFile(fileOf(segment), Object.entries(data), {
      header: format,
      // The snapshot may hold changes whose lines are still waiting: they must be safe before it counts.
      beforeNaming: () => opened().flushed(),
      abandoned: () => mine !== generation,
    })
    await opened().dropBelow(segment)
    for (const number of await snapshotsIn(directory)) if (number < segment) await rm(fileOf(number))
  }
  const fold = (data: StoredData) => {
    if (folding !== undefined) return
    folding = writeSnapshot(data, opened().rotate())
      .catch(fail)
      .finally(() => {
        folding = undefined
      })
  }
  const foldWhenDue = (data: StoredData) => {
    clearTimeout(quiet)
    const { size } = opened()
    const due = Math.max(options.compactAbove ?? compactAbove, snapshotSize)
    if (size >= due * overdue) fold(data)
    else if (size >= due) quiet = setTimeout(() => fold(data), quietMs).unref()
  }
  const fail = (error: unknown) => {
    if (error instanceof Abandoned) return
    failure ??=
      error instanceof LabRefusal
        ? error
        : new LabRefusal('LabDiskFailed', { file: directory, reason: reasonOf(error) }, { cause: error })
  }
  /** What was changed on top of a rewrite is only safe once that is; a later rewrite takes an earlier one's place. */
  const rewritten = async () => {
    for (let awaited: Promise<void> | undefined; awaited !== rewriting; ) {
      awaited = rewriting
      await awaited
    }
    if (failure !== undefined) throw failure
  }

  return {
    read: async () => {
      const { data, number, size } = await newestSnapshot(directory, fileOf)
      snapshotSize = size
      log = await openAppendLog({
        directory,
        name: 'journal',
        from: number,
        ...(options.torn === undefined ? {} : { torn: options.torn }),
        replay: (value, segment) => {
          if (isBase(value)) return segment <= number
          replayLine(data, value)
          return true
        },
      })
      return data
    },
    touch: (name, id, before) => {
      const records = touched.get(name)
      if (records === undefined) touched.set(name, new Map([[id, before]]))
      else if (!records.has(id)) records.set(id, before)
    },
    write: async (data) => {
      if (failure !== undefined) throw failure
      const line = takeTouched(data)
      if (line !== '') opened().append(line)
      await opened().flushed()
      await rewritten()
      foldWhenDue(data)
    },
    rewrite: async (data) => {
      if (failure !== undefined) throw failure
      touched = new Map()
      const segment = opened().rotate()
      opened().append(JSON.stringify({ needsSnapshot: segment }))
      rewriting = writeSnapshot(data, segment).catch(fail)
      await rewritten()
    },
    close: async () => {
      clearTimeout(quiet)
      await rewriting
      await folding
      await log?.close()
    },
  }
}

/** First line of a segment that only means something on top of the snapshot of the same number. */
const isBase = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'needsSnapshot' in value

function replayLine(data: StoredData, value: unknown): void {
  if (!isJournalLine(value)) return
  for (const entry of value) {
    const [name] = entry
    const rows = data[name] ?? new Map<string, StoredRecord>()
    data[name] = rows
    replayEntry(rows, entry)
  }
}

/** The line's checksum says that we wrote it; `null` marks a clean end. */
const isJournalLine = (value: unknown): value is JournalLine => Array.isArray(value)

const snapshotsIn = async (directory: string): Promise<number[]> =>
  (await readdir(directory)).flatMap((file) => snapshotName.exec(file)?.[1] ?? []).map(Number)

async function newestSnapshot(directory: string, fileOf: (number: number) => string) {
  const numbers = await snapshotsIn(directory)
  const number = Math.max(0, ...numbers)
  for (const file of await readdir(directory)) if (file.endsWith('.tmp')) await rm(join(directory, file))
  const found = number === 0 ? undefined : await readRecordFile(fileOf(number))
  for (const old of numbers) if (old !== number) await rm(fileOf(old))
  const data: StoredData = found?.data ?? {}
  return { data, number, size: found?.size ?? 0 }
}
