/** Scenarios of a lab: list, start, look, and what the guide can ask for. */
import type { z } from 'zod'
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import { type ScenarioProgress, scenarioCommand, scenarioProgress } from '#core/contracts/scenario.ts'
import type { RunningLab } from '../host.ts'
import { refusalOfScenario } from './answer-refusal.ts'
import { type Call, route } from './route.ts'

export const scenarioRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/scenarios',
    tag: 'scenarios',
    summary: 'The stories that can be played in this lab.',
    answer: scenariosAnswer,
    handle: async ({ lab }) => ({ scenarios: await lab().scenarios.list() }),
  }),
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/scenarios/{scenario}',
    tag: 'scenarios',
    summary: 'Where the learner is: each step, and which of its checks hold now.',
    answer: scenarioProgress,
    handle: (call) => inScenario(call, ({ scenarios }, id) => scenarios.progress(id)),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/scenarios/{scenario}',
    tag: 'scenarios',
    summary:
      'Starts it (the lab is reset first), does the step for the learner, gives a hint, or plays all of it.',
    body: scenarioCommand,
    answer: scenarioProgress,
    handle: (call) => inScenario(call, ({ scenarios }, id) => command(scenarios, id, call.body)),
  }),
]

async function inScenario(call: Call, work: (lab: RunningLab, id: string) => Promise<ScenarioProgress>) {
  const id = call.params.scenario ?? ''
  try {
    return await work(call.lab(), id)
  } catch (error) {
    throw refusalOfScenario(error, id)
  }
}

async function command(
  scenarios: RunningLab['scenarios'],
  id: string,
  { action, step }: z.infer<typeof scenarioCommand>,
): Promise<ScenarioProgress> {
  if (action === 'start' || action === 'restart') return scenarios.start(id)
  if (action === 'hint') return scenarios.hint(id, step)
  if (action === 'do') await scenarios.do(id, step)
  else await scenarios.play(id)
  return scenarios.progress(id)
}
