/** Get-Date and Set-Date: the clock of this server (writeback.md §5.5: clock skew). */
import { ok } from '#core/result.ts'
import type { MachineClock } from '../machine-clock.ts'
import { spanOf } from '../scheduler.ts'
import type { CmdletHandlers } from './cmdlet-handlers.ts'

const shown = (clock: MachineClock) => ({
  DateTime: new Date(clock.now()).toISOString(),
  Offset: `${clock.offsetMs / 1000} s`,
})

export const machineCmdlets: CmdletHandlers<'Get-Date' | 'Set-Date'> = {
  'Get-Date': ({ server }) => ok([shown(server.machineClock)]),
  'Set-Date': async ({ server: { machineClock } }, { Adjust }) => {
    const span = spanOf(Adjust.replace('-', '')) ?? 0
    await machineClock.setOffset(machineClock.offsetMs + (Adjust.startsWith('-') ? -span : span))
    return ok([shown(machineClock)])
  },
}
