/** Messages as they happen: one dot after the other, from part to part, at a pace that an eye can follow. */
import { onBeforeUnmount, shallowRef } from 'vue'
import type { JournalEvent, Place } from '#core/contracts/journal.ts'
import { useJournal } from '../../lab/journal-store.ts'

export interface Hop {
  readonly id: number
  readonly from: number
  readonly to: number
}

/** A hop takes as long as `--travel` says; what is behind by more than this is not drawn any more. */
const HOP_MS = 220
const BEHIND = 14

export function useTravel(order: readonly Place[]) {
  const hop = shallowRef<Hop>()
  const waiting: Hop[] = []
  let at = 0
  let id = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function next(): void {
    hop.value = waiting.shift()
    timer = hop.value === undefined ? undefined : setTimeout(next, HOP_MS)
  }

  /** Along the line, one neighbour after the other. */
  function travel({ place }: JournalEvent): void {
    const goal = order.indexOf(place)
    while (goal >= 0 && at !== goal) {
      const to = at < goal ? at + 1 : at - 1
      id += 1
      waiting.push({ id, from: at, to })
      at = to
    }
    waiting.splice(0, waiting.length - BEHIND)
    if (timer === undefined && waiting.length > 0) next()
  }

  const stop = useJournal().follow((events) => {
    for (const event of events) if (event.correlationId !== undefined) travel(event)
  })
  onBeforeUnmount(() => {
    stop()
    clearTimeout(timer)
  })
  return hop
}
