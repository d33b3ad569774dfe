/** The order of USNs over long lives: what a search for uSNChanged finds must not depend on how often the list was tidied. */
import { expect, test } from 'vitest'
import { createChangeLog } from '#onprem-sim/store/change-log.ts'

function openLog() {
  const usns = new Map<string, number>()
  const log = createChangeLog((id) => usns.get(id))
  const change = (usn: number, id: string) => {
    usns.set(id, usn)
    log.note(usn, id)
  }
  return { usns, log, change }
}

test('each object is found once, at its last USN, after many changes', () => {
  const { log, change } = openLog()
  for (let usn = 1; usn <= 50_000; usn += 1) change(usn, `object-${usn % 70}`)
  const found = [...log.since(0)]
  expect(found.map(({ usn }) => usn)).toEqual(Array.from({ length: 70 }, (_, index) => 49_931 + index))
  expect(new Set(found.map(({ id }) => id)).size).toBe(70)
  expect([...log.since(49_998)].map(({ id }) => id)).toEqual(['object-19', 'object-20'])
  expect(log.highest).toBe(50_000)
})

test('a reader who was away while the list moved up goes on where he stopped', () => {
  const { log, change } = openLog()
  for (let usn = 1; usn <= 40; usn += 1) change(usn, `object-${usn}`)
  const reader = log.since(0)
  for (let count = 0; count < 10; count += 1) reader.next()
  for (let usn = 41; usn <= 30_000; usn += 1) change(usn, `busy-${usn % 3}`)
  expect([...reader].map(({ usn }) => usn)).toEqual([
    ...Array.from({ length: 30 }, (_, index) => 11 + index),
    29_998,
    29_999,
    30_000,
  ])
})

test('numbers that a restore brings back are put in order again, also while the list is being tidied', () => {
  const { usns, log, change } = openLog()
  for (let usn = 1; usn <= 10_400; usn += 1) change(usn, `object-${usn % 50}`)
  usns.clear()
  for (let usn = 1; usn <= 50; usn += 1) change(usn, `object-${usn}`)
  expect([...log.since(0)].map(({ usn, id }) => `${usn} ${id}`)).toEqual(
    Array.from({ length: 50 }, (_, index) => `${index + 1} object-${index + 1}`),
  )
  for (let usn = 51; usn <= 12_000; usn += 1) change(usn, `object-${usn % 50}`)
  expect([...log.since(0)]).toHaveLength(51)
})
