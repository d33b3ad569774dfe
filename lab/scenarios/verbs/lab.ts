/** The lab's own verbs: clock, power and faults. */
import { expectSuccess } from '../doors.ts'
import type { VerbTable } from './verb.ts'

export const clock: VerbTable<'clock'> = {
  'clock.advance': async (doors, { by }) =>
    void expectSuccess('The clock', await doors.control('clock', { json: { advance: by } })),
}

export const dc: VerbTable<'dc'> = {
  'dc.setPower': async (doors, { on }) =>
    void expectSuccess('Power', await doors.control('directory/power', { method: 'PUT', json: { on } })),
}

export const fault: VerbTable<'fault'> = {
  'fault.add': async (doors, { operation, target, code, drop, phase, times }) => {
    const match = { operation, ...(target === undefined ? {} : { target }) }
    const effect = code === undefined ? { drop: drop ?? true } : { code }
    const json = {
      match,
      effect,
      ...(phase === undefined ? {} : { phase }),
      ...(times === undefined ? {} : { times }),
    }
    expectSuccess('Faults', await doors.control('faults', { json }))
  },
  'fault.clear': async (doors) =>
    void expectSuccess('Faults', await doors.control('faults', { method: 'DELETE' })),
}

export const drawn: VerbTable<'drawn'> = {
  'drawn.mend': () => Promise.reject(new Error('a scenario without a draw says { drawn.mend: {} }')),
}
