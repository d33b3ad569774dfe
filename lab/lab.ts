/** One isolated world: its clock, journal, random, store, faults, phones and snapshots. */
import { z } from 'zod'
import type { Instant, Lab } from '#core/ports.ts'
import { type ClockState, clockState, createClock, type LabClock } from './clock.ts'
import { createExchanges, type LabExchanges } from './exchanges.ts'
import { createFaults, type LabFaults } from './faults.ts'
import { createInbox, type LabInbox } from './inbox.ts'
import { createJournal, type LabJournal } from './journal.ts'
import { createRandom, type SeededRandom, tenantIdOf } from './random.ts'
import { LabRefusal } from './refusal.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'
import { openDirectory, openMemory, type Storage } from './storage/open-storage.ts'
import { bookkeeping, createStore, type LabStore } from './storage/store.ts'

export interface LabOptions {
  /** Up to 40 lower-case letters, digits and hyphens; `contoso` when absent. */
  readonly id?: string
  readonly seed?: string
  /** Lab time at the start. With it the clock starts frozen; without, it runs with real time. */
  readonly at?: Instant
  /** Where the lab is kept. Absent: in memory only. */
  readonly directory?: string
  /** Bytes of journal above which it is folded into a snapshot; for tests. */
  readonly compactAbove?: number
  /** Freezes records deeply and watches the journal for secrets. On by default under tests. */
  readonly guard?: boolean
}

export interface LabWorld extends Lab {
  readonly seed: string
  /** True when nothing was there before: the world is still to be built. */
  readonly fresh: boolean
  readonly clock: LabClock
  readonly journal: LabJournal
  readonly random: SeededRandom
  readonly store: LabStore
  readonly faults: LabFaults
  readonly inbox: LabInbox
  readonly exchanges: LabExchanges
  readonly snapshots: Snapshots
  /** Says that this text is a secret: a guarded lab then refuses to journal it. */
  protect(secret: string): void
  /** Ends the clock and brings everything to disk. */
  close(): Promise<void>
}

/** What the lab knows about itself over restarts; its own collection. */
const identityShape = z.object({
  id: z.literal('lab'),
  lab: z.string(),
  seed: z.string(),
  starts: z.number().int(),
})
type Identity = z.infer<typeof identityShape>
type StateRecord = Identity | ({ readonly id: 'clock' } & ClockState)

export async function createLab(options: LabOptions = {}): Promise<LabWorld> {
  const id = options.id ?? 'contoso'
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) throw new LabRefusal('LabIdInvalid', { lab: JSON.stringify(id) })
  const storage =
    options.directory === undefined
      ? openMemory()
      : await openDirectory(options.directory, options.compactAbove)
  try {
    return await openLab(id, options, storage)
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Reads who the stored lab is, or says who the new one is to be. */
function identify(id: string, options: LabOptions, stored: unknown): Identity {
  if (stored === undefined) return { id: 'lab', lab: id, seed: options.seed ?? '1', starts: 0 }
  const known = identityShape.parse(stored)
  if (known.lab !== id || (options.seed !== undefined && options.seed !== known.seed)) {
    const [owner, lab] = [`${known.lab} (seed ${known.seed})`, `${id} (seed ${options.seed ?? known.seed})`]
    throw new LabRefusal('LabDirectoryOfOther', { folder: options.directory ?? '', owner, lab })
  }
  return { ...known, starts: known.starts + 1 }
}

/** A leap over a month runs tens of thousands of jobs; the journal keeps the last of them. */
const ranKept = 50

async function openLab(id: string, options: LabOptions, storage: Storage): Promise<LabWorld> {
  // vitest sets NODE_ENV; a guard that is off in tests would guard nothing.
  const guard = options.guard ?? process.env.NODE_ENV === 'test'
  const store = createStore(storage.backing, { guard })
  const state = store.collection<StateRecord>(bookkeeping)
  const identity = identify(id, options, state.get('lab'))
  const fresh = identity.starts === 0
  const { seed } = identity
  // Each start has its own sequence: ids drawn before a restart must not come again.
  const random = createRandom(fresh ? `${id}/${seed}` : `${id}/${seed}/${identity.starts}`)
  const keepClock = () => store.transaction(() => state.put({ id: 'clock', ...clock.state() }))
  const storedClock = state.get('clock')
  const clock: LabClock = createClock({
    at: options.at,
    state: storedClock === undefined ? undefined : clockState.parse(storedClock),
    changed: async (what, ran) => {
      const data = { ...clock.reading(), ...(ran === undefined ? {} : { ran: ran.slice(-ranKept) }) }
      if (what !== undefined)
        journal.record({ place: 'lab', type: 'clock.moved', summary: `The clock was ${what}`, data })
      await keepClock().catch(() => undefined)
    },
  })
  const log = storage.events
  const kept = log === undefined ? {} : { log, events: log.events, lastSeq: log.lastSeq }
  const journal = createJournal({ now: clock.now, guard, ...kept })
  const parts = { store, journal, random, clock, protect: journal.forbid }
  await store.transaction(() => {
    state.put(identity)
    state.put({ id: 'clock', ...clock.state() })
  })
  for (const repair of storage.repairs)
    journal.record({ place: 'lab', type: 'storage.repaired', summary: repair })
  return {
    ...parts,
    id,
    seed,
    fresh,
    tenantId: tenantIdOf(id, seed),
    faults: createFaults(parts),
    inbox: createInbox(parts),
    exchanges: createExchanges(clock.now),
    snapshots: createSnapshots({
      ...parts,
      shelf: storage.shelf,
      known: storage.shelf?.heads ?? [],
      restored: keepClock,
    }),
    close: async () => {
      await clock.close()
      await keepClock().catch(() => undefined)
      await storage.close()
    },
  }
}
