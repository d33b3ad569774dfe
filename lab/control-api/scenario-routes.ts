/** Scenarios of a lab: list, start, look, what guide and presenter can ask for, and what grading keeps. */
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import {
  draftQuery,
  type ScenarioCommand,
  type ScenarioProgress,
  scenarioCommand,
  scenarioProgress,
  scenarioTable,
  transcript,
} from '#core/contracts/scenario-progress.ts'
import type { RunningLab } from '../host.ts'
import { LabRefusal } from '../refusal.ts'
import { draftOf } from '../scenarios/record.ts'
import type { ScenarioRunner } from '../scenarios/scenario-runner.ts'
import { transcriptPage } from '../scenarios/transcript-page.ts'
import { refusalOfScenario } from './answer-refusal.ts'
import { type Call, route } from './route.ts'

const one = '/lab/v1/labs/{lab}/scenarios/{scenario}'
const tag = 'scenarios'

export const scenarioRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/scenarios',
    tag,
    summary: 'The stories that can be played in this lab.',
    answer: scenariosAnswer,
    handle: async ({ lab }) => ({ scenarios: (await lab().scenarios?.list()) ?? [] }),
  }),
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/scenario-draft',
    tag,
    summary:
      'What was done since the last reset (or since event `after`) as the draft of a scenario, in YAML.',
    query: draftQuery,
    media: 'application/yaml',
    handle: async ({ lab, query, response }) => {
      const { lab: recorded, info, scenarios } = lab()
      const { after, id = 'recorded', title = 'Recorded' } = query
      const events = recorded.journal.events(after === undefined ? {} : { after })
      response
        .type('application/yaml')
        .send(await draftOf(events, { id, title, world: info.world }, scenarios?.doors))
    },
  }),
  route({
    method: 'get',
    path: one,
    tag,
    summary: 'Where the learner is: each step, and which of its checks hold now.',
    answer: scenarioProgress,
    handle: (call) => inScenario(call, (scenarios, id) => scenarios.progress(id)),
  }),
  route({
    method: 'post',
    path: one,
    tag,
    summary:
      'start or restart (the lab is reset first; a story on another ground begins in a lab beside this one, which the answer names), do a step, hint, answer, restore a step’s beginning, back; autoplay at a pace, pause, stop; play all at once.',
    body: scenarioCommand,
    answer: scenarioProgress,
    handle: (call) =>
      inScenario(
        call,
        (scenarios, id) => commands[call.body.action](scenarios, id, call.body),
        beginning.has(call.body.action),
      ),
  }),
  route({
    method: 'get',
    path: `${one}/transcript`,
    tag,
    summary: 'What the learner did: steps, time on both clocks, hints, answers.',
    answer: transcript,
    handle: (call) => inScenario(call, async (scenarios, id) => scenarios.transcript(id)),
  }),
  route({
    method: 'get',
    path: `${one}/transcript.html`,
    tag,
    summary: 'The same as a page to print.',
    media: 'text/html',
    handle: (call) =>
      inScenario(call, async (scenarios, id) => {
        call.response.type('html').send(transcriptPage(scenarios.transcript(id)))
      }),
  }),
  route({
    method: 'get',
    path: `${one}/table`,
    tag,
    summary: 'The steps that try a surface side by side: which side takes the new password there.',
    answer: scenarioTable,
    handle: (call) => inScenario(call, (scenarios, id) => scenarios.table(id)),
  }),
]

type Command = (scenarios: ScenarioRunner, id: string, given: ScenarioCommand) => Promise<ScenarioProgress>

/** Autoplay's pace when none is named: time to read a step aloud. */
const defaultPaceMs = 6_000

const start: Command = (scenarios, id) => scenarios.start(id)

const commands: Readonly<Record<ScenarioCommand['action'], Command>> = {
  start,
  restart: start,
  do: async (scenarios, id, { step }) => {
    const problem = (await scenarios.do(id, step)).at(-1)?.error
    if (problem !== undefined) throw new LabRefusal('LabScenarioRefused', { scenario: id, problem })
    return scenarios.progress(id)
  },
  play: async (scenarios, id) => {
    await scenarios.play(id)
    return scenarios.progress(id)
  },
  hint: (scenarios, id, { step }) => scenarios.hint(id, step),
  answer: (scenarios, id, { step, answer = [] }) => scenarios.answer(id, step, [answer].flat()),
  restore: (scenarios, id, { step }) => scenarios.restore(id, step),
  back: (scenarios, id) => scenarios.back(id),
  autoplay: (scenarios, id, { paceMs = defaultPaceMs }) => scenarios.autoplay(id, paceMs),
  pause: (scenarios, id) => scenarios.pause(id),
  stop: (scenarios, id) => scenarios.stop(id),
}

/** What may be the first that is asked of a story. */
const beginning = new Set<ScenarioCommand['action']>(['start', 'restart', 'play', 'do', 'autoplay'])

async function inScenario<Answer>(
  call: Call,
  work: (scenarios: ScenarioRunner, id: string) => Promise<Answer>,
  begins = false,
): Promise<Answer> {
  const id = call.params.scenario ?? ''
  const asked = call.lab()
  try {
    const lab = (await call.host.storyLabs?.labFor(asked, id, begins)) ?? asked
    return await work(runnerOf(lab), id)
  } catch (error) {
    throw refusalOfScenario(error, id)
  }
}

/** Throws LabRefusal `LabPartAlone` where one part runs alone. */
export function runnerOf({ scenarios, parts }: RunningLab): ScenarioRunner {
  if (scenarios) return scenarios
  throw new LabRefusal('LabPartAlone', { part: parts()[0]?.name ?? 'part' })
}
