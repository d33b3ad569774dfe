import { afterAll, beforeAll, expect, it } from 'vitest'
import { config } from '#core/contracts/config.ts'
import { type StartedHost, startHost } from '#lab/start.ts'

/** A class of thirty in one process: everybody plays the seed story at the same time, everybody’s checks hold. */
const anyPort = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }
const students = Array.from({ length: 30 }, (_, at) => `student-${at + 1}`)
const megabyte = 1024 * 1024
let host: StartedHost

beforeAll(async () => {
  host = await startHost(config.parse({ ...anyPort, ephemeral: true }))
  for (const id of students) await host.createLab({ id })
}, 600_000)
afterAll(() => host.close(), 120_000)

it('plays the seed story in thirty labs at once, with all checks right, below 1.5 GB', async () => {
  const played = await Promise.all(
    students.map(async (id) => {
      const outcomes = (await host.labs.get(id)?.scenarios.play('enable-password-writeback')) ?? []
      return { id, done: outcomes.filter(({ ok }) => ok).length, wrong: outcomes.filter(({ ok }) => !ok) }
    }),
  )
  expect(played.filter(({ wrong }) => wrong.length > 0)).toEqual([])
  expect(new Set(played.map(({ done }) => done))).toEqual(new Set([13]))
  const used = process.memoryUsage().rss / megabyte
  expect(used, `${Math.round(used)} MB`).toBeLessThan(1_500)
}, 900_000)

it('has kept them apart: the default lab, which nobody touched, is as it was', async () => {
  const answer = await fetch(`${host.addresses.http}/lab/v1/labs/contoso/events?type=flow.started`)
  const { events } = (await answer.json()) as { events: { flow?: string }[] }
  expect(events.filter(({ flow }) => flow === 'self-service-reset')).toEqual([])
  const board = (await (await fetch(`${host.addresses.http}/lab/v1/board`)).json()) as {
    labs: { done: number; steps: number }[]
  }
  expect(board.labs.filter(({ done, steps }) => done === 13 && steps === 13).length).toBe(30)
})
