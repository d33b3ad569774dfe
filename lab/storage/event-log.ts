/** The journal's events on disk: append-only segments, the oldest dropped whole. */
import { type JournalEvent, journalEvent } from '#core/contracts/journal.ts'
import type { EventLog } from '../journal.ts'
import { openAppendLog } from './append-log.ts'

/** As many as the journal keeps in memory. */
const eventsPerFile = 16_384
const filesKept = 6
/** How long an event may wait for the disk when nobody waits for it. */
const laziness = 250

export interface OpenEventLog extends EventLog {
  readonly events: readonly JournalEvent[]
  readonly lastSeq: number
  close(): Promise<void>
}

interface Forgotten {
  readonly forgotAfter: number
  readonly upTo: number
}

const isForgotten = (value: unknown): value is Forgotten =>
  typeof value === 'object' && value !== null && 'forgotAfter' in value && 'upTo' in value

/** Opens the events of a directory: those that were recorded and not forgotten by a reset. */
export async function openEventLog(
  directory: string,
  torn: (file: string, bytes: number) => void,
): Promise<OpenEventLog> {
  let events: JournalEvent[] = []
  let lastSeq = 0
  let inFile = 0
  let fileNow = 0
  const take = (value: unknown) => {
    inFile += 1
    if (isForgotten(value)) {
      events = events.filter(({ seq }) => seq <= value.forgotAfter || seq > value.upTo)
      lastSeq = Math.max(lastSeq, value.upTo)
    } else if (value !== null) {
      // Written by ourselves and checked by its line's sum: parsing each again would cost more than reading it.
      const event = Object.freeze(value as JournalEvent)
      events.push(event)
      lastSeq = Math.max(lastSeq, event.seq)
    }
  }
  const replay = (line: unknown, segment: number): boolean => {
    if (segment !== fileNow) inFile = 0
    fileNow = segment
    for (const value of Array.isArray(line) ? line : [line]) take(value)
    return true
  }
  const log = await openAppendLog({ directory, name: 'events', replay, torn })
  const first = events[0]
  if (first !== undefined) journalEvent.parse(first)

  let timer: NodeJS.Timeout | undefined
  // What waits becomes one line: each has its own checksum and is written by itself.
  let waiting: object[] = []
  const writeWaiting = () => {
    if (waiting.length > 0) log.append(JSON.stringify(waiting))
    waiting = []
  }
  const flushed = () => {
    clearTimeout(timer)
    timer = undefined
    writeWaiting()
    return log.flushed()
  }
  const append = (told: object) => {
    waiting.push(told)
    inFile += 1
    if (inFile >= eventsPerFile) startFile()
    // A failing disk is told to whoever awaits the next transaction.
    timer ??= setTimeout(() => void flushed().catch(() => undefined), laziness).unref()
  }
  const startFile = () => {
    inFile = 0
    writeWaiting()
    const segment = log.rotate()
    void log.dropBelow(segment - filesKept).catch(() => undefined)
  }
  return {
    events,
    get lastSeq() {
      return lastSeq
    },
    append,
    forget: (forgotAfter, upTo) => append({ forgotAfter, upTo }),
    flushed,
    close: async () => {
      clearTimeout(timer)
      writeWaiting()
      await log.close()
    },
  }
}
