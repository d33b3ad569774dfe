/**
 * Automatic upgrade: every six hours the server looks whether a newer version is released, and installs it where it qualifies
 * and nothing is in the way; the service restarts with it. Rows 300 to 302 of the Application log. Source: writeback.md §7.6.
 */
import type { WindowsEventName } from '#core/codes/windows-events.ts'
import { abortedBy, autoUpgradeOf, isNewer } from '#core/sync/auto-upgrade.ts'
import type { Scheduler } from './scheduler.ts'
import type { ServerContext } from './server-context.ts'
import { controlService } from './services.ts'
import { type Configuration, configurationOf, isServiceRunning, onlyRow } from './state/configuration.ts'
import type { RelayListener } from './writeback/relay-listener.ts'

export const upgradeEveryMs = 6 * 3_600_000

/** Get-ADSyncAutoUpgrade. */
export const upgradeStateOf = (
  { spaces }: ServerContext,
  { autoUpgrade, forests, components = {} }: Configuration,
) =>
  autoUpgradeOf({
    chosen: autoUpgrade,
    accounts: forests.map(({ account }) => account.username),
    metaverseObjects: spaces.metaverse.size,
    customComponents: components.sqlServer !== undefined || components.serviceAccount !== undefined,
  })

interface UpgradeTools {
  readonly server: ServerContext
  readonly scheduler: Scheduler
  readonly listener: RelayListener
}

/** Answers one line about it. */
export async function upgradeIfReleased(tools: UpgradeTools): Promise<string> {
  const { server } = tools
  const configuration = configurationOf(server.state)
  if (configuration === undefined) return 'nothing is installed'
  const release = server.state.company.get(onlyRow)?.connectRelease ?? undefined
  if (release === undefined || !isNewer(release, server.version)) return 'no newer version is released'
  const { state, reason } = upgradeStateOf(server, configuration)
  if (state === 'Disabled') return 'automatic upgrade is switched off'
  if (state === 'Suspended') return told(server, 'UpgradeNotSupported', reason, release)
  const aborted = hindranceNow(tools)
  return aborted === undefined ? upgrade(tools, release) : told(server, 'UpgradeAborted', aborted, release)
}

function hindranceNow({ server: { state }, scheduler }: UpgradeTools): string | undefined {
  return abortedBy({
    serviceRunning: isServiceRunning(state, 'ADSync'),
    cyclesEnabled: scheduler.state().SyncCycleEnabled,
    busy: scheduler.suspended || scheduler.inProgress,
  })
}

function told(
  { events, version }: ServerContext,
  name: WindowsEventName,
  code: string,
  release: string,
): string {
  events.write(name, `Result: ${code}, Installed version: ${version}, Released version: ${release}`)
  return code
}

async function upgrade({ server, listener }: UpgradeTools, release: string): Promise<string> {
  const { lab, state } = server
  await controlService(server, listener, 'ADSync', 'stop')
  await lab.store.transaction(() => state.versions.put({ id: onlyRow, version: release }))
  await controlService(server, listener, 'ADSync', 'start')
  return told(server, 'UpgradeSuccess', 'UpgradeSuccess', release)
}
