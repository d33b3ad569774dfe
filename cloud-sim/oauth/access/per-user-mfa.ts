/** Per-user MFA, the switch from before Conditional Access: `cloud.per-user-mfa`, one record for each user who is not disabled. */
import type { StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'

export const perUserMfaStates = ['disabled', 'enabled', 'enforced'] as const
export type PerUserMfaState = (typeof perUserMfaStates)[number]

interface PerUserMfa extends StoredRecord {
  readonly state: PerUserMfaState
}

const statesOf = ({ lab }: TenantDirectory) => lab.store.collection<PerUserMfa>('cloud.per-user-mfa')

export const perUserMfaOf = (directory: TenantDirectory, userId: string): PerUserMfaState =>
  statesOf(directory).get(userId)?.state ?? 'disabled'

/** Inside a transaction. */
export function putPerUserMfa(directory: TenantDirectory, userId: string, state: PerUserMfaState): void {
  if (state === 'disabled') statesOf(directory).delete(userId)
  else statesOf(directory).put({ id: userId, state })
}
