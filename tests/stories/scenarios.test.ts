import { afterAll, beforeAll, it } from 'vitest'
import { loadScenarios, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { expectToPlay } from './play-scenario.ts'

/** Each scenario file is a test: the lab does every step and all its checks must hold. One that draws, once for each fault. */
const cases = (await loadScenarios(scenariosFolder)).flatMap(({ id, title, draw = [undefined] }) =>
  draw.map((fault) => ({ id, title, fault: fault?.name })),
)
let lab: StartedLab

beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

it.each(cases)('$id: $title $fault', ({ id, fault }) => expectToPlay(lab.scenarios, id, fault), 30_000)
