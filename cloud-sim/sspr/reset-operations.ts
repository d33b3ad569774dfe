/** Graph's longRunningOperation of a password reset: `cloud.password-reset-operations`. */

import { say } from '#core/codes/catalogue.ts'
import { isSsprCode, ssprEntry } from '#core/codes/sspr.ts'
import { causeOf, propagationOf } from '#core/codes/writeback.ts'
import type { Instant, Lab } from '#core/ports.ts'
import type { Refusal } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export interface PasswordResetOperation {
  readonly id: string
  readonly userId: string
  readonly createdDateTime: Instant
  readonly lastActionDateTime: Instant
  readonly status: 'running' | 'succeeded' | 'failed'
  /** The catalogue's code and what an administrator reads; null while there is nothing to say. */
  readonly statusDetail: string | null
  readonly refusal: {
    readonly code: string
    readonly step: string
    readonly because: string
    readonly says: string
  } | null
}

const kept = 1_000

const operationsOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<PasswordResetOperation>('cloud.password-reset-operations')

/** What the portal shows an administrator for a refusal. */
function adminSays({ code, facts }: Refusal): string {
  const cause = facts?.cause
  const own = typeof cause === 'string' ? propagationOf(causeOf(cause)).adminSays : undefined
  return say(own ?? (isSsprCode(code) ? ssprEntry(code).says : code))
}

/** Operations of this process that have not ended (or whose end is not on disk), by lab and id. */
const underWay = new WeakMap<Lab, Map<string, Promise<PasswordResetOperation>>>()

function underWayIn({ lab }: TenantDirectory): Map<string, Promise<PasswordResetOperation>> {
  const known = underWay.get(lab) ?? new Map<string, Promise<PasswordResetOperation>>()
  underWay.set(lab, known)
  return known
}

export interface StartedOperation {
  readonly operation: PasswordResetOperation
  /** Resolves when a restart would still know of it. */
  readonly recorded: Promise<void>
  /** Resolves when its outcome is on disk. */
  readonly done: Promise<PasswordResetOperation>
}

/** Begins the work at once: its record is on its way to disk meanwhile. `work` answers why it failed, if it did. */
export function startOperation(
  directory: TenantDirectory,
  userId: string,
  work: () => Promise<Refusal | undefined>,
): StartedOperation {
  const { lab } = directory
  const now = lab.clock.now()
  const operation: PasswordResetOperation = {
    id: lab.random.guid(),
    userId,
    createdDateTime: now,
    lastActionDateTime: now,
    status: 'running',
    statusDetail: null,
    refusal: null,
  }
  const recorded = keep(directory, operation)
  const running = underWayIn(directory)
  const done = work()
    .then(async (refusal) => {
      const ended = endedWith(operation, refusal, lab.clock.now())
      // The disk takes records in their order: with this one, the password that it tells of is safe.
      await keep(directory, ended)
      return ended
    })
    // Before anybody hears that it has ended: who asks then is told how.
    .finally(() => running.delete(operation.id))
  running.set(operation.id, done)
  // A disk that fails is told to whoever waits; the operation then counts as one that a restart has cut off.
  void done.catch(() => undefined)
  return { operation, recorded, done }
}

const endedWith = (
  operation: PasswordResetOperation,
  refusal: Refusal | undefined,
  at: Instant,
): PasswordResetOperation => ({
  ...operation,
  lastActionDateTime: at,
  status: refusal === undefined ? 'succeeded' : 'failed',
  statusDetail: refusal?.code ?? null,
  refusal:
    refusal === undefined
      ? null
      : { code: refusal.code, step: refusal.step, because: refusal.because, says: adminSays(refusal) },
})

function keep(directory: TenantDirectory, operation: PasswordResetOperation): Promise<void> {
  const operations = operationsOf(directory)
  return directory.lab.store.transaction(() => {
    operations.put(operation)
    for (const { id } of operations.values()) {
      if (operations.size <= kept) break
      operations.delete(id)
    }
  })
}

/** The service was stopped while it ran: nobody will tell any more how it ended. */
const cutOff: Refusal = {
  code: 'CloudDirectoryUnavailable',
  step: 'write-back',
  because: 'The service was stopped before the operation ended.',
}

/** Undefined when there is no such operation of this user. It has ended only when its end is on disk. */
export function passwordResetOperation(
  directory: TenantDirectory,
  userId: string,
  id: string,
): PasswordResetOperation | undefined {
  const operation = operationsOf(directory).get(id)
  if (operation?.userId !== userId) return undefined
  if (underWayIn(directory).has(id))
    return { ...operation, status: 'running', statusDetail: null, refusal: null }
  return operation.status === 'running'
    ? endedWith(operation, cutOff, operation.lastActionDateTime)
    : operation
}

/** Resolves when the operation has ended or the time is up, whichever is first; at once when it is not under way. */
export async function operationEnded(
  directory: TenantDirectory,
  id: string,
  patienceMs: number,
): Promise<void> {
  const done = underWayIn(directory).get(id)
  if (done === undefined) return
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  await Promise.race([done.catch(() => undefined), patience])
  clearTimeout(timer)
}
