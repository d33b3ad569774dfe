/** The class as it changes: one reading, then whatever the board's stream brings. */
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { type InstructorBoard, instructorBoard } from '#core/contracts/scenario-progress.ts'
import { type Answered, askFor } from '../../lab/http.ts'

export type BoardRow = InstructorBoard['labs'][number]

/** Minutes on a step go on between two messages. */
const TICK_MS = 10_000

export function useBoard() {
  const answer = shallowRef<Answered<InstructorBoard>>()
  const readAt = ref(performance.now())
  const now = ref(performance.now())

  function take(read: Answered<InstructorBoard>): void {
    answer.value = read
    readAt.value = performance.now()
    now.value = readAt.value
  }
  async function refresh(): Promise<void> {
    take(await askFor('/lab/v1/board', instructorBoard))
  }

  const stream = new EventSource('/lab/v1/board/stream')
  stream.onmessage = ({ data }) => {
    const parsed = instructorBoard.safeParse(JSON.parse(data))
    if (parsed.success) take({ ok: true, value: parsed.data })
  }
  const timer = setInterval(() => {
    now.value = performance.now()
  }, TICK_MS)
  onBeforeUnmount(() => {
    stream.close()
    clearInterval(timer)
  })
  void refresh()

  const rows = computed(() => (answer.value?.ok ? answer.value.value.labs : []))
  /** Undefined where no step is active. */
  const minutesOn = ({ secondsOnStep }: BoardRow): number | undefined =>
    secondsOnStep === undefined
      ? undefined
      : Math.floor((secondsOnStep + (now.value - readAt.value) / 1000) / 60)
  return { answer, rows, minutesOn, refresh }
}
