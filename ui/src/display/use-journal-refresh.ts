/** Runs `refresh` soon after events of these types, so that a page shows what happened without a reload. */
import { onBeforeUnmount } from 'vue'
import { useJournal } from '../lab/journal-store.ts'

const SOON_MS = 150

export function useJournalRefresh(types: readonly string[], refresh: () => Promise<void>): void {
  let due: ReturnType<typeof setTimeout> | undefined
  const stop = useJournal().follow((events) => {
    if (due !== undefined || !events.some(({ type }) => types.includes(type))) return
    due = setTimeout(() => {
      due = undefined
      void refresh()
    }, SOON_MS)
  })
  onBeforeUnmount(() => {
    stop()
    clearTimeout(due)
  })
}
