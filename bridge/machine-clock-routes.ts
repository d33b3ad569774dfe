/** The clock of this server among its verbs (core/contracts/machine-clock.ts). */
import express, { type Router } from 'express'
import type { z } from 'zod'
import { type machineClock, machineClockChange } from '#core/contracts/machine-clock.ts'
import { malformed, sayRefusal } from './connect-refusal.ts'
import type { MachineClock } from './machine-clock.ts'

const readingOf = (clock: MachineClock): z.infer<typeof machineClock> => ({
  now: new Date(clock.now()).toISOString(),
  offsetMs: clock.offsetMs,
})

export function createMachineClockRoutes(clock: MachineClock): Router {
  const router = express.Router()
  router.get('/clock', (_request, response) => {
    response.json(readingOf(clock))
  })
  router.put('/clock', async (request, response) => {
    const asked = machineClockChange.safeParse(request.body ?? {})
    if (!asked.success) {
      const { code, says } = sayRefusal(malformed(asked.error))
      response.status(400).json({ error: { code, message: says } })
      return
    }
    const { ahead = 0, behind = 0 } = asked.data
    await clock.setOffset(ahead - behind)
    response.json(readingOf(clock))
  })
  return router
}
