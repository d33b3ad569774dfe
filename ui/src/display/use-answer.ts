/** Asks a door when a page opens, again when its question changes, and whenever it is told to. The newest question wins. */
import { shallowRef, watchEffect } from 'vue'
import type { Answered } from '../lab/http.ts'

export function useAnswer<Body>(question: () => Promise<Answered<Body>> | undefined) {
  const answer = shallowRef<Answered<Body>>()
  let latest = 0

  async function refresh(): Promise<void> {
    latest += 1
    const mine = latest
    const asked = question()
    if (!asked) return
    const answered = await asked
    if (mine === latest) answer.value = answered
  }

  watchEffect(() => void refresh())
  return { answer, refresh }
}
