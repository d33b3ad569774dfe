/** Faults: put in the way, list, clear. */
import { clearedAnswer, fault, faultRule, faultsAnswer } from '#core/contracts/control-api.ts'
import { LabRefusal } from '../refusal.ts'
import { route } from './route.ts'

export const faultRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/faults',
    tag: 'faults',
    summary: 'The faults that wait, and how often each has struck.',
    answer: faultsAnswer,
    handle: ({ lab }) => ({ faults: lab().lab.faults.list() }),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/faults',
    tag: 'faults',
    summary: 'Makes operations fail, hang or lose their answer. `operation` and `target` may end in *.',
    body: faultRule,
    answer: fault,
    status: 201,
    handle: ({ lab, body }) => lab().lab.faults.add(body),
  }),
  route({
    method: 'delete',
    path: '/lab/v1/labs/{lab}/faults',
    tag: 'faults',
    summary: 'Clears all faults.',
    answer: clearedAnswer,
    handle: async ({ lab }) => ({ cleared: await lab().lab.faults.clear() }),
  }),
  route({
    method: 'delete',
    path: '/lab/v1/labs/{lab}/faults/{id}',
    tag: 'faults',
    summary: 'Clears one fault.',
    answer: clearedAnswer,
    handle: async ({ lab, params }) => {
      const id = params.id ?? ''
      const cleared = await lab().lab.faults.clear(id)
      if (cleared === 0) throw new LabRefusal('LabFaultNotFound', { id })
      return { cleared }
    },
  }),
]
