/**
 * Runs scenarios in one lab: for the guide (waits until the checks hold), for the presenter (plays by itself) and for the
 * test (does the `do` and asks the checks). One at a time: a scenario begins by resetting the lab to its world.
 */
import type { Scenario } from '#core/contracts/scenario.ts'
import type {
  InstructorBoard,
  ScenarioProgress,
  ScenarioTable,
  Transcript,
} from '#core/contracts/scenario-progress.ts'
import { LabRefusal } from '../refusal.ts'
import { Autoplay } from './autoplay.ts'
import { boardRow } from './board-row.ts'
import type { Doors } from './doors.ts'
import { faultNames, withFault } from './draw-fault.ts'
import type { ScenarioLibrary } from './scenario-library.ts'
import { ScenarioRun, type StepOutcome } from './scenario-run.ts'
import type { ScenarioStage } from './scenario-stage.ts'
import { describeStep, newStepRun } from './step-run.ts'
import { surfaceTable } from './surface-table.ts'
import { transcriptOf } from './transcript.ts'

export interface PlayOptions {
  /** Of a scenario that draws one: which fault. */
  readonly fault?: string
}

export class ScenarioRunner {
  readonly #stage: ScenarioStage
  readonly #library: ScenarioLibrary
  readonly #autoplay = new Autoplay()
  readonly #starts = new Map<string, number>()
  #run: ScenarioRun | undefined
  /** The lab's hands are at work: nobody asks checks meanwhile. */
  #busy = false
  #lastTurn: Promise<void> = Promise.resolve()

  constructor(stage: ScenarioStage, library: ScenarioLibrary) {
    this.#stage = stage
    this.#library = library
  }

