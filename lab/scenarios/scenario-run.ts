/** One run of a scenario in one lab: which step is active, what its checks say, and the way back to the start of any step. */
import type { Scenario, ScenarioStep } from '#core/contracts/scenario.ts'
import { LabRefusal } from '../refusal.ts'
import { askChecks, type CheckResult } from './ask-checks.ts'
import type { ScenarioStage } from './scenario-stage.ts'
import {
  checksHold,
  isAnswered,
  isRight,
  type Moment,
  newStepRun,
  rightAnswers,
  type StepRun,
  unbegun,
} from './step-run.ts'
import { perform } from './verbs/all.ts'

export interface StepOutcome {
  readonly step: string
  readonly ok: boolean
  readonly checks: readonly CheckResult[]
  readonly error?: string
}

/** The hands that do a step when it names none. */
const defaultActor = 'Global Administrator'

const momentPrefix = 'step '
const momentOf = ({ id }: ScenarioStep): string => `${momentPrefix}${id}`

export class ScenarioRun {
  readonly scenario: Scenario
  readonly begun: Moment
  readonly #stage: ScenarioStage
  readonly #remembers: boolean
  readonly #remembered = new Set<string>()
  #runs: ReadonlyMap<string, StepRun>

  private constructor(stage: ScenarioStage, scenario: Scenario, remembers: boolean) {
    this.scenario = scenario
    this.#stage = stage
    this.#remembers = remembers
    this.begun = stage.now()
    this.#runs = new Map(scenario.steps.map((step) => [step.id, newStepRun(step)]))
  }

  /** Resets the lab to the scenario's world, does its `given` and begins the first step. */
  static async begin(
    stage: ScenarioStage,
    scenario: Scenario,
    { remembers = true } = {},
  ): Promise<ScenarioRun> {
    await stage.forget(momentPrefix)
    await stage.reset(scenario.world)
    for (const action of scenario.given ?? [])
      await perform(stage.doors, action, stage.doors.who(defaultActor))
    const run = new ScenarioRun(stage, scenario, remembers)
    await run.#beginNext()
    return run
  }

  get steps(): readonly StepRun[] {
    return [...this.#runs.values()]
  }

  get active(): StepRun | undefined {
    return this.steps.find(({ done }) => done === undefined)
  }

  canRestore(step: string): boolean {
    return this.#remembered.has(step)
  }

  /** Asks the active step's checks and moves on while they hold. */
  async look(): Promise<void> {
    for (let active = this.active; active; active = this.active) {
      if (!(await this.#holdsNow(active))) return
      await this.#finish(active.step.id, 'learner')
    }
  }

  /** Does the active step with the lab's hands. */
  async do(active: StepRun): Promise<StepOutcome> {
    const { step } = active
    const { doors } = this.#stage
    const actor = doors.who(step.as ?? defaultActor)
    try {
      for (const action of step.do ?? []) await perform(doors, action, actor)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { step: step.id, ok: false, checks: active.checks, error: message }
    }
    const asked = await this.#ask(active)
    const answered = this.#replace(step.id, { ...asked, answers: answeredByLab(asked) })
    const ok = checksHold(answered)
    if (ok) await this.#finish(step.id, 'lab')
    return { step: step.id, ok, checks: answered.checks }
  }

  showHint(stepId: string | undefined): void {
    const run = this.#find(stepId)
    const hintsShown = Math.min(run.step.hints.length, run.hintsShown + 1)
    this.#replace(run.step.id, { ...run, hintsShown })
    this.#tell('scenario.hint-shown', `hint ${hintsShown} of ${run.step.id}`, run.step.id)
  }

  /** Grades an answer; a wrong one may be followed by another. */
  answer(stepId: string | undefined, given: readonly string[]): void {
    const run = this.#find(stepId)
    const { question } = run.step
    if (question === undefined) throw this.#refusal(`${run.step.id} asks no question`)
    const right = isRight(question, given)
    this.#replace(run.step.id, { ...run, answers: [...run.answers, { given, right }] })
    this.#tell('scenario.answered', `${run.step.id}: ${right ? 'right' : 'not right'}`, run.step.id)
  }

  /** Back to how the lab was when that step began. */
  async restore(stepId: string | undefined): Promise<void> {
    const { step } = this.#find(stepId)
    if (!(await this.#stage.recall(momentOf(step)))) throw this.#refusal(`${step.id} has not begun yet`)
    const at = this.scenario.steps.findIndex(({ id }) => id === step.id)
    for (const [index, run] of this.steps.entries()) if (index >= at) this.#replace(run.step.id, unbegun(run))
    const run = this.#find(step.id)
    this.#replace(step.id, { ...run, ...this.#beginning(), restores: run.restores + 1 })
    this.#tell('scenario.restored', `back to the beginning of ${step.id}`, step.id)
  }

  /** The step before the active one; the last one when all are done. */
  get previous(): ScenarioStep | undefined {
    const { steps } = this.scenario
    const at = steps.findIndex(({ id }) => id === this.active?.step.id)
    return at === -1 ? steps.at(-1) : steps[Math.max(0, at - 1)]
  }

  #find(stepId: string | undefined): StepRun {
    const run = stepId === undefined ? (this.active ?? this.steps.at(-1)) : this.#runs.get(stepId)
    if (run === undefined) throw this.#refusal(`it has no step ${stepId}`)
    return run
  }

  #refusal(problem: string): LabRefusal {
    return new LabRefusal('LabScenarioRefused', { scenario: this.scenario.id, problem })
  }

  #replace(id: string, run: StepRun): StepRun {
    this.#runs = new Map(this.#runs).set(id, run)
    return run
  }

  #beginning() {
    const seq = this.#stage.lastSeq()
    return { begun: this.#stage.now(), begunAt: seq, askedAt: seq }
  }

  async #ask(run: StepRun): Promise<StepRun> {
    const checks = await askChecks(run.step.check, this.#stage.doors, this.#stage.events(run.begunAt))
    const latest = this.#find(run.step.id)
    return this.#replace(run.step.id, { ...latest, checks, askedAt: this.#stage.lastSeq() })
  }

  /** Asks again only when something has happened since, so that a waiting guide does not log on over and over. */
  async #holdsNow(run: StepRun): Promise<boolean> {
    const asked = run.askedAt === this.#stage.lastSeq() ? run : await this.#ask(run)
    return checksHold(asked) && isAnswered(asked)
  }

  async #finish(id: string, doneBy: 'learner' | 'lab'): Promise<void> {
    this.#replace(id, { ...this.#find(id), done: this.#stage.now(), doneBy })
    this.#tell('scenario.step-done', `${id} done`, id)
    await this.#beginNext()
  }

  async #beginNext(): Promise<void> {
    const next = this.active
    if (next === undefined) return
    if (this.#remembers) {
      await this.#stage.remember(momentOf(next.step))
      this.#remembered.add(next.step.id)
    }
    this.#replace(next.step.id, { ...next, ...this.#beginning() })
  }

  #tell(type: string, summary: string, step: string): void {
    this.#stage.tell({ place: 'lab', type, summary, data: { scenario: this.scenario.id, step } })
  }
}

/** When the lab does a step, it answers its question too. */
function answeredByLab(run: StepRun): StepRun['answers'] {
  const { question } = run.step
  if (question === undefined || isAnswered(run)) return run.answers
  const [first = ''] = rightAnswers(question)
  return [
    ...run.answers,
    { given: question.choices === undefined ? [first] : rightAnswers(question), right: true },
  ]
}
