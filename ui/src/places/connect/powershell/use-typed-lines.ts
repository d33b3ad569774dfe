/** The prompt: what is typed, what was typed before, and what Tab makes of it. */
import { ref } from 'vue'
import type { Completion } from '../../../powershell/complete.ts'

export function useTypedLines(complete: (text: string) => Completion) {
  const typed = ref('')
  const history: string[] = []
  let at = 0
  let offered:
    | {
        readonly made: string
        readonly before: string
        readonly next: number
        readonly completion: Completion
      }
    | undefined

  /** Each further Tab offers the next word for the same beginning. */
  function tab(): boolean {
    if (typed.value.trim() === '') return false
    const again = offered?.made === typed.value ? offered : undefined
    const before = again?.before ?? typed.value
    const completion = again?.completion ?? complete(before)
    const offer = completion.offers[(again?.next ?? 0) % Math.max(1, completion.offers.length)]
    if (offer === undefined) return true
    typed.value = before.slice(0, completion.from) + offer
    offered = { made: typed.value, before, next: (again?.next ?? 0) + 1, completion }
    return true
  }

  function recall(step: -1 | 1): void {
    at = Math.min(history.length, Math.max(0, at + step))
    typed.value = history[at] ?? ''
  }

  /** Answers what was typed and empties the prompt. */
  function enter(): string {
    const line = typed.value.trim()
    if (line !== '' && history.at(-1) !== line) history.push(line)
    at = history.length
    typed.value = ''
    return line
  }

  return { typed, tab, recall, enter }
}