  async list(): Promise<{ id: string; title: string; world: string; steps: number; started: boolean }[]> {
    return (await this.#library.scenarios()).map(({ id, title, world, steps }) => ({
      id,
      title,
      world,
      steps: steps.length,
      started: this.#run?.scenario.id === id,
    }))
  }

  async start(id: string): Promise<ScenarioProgress> {
    this.#autoplay.stop()
    await this.#begin(id, {}, true)
    return this.progress(id)
  }

  /** Asks the active step's checks, moves on while they hold, and tells where the learner is. */
  async progress(id: string): Promise<ScenarioProgress> {
    const scenario = await this.#library.find(id)
    const run = this.#runOf(id)
    if (run !== undefined && !this.#busy) await this.#alone(() => run.look())
    return this.#describe(scenario, run)
  }

  /** Does the active step (or all up to the named one) for the learner. */
  async do(id: string, stepId?: string): Promise<StepOutcome[]> {
    const run = this.#runOf(id) ?? (await this.#begin(id, {}, true))
    const outcomes: StepOutcome[] = []
    for (let active = run.active; active; active = run.active) {
      const { step } = active
      const outcome = await this.#alone(() => run.do(active as NonNullable<typeof run.active>))
      outcomes.push(outcome)
      if (!outcome.ok || stepId === undefined || step.id === stepId) break
    }
    return outcomes
  }

  /** The whole scenario from its beginning, one of the library or another: what the test runs. Stops at the first step that does not come right. */
  async play(story: string | Scenario, options: PlayOptions = {}): Promise<StepOutcome[]> {
    this.#autoplay.stop()
    const run = await this.#begin(story, options, false)
    const outcomes: StepOutcome[] = []
    for (let active = run.active; active; active = run.active) {
      const outcome = await run.do(active)
      outcomes.push(outcome)
      if (!outcome.ok) break
    }
    return outcomes
  }

  async hint(id: string, stepId?: string): Promise<ScenarioProgress> {
    this.#need(id).showHint(stepId)
    return this.progress(id)
  }

  async answer(id: string, stepId: string | undefined, given: readonly string[]): Promise<ScenarioProgress> {
    this.#need(id).answer(stepId, given)
    return this.progress(id)
  }

  /** Back to the start of a step, as the lab then was. */
  async restore(id: string, stepId?: string): Promise<ScenarioProgress> {
    this.#autoplay.pause()
    await this.#alone(() => this.#need(id).restore(stepId))
    return this.progress(id)
  }

  /** One step back, for the presenter. */
  back(id: string): Promise<ScenarioProgress> {
    return this.restore(id, this.#need(id).previous?.id)
  }

  async autoplay(id: string, paceMs: number): Promise<ScenarioProgress> {
    const run = this.#runOf(id) ?? (await this.#begin(id, {}, true))
    this.#autoplay.start(paceMs, async () => {
      const { active } = run
      if (active === undefined || this.#run !== run) return 'end'
      const { ok } = await this.#alone(() => run.do(active))
      if (!ok) return 'failed'
      return run.active === undefined ? 'end' : 'more'
    })
    return this.#describe(run.scenario, run)
  }

  async pause(id: string): Promise<ScenarioProgress> {
    this.#need(id)
    this.#autoplay.pause()
    return this.progress(id)
  }

  /** Leaves the scenario; the lab stays as it is. */
  async stop(id: string): Promise<ScenarioProgress> {
    this.#need(id)
    this.#autoplay.stop()
    this.#run = undefined
    return this.progress(id)
  }

  transcript(id: string): Transcript {
    return transcriptOf(this.#need(id), this.#stage.doors.info.lab)
  }

  /** The front doors that its stories are played at. */
  get doors(): Doors {
    return this.#stage.doors
  }

  async table(id: string): Promise<ScenarioTable> {
    const { steps } = await this.#library.find(id)
    return surfaceTable(id, this.#runOf(id)?.steps ?? steps.map(newStepRun))
  }

  boardRow(): InstructorBoard['labs'][number] {
    const autoplay = this.#autoplay.reading.state
    return boardRow(this.#stage.doors.info.lab, this.#run, autoplay, this.#stage.now())
  }

  async #begin(story: string | Scenario, options: PlayOptions, remembers: boolean): Promise<ScenarioRun> {
    const found = typeof story === 'string' ? await this.#library.find(story) : story
    const scenario = this.#withFault(found, options)
    const run = await this.#alone(() => ScenarioRun.begin(this.#stage, scenario, { remembers }))
    this.#run = run
    return run
  }

  /** Each start draws anew; the same lab seed draws the same row of faults. */
  #withFault(scenario: Scenario, { fault }: PlayOptions): Scenario {
    const names = faultNames(scenario)
    if (names.length === 0) return scenario
    const start = (this.#starts.get(scenario.id) ?? 0) + 1
    this.#starts.set(scenario.id, start)
    const drawn = fault ?? names[this.#stage.draw(`${scenario.id}/${start}`, names.length)]
    return withFault(
      scenario,
      scenario.draw?.find(({ name }) => name === drawn),
    )
  }

  #runOf(id: string): ScenarioRun | undefined {
    return this.#run?.scenario.id === id ? this.#run : undefined
  }

  #need(id: string): ScenarioRun {
    const run = this.#runOf(id)
    if (run === undefined)
      throw new LabRefusal('LabScenarioRefused', { scenario: id, problem: 'it has not been started' })
    return run
  }

  /** One after the other: two starts at once would reset the lab under each other. */
  #alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#lastTurn.then(async () => {
      this.#busy = true
      try {
        return await work()
      } finally {
        this.#busy = false
      }
    })
    this.#lastTurn = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  #describe(scenario: Scenario, run: ScenarioRun | undefined): ScenarioProgress {
    const steps = run?.steps ?? scenario.steps.map(newStepRun)
    return {
      id: scenario.id,
      title: scenario.title,
      lab: this.#stage.doors.info.lab,
      started: run !== undefined,
      steps: steps.map((step) =>
        describeStep(step, {
          isActive: step === run?.active,
          canRestore: run?.canRestore(step.step.id) ?? false,
          events: () => this.#stage.events(step.begunAt),
        }),
      ),
      autoplay: this.#autoplay.reading,
    }
  }
}
