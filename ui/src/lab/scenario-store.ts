/** The guided lab: its steps, what holds already, and the learner's commands. The lab judges; this only shows. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { z } from 'zod'
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import { type ScenarioProgress, scenarioProgress } from '#core/contracts/scenario-progress.ts'
import { askFor } from './http.ts'
import { useJournal } from './journal-store.ts'
import { useLab } from './lab-store.ts'
import type { ShownRefusal } from './shown-refusal.ts'

type Offered = z.infer<typeof scenariosAnswer>['scenarios']
const KEY = 'hybridlab.scenario'
type Action = 'start' | 'do' | 'hint' | 'restart' | 'play'

export const useScenario = defineStore('scenario', () => {
  const lab = useLab()
  const offered = shallowRef<Offered>([])
  const id = ref(sessionStorage.getItem(KEY))
  const progress = shallowRef<ScenarioProgress>()
  const trouble = shallowRef<ShownRefusal>()
  const working = ref(false)
  const active = computed(() => progress.value?.steps.find(({ state }) => state === 'active'))
  const position = computed(() => {
    const steps = progress.value?.steps ?? []
    return Math.min(steps.length, steps.filter(({ state }) => state === 'done').length + 1)
  })
  const url = (scenario: string): string => `${lab.api}/scenarios/${encodeURIComponent(scenario)}`

  async function look(): Promise<void> {
    const answer = await askFor(`${lab.api}/scenarios`, scenariosAnswer)
    if (answer.ok) offered.value = answer.value.scenarios
    id.value ??= offered.value.find(({ started }) => started)?.id ?? null
    await refresh()
  }

  async function refresh(): Promise<void> {
    if (!id.value) return
    const answer = await askFor(url(id.value), scenarioProgress)
    if (answer.ok) progress.value = answer.value
  }

  async function command(action: Action, step?: string): Promise<void> {
    if (!id.value) return
    working.value = true
    const answer = await askFor(url(id.value), scenarioProgress, { json: { action, step } })
    working.value = false
    if (answer.ok) progress.value = answer.value
    trouble.value = answer.ok ? undefined : answer.failure
  }

  function leave(): void {
    id.value = null
    progress.value = undefined
  }

  async function start(scenario: string): Promise<void> {
    id.value = scenario
    await command('start')
  }

  watch(id, (chosen) => (chosen ? sessionStorage.setItem(KEY, chosen) : sessionStorage.removeItem(KEY)))
  watch(
    () => lab.info,
    (info) => void (info && look()),
    { immediate: true },
  )

  /** Checks are asked for again when something happened, and not more often than they can be answered. */
  let due: ReturnType<typeof setTimeout> | undefined
  useJournal().follow(() => {
    if (!progress.value?.started || working.value || due) return
    due = setTimeout(async () => {
      await refresh()
      due = undefined
    }, 400)
  })
  return { offered, id, progress, trouble, working, active, position, look, start, leave, command }
})
