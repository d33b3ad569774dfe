/** Labs: list, create, look at, reset, delete. */
import type { z } from 'zod'
import { labsAnswer, newLab, resetAnswer, resetRequest } from '#core/contracts/control-api.ts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { stopwatch } from '../clock.ts'
import type { Host, RunningLab } from '../host.ts'
import { LabRefusal } from '../refusal.ts'
import { iso } from './iso.ts'
import { route } from './route.ts'
import { runnerOf } from './scenario-routes.ts'

const rowOf = (
  host: Host,
  id: string,
  { lab, info }: RunningLab,
): z.input<typeof labsAnswer>['labs'][number] => {
  const { now, frozen } = lab.clock.reading()
  const { world, domain, tenantId } = info
  return { lab: id, world, domain, tenantId, now: iso(now), frozen, isDefault: id === host.defaultLab }
}

export const labRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs',
    tag: 'lab',
    summary: 'The labs of this process.',
    answer: labsAnswer,
    handle: ({ host }) => ({ labs: [...host.labs].map(([id, running]) => rowOf(host, id, running)) }),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs',
    tag: 'lab',
    summary: 'Creates a lab beside the others; answers where its doors are.',
    body: newLab,
    answer: labInfo,
    status: 201,
    handle: async ({ host, body }) => {
      if (body.id !== undefined && host.labs.has(body.id)) throw new LabRefusal('LabExists', { lab: body.id })
      const running = await host.createLab(body)
      if (body.scenario !== undefined) await runnerOf(running).start(body.scenario)
      return running.info
    },
  }),
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}',
    tag: 'lab',
    summary:
      'Everything a client needs to be pointed at the lab: addresses, accounts, applications, certificate.',
    answer: labInfo,
    handle: ({ lab }) => lab().info,
  }),
  route({
    method: 'delete',
    path: '/lab/v1/labs/{lab}',
    tag: 'lab',
    summary: 'Ends the lab and forgets it.',
    handle: async ({ host, lab, params }) => {
      lab()
      await host.deleteLab(params.lab ?? '')
    },
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/reset',
    tag: 'lab',
    summary: 'Back to the beginning of the world, of a scenario, or to a snapshot.',
    body: resetRequest,
    answer: resetAnswer,
    handle: async ({ host, lab, body }) => {
      const running = lab()
      const world = running.lab
      const begun = stopwatch()
      if (body.snapshot !== undefined && !world.snapshots.has(body.snapshot)) {
        throw new LabRefusal('LabSnapshotNotFound', { lab: world.id, snapshot: body.snapshot })
      }
      if (body.scenario === undefined) await host.resetLab(world.id, body.snapshot)
      else await runnerOf(running).start(body.scenario)
      const now = iso(lab().lab.clock.now())
      return { lab: world.id, now, tookMs: Math.round((stopwatch() - begun) * 10) / 10 }
    },
  }),
]
