/** The lab's one event log. Kept in segments, each with its own indexes, so that old ones are dropped whole. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { Cancel, EventFilter, Instant, Journal } from '#core/ports.ts'

export interface LabJournal extends Journal {
  /** Sequence number of the newest event; 0 when there is none. */
  readonly lastSeq: number
  /** Drops the events after `seq`: they belong to a run that was undone. Numbers are not used again. */
  forgetAfter(seq: number): void
  /** Resolves when every event recorded so far is on disk; at once in memory. */
  flushed(): Promise<void>
  /** From now on, an event that contains this text is a broken invariant (tests and guarded labs). */
  forbid(secret: string): void
}

/** Where events are kept besides memory. */
export interface EventLog {
  append(event: JournalEvent): void
  forget(after: number, upTo: number): void
  flushed(): Promise<void>
}

export interface JournalOptions {
  readonly now: () => Instant
  readonly log?: EventLog | undefined
  readonly events?: readonly JournalEvent[]
  /** Numbers below this are used up, even if their events were forgotten. */
  readonly lastSeq?: number
  /** Looks into each event for forbidden texts. */
  readonly guard?: boolean
}

const eventsPerSegment = 2_048
const segmentsKept = 48

/** Events that one question may put into an index: what is left it looks through, and nobody waits for all of them. */
const indexedAtOnce = 8 * eventsPerSegment

/** The one that leaves fewest events first: of those that a filter names, the first is asked. */
const indexNames = ['correlationId', 'target', 'flow', 'type'] as const
type IndexName = (typeof indexNames)[number]

/** Brought up to date when somebody asks: most events are never asked for by what they name. */
interface Index {
  readonly lists: Map<string, JournalEvent[]>
  /** How many of the segment's events are in it. */
  taken: number
}

interface Segment {
  readonly events: JournalEvent[]
  readonly indexes: Readonly<Record<IndexName, Index>>
}

const emptyIndex = (): Index => ({ lists: new Map(), taken: 0 })

const emptySegment = (): Segment => ({
  events: [],
  indexes: { correlationId: emptyIndex(), target: emptyIndex(), flow: emptyIndex(), type: emptyIndex() },
})

const keyOf = (name: IndexName, value: string): string => (name === 'target' ? value.toLowerCase() : value)

/** Answers how many events it took: all that are new, or none when they are more than it may take. */
function bringUpToDate({ events, indexes }: Segment, name: IndexName, atMost: number): number {
  const index = indexes[name]
  const fresh = events.length - index.taken
  if (fresh > atMost) return 0
  for (; index.taken < events.length; index.taken += 1) {
    const event = events[index.taken]
    const value = event?.[name]
    if (event === undefined || value === undefined) continue
    const key = keyOf(name, value)
    const listed = index.lists.get(key)
    if (listed === undefined) index.lists.set(key, [event])
    else listed.push(event)
  }
  return fresh
}

const nothing: readonly JournalEvent[] = []

/** The events of each segment that may match. */
function candidatesFor(filter: EventFilter): (segment: Segment) => readonly JournalEvent[] {
  const name = indexNames.find((one) => filter[one] !== undefined)
  const wanted = name === undefined ? undefined : filter[name]
  if (name === undefined || wanted === undefined) return ({ events }) => events
  const key = keyOf(name, wanted)
  let left = indexedAtOnce
  return (segment) => {
    left -= bringUpToDate(segment, name, left)
    const index = segment.indexes[name]
    return index.taken < segment.events.length ? segment.events : (index.lists.get(key) ?? nothing)
  }
}

const matches = (event: JournalEvent, filter: EventFilter): boolean =>
  (filter.after === undefined || event.seq > filter.after) &&
  (filter.correlationId === undefined || event.correlationId === filter.correlationId) &&
  (filter.type === undefined || event.type === filter.type) &&
  (filter.flow === undefined || event.flow === filter.flow) &&
  (filter.target === undefined || event.target?.toLowerCase() === filter.target.toLowerCase())

/** A code of digits alone counts where it stands alone: any GUID may have the same digits in it. */
const carries = (text: string, secret: string): boolean =>
  text.includes(secret) &&
  (!/^\d+$/.test(secret) || new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text))

const memoryOnly: EventLog = {
  append: () => undefined,
  forget: () => undefined,
  flushed: () => Promise.resolve(),
}

export function createJournal(options: JournalOptions): LabJournal {
  const log = options.log ?? memoryOnly
  const listeners = new Set<(event: JournalEvent) => void>()
  const forbidden = new Set<string>()
  let segments: Segment[] = [emptySegment()]
  let seq = options.lastSeq ?? 0

  const keep = (event: JournalEvent) => {
    let last = segments.at(-1)
    if (last === undefined || last.events.length >= eventsPerSegment) {
      last = emptySegment()
      segments.push(last)
      if (segments.length > segmentsKept) segments.shift()
    }
    last.events.push(event)
  }
  const refuseSecrets = (event: JournalEvent) => {
    const text = JSON.stringify(event)
    for (const secret of forbidden) {
      if (carries(text, secret)) throw new Error(`an event of type ${event.type} carries a secret`)
    }
  }
  for (const event of options.events ?? []) keep(event)

  return {
    get lastSeq() {
      return seq
    },
    record: (event) => {
      const recorded: JournalEvent = Object.freeze({ seq: seq + 1, at: options.now(), ...event })
      if (forbidden.size > 0) refuseSecrets(recorded)
      seq += 1
      keep(recorded)
      log.append(recorded)
      for (const listener of listeners) listener(recorded)
      return recorded
    },
    // With `after`, the oldest `limit` that follow, so that a reader can page; without, the newest.
    events: (filter = {}) => {
      const after = filter.after ?? 0
      const found: JournalEvent[] = []
      const candidates = candidatesFor(filter)
      for (const segment of segments) {
        if ((segment.events.at(-1)?.seq ?? 0) <= after) continue
        for (const event of candidates(segment)) if (matches(event, filter)) found.push(event)
        if (filter.after !== undefined && filter.limit !== undefined && found.length >= filter.limit) break
      }
      if (filter.limit === undefined || found.length <= filter.limit) return found
      return filter.after === undefined ? found.slice(-filter.limit) : found.slice(0, filter.limit)
    },
    follow: (listener): Cancel => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    forgetAfter: (wanted) => {
      const boundary = segments.findIndex((segment) => (segment.events.at(-1)?.seq ?? 0) > wanted)
      if (boundary === -1) return
      const kept = segments[boundary]?.events.filter((event) => event.seq <= wanted) ?? []
      segments = [...segments.slice(0, boundary), emptySegment()]
      for (const event of kept) keep(event)
      log.forget(wanted, seq)
    },
    forbid: (secret) => {
      if (options.guard === true && secret.length >= 6) forbidden.add(JSON.stringify(secret).slice(1, -1))
    },
    flushed: () => log.flushed(),
  }
}
