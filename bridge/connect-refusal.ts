/** What the Connect server refuses, as a value: one of `connectRefusals` with what is known about it. */
import type { z } from 'zod'
import type { CodeEntry } from '#core/codes/catalogue.ts'
import { say } from '#core/codes/catalogue.ts'
import { type ConnectRefusalCode, connectRefusals } from '#core/codes/connect-refusals.ts'
import type { WizardState } from '#core/contracts/connect.ts'

export interface ConnectRefusal {
  readonly code: ConnectRefusalCode
  /** What was said by whoever refused; for the log and the learner. Never a secret. */
  readonly detail?: string
}

export const refusal = (code: ConnectRefusalCode, detail?: string): ConnectRefusal =>
  detail === undefined ? { code } : { code, detail }

/** The refusal as the wizard and the control API show it. */
export function sayRefusal({ code, detail }: ConnectRefusal): NonNullable<WizardState['refusal']> {
  const { says, because, fix }: CodeEntry = connectRefusals[code]
  const values = { detail: detail ?? '' }
  return {
    code,
    says: say(says, values),
    because: detail === undefined ? because : `${because} (${detail})`,
    ...(fix === undefined ? {} : { fix: say(fix) }),
  }
}

/** A request that its schema refuses: every thing that is wrong, with the key where it stands. */
export const malformed = ({ issues }: z.ZodError): ConnectRefusal =>
  refusal(
    'MalformedRequest',
    issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; '),
  )
