/** What has happened at places that nobody is looking at: the dots on the rail. */
import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { useJournal } from '../lab/journal-store.ts'
import { useStage } from './stage-store.ts'

function placeOfNews({ type, data }: JournalEvent): string | undefined {
  if (type === 'message.delivered') return data?.kind === 'email' ? '/mailbox' : '/phone'
  if (type === 'step.refused') return '/flow'
  return undefined
}

export const useUnread = defineStore('unread', () => {
  const stage = useStage()
  const counts = reactive<Record<string, number>>({})
  useJournal().follow((events) => {
    for (const event of events) {
      const root = placeOfNews(event)
      if (root && !stage.shownRoots.includes(root)) counts[root] = (counts[root] ?? 0) + 1
    }
  })
  watch(
    () => stage.shownRoots,
    (roots) => {
      for (const root of roots) delete counts[root]
    },
  )
  return { counts }
})
