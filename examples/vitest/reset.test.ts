/** A lab in the process of a test: one line gives a world, and the world is gone when the test ends. */
import { afterAll, beforeAll, expect, it } from 'vitest'
// In your own project: import { startLab } from 'hybrid-identity-lab'
import { type StartedLab, startLab } from '../../lab/start.ts'

let lab: StartedLab
beforeAll(async () => {
  lab = await startLab({ world: 'contoso-ready', at: '2026-01-12T09:00:00Z' })
}, 60_000)
afterAll(() => lab.close())

it('finds Anna’s new password in Active Directory half an hour later', async () => {
  // Your tool goes here; a scenario of the library stands for it.
  const outcomes = await lab.scenarios.play('forgotten-password')
  expect(outcomes.every(({ ok }) => ok)).toBe(true)

  const { ran = [] } = { ran: await lab.clock.advance(30 * 60_000) }
  expect(ran.map(({ job }) => job)).toContain('synchronisation cycle')

  const written = lab.events({ type: 'windows-event.written' }).map(({ data }) => data?.eventId)
  expect(written).toEqual(expect.arrayContaining([31001, 31002, 656, 657]))
})
