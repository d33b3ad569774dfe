/** What a lab is kept in: memory, or a directory on disk. Both are lowdb's `Low`; only the adapter differs. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Low, Memory } from 'lowdb'
import { lockDirectory, makeDirectory } from './directory.ts'
import { type OpenEventLog, openEventLog } from './event-log.ts'
import { createJournalAdapter } from './journal-adapter.ts'
import { type OpenShelf, openSnapshotShelf } from './snapshot-shelf.ts'
import type { Backing, StoredData } from './store.ts'

export interface Storage {
  readonly backing: Backing
  /** Absent in memory. */
  readonly events?: OpenEventLog
  readonly shelf?: OpenShelf
  /** Unfinished writes that were cut off when it was opened, a sentence each. */
  readonly repairs: readonly string[]
  close(): Promise<void>
}

export function openMemory(): Storage {
  const low = new Low<StoredData>(new Memory<StoredData>(), {})
  const commit = () => low.write()
  const backing: Backing = { data: low.data, touch: () => undefined, commit, rewrite: commit }
  return { backing, repairs: [], close: () => Promise.resolve() }
}

/** Opens (or makes) a lab's directory. Refuses with a sentence: unwritable, in use, or damaged. */
export async function openDirectory(directory: string, compactAbove?: number): Promise<Storage> {
  await makeDirectory(directory)
  const unlock = await lockDirectory(directory)
  try {
    return await openLocked(directory, unlock, compactAbove)
  } catch (error) {
    await unlock()
    throw error
  }
}

async function openLocked(
  directory: string,
  unlock: () => Promise<void>,
  compactAbove: number | undefined,
): Promise<Storage> {
  const repairs: string[] = []
  const torn = (file: string, bytes: number) => {
    repairs.push(`${bytes} bytes of an unfinished write were cut off ${file}`)
  }
  const parts = { records: join(directory, 'records'), events: join(directory, 'events') }
  for (const part of Object.values(parts)) await mkdir(part, { recursive: true, mode: 0o700 })
  const adapter = createJournalAdapter({ directory: parts.records, torn, compactAbove })
  // Made by hand: lowdb's presets turn to memory when NODE_ENV is test, and would keep nothing there.
  const low = new Low<StoredData>(adapter, {})
  await low.read()
  const events = await openEventLog(parts.events, torn)
  const shelf = await openSnapshotShelf(join(directory, 'snapshots'))
  const backing: Backing = {
    data: low.data,
    touch: adapter.touch,
    commit: async () => void (await Promise.all([events.flushed(), low.write()])),
    rewrite: async () => void (await Promise.all([events.flushed(), adapter.rewrite(low.data)])),
  }
  const close = async () => {
    await adapter.close()
    await events.close()
    await unlock()
  }
  return { backing, events, shelf, repairs, close }
}
