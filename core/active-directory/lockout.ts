/** Account lockout: counting wrong passwords, locking, and the end of a lock (MS-SAMR 3.1.5.14.7). */
import type { Instant } from '#core/ports.ts'
import type { PasswordPolicy } from './password-policy.ts'

export interface BadPasswords {
  readonly count: number
  readonly lastAt: Instant
}

/** lockoutTime as an instant, 0 when not locked. A lock ends by itself after the duration. */
export function isLockedOut(lockoutTime: Instant, policy: PasswordPolicy, at: Instant): boolean {
  return lockoutTime !== 0 && at < lockoutTime + policy.lockoutDurationMs
}

/** The count that still stands: wrong passwords older than the observation window are forgotten. */
export const effectiveBadCount = (bad: BadPasswords, policy: PasswordPolicy, at: Instant): number =>
  at < bad.lastAt + policy.lockoutWindowMs ? bad.count : 0

/** After one more wrong password. */
export function countWrongPassword(
  bad: BadPasswords,
  policy: PasswordPolicy,
  at: Instant,
): { readonly bad: BadPasswords; readonly locks: boolean } {
  const count = effectiveBadCount(bad, policy, at) + 1
  return {
    bad: { count, lastAt: at },
    locks: policy.lockoutThreshold > 0 && count >= policy.lockoutThreshold,
  }
}
