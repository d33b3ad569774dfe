import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

it('a reset takes back what a story changed, as often as one likes, and jobs run once', async () => {
  for (let round = 0; round < 3; round++) {
    const outcomes = await lab.scenarios.play('writeback-not-enabled')
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    await lab.reset()
  }
  const ran = await lab.clock.advance(31 * 60_000)
  const cycles = ran.filter(({ job }) => /sync.*cycle|cycle/i.test(job))
  expect(cycles.length).toBe(1)
})
