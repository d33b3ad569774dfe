/** What has reached the lab's phones and mailboxes. New messages come with the event stream. */
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { z } from 'zod'
import { inboxAnswer } from '#core/contracts/control-api.ts'
import { askFor } from './http.ts'
import { useJournal } from './journal-store.ts'
import { useLab } from './lab-store.ts'

export type InboxMessage = z.infer<typeof inboxAnswer>['messages'][number]

export const useInbox = defineStore('inbox', () => {
  const lab = useLab()
  const messages = shallowRef<readonly InboxMessage[]>([])
  const newestFirst = computed(() => [...messages.value].reverse())
  const mails = computed(() => newestFirst.value.filter(({ kind }) => kind === 'email'))
  const onPhones = computed(() => newestFirst.value.filter(({ kind }) => kind !== 'email'))

  async function read(): Promise<void> {
    const answer = await askFor(`${lab.api}/inbox`, inboxAnswer)
    if (answer.ok) messages.value = answer.value.messages
  }

  watch(
    () => lab.info,
    (info) => void (info && read()),
    { immediate: true },
  )
  useJournal().follow((events) => {
    if (events.some(({ type }) => type === 'message.delivered')) void read()
  })
  return { mails, onPhones, read }
})
