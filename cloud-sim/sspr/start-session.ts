/** "Who are you?": finds the person, runs the checks that come before the gates, and opens a visit. */
import { randomUUID } from 'node:crypto'
import { progressReasons } from '#core/codes/sspr-audit.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { isManagedOnPremises } from '#core/sspr/reset-subject.ts'
import { selfServiceReset, startSteps } from '#core/sspr/self-service-reset.ts'
import { type Refusal, startFlow } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import {
  forgetOldSessions,
  keepSession,
  newSessionId,
  type OpenSession,
  onceDone,
  openSession,
  type ResetSession,
  sessionEnd,
  sessionsOf,
} from './reset-session.ts'
import { actorOf, endFlow, leaveFlow, recordProgress, runOf, runStretch } from './session-flow.ts'
import { recordSspr } from './sspr-audit.ts'

export type Started =
  | { readonly ok: true; readonly open: OpenSession }
  | { readonly ok: false; readonly refusal: Refusal; readonly correlationId: string }

const unknown: Refusal = {
  code: 'UserNotFound',
  step: 'find-user',
  because: 'No user has that user ID, or not enough is known to verify one.',
}

export async function startSession(
  host: PasswordResetHost,
  userId: string,
  ipAddress: string,
  tenantId?: string,
): Promise<Started> {
  const { tenants } = host
  const tenant = tenantId === undefined ? tenants.ofUpn(userId.trim()) : tenants.byId(tenantId)
  const directory = tenant?.directory
  const user = directory?.findUser(userId.trim())
  const correlationId = randomUUID()
  // No audit row and no event: who asks for people that do not exist learns nothing, and fills no log.
  if (directory === undefined || user === undefined || user.userType === 'Guest')
    return { ok: false, refusal: unknown, correlationId }
  const session = newSession(host, directory, user, correlationId, ipAddress)
  const open = openSession(host, directory, session, user)
  const refusal = await check(open)
  if (refusal === undefined) return { ok: true, open: await begin(open) }
  endFlow(open, refusal)
  await rememberRefused(open)
  return { ok: false, refusal, correlationId }
}

function newSession(
  host: PasswordResetHost,
  directory: TenantDirectory,
  user: CloudUser,
  correlationId: string,
  ipAddress: string,
): ResetSession {
  const asks = directory.passwordResetPolicy().unlockWithoutReset && isManagedOnPremises(user)
  return {
    id: newSessionId(directory.tenantId),
    userId: user.id,
    correlationId,
    flowId: randomUUID(),
    ipAddress,
    expiresAt: sessionEnd(host, directory),
    page: asks ? 'intent' : 'verify',
    intent: 'reset',
    passed: [],
    challenge: null,
    outcome: null,
    says: null,
  }
}

async function check(open: OpenSession): Promise<Refusal | undefined> {
  const { directory, user, session } = open
  recordSspr(directory, 'startedReset', { by: actorOf(open), user, correlationId: session.correlationId })
  recordProgress(open, progressReasons.submittedUserId)
  startFlow(selfServiceReset, runOf(open))
  return runStretch(open, startSteps)
}

async function begin(open: OpenSession): Promise<OpenSession> {
  const { directory, session } = open
  if (session.page === 'verify') recordProgress(open, progressReasons.presented)
  await directory.transaction(() => forgetOldSessions(directory))
  const kept = await keepSession(open, {})
  endWhenLeft(kept)
  return kept
}

/** When the time is over, the log says that the person went away. */
function endWhenLeft({ host, directory, session, user }: OpenSession): void {
  const run = async (): Promise<string> => {
    const now = sessionsOf(directory).get(session.id)
    if (now === undefined || now.page === 'done') return 'nothing to end'
    const passedAll = now.page === 'new-password' || now.page === 'unlock'
    const left = openSession(host, directory, now, user)
    leaveFlow(left, passedAll ? progressReasons.abandonedPassword : progressReasons.abandonedGates)
    await keepSession(left, { page: 'done', outcome: 'Abandoned' })
    return 'a password reset was left'
  }
  const cancel = directory.lab.clock.at(session.expiresAt, { name: 'password reset session end', run })
  onceDone(directory, session.id, cancel)
}

/** Kept without a page, so that the person can ask an administrator for help. */
async function rememberRefused(open: OpenSession): Promise<void> {
  const { directory, session } = open
  await keepSession(open, {
    id: refusedId(directory.tenantId, session.correlationId),
    page: 'done',
    outcome: 'refused',
  })
}

export const refusedId = (tenantId: string, correlationId: string): string =>
  `${tenantId}.refused-${correlationId}`
