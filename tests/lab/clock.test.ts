import { expect, onTestFinished, test } from 'vitest'
import { createClock, type LabClock, wait } from '#lab/clock.ts'

const noon = Date.parse('2026-01-12T12:00:00Z')
const minute = 60_000

function clockAt(at?: number): LabClock {
  const clock = createClock({ at })
  onTestFinished(() => clock.close())
  return clock
}

test('a job sees its due instant as now, and the next job waits until it has ended', async () => {
  const clock = clockAt(noon)
  const told: string[] = []
  const job = (name: string, takesMs: number) => ({
    name,
    run: async (at: number) => {
      told.push(`${name} begins ${(clock.now() - noon) / minute}`)
      await wait(takesMs)
      told.push(`${name} ends ${(clock.now() - at) / minute}`)
      return 'done'
    },
  })
  clock.at(noon + 10 * minute, job('slow', 20))
  clock.at(noon + 11 * minute, job('quick', 0))
  await clock.advance(20 * minute)
  expect(told).toEqual(['slow begins 10', 'slow ends 0', 'quick begins 11', 'quick ends 0'])
})

test('a job that a job orders while time advances runs when it comes due', async () => {
  const clock = clockAt(noon)
  clock.at(noon + minute, {
    name: 'first',
    run: (at) => {
      clock.at(at + minute, { name: 'second', run: () => 'follows' })
      return 'ordered another'
    },
  })
  const ran = await clock.advance(5 * minute)
  expect(ran.map(({ job, at }) => `${job} ${(at - noon) / minute}`)).toEqual(['first 1', 'second 2'])
})

test('a cancelled job does not run, even when it is cancelled on the way', async () => {
  const clock = clockAt(noon)
  const cancel = clock.every(3 * minute, { name: 'unwanted', run: () => 'ran' })
  clock.at(noon + 4 * minute, {
    name: 'canceller',
    run: () => {
      cancel()
      return 'cancelled it'
    },
  })
  const ran = await clock.advance(10 * minute)
  expect(ran.map(({ job }) => job)).toEqual(['unwanted', 'canceller'])
})

test('two advances at once happen one after the other', async () => {
  const clock = clockAt(noon)
  clock.every(minute, { name: 'tick', run: () => wait(1).then(() => 'ticked') })
  const [one, two] = await Promise.all([clock.advance(2 * minute), clock.advance(3 * minute)])
  expect([one.length, two.length]).toEqual([2, 3])
  expect(clock.now()).toBe(noon + 5 * minute)
})

test('time cannot be advanced backwards, and a rate has bounds', async () => {
  const clock = clockAt(noon)
  expect(() => clock.advance(-1)).toThrow('time only advances')
  expect(() => clock.setRate(0)).toThrow(RangeError)
  expect(clock.now()).toBe(noon)
})

test('a frozen clock stands still; a running one runs its jobs by itself, at its rate', async () => {
  const clock = clockAt(noon)
  let ran = 0
  clock.every(minute, { name: 'tick', run: () => `tick ${++ran}` })
  await wait(30)
  expect([clock.now(), ran]).toEqual([noon, 0])
  clock.setRate(3_600)
  clock.resume()
  await wait(150)
  clock.freeze()
  const passed = clock.now() - noon
  expect(passed).toBeGreaterThan(5 * minute)
  expect(passed).toBeLessThan(60 * minute)
  expect(ran).toBeGreaterThan(3)
  const [now, count] = [clock.now(), ran]
  await wait(40)
  expect([clock.now(), ran]).toEqual([now, count])
})

test('a repeating job that was missed many times runs once', async () => {
  const clock = clockAt(noon)
  let ran = 0
  clock.every(minute, { name: 'tick', run: () => `tick ${++ran}` })
  // As after a machine slept: the clock runs, and a day has gone by.
  clock.restore({ ...clock.state(), frozen: false, realTime: 0, due: { tick: noon - 1_440 * minute } })
  await wait(30)
  expect(ran).toBe(1)
})

test('a restart keeps time, rate and when each repeating job is due', async () => {
  const first = clockAt(noon)
  first.every(30 * minute, { name: 'sync', run: () => 'synced' })
  await first.advance(40 * minute)
  const second = createClock({ state: first.state() })
  onTestFinished(() => second.close())
  second.every(30 * minute, { name: 'sync', run: () => 'synced' })
  expect(second.now()).toBe(noon + 40 * minute)
  const ran = await second.advance(25 * minute)
  expect(ran.map(({ at }) => (at - noon) / minute)).toEqual([60])
})
