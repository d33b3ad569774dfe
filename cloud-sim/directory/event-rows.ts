/**
 * The tenant's audit and sign-in logs. The rows live in the lab's journal; here they are only indexed for the questions
 * that collectors ask: in order of time, by id, by correlation id.
 */
import type { Journal } from '#core/ports.ts'

/** As many events as the journal keeps: what it has let go is not found after a restart either. */
const rowsKept = 100_000

/** Rows that one question may put into the indexes: what is left it looks through, and nobody waits for all of them. */
const indexedAtOnce = 8_192

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
  /** A ring: the row at a position lies at the rest of its division by `kept`. */
  let rows: Row[] = []
  let size = 0
  let lastSeq = 0
  /** Brought up to date when somebody asks: the row at this position is the first that is not in them. */
  let indexed = 0
  const byId = new Map<string, Row[]>()
  const byCorrelation = new Map<string, Row[]>()
  const byUser = new Map<string, Row[]>()
  const at = (position: number): Row | undefined =>
    position >= size - kept && position < size ? rows[position % kept] : undefined
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
    const oldest = at(size - kept)
    if (oldest === undefined) return
    if (size - kept === indexed) {
      indexed += 1
      return
    }
    pull(byId, oldest.id)
    pull(byCorrelation, oldest.correlationId)
    for (const user of usersOf(oldest)) pull(byUser, user)
  }
  const take = (data: unknown, seq: number) => {
    if (!isRow(data)) return
    lastSeq = seq
    dropOldest()
    rows[size % kept] = data
    size += 1
  }
  const bringUpToDate = () => {
    for (const upTo = Math.min(size, indexed + indexedAtOnce); indexed < upTo; indexed += 1) {
      const row = at(indexed)
      if (row === undefined) continue
      push(byId, row.id, row)
      push(byCorrelation, row.correlationId, row)
      for (const user of usersOf(row)) push(byUser, user, row)
    }
  }
  const found = (index: Map<string, Row[]>, key: string, isWanted: (row: Row) => boolean): readonly Row[] => {
    bringUpToDate()
    const listed = index.get(key) ?? []
    if (indexed === size) return listed
    const more: Row[] = []
    for (let position = indexed; position < size; position += 1) {
      const row = at(position)
      if (row !== undefined && isWanted(row)) more.push(row)
    }
    return [...listed, ...more]
  }
  const reload = () => {
    rows = []
    size = 0
    indexed = 0
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
    byId: (id) => found(byId, id, (row) => row.id === id)[0],
    byCorrelation: (correlationId) =>
      found(byCorrelation, correlationId, (row) => row.correlationId === correlationId),
    ofUser: (userId) => found(byUser, userId, (row) => usersOf(row).includes(userId)),
    at,
    stop,
  }
}
