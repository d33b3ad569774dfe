/** One thing that is done at the press of a button: whether it is under way, and what was refused. */
import { ref, shallowRef } from 'vue'
import type { Answered } from '../lab/http.ts'
import type { ShownRefusal } from '../lab/shown-refusal.ts'

export function useCommand() {
  const working = ref(false)
  const refusal = shallowRef<ShownRefusal>()

  /** Answers what was done, or undefined when it was refused. */
  async function run<Body>(command: () => Promise<Answered<Body>>): Promise<Body | undefined> {
    working.value = true
    refusal.value = undefined
    const answer = await command()
    working.value = false
    if (answer.ok) return answer.value
    refusal.value = answer.failure
    return undefined
  }

  return { working, refusal, run }
}
