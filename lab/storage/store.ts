/** The lab's store: collections of immutable records, changed only in transactions; see decisions/ for what lies below. */
import type { Collection, Store, StoredRecord } from '#core/ports.ts'

/** Record by id, by collection: what lowdb's `Low` holds as its data. */
export type StoredData = Record<string, Map<string, StoredRecord>>

/** One change of one record; `undefined` on a side: not there. */
interface Change {
  readonly collection: OpenCollection
  readonly before: StoredRecord | undefined
  readonly after: StoredRecord | undefined
}

type Listener = (before: StoredRecord | undefined, after: StoredRecord | undefined) => void

interface OpenCollection {
  readonly name: string
  readonly rows: Map<string, StoredRecord>
  /** Replaced as listeners come and go: each change of a record goes through it. */
  listeners: readonly Listener[]
}

/** The lab's notes about itself. */
export const bookkeeping = 'lab.state'

/** False for what belongs to no moment of the world: notes about the lab, and the orders of changes, which go on over a reset. */
const isPutBack = (name: string): boolean => name !== bookkeeping && !name.endsWith('-change-log')

/** Above this, a new snapshot is cheaper than a journal line. */
const changesPerLine = 2_000

/** What happens below the store when a transaction ends. */
export interface Backing {
  readonly data: StoredData
  /** Called for every change of a finished transaction in their order, before `commit`; `before`: what the change found. */
  touch(collection: string, id: string, before: StoredRecord | undefined): void
  /** Resolves when the touched records are safe. */
  commit(): Promise<void>
  /** Called instead of `commit` when so much changed that a new snapshot is cheaper than journal lines. */
  rewrite(): Promise<void>
}

/** All records at one moment. Records are immutable, so this is cheap and stays as it is. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, StoredRecord>>

export interface LabStore extends Store {
  records(): Records
  /** Makes the store hold exactly these records; every watcher hears each difference. */
  restore(records: Records): Promise<void>
  /** Runs a transaction too big for one journal line: afterwards a whole snapshot is written. */
  bulk<Answer>(change: () => Answer): Promise<Answer>
}

const isThenable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

export interface StoreOptions {
  /** Freezes every record deeply and refuses values that JSON cannot carry: for tests. */
  readonly guard?: boolean
}

export function createStore(backing: Backing, options: StoreOptions = {}): LabStore {
  const collections = new Map<string, OpenCollection>()
  const views = new Map<string, unknown>()
  let pending: Change[] | undefined

  const open = (name: string): OpenCollection => {
    const known = collections.get(name)
    if (known !== undefined) return known
    const rows = backing.data[name] ?? new Map<string, StoredRecord>()
    backing.data[name] = rows
    const opened: OpenCollection = { name, rows, listeners: [] }
    collections.set(name, opened)
    return opened
  }
  const apply = ({ collection, before, after }: Change) => {
    if (after !== undefined) collection.rows.set(after.id, after)
    else if (before !== undefined) collection.rows.delete(before.id)
    for (const listener of collection.listeners) listener(before, after)
  }
  const change = (
    collection: OpenCollection,
    before: StoredRecord | undefined,
    after: StoredRecord | undefined,
  ) => {
    if (pending === undefined) throw new Error(`${collection.name} was changed outside a transaction`)
    if (before === after) return
    const made = { collection, before, after }
    pending.push(made)
    apply(made)
  }
  const undoTo = (changes: Change[], mark: number) => {
    while (changes.length > mark) {
      const made = changes.pop()
      if (made !== undefined) apply({ collection: made.collection, before: made.after, after: made.before })
    }
  }
  /** Runs inside the running transaction, or opens one. */
  const run = <Answer>(work: () => Answer): { answer: Answer; changes: Change[] } => {
    const outer = pending
    const changes = outer ?? []
    const mark = changes.length
    pending = changes
    try {
      const answer = work()
      if (isThenable(answer))
        throw new Error('a transaction runs at once: its change must not be asynchronous')
      return { answer, changes }
    } catch (error) {
      undoTo(changes, mark)
      throw error
    } finally {
      pending = outer
    }
  }
  const touchAll = (changes: readonly Change[]) => {
    for (const { collection, before, after } of changes) {
      const id = after?.id ?? before?.id
      if (id !== undefined) backing.touch(collection.name, id, before)
    }
  }
  const view = (collection: OpenCollection): Collection<StoredRecord> => ({
    name: collection.name,
    get size() {
      return collection.rows.size
    },
    get: (id) => collection.rows.get(id),
    has: (id) => collection.rows.has(id),
    values: () => collection.rows.values(),
    put: (record) => {
      if (options.guard === true) freezeRecord(record, `${collection.name}/${record.id}`)
      change(collection, collection.rows.get(record.id), record)
    },
    delete: (id) => change(collection, collection.rows.get(id), undefined),
    watch: (listener) => {
      for (const record of collection.rows.values()) listener(undefined, record)
      collection.listeners = [...collection.listeners, listener]
      return () => {
        collection.listeners = collection.listeners.filter((one) => one !== listener)
      }
    },
  })
  const restoreCollection = (collection: OpenCollection, wanted: ReadonlyMap<string, StoredRecord>) => {
    const { rows } = collection
    for (const row of [...rows.values()]) if (!wanted.has(row.id)) change(collection, row, undefined)
    const missing = rows.size < wanted.size
    for (const row of wanted.values()) change(collection, rows.get(row.id), row)
    if (!missing) return
    // A record that came back stands where it stood, so that a second run lists things as the first did.
    rows.clear()
    for (const row of wanted.values()) rows.set(row.id, row)
  }
  const commit = async <Answer>(work: () => Answer, end: () => Promise<void>): Promise<Answer> => {
    const nested = pending !== undefined
    const { answer, changes } = run(work)
    if (nested) return answer
    touchAll(changes)
    await end()
    return answer
  }

  return {
    collection: <Row extends StoredRecord>(name: string): Collection<Row> => {
      const known = views.get(name)
      const found = known ?? view(open(name))
      if (known === undefined) views.set(name, found)
      // The name stands for the type of its rows; who first names a collection owns its shape.
      return found as Collection<Row>
    },
    transaction: (work) => commit(work, () => backing.commit()),
    bulk: (work) => commit(work, () => backing.rewrite()),
    records: () =>
      new Map(
        Object.entries(backing.data)
          .filter(([name]) => isPutBack(name))
          .map(([name, rows]) => [name, new Map(rows)]),
      ),
    restore: async (records) => {
      const { changes } = run(() => {
        const names = new Set([...Object.keys(backing.data), ...records.keys()].filter(isPutBack))
        for (const name of names) restoreCollection(open(name), records.get(name) ?? new Map())
      })
      touchAll(changes)
      await (changes.length > changesPerLine ? backing.rewrite() : backing.commit())
    },
  }
}

/** Records are immutable and are kept as JSON; whoever breaks that finds out in the first test. */
function freezeRecord(value: unknown, where: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (typeof value !== 'object') throw new Error(`${where} holds a ${typeof value}, which JSON cannot carry`)
  if (Object.isFrozen(value)) return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    throw new Error(`${where} holds a ${value.constructor.name}, which JSON cannot carry`)
  }
  for (const [key, part] of Object.entries(value)) freezeRecord(part, `${where}.${key}`)
  Object.freeze(value)
}
