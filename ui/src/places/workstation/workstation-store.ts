/** Who is logged on at CLIENT01: they stay so while one looks at other places. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { LogonAnswer } from '#core/contracts/control-api.ts'

export interface LogonSession {
  /** As it was typed. */
  readonly name: string
  readonly checked: LogonAnswer['checked']
  /** Lab time. */
  readonly at: number | undefined
}

export const useWorkstation = defineStore('workstation', () => {
  const loggedOn = shallowRef<LogonSession>()
  const offline = ref(false)
  return { loggedOn, offline }
})
