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
  | { readonly ok: false; readonly code: string; readonly because: string; readonly facts?: Readonly<Record<string, unknown>> }

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

export const flow = <Context>(name: string, ...steps: readonly Step<Context>[]): Flow<Context> => ({ name, steps })

export interface FlowRun {
  readonly journal: Journal
  readonly correlationId: string
  readonly flowId: string
  /** UPN or object id the flow is about. */
  readonly target?: string
}

/** Runs the steps in order and stops at the first refusal. A throw is recorded and thrown on. */
export async function runFlow<Context>(
  { name, steps }: Flow<Context>,
  context: Context,
  run: FlowRun,
): Promise<Refusal | undefined> {
  const about = {
    flow: name,
    flowId: run.flowId,
    correlationId: run.correlationId,
    ...(run.target === undefined ? {} : { target: run.target }),
  }
  const names = steps.map((step) => ({ name: step.name, place: step.place }))
  const start = steps[0]?.place ?? 'lab'
  run.journal.record({ ...about, place: start, type: 'flow.started', summary: `${name} started`, data: { steps: names } })
  for (const step of steps) {
    const outcome = await step.decide(context)
    const facts = outcome.facts === undefined ? {} : { data: { ...outcome.facts } }
    if (outcome.ok) {
      const summary = outcome.note === undefined ? step.name : `${step.name}: ${outcome.note}`
      run.journal.record({ ...about, ...facts, place: step.place, type: 'step.passed', step: step.name, summary })
      continue
    }
    const { code, because } = outcome
    run.journal.record({ ...about, ...facts, place: step.place, type: 'step.refused', step: step.name, code, because, summary: `${step.name} refused: ${code}` })
    run.journal.record({ ...about, place: step.place, type: 'flow.finished', code, because, summary: `${name} refused at ${step.name}` })
    return { code, because, step: step.name, ...(outcome.facts === undefined ? {} : { facts: outcome.facts }) }
  }
  run.journal.record({ ...about, place: start, type: 'flow.finished', summary: `${name} done` })
  return undefined
}
