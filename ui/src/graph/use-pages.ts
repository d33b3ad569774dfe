/** Rows of a Graph collection, page by page: the first when the question changes, the next when its end is looked at. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { Answered } from '../lab/http.ts'
import type { ShownRefusal } from '../lab/shown-refusal.ts'

interface Page<Row> {
  readonly value: readonly Row[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.count'?: number
}

export type Pages<Row> = ReturnType<typeof usePages<Row>>

export function usePages<Row>(first: () => string, read: (path: string) => Promise<Answered<Page<Row>>>) {
  const rows = shallowRef<readonly Row[]>([])
  const count = ref<number>()
  const loading = ref(false)
  const refusal = shallowRef<ShownRefusal>()
  const next = shallowRef<string>()
  let turn = 0

  async function load(path: string, before: readonly Row[]): Promise<void> {
    turn += 1
    const mine = turn
    loading.value = true
    const answer = await read(path)
    // A newer question has been asked meanwhile.
    if (mine !== turn) return
    loading.value = false
    refusal.value = answer.ok ? undefined : answer.failure
    if (!answer.ok) return
    rows.value = [...before, ...answer.value.value]
    next.value = answer.value['@odata.nextLink']
    count.value = answer.value['@odata.count'] ?? count.value
  }

  const restart = (): Promise<void> => load(first(), [])
  const more = (): void => {
    if (next.value !== undefined && !loading.value) void load(next.value, rows.value)
  }

  const hasMore = computed(() => next.value !== undefined)
  watch(first, restart, { immediate: true })
  return { rows, count, loading, refusal, restart, more, hasMore }
}
