import { afterAll, it } from 'vitest'
import { loadScenarios, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { loadWorld } from '#lab/world/load-world.ts'
import { expectToPlay } from './play-scenario.ts'

/** Each scenario file is a test: the lab does every step and all its checks must hold. One that draws, once for each fault. */
const scenarios = await loadScenarios([scenariosFolder])
const cases = scenarios.flatMap(({ id, title, world, draw = [undefined] }) =>
  draw.map((fault) => ({ id, title, world, fault: fault?.name })),
)
const labs = new Map<string, Promise<StartedLab>>()

afterAll(async () => {
  for (const lab of labs.values()) await (await lab).close()
})

/** Worlds on the same ground share a lab. */
async function labOf(world: string): Promise<StartedLab> {
  const { base } = await loadWorld(world)
  const lab = labs.get(base) ?? startLab({ world: base })
  labs.set(base, lab)
  return lab
}

it.each(cases)(
  '$id: $title $fault',
  async ({ id, world, fault }) => expectToPlay((await labOf(world)).scenarios, id, fault),
  120_000,
)
