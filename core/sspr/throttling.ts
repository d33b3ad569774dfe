/** Too often is a refusal with a memory: what was tried when, and until when it is blocked (writeback.md §3.4). */
import type { SsprCode } from '#core/codes/sspr.ts'
import type { Instant } from '#core/ports.ts'
import { hours, minutes, type SsprLimits } from './limits.ts'

const throttled = ['phone', 'questions', 'reset', 'failed-proof', 'email'] as const
export type Throttled = (typeof throttled)[number]

/** `cloud.sspr-throttle`, id = the user's object id. */
export interface ThrottleRecord {
  readonly id: string
  readonly attempts: readonly { readonly kind: Throttled; readonly at: Instant }[]
  readonly blocked: readonly { readonly kind: Throttled; readonly until: Instant }[]
}

interface Rule {
  readonly within: number
  readonly atMost: number
  readonly blockFor: number
  readonly code: SsprCode
}

function ruleOf(kind: Throttled, limits: SsprLimits): Rule {
  const day = hours(limits.blockHours)
  if (kind === 'phone')
    return {
      within: hours(1),
      atMost: limits.phoneValidationsPerHour,
      blockFor: day,
      code: 'TooManyVerifications',
    }
  if (kind === 'questions')
    return {
      within: hours(1),
      atMost: limits.securityQuestionGatesPerHour,
      blockFor: day,
      code: 'TooManyVerifications',
    }
  if (kind === 'reset')
    return { within: hours(1), atMost: limits.resetsPerHour, blockFor: day, code: 'TooManyResets' }
  if (kind === 'email')
    return { within: minutes(10), atMost: limits.emailsPer10Min, blockFor: 0, code: 'TooManyEmails' }
  return { within: hours(24), atMost: limits.failedProofsPer24h, blockFor: day, code: 'TooManyProofFailures' }
}

export const unthrottled = (id: string): ThrottleRecord => ({ id, attempts: [], blocked: [] })

/** The code that refuses this kind of attempt now, if any. */
export function blockedBy(
  record: ThrottleRecord,
  kind: Throttled,
  at: Instant,
  limits: SsprLimits,
): SsprCode | undefined {
  const isBlocked = record.blocked.some((block) => block.kind === kind && block.until > at)
  return isBlocked ? ruleOf(kind, limits).code : undefined
}

/**
 * Counts one attempt. The one beyond the limit is refused and starts the block; of failed proofs the last one that is
 * allowed starts it, because it has failed already. E-mails only slide: the window itself is the block.
 */
export function countAttempt(
  record: ThrottleRecord,
  kind: Throttled,
  at: Instant,
  limits: SsprLimits,
): { readonly record: ThrottleRecord; readonly refused?: SsprCode } {
  const already = blockedBy(record, kind, at, limits)
  if (already !== undefined) return { record, refused: already }
  const { within, atMost, blockFor, code } = ruleOf(kind, limits)
  const recent = record.attempts.filter((attempt) => attempt.at > at - hours(24))
  const inWindow = recent.filter((attempt) => attempt.kind === kind && attempt.at > at - within).length
  const counted = { ...record, attempts: [...recent, { kind, at }] }
  const full = kind === 'failed-proof' ? inWindow + 1 >= atMost : inWindow >= atMost
  if (!full) return { record: counted }
  if (blockFor === 0) return { record, refused: code }
  const others = record.blocked.filter((block) => block.until > at && block.kind !== kind)
  return { record: { ...counted, blocked: [...others, { kind, until: at + blockFor }] }, refused: code }
}
