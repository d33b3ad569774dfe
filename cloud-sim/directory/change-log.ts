/**
 * The order in which records changed, for delta queries and imports. In memory, and beside it what delta tokens need after a
 * restart (`kept-changes.ts`).
 */
import { randomUUID } from 'node:crypto'
import type { Link } from '#core/entra/model.ts'
import type { Collection, StoredRecord } from '#core/ports.ts'
import { firstOfLife, type KeptChanges } from './kept-changes.ts'

export interface MemberChange {
  readonly group: string
  readonly member: string
  readonly added: boolean
}

export interface Changed {
  readonly seq: number
  readonly id: string
  /** What happened to the group's members since; empty for other records. */
  readonly members: readonly MemberChange[]
}

export interface ChangeLog {
  /** Tells its tokens from those of another log. */
  readonly epoch: string
  readonly last: number
  /**
   * Each id once, in the order of its last change. `membersSince` is where the round began when `seq` is a page further
   * on: an object's member changes are told together, with its last change.
   */
  since(seq: number, membersSince?: number): Generator<Changed>
  /** From now on what changes is kept over restarts: a token is about to be given. */
  keep(): Promise<void> | undefined
}

export interface Entry {
  readonly seq: number
  readonly id: string
  readonly member?: MemberChange
}

const firstCompaction = 10_000
/** Earlier entries that are looked through with each new one while the log is compacted: nobody waits for all of them. */
const lookedThroughPerNote = 8

/** Drops what a later entry has overtaken: of each object the last change stays, of each membership the last. */
class Compaction {
  private readonly entries: readonly Entry[]
  private readonly latest: ReadonlyMap<string, number>
  private readonly memberships = new Set<string>()
  private readonly length: number
  private left: number
  /** Newest first. */
  private readonly kept: Entry[] = []

  /** Of those that are there now; more may be added meanwhile. */
  constructor(entries: readonly Entry[], latest: ReadonlyMap<string, number>) {
    this.entries = entries
    this.latest = latest
    this.length = entries.length
    this.left = entries.length
  }

  /** Goes on with the next few; answers what is left of all entries when it has ended. */
  step(): Entry[] | undefined {
    for (const end = Math.max(0, this.left - lookedThroughPerNote); this.left > end; ) {
      this.left -= 1
      const entry = this.entries[this.left]
      if (entry !== undefined && this.isLast(entry)) this.kept.push(entry)
    }
    return this.left > 0 ? undefined : this.kept.reverse().concat(this.entries.slice(this.length))
  }

  private isLast({ id, seq, member }: Entry): boolean {
    if (member === undefined) return this.latest.get(id) === seq
    const key = `${id}:${member.member}`
    if (this.memberships.has(key)) return false
    this.memberships.add(key)
    return true
  }
}

export function createChangeLog<Row extends StoredRecord>(
  collection: Collection<Row>,
  { links, kept }: { readonly links?: Collection<Link>; readonly kept?: KeptChanges } = {},
): ChangeLog {
  const epoch = kept?.head?.epoch ?? randomUUID()
  let entries = kept?.entries() ?? []
  let seq = kept?.head === undefined ? 0 : firstOfLife(entries.at(-1)?.seq ?? kept.head.seq)
  let compactAt = 2 * entries.length + firstCompaction
  let compaction: Compaction | undefined
  const latest = new Map(entries.map((entry) => [entry.id, entry.seq]))
  let loading = true
  const note = (id: string, member?: MemberChange) => {
    if (loading) return
    seq += 1
    const entry = member === undefined ? { seq, id } : { seq, id, member }
    entries.push(entry)
    kept?.put(entry)
    latest.set(id, seq)
    if (entries.length < compactAt) return
    compaction ??= new Compaction(entries, latest)
    const left = compaction.step()
    if (left === undefined) return
    compaction = undefined
    entries = left
    // What could not be dropped must double before it is looked through again: the work stays linear.
    compactAt = 2 * entries.length + firstCompaction
  }
  collection.watch((before, after) => note((after ?? before)?.id ?? ''))
  links?.watch((before, after) => {
    const link = after ?? before
    if (link?.kind === 'member')
      note(link.from, { group: link.from, member: link.to, added: after !== undefined })
  })
  loading = false

  const start = (from: number): number => {
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.seq ?? 0) <= from) low = middle + 1
      else high = middle
    }
    return low
  }
  function* since(from: number, membersSince = from): Generator<Changed> {
    const members = new Map<string, MemberChange[]>()
    for (let at = start(Math.min(from, membersSince)); at < entries.length; at++) {
      const entry = entries[at]
      if (entry === undefined) return
      if (entry.member !== undefined) {
        const told = members.get(entry.id)
        if (told === undefined) members.set(entry.id, [entry.member])
        else told.push(entry.member)
      }
      if (entry.seq > from && latest.get(entry.id) === entry.seq)
        yield { seq: entry.seq, id: entry.id, members: members.get(entry.id) ?? [] }
    }
  }
  return {
    epoch,
    get last() {
      return seq
    },
    since,
    keep: () => kept?.begin(epoch, seq),
  }
}
