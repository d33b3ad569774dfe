/** Graph's longRunningOperation of a password reset: `cloud.password-reset-operations`. */

import { say } from '#core/codes/catalogue.ts'
import { isSsprCode, ssprEntry } from '#core/codes/sspr.ts'
import { causeOf, propagationOf } from '#core/codes/writeback.ts'
import type { Instant } from '#core/ports.ts'
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

export async function recordOperation(
  directory: TenantDirectory,
  userId: string,
  status: PasswordResetOperation['status'],
  of: { readonly operation?: PasswordResetOperation; readonly refusal?: Refusal } = {},
): Promise<PasswordResetOperation> {
  const { lab } = directory
  const now = lab.clock.now()
  const { operation, refusal } = of
  const record: PasswordResetOperation = {
    id: operation?.id ?? lab.random.guid(),
    userId,
    createdDateTime: operation?.createdDateTime ?? now,
    lastActionDateTime: now,
    status,
    statusDetail: refusal?.code ?? null,
    refusal:
      refusal === undefined
        ? null
        : { code: refusal.code, step: refusal.step, because: refusal.because, says: adminSays(refusal) },
  }
  const operations = operationsOf(directory)
  await lab.store.transaction(() => {
    operations.put(record)
    for (const { id } of operations.values()) {
      if (operations.size <= kept) break
      operations.delete(id)
    }
  })
  return record
}

/** Undefined when there is no such operation of this user. */
export function passwordResetOperation(
  directory: TenantDirectory,
  userId: string,
  id: string,
): PasswordResetOperation | undefined {
  const operation = operationsOf(directory).get(id)
  return operation?.userId === userId ? operation : undefined
}
