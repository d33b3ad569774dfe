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

  const tidy = () => {
    const latest = new Map<string, number>()
    ids.forEach((id, at) => {
      if (usnOf(id) === usns[at]) latest.set(id, usns[at] ?? 0)
    })
    const sorted = [...latest].sort(([, a], [, b]) => a - b)
    ids = sorted.map(([id]) => id)
    usns = sorted.map(([, usn]) => usn)
    live = ids.length
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
      for (let at = firstAfter(after); at < ids.length; at += 1) {
        const id = ids[at] ?? ''
        const usn = usns[at] ?? 0
        if (usnOf(id) === usn) yield { usn, id }
      }
    },
  }
}
