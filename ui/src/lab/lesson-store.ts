/** The last refusal, as a lesson: which step said no, what it saw, and where to go. Read from the journal, so no door is left out. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { useJournal } from './journal-store.ts'
import type { ShownRefusal } from './shown-refusal.ts'
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
  /** As the server said it. */
  const heard = shallowRef<Lesson>()
  const hidden = ref(localStorage.getItem(KEY) === 'yes')
  const { words } = useWording()
  const lesson = computed(
    (): Lesson | undefined =>
      heard.value && {
        ...heard.value,
        because: words(heard.value.because),
        fix: heard.value.fix && words(heard.value.fix),
      },
  )
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
    heard.value = {
      code,
      step,
      flow,
      because,
      target,
      correlationId,
      fix: entry?.fix,
      fixAt: entry?.fixAt,
    }
  }

  /** A refusal that a door told, where no flow of the journal does. */
  function tell({ code, because, fix, fixAt }: ShownRefusal): void {
    if (because !== undefined) heard.value = { code, step: '', flow: '', because, fix, fixAt }
  }

  /**
   * The first step that says no under a correlation id is the cause; what follows repeats it. The lesson ends when
   * something succeeds for the same person.
   */
  function hear(event: JournalEvent): void {
    const shown = heard.value
    const isRefusal = event.type === 'step.refused' || event.type === 'logon.refused'
    const isSuccess = (event.type === 'flow.finished' && !event.code) || event.type === 'logon.accepted'
    if (isRefusal) {
      if (event.correlationId === undefined || shown?.correlationId !== event.correlationId) void teach(event)
    } else if (isSuccess && shown?.target !== undefined && shown.target === event.target)
      heard.value = undefined
  }

  useJournal().follow((events) => events.forEach(hear))
  const dismiss = (): void => {
    heard.value = undefined
  }
  return { lesson, hidden, tell, dismiss }
})
