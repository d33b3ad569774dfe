/** Cmdlets that switch password writeback and password hash synchronisation. Source: writeback.md §4.6. */
import { ok } from '#core/result.ts'
import type { ConnectTools } from '../connect-routes.ts'
import { sendAllHashesAgain } from '../password-hash-sync/send-all-again.ts'
import { cloudConnectorName } from '../server-context.ts'
import { type Configuration, configurationOf, writebackOf } from '../state/configuration.ts'
import { offboard, onboard } from '../writeback/onboarding.ts'
import { type CmdletHandlers, no, onInstalled } from './cmdlet-handlers.ts'

type Names =
  | 'Get-ADSyncAADPasswordResetConfiguration'
  | 'Set-ADSyncAADPasswordResetConfiguration'
  | 'Get-ADSyncAADPasswordSyncConfiguration'
  | 'Set-ADSyncAADPasswordSyncConfiguration'

const isOther = (named: string | undefined, own: string): boolean =>
  named !== undefined && named.toLowerCase() !== own.toLowerCase()

function writebackNow({ server, listener }: ConnectTools, configuration: Configuration) {
  const registration = writebackOf(server.state)
  return {
    Connector: cloudConnectorName(configuration),
    Enabled: registration !== undefined,
    KeyVersion: registration?.keyVersion ?? null,
    OnboardedAt: registration === undefined ? null : new Date(registration.onboardedAt).toISOString(),
    Listener: listener.state,
    Forests: [...(registration?.forests ?? [])],
  }
}

const hashSyncNow = ({ server }: ConnectTools, forest: string) => {
  const configuration = configurationOf(server.state)
  return {
    SourceConnector: forest,
    TargetConnector: configuration === undefined ? '' : cloudConnectorName(configuration),
    Enabled: configuration?.passwordHashSync === true,
  }
}

export const passwordCmdlets: CmdletHandlers<Names> = {
  'Get-ADSyncAADPasswordResetConfiguration': (tools, { Connector }) =>
    onInstalled(tools, (configuration) =>
      isOther(Connector, cloudConnectorName(configuration))
        ? no('UnableToLocateConnector', Connector)
        : ok([writebackNow(tools, configuration)]),
    ),
  'Set-ADSyncAADPasswordResetConfiguration': (tools, { Connector, Enable, Credential }) =>
    onInstalled(tools, async (configuration) => {
      if (isOther(Connector, cloudConnectorName(configuration)))
        return no('UnableToLocateConnector', Connector)
      const { server, listener } = tools
      const changed = await (Enable ? onboard : offboard)(server, Credential)
      if (!changed.ok) return changed
      listener.follow()
      await listener.settled()
      return ok([writebackNow(tools, configuration)])
    }),
  'Get-ADSyncAADPasswordSyncConfiguration': (tools, { SourceConnector }) =>
    onInstalled(tools, ({ forests }) =>
      ok(
        forests
          .filter(({ name }) => !isOther(SourceConnector, name))
          .map(({ name }) => hashSyncNow(tools, name)),
      ),
    ),
  'Set-ADSyncAADPasswordSyncConfiguration': (tools, { SourceConnector, TargetConnector, Enable }) =>
    onInstalled(tools, async (configuration) => {
      const chosen = configuration.forests.filter(({ name }) => !isOther(SourceConnector, name))
      if (chosen.length === 0) return no('UnknownConnectObject', SourceConnector)
      if (isOther(TargetConnector, cloudConnectorName(configuration)))
        return no('UnableToLocateConnector', TargetConnector)
      const { state, lab } = tools.server
      await lab.store.transaction(() => {
        state.configurations.put({ ...configuration, passwordHashSync: Enable })
        if (Enable && !configuration.passwordHashSync) sendAllHashesAgain(state, chosen)
      })
      return ok(chosen.map(({ name }) => hashSyncNow(tools, name)))
    }),
}
