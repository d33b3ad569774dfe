/**
 * The tenant's audit and sign-in logs. The rows live in the lab's journal; here they are only indexed for the questions
 * that collectors ask: in order of time, by id, by correlation id.
 */
import type { Journal } from '#core/ports.ts'

/** As many events as the journal keeps: what it has let go is not found after a restart either. */
const rowsKept = 100_000

interface LoggedRow {
  readonly id: string
  readonly correlationId: string
}

export interface EventRows<Row extends LoggedRow> {
  /** One more than the last position. */
  readonly size: number
  byId(id: string): Row | undefined
  byCorrelation(correlationId: string): readonly Row[]
  /** Rows about a user, oldest first. */
  ofUser(userId: string): readonly Row[]
  /** Oldest first. Positions stay what they are; the oldest rows go when there are too many. */
  at(position: number): Row | undefined
}

/** `isRow` recognises the data of this type of event. */
export function followRows<Row extends LoggedRow>(
  journal: Journal,
  type: 'audit.recorded' | 'sign-in.recorded',
  isRow: (data: unknown) => data is Row,
  usersOf: (row: Row) => readonly string[],
  kept = rowsKept,
): EventRows<Row> & { readonly stop: () => void } {
  const rows = new Map<number, Row>()
  let size = 0
  let lastSeq = 0
  const byId = new Map<string, Row>()
  const byCorrelation = new Map<string, Row[]>()
  const byUser = new Map<string, Row[]>()
  const push = (index: Map<string, Row[]>, key: string, row: Row) => {
    const there = index.get(key)
    if (there === undefined) index.set(key, [row])
    else there.push(row)
  }
  /** Rows go in the order in which they came, so a row is the first of each of its lists. */
  const pull = (index: Map<string, Row[]>, key: string) => {
    const there = index.get(key)
    there?.shift()
    if (there?.length === 0) index.delete(key)
  }
  const dropOldest = () => {
    const oldest = rows.get(size - kept)
    if (oldest === undefined) return
    rows.delete(size - kept)
    byId.delete(oldest.id)
    pull(byCorrelation, oldest.correlationId)
    for (const user of usersOf(oldest)) pull(byUser, user)
  }
  const take = (data: unknown, seq: number) => {
    if (!isRow(data)) return
    lastSeq = seq
    dropOldest()
    rows.set(size, data)
    size += 1
    byId.set(data.id, data)
    push(byCorrelation, data.correlationId, data)
    for (const user of usersOf(data)) push(byUser, user, data)
  }
  const reload = () => {
    rows.clear()
    size = 0
    byId.clear()
    byCorrelation.clear()
    byUser.clear()
    for (const event of journal.events({ type })) take(event.data, event.seq)
  }
  reload()
  const stop = journal.follow((event) => {
    if (event.type !== type) return
    // A journal that starts again or goes back (reset, snapshot) makes what we hold stale.
    if (event.seq <= lastSeq) reload()
    else take(event.data, event.seq)
  })
  return {
    get size() {
      return size
    },
    byId: (id) => byId.get(id),
    byCorrelation: (correlationId) => byCorrelation.get(correlationId) ?? [],
    ofUser: (userId) => byUser.get(userId) ?? [],
    at: (position) => rows.get(position),
    stop,
  }
}
