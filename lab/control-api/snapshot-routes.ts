/** Snapshots: save, list, restore, compare, delete. */
import { z } from 'zod'
import {
  newSnapshot,
  resetAnswer,
  snapshotDiff,
  snapshotSummary,
  snapshotsAnswer,
} from '#core/contracts/control-api.ts'
import { stopwatch } from '../clock.ts'
import { LabRefusal } from '../refusal.ts'
import type { SnapshotSummary } from '../snapshots.ts'
import { iso } from './iso.ts'
import { type Call, route } from './route.ts'

const shown = ({ name, at, records }: SnapshotSummary) => ({ name, at: iso(at), records })

/** The lab and the snapshot that the path names. */
function named({ lab, params }: Call) {
  const { lab: world } = lab()
  const name = params.name ?? ''
  if (!world.snapshots.has(name))
    throw new LabRefusal('LabSnapshotNotFound', { lab: world.id, snapshot: name })
  return { world, name }
}

export const snapshotRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/snapshots',
    tag: 'snapshots',
    summary: 'The moments that were saved.',
    answer: snapshotsAnswer,
    handle: ({ lab }) => ({ snapshots: lab().lab.snapshots.list().map(shown) }),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/snapshots',
    tag: 'snapshots',
    summary: 'Saves this moment under a name; an older one of that name is replaced.',
    body: newSnapshot,
    answer: snapshotSummary,
    status: 201,
    handle: async ({ lab, body }) => shown(await lab().lab.snapshots.save(body.name)),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/snapshots/{name}/restore',
    tag: 'snapshots',
    summary: 'Back to a saved moment.',
    answer: resetAnswer,
    handle: async (call) => {
      const { world, name } = named(call)
      const begun = stopwatch()
      await call.host.resetLab(world.id, name)
      const now = iso(call.lab().lab.clock.now())
      return { lab: world.id, now, tookMs: Math.round((stopwatch() - begun) * 10) / 10 }
    },
  }),
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/snapshots/{name}/diff',
    tag: 'snapshots',
    summary: 'What differs from a saved moment to another (`to`), or to now. Values are left out.',
    query: z.strictObject({ to: z.string().max(100).optional() }),
    answer: snapshotDiff,
    handle: async (call) => {
      const { world, name } = named(call)
      const differences = await world.snapshots.diff(name, call.query.to)
      if (differences === undefined)
        throw new LabRefusal('LabSnapshotNotFound', { lab: world.id, snapshot: call.query.to ?? name })
      return { differences }
    },
  }),
  route({
    method: 'delete',
    path: '/lab/v1/labs/{lab}/snapshots/{name}',
    tag: 'snapshots',
    summary: 'Forgets a saved moment.',
    handle: async (call) => {
      const { world, name } = named(call)
      await world.snapshots.delete(name)
    },
  }),
]
