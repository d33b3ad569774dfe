/** A visit to the public reset page: `cloud.sspr-sessions`. Ids carry the tenant, so that one service serves them all. */
import { randomBytes } from 'node:crypto'
import type { ResetMethod, SessionState } from '#core/contracts/sspr.ts'
import type { CloudUser } from '#core/entra/model.ts'
import type { Cancel, Instant, Lab } from '#core/ports.ts'
import { minutes } from '#core/sspr/limits.ts'
import {
  classOf,
  type GatePolicy,
  hintOf,
  methodsOnOffer,
  needsFullNumber,
} from '#core/sspr/reset-methods.ts'
import type { ResetSubject } from '#core/sspr/reset-subject.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { gatePolicyOf, limitsOf, subjectOf } from './tenant-reset.ts'

export interface SentChallenge {
  readonly method: ResetMethod
  /** Of the code sent; null for methods whose proof is not sent. */
  readonly hash: string | null
  readonly expiresAt: Instant
  /** Security questions that were asked, by their place. */
  readonly questions: readonly number[]
  /** Of a notification: what the page shows and the app asks for. */
  readonly number?: string
  /** What was tapped or pressed on the phone. */
  readonly answer?: PhoneAnswer
}

type PhoneAnswer = NonNullable<SessionState['onPhone']>['answer']

export interface ResetSession {
  readonly id: string
  readonly userId: string
  readonly correlationId: string
  readonly flowId: string
  readonly ipAddress: string
  readonly expiresAt: Instant
  readonly page: SessionState['page']
  readonly intent: 'reset' | 'unlock'
  readonly passed: readonly ResetMethod[]
  readonly challenge: SentChallenge | null
  readonly outcome: string | null
  readonly says: string | null
}

export const sessionsOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<ResetSession>('cloud.sspr-sessions')

export const newSessionId = (tenantId: string): string =>
  `${tenantId}.${randomBytes(18).toString('base64url')}`

export const tenantOfSession = (host: PasswordResetHost, id: string): TenantDirectory | undefined =>
  host.tenants.byId(id.slice(0, id.indexOf('.')))?.directory

export const sessionEnd = (host: PasswordResetHost, directory: TenantDirectory): Instant =>
  directory.lab.clock.now() + minutes(limitsOf(host).sessionMinutes)

/** Everything that a request to a session works with. */
export interface OpenSession {
  readonly host: PasswordResetHost
  readonly directory: TenantDirectory
  readonly session: ResetSession
  readonly user: CloudUser
  readonly subject: ResetSubject
  readonly gatePolicy: GatePolicy
}

export function openSession(
  host: PasswordResetHost,
  directory: TenantDirectory,
  session: ResetSession,
  user: CloudUser,
): OpenSession {
  const subject = subjectOf(directory, user)
  return {
    host,
    directory,
    session,
    user,
    subject,
    gatePolicy: gatePolicyOf(directory, subject, directory.passwordResetPolicy()),
  }
}

/** What to do when a visit has ended, by lab and visit: its end by time is called off. */
const waitingForEnd = new WeakMap<Lab, Map<string, Cancel>>()

export function onceDone({ lab }: TenantDirectory, id: string, call: Cancel): void {
  const waiting = waitingForEnd.get(lab) ?? new Map<string, Cancel>()
  waitingForEnd.set(lab, waiting.set(id, call))
}

function tellDone({ lab }: TenantDirectory, id: string): void {
  const waiting = waitingForEnd.get(lab)
  waiting?.get(id)?.()
  waiting?.delete(id)
}

/** Replaces the session's record and answers the same visit with it. */
export async function keepSession(open: OpenSession, change: Partial<ResetSession>): Promise<OpenSession> {
  const session = { ...open.session, ...change }
  await open.directory.transaction(() => sessionsOf(open.directory).put(session))
  if (session.page === 'done') tellDone(open.directory, session.id)
  return { ...open, session }
}

/** Ended visits are kept as long again, so that a late click hears "over" and not "unknown". */
export function forgetOldSessions(directory: TenantDirectory): void {
  const sessions = sessionsOf(directory)
  const now = directory.lab.clock.now()
  for (const { id, expiresAt } of sessions.values()) {
    if (expiresAt + minutes(60) > now) break
    sessions.delete(id)
  }
}

const offered = ({ gatePolicy, subject, session }: OpenSession) =>
  methodsOnOffer(gatePolicy, subject.contacts, session.passed.map(classOf))

export const isOffered = (open: OpenSession, method: ResetMethod): boolean => offered(open).includes(method)

/** Notifications and calls are answered on the phone; the page shows the number to match and learns of the answer. */
function onPhone(challenge: SentChallenge | null): SessionState['onPhone'] {
  if (challenge === null || !isAnsweredOnPhone(challenge.method)) return undefined
  const { number, answer = 'waiting' } = challenge
  return { answer, ...(number === undefined ? {} : { number }) }
}

export const isAnsweredOnPhone = (method: ResetMethod): boolean =>
  method === 'appNotification' || method === 'mobileCall' || method === 'officeCall'

export function sessionState(open: OpenSession): SessionState {
  const { session, gatePolicy, subject, directory } = open
  const { page, passed, correlationId, outcome, says, challenge } = session
  const methods = page === 'verify' ? offered(open) : []
  const awaited = onPhone(challenge)
  const stored = directory.methodsOf(session.userId).securityQuestions
  const questions = challenge?.questions.flatMap((place) => stored[place]?.question ?? []) ?? []
  return {
    id: session.id,
    page,
    gate: Math.min(passed.length + 1, gatePolicy.gates),
    gates: gatePolicy.gates,
    methods: methods.map((method) => ({
      method,
      hint: hintOf(method, subject.contacts),
      needsFullNumber: needsFullNumber(method),
    })),
    ...(page === 'intent' ? {} : { intent: session.intent }),
    correlationId,
    ...(questions.length === 0 ? {} : { questions }),
    ...(awaited === undefined ? {} : { onPhone: awaited }),
    ...(outcome === null ? {} : { outcome }),
    ...(says === null ? {} : { says }),
  }
}
