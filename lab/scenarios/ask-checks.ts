/** What must hold before a step counts as done: asks the checks of a step and tells what was there instead. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { CheckWord, ScenarioCheck } from '#core/contracts/scenario-checks.ts'
import type { DoorCheck, JournalCheck } from './checks/check.ts'
import * as doorWords from './checks/door-checks.ts'
import * as journalWords from './checks/journal-checks.ts'
import type { Doors } from './doors.ts'

export interface CheckResult {
  readonly text: string
  readonly ok: boolean
  /** What was there instead. */
  readonly saw?: string
}

type Checks = {
  readonly [Word in Exclude<CheckWord, 'drawn'>]: JournalCheck<Word> | DoorCheck<Word>
}
const checks: Checks = { ...journalWords, ...doorWords }

/** The schema has checked that a check's arguments are its word's; one shape stands for all of them here. */
type AnyCheck = JournalCheck<'done'> | DoorCheck<'done'>
type AnyArguments = Parameters<AnyCheck['text']>[0]

function findCheck({ word, arguments: given }: ScenarioCheck): { check: AnyCheck; given: AnyArguments } {
  if (word === 'drawn') throw new Error('a scenario without a draw says { drawn: {} }')
  return { check: checks[word] as unknown as AnyCheck, given: given as unknown as AnyArguments }
}

const isDoorCheck = (check: AnyCheck): check is DoorCheck<'done'> => 'asks' in check

async function ask(
  asked: ScenarioCheck,
  doors: Doors,
  events: readonly JournalEvent[],
): Promise<CheckResult> {
  const { check, given } = findCheck(asked)
  const saw = isDoorCheck(check) ? await check.asks(given, doors) : check.differs(given, events)
  return { text: check.text(given), ok: saw === undefined, ...(saw === undefined ? {} : { saw }) }
}

/** Asks every check; those at doors only once all others hold, since a logon is an act of its own. */
export async function askChecks(
  asked: readonly ScenarioCheck[],
  doors: Doors,
  events: readonly JournalEvent[],
): Promise<CheckResult[]> {
  const results = new Map<ScenarioCheck, CheckResult>()
  const atDoors = (one: ScenarioCheck) => isDoorCheck(findCheck(one).check)
  for (const one of asked) if (!atDoors(one)) results.set(one, await ask(one, doors, events))
  const ready = [...results.values()].every((result) => result.ok)
  for (const one of asked)
    if (atDoors(one)) results.set(one, ready ? await ask(one, doors, events) : waiting(one))
  return asked.map((one) => results.get(one) ?? waiting(one))
}

/** What a check says before it was asked. */
export function waiting(asked: ScenarioCheck): CheckResult {
  const { check, given } = findCheck(asked)
  return { text: check.text(given), ok: false }
}
