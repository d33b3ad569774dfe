/** One visit to the reset page: the session that the password reset API keeps, and what it answered last. */
import { ref, shallowRef } from 'vue'
import { type SessionState, sessionState } from '#core/contracts/sspr.ts'
import { ask, askFor } from '../lab/http.ts'
import type { ShownRefusal } from '../lab/shown-refusal.ts'

const base = '/passwordreset/v1/sessions'

export function useResetSession() {
  const state = shallowRef<SessionState>()
  const refusal = shallowRef<ShownRefusal>()
  const working = ref(false)
  const userId = ref('')

  async function send(path: string, json: unknown): Promise<boolean> {
    working.value = true
    const answer = await askFor(path, sessionState, { json })
    working.value = false
    refusal.value = answer.ok ? undefined : answer.failure
    if (answer.ok) state.value = answer.value
    return answer.ok
  }

  async function look(): Promise<void> {
    const answer = await askFor(`${base}/${state.value?.id}`, sessionState)
    if (answer.ok) state.value = answer.value
  }

  /** After a refusal: asks the organization's administrators to help. Answers whether they have been told. */
  async function askForHelp(): Promise<boolean> {
    const correlationId = refusal.value?.requestId
    if (correlationId === undefined) return false
    return (
      await ask('/passwordreset/v1/contact-administrator', { json: { userId: userId.value, correlationId } })
    ).ok
  }

  function forget(): void {
    state.value = undefined
    refusal.value = undefined
  }

  async function cancel(): Promise<void> {
    if (state.value) await fetch(`${base}/${state.value.id}`, { method: 'DELETE' })
    forget()
  }

  function start(wish: {
    readonly userId: string
    readonly tenant: string | undefined
    readonly captchaId: string
    readonly captcha: string
  }): Promise<boolean> {
    userId.value = wish.userId
    return send(base, wish)
  }
  const tell = (verb: 'intent' | 'challenges' | 'verifications' | 'reset' | 'unlock', json: unknown) =>
    send(`${base}/${state.value?.id}/${verb}`, json)
  return { state, refusal, working, start, tell, cancel, forget, look, askForHelp }
}
export type ResetSession = ReturnType<typeof useResetSession>
