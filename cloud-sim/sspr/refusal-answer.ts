/** A refusal as the password reset API, the portal API and the synchronisation service say it: `ssprRefusal`. */
import type { Request, Response } from 'express'
import { say } from '#core/codes/catalogue.ts'
import { isPasswordChangeCode, passwordChangeEntry } from '#core/codes/password-change.ts'
import { isSsprCode, type SsprEntry, ssprEntry } from '#core/codes/sspr.ts'
import type { SsprRefusal } from '#core/contracts/sspr.ts'

export interface FieldProblem {
  readonly field: string
  readonly message: string
}

export interface RefusalToSay {
  readonly code: string
  readonly step: string
  readonly correlationId: string
  readonly because?: string
  readonly values?: Readonly<Record<string, string>>
  readonly fields?: readonly FieldProblem[]
}

/** The catalogue's entry; a code that is in no table here is a broken invariant. */
function entryOf(code: string): SsprEntry {
  if (isSsprCode(code)) return ssprEntry(code)
  if (isPasswordChangeCode(code)) return passwordChangeEntry(code)
  throw new Error(`${code} is in no catalogue of password reset`)
}

function refusalBody({ code, step, correlationId, because, values, fields }: RefusalToSay): SsprRefusal {
  const { number, pageCode, says, fix, fixAt, retry, because: why } = entryOf(code)
  return {
    error: {
      code,
      ...(number === undefined ? {} : { number }),
      ...(pageCode === undefined ? {} : { pageCode }),
      says: say(says, values),
      because: because ?? say(why, values),
      ...(fix === undefined ? {} : { fix: say(fix) }),
      ...(fixAt === undefined ? {} : { fixAt }),
      step,
      correlationId,
      retry: retry === true,
      ...(fields === undefined ? {} : { fields: [...fields] }),
    },
  }
}

export function answerRefusal(response: Response, refusal: RefusalToSay): void {
  response.status(entryOf(refusal.code).status).json(refusalBody(refusal))
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The client's own correlation id when it sends one. */
export function correlationOf(request: Request, fresh: () => string): string {
  const given = request.headers['client-request-id']
  return typeof given === 'string' && guid.test(given) ? given.toLowerCase() : fresh()
}
