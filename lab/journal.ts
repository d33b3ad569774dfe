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

type IndexName = 'correlationId' | 'type' | 'flow' | 'target'
const indexNames: readonly IndexName[] = ['correlationId', 'target', 'flow', 'type']

interface Segment {
  readonly events: JournalEvent[]
  readonly indexes: Readonly<Record<IndexName, Map<string, JournalEvent[]>>>
}

const emptySegment = (): Segment => ({
  events: [],
  indexes: { correlationId: new Map(), type: new Map(), flow: new Map(), target: new Map() },
})

const keyOf = (name: IndexName, value: string): string => (name === 'target' ? value.toLowerCase() : value)

function addTo(segment: Segment, event: JournalEvent) {
  segment.events.push(event)
  for (const name of indexNames) {
    const value = event[name]
    if (value === undefined) continue
    const key = keyOf(name, value)
    const listed = segment.indexes[name].get(key)
    if (listed === undefined) segment.indexes[name].set(key, [event])
    else listed.push(event)
  }
}

/** The events of a segment that may match: from its narrowest index that the filter names. */
function candidates(segment: Segment, filter: EventFilter): readonly JournalEvent[] {
  let fewest: readonly JournalEvent[] = segment.events
  for (const name of indexNames) {
    const wanted = filter[name]
    if (wanted === undefined) continue
    const listed = segment.indexes[name].get(keyOf(name, wanted)) ?? []
    if (listed.length < fewest.length) fewest = listed
  }
  return fewest
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
    addTo(last, event)
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
      for (const segment of segments) {
        if ((segment.events.at(-1)?.seq ?? 0) <= after) continue
        for (const event of candidates(segment, filter)) if (matches(event, filter)) found.push(event)
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
