/** The last refusal, as a lesson: which step said no, what it saw, and where to go. Read from the journal, so no door is left out. */
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { useJournal } from './journal-store.ts'
import { useWording } from './wording.ts'

export interface Lesson {
  readonly code: string
  readonly step: string
  readonly flow: string
  readonly because: string
  readonly target?: string
  readonly correlationId?: string
  readonly fix?: string
  readonly fixAt?: string
}

const KEY = 'hybridlab.hide-lessons'

export const useLesson = defineStore('lesson', () => {
  const lesson = shallowRef<Lesson>()
  const hidden = ref(localStorage.getItem(KEY) === 'yes')
  const { words } = useWording()
  watch(hidden, (hide) => localStorage.setItem(KEY, hide ? 'yes' : 'no'))

  async function teach({
    code,
    step = '',
    flow = '',
    because = '',
    target,
    correlationId,
  }: JournalEvent): Promise<void> {
    if (!code) return
    const { codeEntry } = await import('./code-lookup.ts')
    const entry = codeEntry(code)
    const told: Lesson = { code, step, flow, because: words(because), target, correlationId }
    lesson.value = { ...told, fix: entry?.fix && words(entry.fix), fixAt: entry?.fixAt }
  }

  /** The first step that says no under a correlation id is the cause; what follows repeats it. A later success of the same flow ends the lesson. */
  function hear(event: JournalEvent): void {
    const shown = lesson.value
    if (event.type === 'step.refused') {
      if (shown?.correlationId === undefined || shown.correlationId !== event.correlationId) void teach(event)
    } else if (event.type === 'flow.finished' && !event.code && shown?.flow === event.flow)
      lesson.value = undefined
  }

  useJournal().follow((events) => events.forEach(hear))
  const dismiss = (): void => {
    lesson.value = undefined
  }
  return { lesson, hidden, dismiss }
})
