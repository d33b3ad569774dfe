import { expect, test } from 'vitest'
import { ssprLimits } from '#core/sspr/limits.ts'
import {
  blockedBy,
  countAttempt,
  type Throttled,
  type ThrottleRecord,
  unthrottled,
} from '#core/sspr/throttling.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 0, 12)

function attempts(kind: Throttled, times: readonly number[]) {
  let record: ThrottleRecord = unthrottled('anna')
  const refused: (string | undefined)[] = []
  for (const at of times) {
    const counted = countAttempt(record, kind, at, ssprLimits)
    record = counted.record
    refused.push(counted.refused)
  }
  return { record, refused }
}

const every = (gap: number, count: number) => Array.from({ length: count }, (_, index) => start + index * gap)

test('the sixth phone verification within an hour is refused, and blocks for 24 hours', () => {
  const { record, refused } = attempts('phone', every(60_000, 6))
  expect(refused).toEqual([...Array(5).fill(undefined), 'TooManyVerifications'])
  const last = start + 5 * 60_000
  expect(blockedBy(record, 'phone', last + 24 * hour - 1, ssprLimits)).toBe('TooManyVerifications')
  expect(blockedBy(record, 'phone', last + 24 * hour, ssprLimits)).toBeUndefined()
})

test('spread over more than an hour nothing is blocked', () => {
  expect(attempts('phone', every(13 * 60_000, 12)).refused).toEqual(Array(12).fill(undefined))
})

test('the fifth failed proof in 24 hours blocks at once, even over a day', () => {
  expect(attempts('failed-proof', every(5 * hour, 5)).refused).toEqual([
    ...Array(4).fill(undefined),
    'TooManyProofFailures',
  ])
  expect(attempts('failed-proof', every(7 * hour, 8)).refused).toEqual(Array(8).fill(undefined))
})

test('e-mails slide: after ten in ten minutes one waits, and no day is lost', () => {
  const { record, refused } = attempts('email', every(1_000, 11))
  expect(refused.at(-1)).toBe('TooManyEmails')
  expect(blockedBy(record, 'email', start + 11_000, ssprLimits)).toBeUndefined()
  expect(countAttempt(record, 'email', start + 10 * 60_000 + 1_000, ssprLimits).refused).toBeUndefined()
})

test('one kind does not block another', () => {
  const { record } = attempts('questions', every(1_000, 6))
  expect(blockedBy(record, 'phone', start + 10_000, ssprLimits)).toBeUndefined()
})

test('a trainer may shorten the day', () => {
  const { record } = countAttempt(attempts('reset', every(1_000, 5)).record, 'reset', start + 5_000, {
    ...ssprLimits,
    blockHours: 1,
  })
  expect(blockedBy(record, 'reset', start + hour, ssprLimits)).toBe('TooManyResets')
  expect(blockedBy(record, 'reset', start + hour + 5_000, ssprLimits)).toBeUndefined()
})
