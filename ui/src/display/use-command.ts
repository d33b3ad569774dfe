/** One thing that is done at the press of a button: whether it is under way, and what was refused. */
import { ref, shallowRef } from 'vue'
import type { Answered } from '../lab/http.ts'
import type { ShownRefusal } from '../lab/shown-refusal.ts'
import { useToasts } from '../lab/toast-store.ts'

export function useCommand() {
  const working = ref(false)
  const refusal = shallowRef<ShownRefusal>()

  /** Answers what was done, or undefined when it was refused. `news` is told when it was done. */
  async function run<Body>(command: () => Promise<Answered<Body>>, news?: string): Promise<Body | undefined> {
    working.value = true
    refusal.value = undefined
    const answer = await command()
    working.value = false
    if (answer.ok) {
      if (news) useToasts().done(news)
      return answer.value
    }
    refusal.value = answer.failure
    return undefined
  }

  return { working, refusal, run }
}
