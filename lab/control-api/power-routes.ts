/** The power switch of DC01: a domain controller that is really not there. */
import { powerChange } from '#core/contracts/control-api.ts'
import { LabRefusal } from '../refusal.ts'
import { type Call, route } from './route.ts'

/** Throws LabRefusal `LabPartAlone` where a process holds one part: its own process is its switch. */
function powerOf({ lab }: Pick<Call, 'lab'>) {
  const { power } = lab()
  if (power === undefined) throw new LabRefusal('LabPartAlone', { part: 'directory' })
  return power
}

export const powerRoutes = [
  route({
    method: 'put',
    path: '/lab/v1/labs/{lab}/directory/power',
    tag: 'directory',
    summary: 'Switches the domain controller off or on; a reset of the lab switches it on.',
    body: powerChange,
    answer: powerChange,
    handle: async (call) => {
      const { on } = call.body
      const power = powerOf(call)
      await (on ? power.turnOn() : power.turnOff())
      call.lab().lab.journal.record({
        place: 'directory',
        type: on ? 'power.on' : 'power.off',
        summary: `The domain controller was switched ${on ? 'on' : 'off'}`,
      })
      return { on }
    },
  }),
]
