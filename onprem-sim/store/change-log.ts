/** Records in the order of their USN: an append-only list whose outdated entries are skipped and now and then dropped. */
export interface ChangeLog {
  /** Says that `id` now has this USN. */
  note(usn: number, id: string): void
  /** Ids with a USN above `after`, in order; entries that were overtaken are skipped. */
  since(after: number): IterableIterator<{ readonly usn: number; readonly id: string }>
  readonly highest: number
}

export function createChangeLog(usnOf: (id: string) => number | undefined): ChangeLog {
  let usns: number[] = []
  let ids: string[] = []
  let ordered = true
  let highest = 0
  let live = 0
  let tidied = 0

  const tidy = () => {
    tidied += 1
    if (ordered) dropOvertaken()
    else orderAnew()
    live = ids.length
  }
  const dropOvertaken = () => {
    let kept = 0
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at] ?? ''
      const usn = usns[at] ?? 0
      if (usnOf(id) !== usn) continue
      ids[kept] = id
      usns[kept] = usn
      kept += 1
    }
    ids.length = kept
    usns.length = kept
  }
  /** After a restore, which brings old numbers back. */
  const orderAnew = () => {
    const latest = new Map<string, number>()
    ids.forEach((id, at) => {
      if (usnOf(id) === usns[at]) latest.set(id, usns[at] ?? 0)
    })
    const sorted = [...latest].sort(([, a], [, b]) => a - b)
    ids = sorted.map(([id]) => id)
    usns = sorted.map(([, usn]) => usn)
    ordered = true
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
      if (ids.length > 2 * live + 10_000) tidy()
    },
    since: function* (after) {
      if (!ordered) tidy()
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
