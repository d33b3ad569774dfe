/** Counts attempts in the lab's store, so that a block outlives a restart, and says it when one begins. */
import type { SsprCode } from '#core/codes/sspr.ts'
import { ssprEntry } from '#core/codes/sspr.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import type { SsprLimits } from '#core/sspr/limits.ts'
import {
  blockedBy,
  countAttempt,
  type Throttled,
  type ThrottleRecord,
  unthrottled,
} from '#core/sspr/throttling.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { recordSspr } from './sspr-audit.ts'

interface About {
  readonly user: CloudUser
  readonly by: Actor
  readonly correlationId: string
}

const recordsOf = ({ lab }: TenantDirectory) => lab.store.collection<ThrottleRecord>('cloud.sspr-throttle')

/** Only looks. */
export const throttleOf = (
  directory: TenantDirectory,
  userId: string,
  kind: Throttled,
  limits: SsprLimits,
): SsprCode | undefined =>
  blockedBy(recordsOf(directory).get(userId) ?? unthrottled(userId), kind, directory.lab.clock.now(), limits)

/** Counts one attempt; a code means that it is one too many. */
export async function countThrottled(
  directory: TenantDirectory,
  kind: Throttled,
  limits: SsprLimits,
  about: About,
): Promise<SsprCode | undefined> {
  const records = recordsOf(directory)
  const { lab } = directory
  const { id } = about.user
  const { refused } = await lab.store.transaction(() => {
    const counted = countAttempt(records.get(id) ?? unthrottled(id), kind, lab.clock.now(), limits)
    if (records.get(id) !== counted.record) records.put(counted.record)
    return counted
  })
  if (refused !== undefined && kind !== 'email') {
    const entry = ssprEntry(refused)
    recordSspr(directory, 'blocked', { ...about, result: 'failure', reason: entry.reason ?? refused })
  }
  return refused
}

/** A successful reset forgives what went before. */
export async function clearThrottle(directory: TenantDirectory, userId: string): Promise<void> {
  const records = recordsOf(directory)
  if (records.has(userId)) await directory.transaction(() => records.delete(userId))
}
