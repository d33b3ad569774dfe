/**
 * A flow is an ordered list of named steps. Each step decides over what is known so far: it passes, or refuses with a
 * catalogue code and the fact that decided. The runner records one journal event per step, so code, picture and log
 * have one shape.
 */
import type { Place } from './contracts/journal.ts'
import type { Journal } from './ports.ts'

export interface Refusal {
  /** A code of the catalogue (`core/codes`). */
  readonly code: string
  readonly step: string
  readonly because: string
  /** Detail for the journal and for callers that carry it on (an hr, an LDAP diagnostic). Never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>
}

export type StepOutcome =
  | { readonly ok: true; readonly note?: string; readonly facts?: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false
      readonly code: string
      readonly because: string
      readonly facts?: Readonly<Record<string, unknown>>
    }

/** `note` says what the step saw: "methods 2 of 1". */
export const pass = (note?: string, facts?: Readonly<Record<string, unknown>>): StepOutcome => ({
  ok: true,
  ...(note === undefined ? {} : { note }),
  ...(facts === undefined ? {} : { facts }),
})

export const refuse = (
  code: string,
  because: string,
  facts?: Readonly<Record<string, unknown>>,
): StepOutcome => ({ ok: false, code, because, ...(facts === undefined ? {} : { facts }) })

export interface Step<Context> {
  /** kebab-case verb phrase: `require-writeback-enabled`. */
  readonly name: string
  /** Where it is decided; the picture draws it there. */
  readonly place: Place
  /** Reads and extends the context. Effects reach it only as functions in the context. */
  readonly decide: (context: Context) => StepOutcome | Promise<StepOutcome>
}

export interface Flow<Context> {
  readonly name: string
  readonly steps: readonly Step<Context>[]
}

export const flow = <Context>(name: string, ...steps: readonly Step<Context>[]): Flow<Context> => ({
  name,
  steps,
})

export interface FlowRun {
  readonly journal: Journal
  readonly correlationId: string
  readonly flowId: string
  /** UPN or object id the flow is about. */
  readonly target?: string
}

/** Runs the steps in order and stops at the first refusal. A throw is recorded and thrown on. */
export async function runFlow<Context>(
  flow: Flow<Context>,
  context: Context,
  run: FlowRun,
): Promise<Refusal | undefined> {
  startFlow(flow, run)
  const refusal = await runSteps(flow, flow.steps, context, run)
  finishFlow(flow, run, refusal)
  return refusal
}

const about = (name: string, run: FlowRun) => ({
  flow: name,
  flowId: run.flowId,
  correlationId: run.correlationId,
  ...(run.target === undefined ? {} : { target: run.target }),
})

const startOf = <Context>({ steps }: Flow<Context>): Place => steps[0]?.place ?? 'lab'

/** A flow that waits for a person between requests starts once, runs its steps in stretches, and finishes once. */
export function startFlow<Context>(flow: Flow<Context>, run: FlowRun): void {
  const names = flow.steps.map((step) => ({ name: step.name, place: step.place }))
  run.journal.record({
    ...about(flow.name, run),
    place: startOf(flow),
    type: 'flow.started',
    summary: `${flow.name} started`,
    data: { steps: names },
  })
}

/** One stretch of a flow's steps: stops at the first refusal, which may be retried by running the stretch again. */
export async function runSteps<Context>(
  { name }: Flow<Context>,
  steps: readonly Step<Context>[],
  context: Context,
  run: FlowRun,
): Promise<Refusal | undefined> {
  for (const step of steps) {
    const outcome = await decide(name, step, context, run)
    const facts = outcome.facts === undefined ? {} : { data: { ...outcome.facts } }
    const event = { ...about(name, run), ...facts, place: step.place, step: step.name }
    if (outcome.ok) {
      const summary = outcome.note === undefined ? step.name : `${step.name}: ${outcome.note}`
      run.journal.record({ ...event, type: 'step.passed', summary })
      continue
    }
    const { code, because } = outcome
    run.journal.record({
      ...event,
      type: 'step.refused',
      code,
      because,
      summary: `${step.name} refused: ${code}`,
    })
    return {
      code,
      because,
      step: step.name,
      ...(outcome.facts === undefined ? {} : { facts: outcome.facts }),
    }
  }
  return undefined
}

async function decide<Context>(
  name: string,
  step: Step<Context>,
  context: Context,
  run: FlowRun,
): Promise<StepOutcome> {
  try {
    return await step.decide(context)
  } catch (broken) {
    // Only the error's name: a message may quote what was being worked on.
    const kind = broken instanceof Error ? broken.name : 'unknown'
    run.journal.record({
      ...about(name, run),
      place: step.place,
      step: step.name,
      type: 'step.failed',
      summary: `${step.name} failed (${kind})`,
    })
    throw broken
  }
}

export function finishFlow<Context>(flow: Flow<Context>, run: FlowRun, refusal: Refusal | undefined): void {
  const place = flow.steps.find(({ name }) => name === refusal?.step)?.place ?? startOf(flow)
  const event = { ...about(flow.name, run), place, type: 'flow.finished' }
  if (refusal === undefined) run.journal.record({ ...event, summary: `${flow.name} done` })
  else {
    const { code, because, step } = refusal
    run.journal.record({ ...event, code, because, summary: `${flow.name} refused at ${step}` })
  }
}
