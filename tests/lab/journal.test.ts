import { expect, test } from 'vitest'
import { createJournal } from '#lab/journal.ts'

const event = (type: string, more: Record<string, string> = {}) => ({
  place: 'lab' as const,
  type,
  summary: type,
  ...more,
})

test('events are found by each of their indexes and by all together', () => {
  const journal = createJournal({ now: () => 0 })
  journal.record(event('a', { correlationId: 'c1', flow: 'reset', target: 'Anna@contoso.com' }))
  journal.record(event('b', { correlationId: 'c1', target: 'ben@contoso.com' }))
  journal.record(event('a', { correlationId: 'c2', target: 'anna@contoso.com' }))
  const found = (filter: Parameters<typeof journal.events>[0]) => journal.events(filter).map(({ seq }) => seq)
  expect(found({ correlationId: 'c1' })).toEqual([1, 2])
  expect(found({ type: 'a' })).toEqual([1, 3])
  expect(found({ flow: 'reset' })).toEqual([1])
  expect(found({ target: 'ANNA@contoso.com' })).toEqual([1, 3])
  expect(found({ correlationId: 'c1', type: 'a' })).toEqual([1])
  expect(found({ after: 1 })).toEqual([2, 3])
  expect(found({ limit: 1 })).toEqual([3])
  expect(found({ after: 0, limit: 1 })).toEqual([1])
  expect(found({ correlationId: 'none' })).toEqual([])
  // Also what is recorded after it was asked for once.
  journal.record(event('a', { correlationId: 'c1' }))
  expect(found({ correlationId: 'c1', type: 'a' })).toEqual([1, 4])
})

test('the oldest events give way when there are too many, and the rest is found as before', () => {
  const journal = createJournal({ now: () => 0 })
  for (let number = 0; number < 110_000; number += 1)
    journal.record(event(number % 1_000 === 0 ? 'rare' : 'common'))
  const kept = journal.events()
  expect(kept.length).toBeLessThan(100_000)
  expect(kept.at(-1)?.seq).toBe(110_000)
  expect(journal.events({ type: 'rare' }).every(({ seq }) => seq % 1_000 === 1)).toBe(true)
  const begun = performance.now()
  for (let round = 0; round < 100; round += 1) journal.events({ type: 'rare', limit: 5 })
  expect(performance.now() - begun).toBeLessThan(250)
})

test('events after a moment can be forgotten, and their numbers are not used again', () => {
  const journal = createJournal({ now: () => 0 })
  for (let number = 0; number < 5_000; number += 1)
    journal.record(event('a', { correlationId: String(number) }))
  journal.forgetAfter(2_500)
  expect(journal.events()).toHaveLength(2_500)
  expect(journal.events({ correlationId: '2600' })).toEqual([])
  expect(journal.record(event('b')).seq).toBe(5_001)
})

test('whoever follows hears each event once, until they stop', () => {
  const journal = createJournal({ now: () => 7 })
  const heard: number[] = []
  const stop = journal.follow(({ seq, at }) => heard.push(seq, at))
  journal.record(event('a'))
  stop()
  journal.record(event('b'))
  expect(heard).toEqual([1, 7])
})

test('an event that carries a known secret is refused, wherever in it the secret stands', () => {
  const journal = createJournal({ now: () => 0, guard: true })
  journal.forbid('Lantern-"Moss"-42!')
  expect(() =>
    journal.record({ ...event('a'), data: { deep: [{ value: 'was Lantern-"Moss"-42!' }] } }),
  ).toThrow('secret')
  expect(journal.events()).toEqual([])
  expect(journal.record(event('b')).seq).toBe(1)
})

test('a one-time code is refused where it stands alone, not inside a longer number or an id', () => {
  const journal = createJournal({ now: () => 0, guard: true })
  journal.forbid('480123')
  expect(() => journal.record({ ...event('a'), data: { said: 'the code was 480123.' } })).toThrow('secret')
  const correlationId = '9d480123-32de-4c3c-9637-fb94d06a51d9'
  expect(journal.record({ ...event('b'), correlationId, data: { usn: 14801230 } }).seq).toBe(1)
})
