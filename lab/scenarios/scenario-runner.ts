/**
 * Runs scenarios in one lab: for the guide (waits until the checks hold), for the demo and for the test (does the `do` and
 * asks the checks). A scenario starts from its world: the lab is reset first.
 */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { Scenario, ScenarioProgress, ScenarioStep } from '#core/contracts/scenario.ts'
import { LabRefusal } from '../refusal.ts'
import { askChecks, type CheckResult, waiting } from './checks.ts'
import type { Doors } from './doors.ts'
import { perform } from './verbs/all.ts'

export interface ScenarioStage {
  readonly doors: Doors
  /** The lab's journal: events after a sequence number. */
  events(after: number): readonly JournalEvent[]
  lastSeq(): number
  /** Back to the world's beginning. */
  reset(world: string): Promise<void>
}

export interface StepOutcome {
  readonly step: string
  readonly ok: boolean
  readonly checks: readonly CheckResult[]
  readonly error?: string
}

interface StepState {
  done: boolean
  begunAt: number
  hintsShown: number
  checks: readonly CheckResult[]
  askedAt: number
}

/** The hands that do a step when it names none. */
const defaultActor = 'Global Administrator'

export class ScenarioRunner {
  readonly #stage: ScenarioStage
  readonly #load: () => Promise<readonly Scenario[]>
  #loaded: Promise<ReadonlyMap<string, Scenario>> | undefined
  readonly #running = new Map<string, Map<string, StepState>>()

  /** The files are read when first asked for: a start does not wait for them. */
  constructor(stage: ScenarioStage, load: () => Promise<readonly Scenario[]>) {
    this.#stage = stage
    this.#load = load
  }

