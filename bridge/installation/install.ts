/**
 * First installation on the custom path: connector accounts on both sides, scope, features. What runs afterwards (initial
 * cycle, schedule) is the server's business. Source: writeback.md §7.1, §7.3.
 */
import { companyAnswer, connectorAccountAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { sayRefusal } from '../connect-refusal.ts'
import { CloudConnection } from '../connectors/cloud-connection.ts'
import { DirectoryConnection } from '../connectors/directory-connection.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import type { ServerContext } from '../server-context.ts'
import { type Configuration, type ForestConfiguration, onlyRow } from '../state/configuration.ts'
import { signInAdministrator } from './cloud-administrator.ts'
import { defaultNamingContext, makeConnectorAccount } from './connector-account.ts'

export interface InstallSettings {
  /** An Enterprise Admin of the forest, as it signs in: `CONTOSO\Administrator`. Used now and forgotten. */
  readonly enterpriseAdmin: { readonly username: string; readonly password: string }
  readonly globalAdmin: { readonly username: string; readonly password: string }
  /** DNs; what is below follows. */
  readonly organizationalUnits: readonly string[]
  readonly passwordHashSync: boolean
  readonly passwordWriteback: boolean
}

/** Makes the accounts and stores the configuration. Throws with a sentence when either side refuses. */
export async function install(
  server: ServerContext,
  forest: ForestEndpoint,
  settings: InstallSettings,
): Promise<Configuration> {
  const prepared = await prepareForest(server, forest, settings)
  const cloud = await prepareTenant(server, settings.globalAdmin)
  const installedAt = server.lab.clock.now()
  const { passwordHashSync } = settings
  const configuration: Configuration = {
    id: onlyRow,
    installedAt,
    forests: [prepared],
    cloud,
    passwordHashSync,
    stagingMode: false,
  }
  await server.lab.store.transaction(() => server.state.configurations.put(configuration))
  return configuration
}

async function prepareForest(
  server: ServerContext,
  forest: ForestEndpoint,
  settings: InstallSettings,
): Promise<ForestConfiguration> {
  const asAdministrator = new DirectoryConnection(forest, () => settings.enterpriseAdmin)
  try {
    const baseDn = await defaultNamingContext(asAdministrator)
    const made = await makeConnectorAccount(asAdministrator, baseDn, server.lab.random, server.serverName)
    return {
      name: forest.dnsName,
      netbiosName: forest.netbiosName,
      baseDn,
      account: { username: `${forest.netbiosName}\\${made.samAccountName}`, password: made.password },
      scope: { included: settings.organizationalUnits, excluded: [] },
    }
  } finally {
    await asAdministrator.close()
  }
}

async function prepareTenant(
  server: ServerContext,
  administrator: InstallSettings['globalAdmin'],
): Promise<Configuration['cloud']> {
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) throw new Error(sayRefusal(signedIn.failure).says)
  const { userPrincipalName: username, password } = await server.cloud.ask(
    'POST',
    `${provisioningPath}/connector-account`,
    connectorAccountAnswer,
    { body: { serverName: server.serverName }, bearer: signedIn.value },
  )
  const account = { username, password }
  const { cloud, lab, network } = server
  const asConnector = new CloudConnection(cloud.endpoint, () => account, lab.clock, network)
  const { tenantId, initialDomain } = await asConnector.ask(
    'GET',
    `${provisioningPath}/company`,
    companyAnswer,
  )
  return { tenantId, initialDomain, account }
}
