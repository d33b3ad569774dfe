/** One visit to the reset page: the session that the password reset API keeps, and what it answered last. */
import { ref, shallowRef } from 'vue'
import { type SessionState, sessionState } from '#core/contracts/sspr.ts'
import { askFor } from '../lab/http.ts'
import type { ShownRefusal } from '../lab/shown-refusal.ts'

const base = '/passwordreset/v1/sessions'

export function useResetSession() {
  const state = shallowRef<SessionState>()
  const refusal = shallowRef<ShownRefusal>()
  const working = ref(false)

  async function send(path: string, json: unknown): Promise<boolean> {
    working.value = true
    const answer = await askFor(path, sessionState, { json })
    working.value = false
    refusal.value = answer.ok ? undefined : answer.failure
    if (answer.ok) state.value = answer.value
    return answer.ok
  }

  function forget(): void {
    state.value = undefined
    refusal.value = undefined
  }

  async function cancel(): Promise<void> {
    if (state.value) await fetch(`${base}/${state.value.id}`, { method: 'DELETE' })
    forget()
  }

  const start = (wish: { readonly userId: string; readonly captchaId: string; readonly captcha: string }) =>
    send(base, wish)
  const tell = (verb: 'intent' | 'challenges' | 'verifications' | 'reset' | 'unlock', json: unknown) =>
    send(`${base}/${state.value?.id}/${verb}`, json)
  return { state, refusal, working, start, tell, cancel, forget }
}
export type ResetSession = ReturnType<typeof useResetSession>
