/** The clock and the TLS of this server: Get-Date, Set-Date, Get- and Set-ADSyncToolsTls12 (writeback.md §5.5: clock skew, TLS 1.2 off). */
import { mostOffMs } from '#core/contracts/machine-clock.ts'
import { ok } from '#core/result.ts'
import type { MachineClock } from '../machine-clock.ts'
import type { MachineTls } from '../machine-tls.ts'
import { spanOf } from '../scheduler.ts'
import { type CmdletHandlers, no } from './cmdlet-handlers.ts'

const shown = (clock: MachineClock) => ({
  DateTime: new Date(clock.now()).toISOString(),
  Offset: `${clock.offsetMs / 1000} s`,
})

const framework = ['SOFTWARE\\WOW6432Node', 'SOFTWARE'].map(
  (hive) => `HKLM:\\${hive}\\Microsoft\\.NETFramework\\v4.0.30319`,
)
const protocol = ['Server', 'Client'].map(
  (side) =>
    `HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\${side}`,
)

/** The values that Microsoft’s script looks at. */
function registryOf({ enabled }: MachineTls) {
  const [on, off] = enabled ? [1, 0] : [0, 1]
  const values = (paths: readonly string[], named: Readonly<Record<string, number>>) =>
    paths.flatMap((Path) => Object.entries(named).map(([Name, Value]) => ({ Path, Name, Value })))
  return [
    ...values(framework, { SystemDefaultTlsVersions: on, SchUseStrongCrypto: on }),
    ...values(protocol, { Enabled: on, DisabledByDefault: off }),
  ]
}

type MachineCmdlet = 'Get-Date' | 'Set-Date' | 'Get-ADSyncToolsTls12' | 'Set-ADSyncToolsTls12'

export const machineCmdlets: CmdletHandlers<MachineCmdlet> = {
  'Get-Date': ({ server }) => ok([shown(server.machineClock)]),
  'Set-Date': async ({ server: { machineClock } }, { Adjust }) => {
    const span = spanOf(Adjust.replace('-', '')) ?? 0
    const offsetMs = machineClock.offsetMs + (Adjust.startsWith('-') ? -span : span)
    if (Math.abs(offsetMs) > mostOffMs) return no('CmdletParameters', 'Adjust: at most ten years')
    await machineClock.setOffset(offsetMs)
    return ok([shown(machineClock)])
  },
  'Get-ADSyncToolsTls12': ({ server }) => ok(registryOf(server.machineTls)),
  'Set-ADSyncToolsTls12': async ({ server: { machineTls } }, { Enabled }) => {
    await machineTls.set(Enabled)
    return ok(registryOf(machineTls))
  },
}
