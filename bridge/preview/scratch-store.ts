/** A store laid over another one: it shows what the other holds, keeps its own changes to itself, and is thrown away. */
import type { Cancel, Collection, Store, StoredRecord } from '#core/ports.ts'

type Listener<Row> = (before: Row | undefined, after: Row | undefined) => void

class ScratchCollection<Row extends StoredRecord> implements Collection<Row> {
  readonly name: string
  private readonly below: Collection<Row>
  /** Undefined: deleted here. */
  private readonly changed = new Map<string, Row | undefined>()
  private readonly listeners = new Set<Listener<Row>>()

  constructor(below: Collection<Row>) {
    this.name = below.name
    this.below = below
  }

  get size(): number {
    let size = this.below.size
    for (const [id, row] of this.changed) size += Number(row !== undefined) - Number(this.below.has(id))
    return size
  }

  get(id: string): Row | undefined {
    return this.changed.has(id) ? this.changed.get(id) : this.below.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  *values(): IterableIterator<Row> {
    for (const row of this.below.values()) {
      const now = this.get(row.id)
      if (now !== undefined) yield now
    }
    for (const [id, row] of this.changed) if (row !== undefined && !this.below.has(id)) yield row
  }

  put(record: Row): void {
    this.change(record.id, record)
  }

  delete(id: string): void {
    this.change(id, undefined)
  }

  watch(listener: Listener<Row>): Cancel {
    for (const row of this.values()) listener(undefined, row)
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private change(id: string, after: Row | undefined): void {
    const before = this.get(id)
    this.changed.set(id, after)
    for (const hear of this.listeners) hear(before, after)
  }
}

/** Nothing is rolled back: whoever throws here throws the store away. */
export function scratchStore(below: Store): Store {
  const collections = new Map<string, unknown>()
  return {
    collection: <Row extends StoredRecord>(name: string) => {
      const known = collections.get(name) ?? new ScratchCollection<Row>(below.collection<Row>(name))
      collections.set(name, known)
      return known as Collection<Row>
    },
    transaction: async (change) => change(),
  }
}
