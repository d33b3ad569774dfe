/** Who is logged on at DC01 in this window, and LDAP as that account. The console comes unlocked, as the lab's domain administrator. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { z } from 'zod'
import {
  type DirectoryAnswer,
  type DirectoryOperation,
  type DirectorySession,
  directoryAnswer,
  directorySession,
} from '#core/contracts/directory-console.ts'
import { type Answered, ask, askFor } from '../../lab/http.ts'
import { useLab } from '../../lab/lab-store.ts'

const stored = z.object({ session: z.string(), account: z.string() })

export const useDirectory = defineStore('directory', () => {
  const lab = useLab()
  const key = `hybridlab.dc.${lab.id}`
  const session = shallowRef<DirectorySession | undefined>(readStored(key))
  /** Counts the log-ons: pages ask anew when the account changes. */
  const turn = ref(0)
  let opening: Promise<Answered<DirectorySession>> | undefined

  function keep(opened: DirectorySession | undefined): void {
    session.value = opened
    if (opened) sessionStorage.setItem(key, JSON.stringify(opened))
    else sessionStorage.removeItem(key)
  }

  async function logOn(user: string, password: string): Promise<Answered<DirectorySession>> {
    const answer = await askFor(`${lab.api}/directory/sessions`, directorySession, {
      json: { user, password },
    })
    if (answer.ok) {
      const before = session.value
      keep(answer.value)
      turn.value += 1
      if (before) void logOff(before)
    }
    return answer
  }

  async function logOff({ session: id }: DirectorySession): Promise<void> {
    await Promise.allSettled(asked)
    await ask(`${lab.api}/directory/sessions/${id}`, { method: 'DELETE' })
  }

  function logOnAsAdministrator(): Promise<Answered<DirectorySession>> {
    const administrator = lab.info?.accounts.find(({ role }) => role === 'Domain Admin')
    opening ??= logOn(administrator?.dn ?? 'Administrator', administrator?.password ?? '').finally(() => {
      opening = undefined
    })
    return opening
  }

  /** What is asked in a session is answered before that session is logged off. */
  const asked = new Set<Promise<unknown>>()

  async function send(operation: DirectoryOperation): Promise<Answered<DirectoryAnswer>> {
    if (!session.value) {
      const opened = await logOnAsAdministrator()
      if (!opened.ok) return opened
    }
    const id = session.value?.session ?? ''
    const answer = askFor(`${lab.api}/directory/sessions/${id}/operations`, directoryAnswer, {
      json: operation,
    }).finally(() => asked.delete(answer))
    asked.add(answer)
    return answer
  }

  /** A session that the lab no longer knows (it was started anew) is opened once more. */
  async function perform(operation: DirectoryOperation): Promise<Answered<DirectoryAnswer>> {
    const answer = await send(operation)
    if (answer.ok || answer.failure.code !== 'LabDirectorySessionEnded') return answer
    keep(undefined)
    return send(operation)
  }

  return { session, turn, logOn, logOnAsAdministrator, perform }
})

function readStored(key: string): DirectorySession | undefined {
  const text = sessionStorage.getItem(key)
  return text === null ? undefined : stored.safeParse(JSON.parse(text)).data
}
