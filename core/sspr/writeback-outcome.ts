/** What came of one request through the relay, and how a door refuses because of it. */
import type { CodeEntry } from '#core/codes/catalogue.ts'
import {
  isPasswordChangeCode,
  type PasswordChangeCode,
  passwordChangeEntry,
} from '#core/codes/password-change.ts'
import { type SsprCode, ssprEntry } from '#core/codes/sspr.ts'
import { causeOf, codeAt, type Door, type WritebackCause } from '#core/codes/writeback.ts'
import type { RelayResponse } from '#core/contracts/relay.ts'
import { refuse, type StepOutcome } from '#core/steps.ts'

export type WritebackOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly cause: WritebackCause
      readonly agentCode?: string
      readonly hr?: string
      readonly message?: string
    }

export type RelayAnswer = RelayResponse | 'unreachable' | 'expired'

export function outcomeOf(answer: RelayAnswer): WritebackOutcome {
  if (answer === 'unreachable') return { ok: false, cause: 'RelayUnreachable' }
  if (answer === 'expired') return { ok: false, cause: 'RelayMessageExpired' }
  if (answer.ok) return { ok: true }
  const { code, hr, message } = answer
  return {
    ok: false,
    cause: causeOf(code ?? 'UnknownError'),
    ...(code === undefined ? {} : { agentCode: code }),
    ...(hr === undefined ? {} : { hr }),
    ...(message === undefined ? {} : { message }),
  }
}

const entryOf = (code: SsprCode | PasswordChangeCode): CodeEntry =>
  isPasswordChangeCode(code) ? passwordChangeEntry(code) : ssprEntry(code)

/** Refuses with the door's code for a cause; `because` defaults to the catalogue's. */
export function refuseAt(
  door: Door,
  cause: WritebackCause,
  because?: string,
  facts: Readonly<Record<string, unknown>> = {},
): StepOutcome {
  const code = codeAt(door, cause)
  return refuse(code, because ?? entryOf(code).because, { cause, ...facts })
}

export function refuseWriteback(door: Door, outcome: WritebackOutcome & { ok: false }): StepOutcome {
  const { cause, agentCode, hr, message } = outcome
  const entry = entryOf(codeAt(door, cause))
  const detail = [agentCode, hr === undefined ? undefined : `hr=${hr}`]
    .filter((part) => part !== undefined)
    .join(', ')
  const because = detail === '' ? entry.because : `${entry.because} (${detail})`
  return refuseAt(door, cause, because, {
    ...(hr === undefined ? {} : { hr }),
    ...(message === undefined ? {} : { message }),
  })
}
