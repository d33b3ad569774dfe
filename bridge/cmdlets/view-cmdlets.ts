/** Cmdlets that show connectors, rules and objects, the services and the event log. */
import { ok } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { connectorRows, metaverseView, ruleRows } from '../connector-views.ts'
import { eventRows } from '../event-log-rows.ts'
import { cloudConnectorName } from '../server-context.ts'
import { controlService, serviceRows } from '../services.ts'
import { settingsOf } from '../wizard/settings-file.ts'
import { type CmdletHandlers, no, onInstalled } from './cmdlet-handlers.ts'

type Names =
  | 'Get-ADSyncServerConfiguration'
  | 'Get-ADSyncConnector'
  | 'Get-ADSyncRule'
  | 'Get-ADSyncCSObject'
  | 'Get-ADSyncMVObject'
  | 'Get-Service'
  | 'Start-Service'
  | 'Stop-Service'
  | 'Restart-Service'
  | 'Get-WinEvent'

const has = (text: string, part: string | undefined): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase())
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const shown = ({ state, name, displayName }: ReturnType<typeof serviceRows>[number]) => ({
  Status: state,
  Name: name,
  DisplayName: displayName,
})

const serviceCmdlet =
  (verb: 'start' | 'stop' | 'restart'): CmdletHandlers<'Start-Service'>['Start-Service'] =>
  async ({ server, listener }, { Name }) => {
    const named = serviceRows(server).find(({ name }) => same(name, Name))?.name ?? Name
    const answer = await controlService(server, listener, named, verb)
    return answer.ok ? ok(answer.value.filter(({ name }) => same(name, Name)).map(shown)) : answer
  }

export const viewCmdlets: CmdletHandlers<Names> = {
  'Get-ADSyncServerConfiguration': ({ server }) => {
    const settings = settingsOf(server)
    return settings === undefined ? no('ConnectNotInstalled') : ok([settings])
  },
  'Get-ADSyncConnector': ({ server }, { Name }) =>
    ok(
      connectorRows(server)
        .filter(({ name }) => Name === undefined || same(name, Name))
        .map(({ name, type, identifier, account, objects }) => ({
          Name: name,
          Type: type,
          Identifier: identifier,
          Account: account,
          Objects: objects,
        })),
    ),
  'Get-ADSyncRule': ({ server }, { Name }) => ok(ruleRows(server).filter(({ name }) => has(name, Name))),
  'Get-ADSyncCSObject': (tools, { ConnectorName, DistinguishedName }) =>
    onInstalled(tools, (configuration) => {
      const { directoryByKey, cloud } = tools.server.spaces
      const object = same(ConnectorName, cloudConnectorName(configuration))
        ? cloud.get(DistinguishedName)
        : directoryByKey(dnKey(DistinguishedName))
      return object === undefined ? no('UnknownConnectObject', DistinguishedName) : ok([{ ...object }])
    }),
  'Get-ADSyncMVObject': ({ server }, { Identifier }) => {
    const found = metaverseView(server, Identifier)
    return found === undefined ? no('UnknownConnectObject', Identifier) : ok([found])
  },
  'Get-Service': ({ server }, { Name }) =>
    ok(
      serviceRows(server)
        .filter(({ name }) => Name === undefined || same(name, Name))
        .map(shown),
    ),
  'Start-Service': serviceCmdlet('start'),
  'Stop-Service': serviceCmdlet('stop'),
  'Restart-Service': serviceCmdlet('restart'),
  'Get-WinEvent': ({ server }, { ProviderName, Id, MaxEvents = 50 }) =>
    ok(
      eventRows(server, { source: ProviderName, id: Id, limit: MaxEvents }).map(
        ({ timeCreated, eventId, source, level, message }) => ({
          TimeCreated: timeCreated,
          Id: eventId,
          ProviderName: source,
          LevelDisplayName: level,
          Message: message,
        }),
      ),
    ),
}
