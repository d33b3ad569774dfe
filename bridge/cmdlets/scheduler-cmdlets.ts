/** Cmdlets of scheduler and run profiles. Source: writeback.md §8.2. */
import { ok } from '#core/result.ts'
import { runOneProfile } from '../run-profiles/sync-cycle.ts'
import { schedulerChangeOf, syncHindrance } from '../scheduler.ts'
import { cloudConnectorName } from '../server-context.ts'
import { type CmdletHandlers, no, onInstalled } from './cmdlet-handlers.ts'

type Names =
  | 'Get-ADSyncScheduler'
  | 'Set-ADSyncScheduler'
  | 'Start-ADSyncSyncCycle'
  | 'Stop-ADSyncSyncCycle'
  | 'Get-ADSyncConnectorRunStatus'
  | 'Invoke-ADSyncRunProfile'
  | 'Get-ADSyncRunProfileResult'
  | 'Get-ADSyncSchedulerConnectorOverride'
  | 'Set-ADSyncSchedulerConnectorOverride'

export const schedulerCmdlets: CmdletHandlers<Names> = {
  'Get-ADSyncScheduler': ({ scheduler }) => ok([scheduler.state()]),
  'Set-ADSyncScheduler': async ({ scheduler }, given) => {
    await scheduler.configure(schedulerChangeOf(given))
    return ok([scheduler.state()])
  },
  'Start-ADSyncSyncCycle': (tools, { PolicyType = 'Delta' }) => {
    const hindrance = syncHindrance(tools)
    if (hindrance !== undefined) return no(hindrance.code)
    if (tools.scheduler.inProgress) return no('SyncCycleInProgress')
    // As in the product: the answer does not wait for the cycle, whose rows tell how it went.
    tools.scheduler.run(PolicyType).catch(() => undefined)
    return ok([{ Result: 'Success' }])
  },
  'Stop-ADSyncSyncCycle': async ({ scheduler }) => {
    await scheduler.stop()
    return ok([{ Result: 'Success' }])
  },
  'Get-ADSyncConnectorRunStatus': ({ server: { activity } }) => {
    const { current } = activity
    if (current === undefined) return ok([])
    return ok([{ RunState: 'Busy', ConnectorName: current.connector, RunProfileName: current.profile }])
  },
  'Invoke-ADSyncRunProfile': (tools, { ConnectorName, RunProfileName }) =>
    onInstalled(tools, async (configuration) => {
      const names = [...configuration.forests.map(({ name }) => name), cloudConnectorName(configuration)]
      const connector = names.find((name) => name.toLowerCase() === ConnectorName.toLowerCase())
      if (connector === undefined) return no('UnknownConnectObject', ConnectorName)
      if (tools.scheduler.inProgress) return no('SyncCycleInProgress')
      const row = await tools.scheduler.alone(() => runOneProfile(tools.server, connector, RunProfileName))
      return row === undefined ? no('StagingModeExportsNothing') : ok([row])
    }),
  'Get-ADSyncRunProfileResult': ({ server }, { ConnectorName, RunNumber, NumberRequested }) => {
    const rows = [...server.state.runs.values()]
      .map(({ row }) => row)
      .filter(({ connector }) => ConnectorName === undefined || same(connector, ConnectorName))
      .filter(({ runNumber }) => RunNumber === undefined || runNumber === RunNumber)
      .sort((a, b) => b.runNumber - a.runNumber)
    return ok(rows.slice(0, NumberRequested))
  },
  'Get-ADSyncSchedulerConnectorOverride': (tools, { ConnectorName }) =>
    onInstalled(tools, ({ forests }) =>
      ok(
        forests
          .filter(({ name }) => ConnectorName === undefined || same(name, ConnectorName))
          .map(({ name }) => overrideOf(tools.server.state.overrides.get(name), name)),
      ),
    ),
  'Set-ADSyncSchedulerConnectorOverride': (tools, { ConnectorName, FullImportRequired, FullSyncRequired }) =>
    onInstalled(tools, async ({ forests }) => {
      const { overrides } = tools.server.state
      const name = forests.find((forest) => same(forest.name, ConnectorName))?.name
      if (name === undefined) return no('UnknownConnectObject', ConnectorName)
      const before = overrides.get(name)
      await tools.server.lab.store.transaction(() =>
        overrides.put({
          id: name,
          fullImport: FullImportRequired ?? before?.fullImport ?? false,
          fullSync: FullSyncRequired ?? before?.fullSync ?? false,
        }),
      )
      return ok([overrideOf(overrides.get(name), name)])
    }),
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const overrideOf = (
  stored: { readonly fullImport: boolean; readonly fullSync: boolean } | undefined,
  ConnectorName: string,
) => ({
  ConnectorName,
  FullImportRequired: stored?.fullImport ?? false,
  FullSyncRequired: stored?.fullSync ?? false,
})
