/** Long work in slices, so that the process answers others meanwhile and a killed run has lost no more than its last slices. */
import type { Store } from '#core/ports.ts'

/** Lets other work of the process go on between two slices of long work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Cuts long work into slices. */
export function* slices<Item>(items: Iterable<Item>, size: number): Iterable<readonly Item[]> {
  let slice: Item[] = []
  for (const item of items) {
    slice.push(item)
    if (slice.length < size) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

/**
 * Starts `work` on each part in order, and resolves when all have ended: `atOnce` of them may be on their way (to disk, to a
 * server) while the next one is prepared. After a failure nothing more is started; what is on its way is awaited, and the
 * failure is thrown.
 */
export async function inTurn<Part>(
  parts: Iterable<Part> | AsyncIterable<Part>,
  work: (part: Part) => Promise<unknown>,
  atOnce = 2,
): Promise<void> {
  const started: Promise<unknown>[] = []
  try {
    for await (const part of parts) {
      const ending = work(part)
      // Told when its turn to be awaited comes.
      ending.catch(() => undefined)
      started.push(ending)
      if (started.length >= atOnce) await started.shift()
      await breathe()
    }
  } finally {
    const ended = await Promise.allSettled(started)
    const failed = ended.find((one) => one.status === 'rejected')
    // biome-ignore lint/correctness/noUnsafeFinally: the failure of what was on its way is this function's own
    if (failed !== undefined) throw failed.reason
  }
}

/** Records that one slice changes: some milliseconds of work, and one line of the journal. */
const perTransaction = 128

/**
 * Works on many items; each slice of them is one transaction. An item is asked for when its turn comes: records that are
 * walked through as they lie in the store (`collection.values()`) come in their newest state, and need not be looked up.
 */
export function inTransactions<Item>(
  store: Store,
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  const left = items[Symbol.iterator]()
  let ended = false
  const slice = () => {
    for (let count = 0; count < perTransaction; count += 1) {
      const next = left.next()
      if (next.done === true) {
        ended = true
        return
      }
      work(next.value)
    }
  }
  function* untilEnded() {
    while (!ended) yield slice
  }
  return inTurn(untilEnded(), (work) => store.transaction(work))
}
