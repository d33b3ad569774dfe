/** How a check is written: its arguments are those of the catalogue in `#core/contracts/scenario-checks.ts`. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { CheckArguments, CheckWord } from '#core/contracts/scenario-checks.ts'
import type { Doors } from '../doors.ts'

export interface JournalCheck<Word extends CheckWord> {
  /** A sentence for the learner. */
  text(given: CheckArguments<Word>): string
  /** Undefined when it holds for what happened since the step began, else what was seen instead. */
  differs(given: CheckArguments<Word>, events: readonly JournalEvent[]): string | undefined
}

export interface DoorCheck<Word extends CheckWord> {
  text(given: CheckArguments<Word>): string
  /** Undefined when the product answers so, else what it answered. */
  asks(given: CheckArguments<Word>, doors: Doors): Promise<string | undefined>
}

export const list = (values: readonly unknown[]): string =>
  values.length === 0 ? 'nothing' : [...new Set(values.map(String))].join(', ')

/** An optional part of a sentence. */
export const part = (before: string, value: unknown): string =>
  value === undefined ? '' : `${before}${value}`

/** What differs among the wanted properties, each as it was found. */
export function differences(
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): string | undefined {
  const wrong = Object.keys(wanted).filter(
    (name) => JSON.stringify(found[name] ?? null) !== JSON.stringify(wanted[name]),
  )
  return wrong.length === 0
    ? undefined
    : list(wrong.map((name) => `${name} = ${JSON.stringify(found[name] ?? null)}`))
}

export const sayProperties = (has: Readonly<Record<string, unknown>>): string =>
  Object.entries(has)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(', ')
