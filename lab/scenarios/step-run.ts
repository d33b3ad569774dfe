/** One step as it goes for one learner: since when, which checks hold, hints taken, answers given, done by whom. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { ScenarioQuestion, ScenarioStep } from '#core/contracts/scenario.ts'
import type { StepProgress } from '#core/contracts/scenario-progress.ts'
import type { Instant } from '#core/ports.ts'
import { type CheckResult, waiting } from './ask-checks.ts'

/** The same moment on both clocks. */
export interface Moment {
  readonly lab: Instant
  readonly wall: Instant
}

export interface GivenAnswer {
  readonly given: readonly string[]
  readonly right: boolean
}

/** Replaced, not changed: a step's state at one moment. */
export interface StepRun {
  readonly step: ScenarioStep
  readonly done?: Moment
  readonly doneBy?: 'learner' | 'lab'
  readonly begun?: Moment
  /** The journal's number when the step began, and when its checks were last asked. */
  readonly begunAt: number
  readonly askedAt: number
  readonly checks: readonly CheckResult[]
  readonly hintsShown: number
  readonly restores: number
  readonly answers: readonly GivenAnswer[]
}

export const newStepRun = (step: ScenarioStep): StepRun => ({
  step,
  begunAt: 0,
  askedAt: -1,
  checks: step.check.map(waiting),
  hintsShown: 0,
  restores: 0,
  answers: [],
})

/** As it was before it began; what grading counts stays. */
export const unbegun = ({ step, hintsShown, restores, answers }: StepRun): StepRun => ({
  ...newStepRun(step),
  hintsShown,
  restores,
  answers,
})

export const rightAnswers = ({ answer }: ScenarioQuestion): string[] => [answer].flat()

const plain = (text: string) => text.trim().toLowerCase()

/** With choices: exactly the right ones. Typed: one of the right ones, whatever the case. */
export function isRight(question: ScenarioQuestion, given: readonly string[]): boolean {
  const right = rightAnswers(question).map(plain)
  const said = new Set(given.map(plain))
  if (question.choices === undefined) return given.length === 1 && right.some((one) => said.has(one))
  return right.length === said.size && right.every((one) => said.has(one))
}

export const isAnswered = ({ step, answers }: StepRun): boolean =>
  step.question === undefined || answers.some(({ right }) => right)

export const checksHold = ({ checks }: StepRun): boolean => checks.every(({ ok }) => ok)

function shownQuestion({ step: { question }, answers }: StepRun): StepProgress['question'] {
  if (question === undefined) return undefined
  const right = answers.some((answer) => answer.right)
  return {
    ask: question.ask,
    ...(question.choices === undefined ? {} : { choices: question.choices }),
    several: Array.isArray(question.answer) && question.choices !== undefined,
    tries: answers.length,
    right,
    ...(right && question.because !== undefined ? { because: question.because } : {}),
  }
}

type RanJobs = NonNullable<StepProgress['ran']>

/** What the clock ran since the step began. */
function ranSince(events: readonly JournalEvent[]): RanJobs {
  return events
    .filter(({ type }) => type === 'clock.moved')
    .flatMap(({ data }) => (Array.isArray(data?.ran) ? (data.ran as RanJobs) : []))
}

export interface Showing {
  readonly isActive: boolean
  readonly canRestore: boolean
  /** Since the step began; asked only for the active step. */
  readonly events: () => readonly JournalEvent[]
}

/** What the guide shows of it. */
export function describeStep(run: StepRun, { isActive, canRestore, events }: Showing): StepProgress {
  const { step, done, doneBy, begun, checks, hintsShown } = run
  const { id, title, say, as, at, because, fix, notes } = step
  const told = done === undefined ? {} : present({ because, fix })
  const question = shownQuestion(run)
  const ran = isActive ? ranSince(events()) : []
  return {
    id,
    say,
    ...present({ title, as, at, notes, question, doneBy, begun, done }),
    state: done !== undefined ? 'done' : isActive ? 'active' : 'todo',
    checks: checks.map(({ text, ok, saw }) => ({ text, ok, ...present({ saw }) })),
    hints: step.hints.length,
    shownHints: step.hints.slice(0, hintsShown),
    ...told,
    ...(ran.length === 0 ? {} : { ran }),
    canDo: (step.do ?? []).length > 0,
    canRestore,
  }
}

type Present<Shape> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> }

/** Without the keys that have no value. */
function present<Shape extends object>(shape: Shape): Present<Shape> {
  return Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== undefined),
  ) as Present<Shape>
}
