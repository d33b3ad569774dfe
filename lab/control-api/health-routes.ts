/** Health that means it: every part of every lab is asked to answer a real request of its own. */
import { type HealthAnswer, healthAnswer } from '#core/contracts/control-api.ts'
import type { Part } from '#core/ports.ts'
import { wait } from '../clock.ts'
import type { Host, RunningLab } from '../host.ts'
import { reasonOf } from '../refusal.ts'
import { route } from './route.ts'

const patience = 5_000

async function askPart(part: Part): Promise<{ name: string; ok: boolean; detail: string }> {
  const tooLate = wait(patience).then(() => ({ ok: false, detail: `no answer within ${patience / 1_000} s` }))
  const answer = part.health().catch((error: unknown) => ({ ok: false, detail: reasonOf(error) }))
  return { name: part.name, ...(await Promise.race([answer, tooLate])) }
}

async function askLab(lab: string, running: RunningLab): Promise<HealthAnswer['labs'][number]> {
  const parts = await Promise.all(running.parts().map(askPart))
  return { lab, ok: parts.every(({ ok }) => ok), parts }
}

async function askHealth(host: Host): Promise<HealthAnswer> {
  const labs = await Promise.all([...host.labs].map(([id, running]) => askLab(id, running)))
  return { ok: labs.length > 0 && labs.every(({ ok }) => ok), labs }
}

export const healthRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/health',
    tag: 'lab',
    summary: '200 when every part of every lab answers a real request, else 503.',
    answer: healthAnswer,
    handle: async ({ host, response }) => {
      const answer = await askHealth(host)
      response.status(answer.ok ? 200 : 503)
      return answer
    },
  }),
]
