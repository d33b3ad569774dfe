/** Get-Date and Set-Date: the clock of this server (writeback.md §5.5: clock skew). */
import { mostOffMs } from '#core/contracts/machine-clock.ts'
import { ok } from '#core/result.ts'
import type { MachineClock } from '../machine-clock.ts'
import { spanOf } from '../scheduler.ts'
import { type CmdletHandlers, no } from './cmdlet-handlers.ts'

const shown = (clock: MachineClock) => ({
  DateTime: new Date(clock.now()).toISOString(),
  Offset: `${clock.offsetMs / 1000} s`,
})

export const machineCmdlets: CmdletHandlers<'Get-Date' | 'Set-Date'> = {
  'Get-Date': ({ server }) => ok([shown(server.machineClock)]),
  'Set-Date': async ({ server: { machineClock } }, { Adjust }) => {
    const span = spanOf(Adjust.replace('-', '')) ?? 0
    const offsetMs = machineClock.offsetMs + (Adjust.startsWith('-') ? -span : span)
    if (Math.abs(offsetMs) > mostOffMs) return no('CmdletParameters', 'Adjust: at most ten years')
    await machineClock.setOffset(offsetMs)
    return ok([shown(machineClock)])
  },
}
