/** Get-ADSyncAutoUpgrade and Set-ADSyncAutoUpgrade. Source: writeback.md §7.6. */
import { ok } from '#core/result.ts'
import { autoUpgradeOf } from '#core/sync/auto-upgrade.ts'
import type { ConnectTools } from '../connect-routes.ts'
import type { Configuration } from '../state/configuration.ts'
import { type CmdletHandlers, onInstalled } from './cmdlet-handlers.ts'

function upgradeNow(
  { server: { spaces } }: ConnectTools,
  { autoUpgrade, forests, components = {} }: Configuration,
) {
  const { state, reason } = autoUpgradeOf({
    chosen: autoUpgrade,
    accounts: forests.map(({ account }) => account.username),
    metaverseObjects: spaces.metaverse.size,
    customComponents: components.sqlServer !== undefined || components.serviceAccount !== undefined,
  })
  return { AutoUpgradeState: state, Reason: reason }
}

export const upgradeCmdlets: CmdletHandlers<'Get-ADSyncAutoUpgrade' | 'Set-ADSyncAutoUpgrade'> = {
  'Get-ADSyncAutoUpgrade': (tools) =>
    onInstalled(tools, (configuration) => ok([upgradeNow(tools, configuration)])),
  'Set-ADSyncAutoUpgrade': (tools, { AutoUpgradeState }) =>
    onInstalled(tools, async (configuration) => {
      const { lab, state } = tools.server
      const changed = { ...configuration, autoUpgrade: AutoUpgradeState }
      await lab.store.transaction(() => state.configurations.put(changed))
      return ok([upgradeNow(tools, changed)])
    }),
}
