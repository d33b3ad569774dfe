/** Which lab this window looks at, where its doors are, and what time it is there. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type ClockAnswer, clockAnswer } from '#core/contracts/control-api.ts'
import { type LabInfo, labInfo } from '#core/contracts/lab-info.ts'
import { askFor } from './http.ts'
import type { ShownRefusal } from './shown-refusal.ts'
import { useToasts } from './toast-store.ts'

export type JobRun = NonNullable<ClockAnswer['ran']>[number]
type ClockChange = Readonly<{ advance?: string; frozen?: boolean; rate?: number }>

const TICK = 1000

export const useLab = defineStore('lab', () => {
  const id = ref(chosenLab())
  const info = shallowRef<LabInfo>()
  const trouble = shallowRef<ShownRefusal>()
  const now = ref<number>()
  const rate = ref(1)
  const frozen = ref(false)
  /** The clock is being moved: what is due runs meanwhile. */
  const moving = ref(false)
  const toasts = useToasts()
  const api = computed(() => `/lab/v1/labs/${encodeURIComponent(id.value)}`)
  /** The tenant's place in the token service, on the origin of these screens. */
  const authorityPath = computed(() =>
    info.value ? new URL(info.value.authority).pathname.replace(/\/$/, '') : '',
  )

  async function load(): Promise<void> {
    const answer = await askFor(api.value, labInfo)
    if (answer.ok) info.value = answer.value
    trouble.value = answer.ok ? undefined : answer.failure
    if (answer.ok) await readClock()
  }

  function apply(state: ClockAnswer): void {
    now.value = Date.parse(state.now)
    rate.value = state.rate
    frozen.value = state.frozen
  }

  async function readClock(): Promise<void> {
    const answer = await askFor(`${api.value}/clock`, clockAnswer)
    if (answer.ok) apply(answer.value)
  }

  /** Answers what ran; what was refused is told in passing. */
  async function setClock(change: ClockChange): Promise<JobRun[]> {
    moving.value = true
    const answer = await askFor(`${api.value}/clock`, clockAnswer, { json: change })
    moving.value = false
    if (answer.ok) apply(answer.value)
    else toasts.refused(answer.failure)
    return answer.ok ? (answer.value.ran ?? []) : []
  }

  /** Between two readings the shown time goes on by itself; each event of the journal sets it right. */
  function tick(): void {
    if (now.value !== undefined && !frozen.value) now.value += TICK * rate.value
  }

  function saw(at: number): void {
    if (now.value === undefined || at > now.value) now.value = at
  }

  function choose(lab: string): void {
    localStorage.setItem('hybridlab.lab', lab)
    id.value = lab
  }

  setInterval(tick, TICK)
  return {
    id,
    info,
    trouble,
    now,
    rate,
    frozen,
    moving,
    api,
    authorityPath,
    load,
    readClock,
    setClock,
    saw,
    choose,
  }
})

function chosenLab(): string {
  const asked = new URLSearchParams(location.search).get('lab')
  if (asked) localStorage.setItem('hybridlab.lab', asked)
  return asked ?? localStorage.getItem('hybridlab.lab') ?? 'contoso'
}
