/** The guided lab: its steps, what holds already, and the learner's commands. The lab judges; this only shows. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { z } from 'zod'
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import {
  coursesAnswer,
  type ScenarioCommand,
  type ScenarioProgress,
  scenarioProgress,
} from '#core/contracts/scenario-progress.ts'
import { askFor } from './http.ts'
import { useJournal } from './journal-store.ts'
import { useLab } from './lab-store.ts'
import type { ShownRefusal } from './shown-refusal.ts'

type Offered = z.infer<typeof scenariosAnswer>['scenarios']
const KEY = 'hybridlab.scenario'
type Courses = z.infer<typeof coursesAnswer>['courses']

export const useScenario = defineStore('scenario', () => {
  const lab = useLab()
  const offered = shallowRef<Offered>([])
  const courses = shallowRef<Courses>([])
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
  /** Where the chosen one is asked and told. */
  const door = computed(() => (id.value ? url(id.value) : undefined))

  async function look(): Promise<void> {
    const [stories, taught] = await Promise.all([
      askFor(`${lab.api}/scenarios`, scenariosAnswer),
      askFor('/lab/v1/courses', coursesAnswer),
    ])
    if (stories.ok) offered.value = stories.value.scenarios
    if (taught.ok) courses.value = taught.value.courses
    id.value ??= offered.value.find(({ started }) => started)?.id ?? null
    await refresh()
  }

  async function refresh(): Promise<void> {
    if (!door.value) return
    const asked = door.value
    const answer = await askFor(asked, scenarioProgress)
    if (asked !== door.value) return
    if (answer.ok) progress.value = answer.value
    trouble.value = answer.ok ? undefined : answer.failure
  }

  /** Without a step it is about the active one. */
  async function command(
    action: ScenarioCommand['action'],
    more: Omit<ScenarioCommand, 'action'> = {},
  ): Promise<void> {
    if (!door.value) return
    working.value = true
    const answer = await askFor(door.value, scenarioProgress, { json: { action, ...more } })
    working.value = false
    if (answer.ok) progress.value = answer.value
    trouble.value = answer.ok ? undefined : answer.failure
  }

  /** Looks at a story without beginning it. */
  async function choose(scenario: string): Promise<void> {
    id.value = scenario
    progress.value = undefined
    await refresh()
  }

  function leave(): void {
    id.value = null
    progress.value = undefined
  }

  async function start(scenario: string): Promise<void> {
    id.value = scenario
    await command('start')
    followTo(progress.value)
  }

  /** A story on another ground begins in a lab beside this one: every place of this window goes along. */
  function followTo(begun: ScenarioProgress | undefined): void {
    if (trouble.value || !begun?.started || begun.lab === lab.id) return
    lab.choose(begun.lab)
    location.assign('/guide')
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
  return {
    offered,
    courses,
    id,
    door,
    progress,
    trouble,
    working,
    active,
    position,
    look,
    start,
    choose,
    leave,
    command,
  }
})
