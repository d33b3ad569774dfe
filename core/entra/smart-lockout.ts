/**
 * Smart lockout: ten wrong passwords lock for a minute, longer on repeats; repeating one of the last three wrong
 * passwords does not count. Source: "Prevent attacks using smart lockout". The growth on repeats is ours (doubling, up to
 * an hour): the page says only that it is longer.
 */
import type { Instant } from '#core/ports.ts'
import type { SmartLockoutState } from './model.ts'

export const smartLockout = {
  threshold: 10,
  durationMs: 60_000,
  rememberedWrong: 3,
  longestMs: 3_600_000,
} as const

export const isLocked = (state: SmartLockoutState | undefined, at: Instant): boolean =>
  state?.lockedUntil != null && state.lockedUntil > at

/** `wrong` is the verifier of the password that was tried; undefined where the cloud does not know it (PTA). */
export function countWrongPassword(
  userId: string,
  state: SmartLockoutState | undefined,
  wrong: string | undefined,
  at: Instant,
): SmartLockoutState {
  const known = state ?? { id: userId, failures: 0, lockedUntil: null, locks: 0, recentWrong: [] }
  if (wrong !== undefined && known.recentWrong.includes(wrong)) return known
  const recentWrong =
    wrong === undefined
      ? known.recentWrong
      : [wrong, ...known.recentWrong].slice(0, smartLockout.rememberedWrong)
  const failures = known.failures + 1
  if (failures < smartLockout.threshold) return { ...known, failures, recentWrong }
  const lasting = Math.min(smartLockout.durationMs * 2 ** known.locks, smartLockout.longestMs)
  return { ...known, failures: 0, recentWrong, locks: known.locks + 1, lockedUntil: at + lasting }
}
