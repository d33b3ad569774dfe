/** Records in the order of their USN: an append-only list whose outdated entries are skipped and now and then dropped. */
export interface ChangeLog {
  /** Says that `id` now has this USN. */
  note(usn: number, id: string): void
  /** Ids with a USN above `after`, in order; entries that were overtaken are skipped. */
  since(after: number): IterableIterator<{ readonly usn: number; readonly id: string }>
  readonly highest: number
}

/** Earlier entries that are looked through with each new one while the list is tidied: nobody waits for all of them. */
const lookedThroughPerNote = 8

export function createChangeLog(usnOf: (id: string) => number | undefined): ChangeLog {
  let usns: number[] = []
  let ids: string[] = []
  let ordered = true
  let highest = 0
  let live = 0
  let tidied = 0
  let tidying:
    | { at: number; readonly length: number; readonly ids: string[]; readonly usns: number[] }
    | undefined

  const become = (newIds: string[], newUsns: number[]) => {
    ids = newIds
    usns = newUsns
    live = ids.length
    tidied += 1
    tidying = undefined
  }
  /** Drops what was overtaken, a few entries at a time. */
  const tidyFurther = () => {
    tidying ??= { at: 0, length: ids.length, ids: [], usns: [] }
    const kept = tidying
    for (const end = Math.min(kept.length, kept.at + lookedThroughPerNote); kept.at < end; kept.at += 1) {
      const [id, usn] = [ids[kept.at], usns[kept.at]]
      if (id === undefined || usn === undefined || usnOf(id) !== usn) continue
      kept.ids.push(id)
      kept.usns.push(usn)
    }
    if (kept.at < kept.length) return
    become(kept.ids.concat(ids.slice(kept.length)), kept.usns.concat(usns.slice(kept.length)))
  }
  /** After a restore, which brings old numbers back. */
  const orderAnew = () => {
    const latest = new Map<string, number>()
    ids.forEach((id, at) => {
      if (usnOf(id) === usns[at]) latest.set(id, usns[at] ?? 0)
    })
    const sorted = [...latest].sort(([, a], [, b]) => a - b)
    ordered = true
    become(
      sorted.map(([id]) => id),
      sorted.map(([, usn]) => usn),
    )
  }
  const firstAfter = (after: number): number => {
    let low = 0
    let high = usns.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((usns[middle] ?? 0) <= after) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    get highest() {
      return highest
    },
    note: (usn, id) => {
      if (usn < (usns.at(-1) ?? 0)) ordered = false
      usns.push(usn)
      ids.push(id)
      highest = Math.max(highest, usn)
      if (ids.length <= 2 * live + 10_000) return
      if (ordered) tidyFurther()
      else orderAnew()
    },
    since: function* (after) {
      if (!ordered) orderAnew()
      let seen = tidied
      let last = after
      for (let at = firstAfter(last); at < ids.length; at += 1) {
        // The reader was away and the list has moved up.
        if (seen !== tidied) at = firstAfter(last)
        seen = tidied
        const [id, usn] = [ids[at], usns[at]]
        if (id === undefined || usn === undefined) return
        last = usn
        if (usnOf(id) === usn) yield { usn, id }
      }
    },
  }
}
