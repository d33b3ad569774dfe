/** Get-ADSyncAutoUpgrade and Set-ADSyncAutoUpgrade. Source: writeback.md §7.6. */
import { ok } from '#core/result.ts'
import { upgradeStateOf } from '../auto-upgrade.ts'
import type { ServerContext } from '../server-context.ts'
import type { Configuration } from '../state/configuration.ts'
import { type CmdletHandlers, onInstalled } from './cmdlet-handlers.ts'

function shown(server: ServerContext, configuration: Configuration) {
  const { state, reason } = upgradeStateOf(server, configuration)
  return { AutoUpgradeState: state, Reason: reason }
}

export const upgradeCmdlets: CmdletHandlers<'Get-ADSyncAutoUpgrade' | 'Set-ADSyncAutoUpgrade'> = {
  'Get-ADSyncAutoUpgrade': (tools) =>
    onInstalled(tools, (configuration) => ok([shown(tools.server, configuration)])),
  'Set-ADSyncAutoUpgrade': (tools, { AutoUpgradeState }) =>
    onInstalled(tools, async (configuration) => {
      const { lab, state } = tools.server
      const changed = { ...configuration, autoUpgrade: AutoUpgradeState }
      await lab.store.transaction(() => state.configurations.put(changed))
      return ok([shown(tools.server, changed)])
    }),
}
