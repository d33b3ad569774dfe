/** The end of a visit: a new password, an unlocked account, or neither. */

import { randomUUID } from 'node:crypto'
import { isSsprCode, ssprEntry } from '#core/codes/sspr.ts'
import { progressReasons } from '#core/codes/sspr-audit.ts'
import {
  newPasswordSteps,
  selfServiceReset,
  selfServiceUnlock,
  startSteps,
  unlockSteps,
} from '#core/sspr/self-service-reset.ts'
import { finishFlow, type Refusal, startFlow } from '#core/steps.ts'
import { keepSession, type OpenSession } from './reset-session.ts'
import { endFlow, leaveFlow, recordEnd, recordProgress, runOf, runStretch } from './session-flow.ts'
import { clearThrottle } from './throttle-book.ts'
import type { Moved } from './verification.ts'

const wrongMoment = (open: OpenSession, step: string): Moved => ({
  ok: false,
  open,
  refusal: { code: 'WrongMoment', step, because: `The session is at the page ${open.session.page}.` },
})

/** "I forgot my password" or "I know my password": an unlock is a flow of its own, with the same checks before it. */
export async function chooseIntent(open: OpenSession, intent: 'reset' | 'unlock'): Promise<Moved> {
  if (open.session.page !== 'intent') return wrongMoment(open, 'choose-intent')
  if (intent === 'reset') {
    recordProgress(open, progressReasons.presented)
    return { ok: true, open: await keepSession(open, { page: 'verify' }) }
  }
  finishFlow(selfServiceReset, runOf(open), {
    code: 'UnlockChosen',
    step: 'verify-first-method',
    because: 'The user knows the password and wants the account unlocked.',
  })
  const unlocking = await keepSession(open, { page: 'verify', intent, flowId: randomUUID() })
  startFlow(selfServiceUnlock, runOf(unlocking))
  const refusal = await runStretch(unlocking, startSteps)
  if (refusal !== undefined) return refused(unlocking, refusal)
  recordProgress(unlocking, progressReasons.presented)
  return { ok: true, open: unlocking }
}

export async function resetPassword(open: OpenSession, newPassword: string): Promise<Moved> {
  if (open.session.page !== 'new-password') return wrongMoment(open, 'check-cloud-policy')
  recordProgress(open, progressReasons.submittedPassword)
  const refusal = await runStretch(open, newPasswordSteps, { newPassword })
  if (refusal !== undefined) return refused(open, refusal)
  await clearThrottle(open.directory, open.user.id)
  endFlow(open, undefined)
  return done(open, 'PasswordReset', 'Your password has been reset. Sign in with the new one.')
}

export async function unlockAccount(open: OpenSession): Promise<Moved> {
  if (open.session.page !== 'unlock') return wrongMoment(open, 'write-back')
  const refusal = await runStretch(open, unlockSteps)
  if (refusal !== undefined) return refused(open, refusal)
  endFlow(open, undefined)
  return done(open, 'AccountUnlocked', 'Your account has been unlocked. Your password stays as it is.')
}

export async function cancelSession(open: OpenSession): Promise<void> {
  if (open.session.page === 'done') return
  leaveFlow(open, progressReasons.cancelled)
  await keepSession(open, { page: 'done', outcome: 'Cancelled' })
}

async function done(open: OpenSession, outcome: string, says: string): Promise<Moved> {
  return { ok: true, open: await keepSession(open, { page: 'done', outcome, says }) }
}

/** A refusal that can be retried leaves the page where it is, and the flow open; any other ends the visit. */
async function refused(open: OpenSession, refusal: Refusal): Promise<Moved> {
  const entry = isSsprCode(refusal.code) ? ssprEntry(refusal.code) : undefined
  if (entry?.retry === true) {
    recordEnd(open, refusal)
    return { ok: false, open, refusal }
  }
  endFlow(open, refusal)
  return {
    ok: false,
    refusal,
    open: await keepSession(open, { page: 'done', outcome: refusal.code, says: entry?.says ?? null }),
  }
}
