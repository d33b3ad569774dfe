/** The lab's journal as it is written: what has happened, then each event as the lab streams it. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { z } from 'zod'
import { eventsAnswer } from '#core/contracts/control-api.ts'
import { type JournalEvent, journalEvent } from '#core/contracts/journal.ts'
import { askFor } from './http.ts'
import { useLab } from './lab-store.ts'

const message = z.array(journalEvent)
/** Enough for a course day; the journal itself keeps all. */
const KEEP = 20_000

type Listener = (events: readonly JournalEvent[]) => void

export const useJournal = defineStore('journal', () => {
  const lab = useLab()
  const events = shallowRef<readonly JournalEvent[]>([])
  const state = ref<'closed' | 'open' | 'lost'>('closed')
  const listeners = new Set<Listener>()
  let source: EventSource | undefined
  let last = 0
  /** What happened before this window was opened is no news. */
  let telling = false

  function take(news: readonly JournalEvent[]): void {
    const fresh = news.filter(({ seq }) => seq > last)
    const newest = fresh.at(-1)
    if (!newest) return
    last = newest.seq
    events.value = [...events.value, ...fresh].slice(-KEEP)
    lab.saw(newest.at)
    if (telling) for (const hear of listeners) hear(fresh)
  }

  /** At first the newest there are; later what followed, page by page. */
  async function catchUp(): Promise<void> {
    const answer = await askFor(`${lab.api}/events${last ? `?after=${last}` : ''}`, eventsAnswer)
    if (!answer.ok) return
    take(answer.value.events)
    if (last < answer.value.last && answer.value.events.length > 0) await catchUp()
  }

  async function open(): Promise<void> {
    close()
    events.value = []
    last = 0
    telling = false
    await catchUp()
    telling = true
    source = new EventSource(`${lab.api}/events/stream?after=${last}`)
    source.onopen = () => {
      state.value = 'open'
    }
    source.onmessage = ({ data }) => read(data)
    source.addEventListener('resync', () => void catchUp())
    source.addEventListener('reset', () => void open())
    source.onerror = () => {
      state.value = 'lost'
    }
  }

  function read(data: string): void {
    const parsed = message.safeParse(JSON.parse(data))
    if (parsed.success) take(parsed.data)
  }

  function close(): void {
    source?.close()
    state.value = 'closed'
  }

  /** Hears events that happen from now on. Answers the way to stop. */
  function follow(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { events, state, open, close, follow }
})
