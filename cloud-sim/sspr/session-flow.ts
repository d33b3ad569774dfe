/** A visit's flow: which list of steps it runs, with which context, and what it leaves in the audit log. */
import type { SsprCode } from '#core/codes/sspr.ts'
import { progressReasons } from '#core/codes/sspr-audit.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import {
  type SelfServiceContext,
  selfServiceReset,
  selfServiceUnlock,
} from '#core/sspr/self-service-reset.ts'
import {
  type Flow,
  type FlowRun,
  finishFlow,
  pass,
  type Refusal,
  runSteps,
  type Step,
  type StepOutcome,
} from '#core/steps.ts'
import { notifyOfReset } from './notification-mails.ts'
import { type ClaimedWork, newPasswordWork } from './password-work.ts'
import type { OpenSession } from './reset-session.ts'
import { agentDetail, asActor, recordFinal, recordSspr } from './sspr-audit.ts'
import { licencesEnforced, limitsOf } from './tenant-reset.ts'
import { countThrottled, throttleOf } from './throttle-book.ts'

const flowOf = ({ session }: OpenSession): Flow<SelfServiceContext> =>
  session.intent === 'unlock' ? selfServiceUnlock : selfServiceReset

export const actorOf = ({ user, session }: OpenSession): Actor => asActor(user, session.ipAddress)

export const runOf = ({ directory, session, user }: OpenSession): FlowRun => ({
  journal: directory.lab.journal,
  correlationId: session.correlationId,
  flowId: session.flowId,
  target: user.userPrincipalName,
})

/** A row of "flow activity progress". */
export function recordProgress(
  open: OpenSession,
  reason: string,
  result: 'success' | 'failure' = 'success',
): void {
  const { directory, user, session } = open
  recordSspr(directory, 'progress', {
    by: actorOf(open),
    user,
    correlationId: session.correlationId,
    result,
    reason,
    details: agentDetail(user),
  })
}

interface Given {
  readonly newPassword?: string
  readonly judgeProof?: (gate: 1 | 2) => StepOutcome
}

function sessionWork(open: OpenSession, given: Given = {}): ClaimedWork<SelfServiceContext> {
  const { host, directory, user, session, subject, gatePolicy } = open
  const { correlationId, intent } = session
  const { context, release } = newPasswordWork(host, {
    directory,
    user,
    by: actorOf(open),
    correlationId,
    newPassword: given.newPassword ?? '',
    kind: 'reset',
    notify: async () =>
      notifyOfReset(directory, user, correlationId, intent === 'unlock' ? 'unlocked' : 'reset'),
  })
  const policy = directory.passwordResetPolicy()
  const judgeProof = given.judgeProof ?? (() => pass())
  const whole: SelfServiceContext = {
    ...context,
    subject,
    policy,
    gatePolicy,
    judgeProof,
    licencesEnforced: licencesEnforced(directory),
    blockedBy: () => blockOf(open),
    countAttempt: () =>
      countThrottled(directory, 'reset', limitsOf(host), { user, by: actorOf(open), correlationId }),
  }
  return { context: whole, release }
}

const blockOf = ({ host, directory, user }: OpenSession): SsprCode | undefined =>
  throttleOf(directory, user.id, 'failed-proof', limitsOf(host)) ??
  throttleOf(directory, user.id, 'reset', limitsOf(host))

/** Runs one stretch of the visit's flow. */
export async function runStretch(
  open: OpenSession,
  steps: readonly Step<SelfServiceContext>[],
  given?: Given,
): Promise<Refusal | undefined> {
  const work = sessionWork(open, given)
  try {
    return await runSteps(flowOf(open), steps, work.context, runOf(open))
  } finally {
    work.release()
  }
}

/** The audit log's last row; also for a refusal after which the person may try again. */
export function recordEnd(open: OpenSession, refusal: Refusal | undefined): void {
  const { directory, user, session } = open
  const activity = session.intent === 'unlock' ? 'unlock' : 'resetBySelf'
  recordFinal(directory, { activity, by: actorOf(open), user, correlationId: session.correlationId }, refusal)
}

/** The flow's last event and the audit log's last row. */
export function endFlow(open: OpenSession, refusal: Refusal | undefined): void {
  finishFlow(flowOf(open), runOf(open), refusal)
  recordEnd(open, refusal)
  if (refusal === undefined && open.session.intent === 'reset')
    recordProgress(open, progressReasons.resetDone)
}

/** Cancelled or left: no refusal of ours, yet the flow did not reach its end. */
export function leaveFlow(open: OpenSession, reason: string): void {
  const { gatePolicy, session } = open
  const step = session.passed.length < gatePolicy.gates ? 'verify-first-method' : 'check-cloud-policy'
  finishFlow(flowOf(open), runOf(open), { code: 'SessionOver', step, because: reason })
  recordProgress(open, reason, 'failure')
}
