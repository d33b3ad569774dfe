/** One isolated world: its clock, journal, random, store, faults, phones and snapshots. */
import { Low, Memory } from 'lowdb'
import type { Instant, Lab } from '#core/ports.ts'
import { createClock, type LabClock } from './clock.ts'
import { createFaults, type LabFaults } from './faults.ts'
import { createInbox, type LabInbox } from './inbox.ts'
import { createJournal, type LabJournal } from './journal.ts'
import { createRandom, type SeededRandom, tenantIdOf } from './random.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'
import { type Backing, createStore, type LabStore, type StoredData } from './storage/store.ts'

export interface LabOptions {
  /** Lower-case letters, digits and hyphens; `contoso` when absent. */
  readonly id?: string
  readonly seed?: string
  /** Lab time at the start. With it the clock starts frozen; without, it runs with real time. */
  readonly at?: Instant
  /** Where the lab is kept. Absent: in memory only. */
  readonly directory?: string
  /** Freezes records deeply and watches the journal for secrets. On by default under tests. */
  readonly guard?: boolean
}

export interface LabWorld extends Lab {
  readonly clock: LabClock
  readonly journal: LabJournal
  readonly random: SeededRandom
  readonly store: LabStore
  readonly faults: LabFaults
  readonly inbox: LabInbox
  readonly snapshots: Snapshots
  /** Says that this text is a secret: a guarded lab then refuses to journal it. */
  protect(secret: string): void
  close(): Promise<void>
}

function inMemory(): Backing {
  const low = new Low<StoredData>(new Memory<StoredData>(), {})
  const commit = () => low.write()
  return { data: low.data, touch: () => undefined, commit, rewrite: commit }
}

export async function createLab(options: LabOptions = {}): Promise<LabWorld> {
  const id = options.id ?? 'contoso'
  const seed = options.seed ?? '1'
  // vitest sets NODE_ENV; a guard that is off in tests would guard nothing.
  const guard = options.guard ?? process.env.NODE_ENV === 'test'
  const random = createRandom(`${id}/${seed}`)
  const clock: LabClock = createClock({
    at: options.at,
    changed: (what) =>
      journal.record({ place: 'lab', type: 'clock.moved', summary: `The clock was ${what}` }),
  })
  const journal = createJournal({ now: clock.now, guard })
  const store = createStore(inMemory(), { guard })
  const faults = createFaults({ store, journal, random })
  const inbox = createInbox({ store, journal, clock, protect: journal.forbid })
  const snapshots = createSnapshots({ store, clock, random, journal })
  return {
    id,
    tenantId: tenantIdOf(id, seed),
    clock,
    journal,
    random,
    store,
    faults,
    inbox,
    snapshots,
    protect: journal.forbid,
    close: async () => {
      await clock.close()
      await journal.close()
    },
  }
}
