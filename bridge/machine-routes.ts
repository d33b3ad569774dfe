/** The clock and the TLS of this server among its verbs (core/contracts/machine-clock.ts, machine-tls.ts). */
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import { type machineClock, machineClockChange } from '#core/contracts/machine-clock.ts'
import { machineTls } from '#core/contracts/machine-tls.ts'
import { malformed, sayRefusal } from './connect-refusal.ts'
import type { MachineClock } from './machine-clock.ts'
import type { ServerContext } from './server-context.ts'

const readingOf = (clock: MachineClock): z.infer<typeof machineClock> => ({
  now: new Date(clock.now()).toISOString(),
  offsetMs: clock.offsetMs,
})

/** The parsed body, or undefined once the request has been refused. */
function bodyOf<Body>(request: Request, response: Response, schema: z.ZodType<Body>): Body | undefined {
  const asked = schema.safeParse(request.body ?? {})
  if (asked.success) return asked.data
  const { code, says } = sayRefusal(malformed(asked.error))
  response.status(400).json({ error: { code, message: says } })
  return undefined
}

export function createMachineRoutes({
  machineClock: clock,
  machineTls: tls,
}: Pick<ServerContext, 'machineClock' | 'machineTls'>): Router {
  const router = express.Router()
  router.get('/clock', (_request, response) => {
    response.json(readingOf(clock))
  })
  router.put('/clock', async (request, response) => {
    const change = bodyOf(request, response, machineClockChange)
    if (change === undefined) return
    const { ahead = 0, behind = 0 } = change
    await clock.setOffset(ahead - behind)
    response.json(readingOf(clock))
  })
  router.get('/tls', (_request, response) => {
    response.json({ tls12: tls.enabled } satisfies z.infer<typeof machineTls>)
  })
  router.put('/tls', async (request, response) => {
    const change = bodyOf(request, response, machineTls)
    if (change === undefined) return
    await tls.set(change.tls12)
    response.json({ tls12: tls.enabled } satisfies z.infer<typeof machineTls>)
  })
  return router
}
