/** Runs scenarios headless, several labs abreast in one process, and tells how each went. */
import { config } from '#core/contracts/config.ts'
import type { Scenario } from '#core/contracts/scenario.ts'
import { stopwatch } from '../clock.ts'
import { type StartedHost, startHost } from '../start.ts'
import { faultNames } from './draw-fault.ts'
import type { StepOutcome } from './scenario-run.ts'

export interface ScenarioResult {
  readonly id: string
  readonly title: string
  /** Of a scenario that draws: which one this run had. */
  readonly fault?: string
  readonly ok: boolean
  readonly seconds: number
  readonly steps: readonly StepOutcome[]
  /** Why it did not begin. */
  readonly error?: string
}

export interface RunLibraryOptions {
  /** Labs that play at the same time. */
  readonly abreast?: number
  /** A folder of the user's own, for the worlds of these stories. */
  readonly folder?: string | undefined
  readonly told?: (result: ScenarioResult) => void
}

interface Turn {
  readonly scenario: Scenario
  readonly fault?: string
}

const anyPort = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }

/** A scenario that draws has a turn for each of its faults. */
const turnsOf = (scenario: Scenario): Turn[] => {
  const names = faultNames(scenario)
  return names.length === 0 ? [{ scenario }] : names.map((fault) => ({ scenario, fault }))
}

/** Results in the order of `scenarios`. */
export async function runLibrary(
  scenarios: readonly Scenario[],
  { abreast = 2, folder, told = () => undefined }: RunLibraryOptions = {},
): Promise<ScenarioResult[]> {
  const turns = scenarios.flatMap(turnsOf)
  const results: ScenarioResult[] = []
  const host = await startHost(config.parse({ ...anyPort, ephemeral: true, scenarios: folder }))
  const waiting = turns.entries()
  const work = async (worker: number) => {
    for (const [at, turn] of waiting) {
      const result = await playTurn(host, worker, turn)
      results[at] = result
      told(result)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(abreast, turns.length) }, (_, worker) => work(worker)))
  } finally {
    await host.close()
  }
  return results
}

/** A worker keeps one lab for each forest that its scenarios need. */
async function labFor(host: StartedHost, worker: number, world: string) {
  const { base } = await host.library.world(world)
  const id = `${base}-run-${worker}`
  if (!host.labs.has(id)) await host.createLab({ id, world: base })
  const lab = host.labs.get(id)
  if (lab === undefined) throw new Error(`the lab ${id} did not open`)
  return lab
}

async function playTurn(
  host: StartedHost,
  worker: number,
  { scenario, fault }: Turn,
): Promise<ScenarioResult> {
  const begun = stopwatch()
  const { id, title, world } = scenario
  const about = { id, title, ...(fault === undefined ? {} : { fault }) }
  const seconds = () => Math.round((stopwatch() - begun) / 10) / 100
  try {
    const { scenarios } = await labFor(host, worker, world)
    const steps = await scenarios.play(scenario, fault === undefined ? {} : { fault })
    const ok = steps.every((step) => step.ok) && steps.length === scenario.steps.length
    return { ...about, ok, seconds: seconds(), steps }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ...about, ok: false, seconds: seconds(), steps: [], error: message }
  }
}