  async list(): Promise<{ id: string; title: string; world: string; steps: number; started: boolean }[]> {
    return [...(await this.#scenarios()).values()].map(({ id, title, world, steps }) => ({
      id,
      title,
      world,
      steps: steps.length,
      started: this.#running.has(id),
    }))
  }

  /** Resets the lab to the scenario's world, does its `given` and begins the first step. */
  async start(id: string): Promise<ScenarioProgress> {
    const scenario = await this.#find(id)
    const { world, given, steps } = scenario
    await this.#stage.reset(world)
    for (const action of given) await perform(this.#stage.doors, action, this.#stage.doors.who(defaultActor))
    const states = new Map(
      steps.map((step) => [
        step.id,
        { done: false, begunAt: 0, hintsShown: 0, checks: step.check.map(waiting), askedAt: -1 },
      ]),
    )
    this.#running.clear()
    this.#running.set(id, states)
    this.#begin(scenario)
    return this.progress(id)
  }

  /** Asks the active step's checks, moves on while they hold, and tells where the learner is. */
  async progress(id: string): Promise<ScenarioProgress> {
    const scenario = await this.#find(id)
    const states = this.#running.get(id)
    for (let active = this.#active(scenario); states && active; active = this.#active(scenario)) {
      const state = states.get(active.id)
      if (!state || !(await this.#askAgain(active, state))) break
      state.done = true
      this.#begin(scenario)
    }
    return this.#describe(scenario)
  }

  /** Does the active step (or all up to the named one) for the learner. */
  async do(id: string, stepId?: string): Promise<StepOutcome[]> {
    const scenario = await this.#find(id)
    if (!this.#running.has(id)) await this.start(id)
    const outcomes: StepOutcome[] = []
    for (let active = this.#active(scenario); active; active = this.#active(scenario)) {
      const outcome = await this.#doStep(scenario, active)
      outcomes.push(outcome)
      if (!outcome.ok || stepId === undefined || active.id === stepId) break
    }
    return outcomes
  }

  /** The whole scenario from its beginning: what the test and the demo run. `told` hears each step before it is done. */
  async play(
    id: string,
    told: (step: ScenarioStep) => Promise<void> | void = () => {},
  ): Promise<StepOutcome[]> {
    await this.start(id)
    const outcomes: StepOutcome[] = []
    const scenario = await this.#find(id)
    for (const step of scenario.steps) {
      await told(step)
      const outcome = await this.#doStep(scenario, step)
      outcomes.push(outcome)
      if (!outcome.ok) break
    }
    return outcomes
  }

  async hint(id: string, stepId?: string): Promise<ScenarioProgress> {
    const scenario = await this.#find(id)
    const step = scenario.steps.find((candidate) => candidate.id === stepId) ?? this.#active(scenario)
    const state = step && this.#running.get(id)?.get(step.id)
    if (step && state) state.hintsShown = Math.min(step.hints.length, state.hintsShown + 1)
    return this.progress(id)
  }

  async #doStep(scenario: Scenario, step: ScenarioStep): Promise<StepOutcome> {
    const state = this.#running.get(scenario.id)?.get(step.id)
    if (!state) throw new Error(`${scenario.id} has not been started`)
    state.begunAt = this.#stage.lastSeq()
    try {
      const actor = this.#stage.doors.who(step.as ?? defaultActor)
      for (const action of step.do ?? []) await perform(this.#stage.doors, action, actor)
    } catch (error) {
      return {
        step: step.id,
        ok: false,
        checks: state.checks,
        error: error instanceof Error ? error.message : String(error),
      }
    }
    state.checks = await askChecks(step.check, this.#stage.doors, this.#stage.events(state.begunAt))
    state.done = state.checks.every((check) => check.ok)
    if (state.done) this.#begin(scenario)
    return { step: step.id, ok: state.done, checks: state.checks }
  }

  /** Asks again only when something has happened since, so that a waiting guide does not log on over and over. */
  async #askAgain(step: ScenarioStep, state: StepState): Promise<boolean> {
    if (step.check.length === 0) return false
    const now = this.#stage.lastSeq()
    if (now === state.askedAt || now === state.begunAt) return false
    state.checks = await askChecks(step.check, this.#stage.doors, this.#stage.events(state.begunAt))
    state.askedAt = this.#stage.lastSeq()
    return state.checks.every((check) => check.ok)
  }

  #begin(scenario: Scenario): void {
    const active = this.#active(scenario)
    const state = active && this.#running.get(scenario.id)?.get(active.id)
    if (state) state.begunAt = this.#stage.lastSeq()
  }

  #active(scenario: Scenario): ScenarioStep | undefined {
    const states = this.#running.get(scenario.id)
    return states && scenario.steps.find((step) => !states.get(step.id)?.done)
  }

  #scenarios(): Promise<ReadonlyMap<string, Scenario>> {
    this.#loaded ??= this.#load().then((all) => new Map(all.map((scenario) => [scenario.id, scenario])))
    return this.#loaded
  }

  async #find(id: string): Promise<Scenario> {
    const all = await this.#scenarios()
    const found = all.get(id)
    if (found) return found
    throw new LabRefusal('LabScenarioNotFound', { scenario: id })
  }

  #describe(scenario: Scenario): ScenarioProgress {
    const states = this.#running.get(scenario.id)
    const active = this.#active(scenario)
    return {
      id: scenario.id,
      title: scenario.title,
      lab: this.#stage.doors.info.lab,
      started: states !== undefined,
      steps: scenario.steps.map((step) => describeStep(step, states?.get(step.id), step === active)),
    }
  }
}

function describeStep(
  step: ScenarioStep,
  state: StepState | undefined,
  active: boolean,
): ScenarioProgress['steps'][number] {
  const done = state?.done ?? false
  return {
    id: step.id,
    say: step.say,
    ...(step.as === undefined ? {} : { as: step.as }),
    ...(step.at === undefined ? {} : { at: step.at }),
    state: done ? 'done' : active ? 'active' : 'todo',
    checks: (state?.checks ?? step.check.map(waiting)).map(({ text, ok, saw }) => ({
      text,
      ok,
      ...(saw === undefined ? {} : { saw }),
    })),
    hints: step.hints.length,
    shownHints: step.hints.slice(0, state?.hintsShown ?? 0),
    ...(done && step.because !== undefined ? { because: step.because } : {}),
    canDo: (step.do ?? []).length > 0,
  }
}
