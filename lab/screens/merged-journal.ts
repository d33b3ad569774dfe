/** One journal out of those of the three parts, in order of time, with numbers of its own: what Flow and the logs read. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import { createJournal, type LabJournal } from '../journal.ts'
import { followJournal } from './follow-journal.ts'

export interface MergedJournal {
  readonly journal: LabJournal
  close(): void
}

/** What parts wrote within this time is put in order before it is numbered; each streams in batches of 100 ms. */
const gatherMs = 250

/** `labs`: where each part keeps the lab, such as `http://connect:8080/lab/v1/labs/contoso`. */
export async function mergeJournals(
  labs: readonly string[],
  adminToken: string | undefined,
): Promise<MergedJournal> {
  let at = 0
  const journal = createJournal({ now: () => at })
  const stop = new AbortController()
  let waiting: JournalEvent[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    for (const { seq: _its, at: then, ...event } of waiting.toSorted((one, other) => one.at - other.at)) {
      at = then
      journal.record(event)
    }
    waiting = []
  }
  let gathers = true
  const take = (events: readonly JournalEvent[]) => {
    waiting.push(...events)
    if (!gathers && waiting.length > 0) timer ??= setTimeout(flush, gatherMs).unref()
  }
  await Promise.all(labs.map((lab) => followJournal({ lab, adminToken, signal: stop.signal, take })))
  gathers = false
  flush()
  return {
    journal,
    close: () => {
      clearTimeout(timer)
      stop.abort()
    },
  }
}
