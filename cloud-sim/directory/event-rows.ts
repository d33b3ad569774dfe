/**
 * The tenant's audit and sign-in logs. The rows live in the lab's journal; here they are only indexed for the questions
 * that collectors ask: in order of time, by id, by correlation id.
 */
import type { Journal } from '#core/ports.ts'

interface LoggedRow {
  readonly id: string
  readonly correlationId: string
}

export interface EventRows<Row extends LoggedRow> {
  readonly size: number
  byId(id: string): Row | undefined
  byCorrelation(correlationId: string): readonly Row[]
  /** Rows about a user, oldest first. */
  ofUser(userId: string): readonly Row[]
  /** Oldest first, from a position on. */
  at(position: number): Row | undefined
}

/** `isRow` recognises the data of this type of event. */
export function followRows<Row extends LoggedRow>(
  journal: Journal,
  type: 'audit.recorded' | 'sign-in.recorded',
  isRow: (data: unknown) => data is Row,
  usersOf: (row: Row) => readonly string[],
): EventRows<Row> & { readonly stop: () => void } {
  let rows: Row[] = []
  let lastSeq = 0
  const byId = new Map<string, Row>()
  const byCorrelation = new Map<string, Row[]>()
  const byUser = new Map<string, Row[]>()
  const push = (index: Map<string, Row[]>, key: string, row: Row) => {
    const there = index.get(key)
    if (there === undefined) index.set(key, [row])
    else there.push(row)
  }
  const take = (data: unknown, seq: number) => {
    if (!isRow(data)) return
    lastSeq = seq
    rows.push(data)
    byId.set(data.id, data)
    push(byCorrelation, data.correlationId, data)
    for (const user of usersOf(data)) push(byUser, user, data)
  }
  const reload = () => {
    rows = []
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
      return rows.length
    },
    byId: (id) => byId.get(id),
    byCorrelation: (correlationId) => byCorrelation.get(correlationId) ?? [],
    ofUser: (userId) => byUser.get(userId) ?? [],
    at: (position) => rows[position],
    stop,
  }
}
