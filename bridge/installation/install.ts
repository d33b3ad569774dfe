/**
 * First installation on the custom path: connector accounts on both sides, scope, features. What runs afterwards (initial
 * cycle, schedule) is the server's business. Source: writeback.md §7.1, §7.3.
 */
import type { UserMatching } from '#core/contracts/connect.ts'
import { companyAnswer, connectorAccountAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { fail, ok, type Result } from '#core/result.ts'
import type { ContainerScope } from '#core/sync/container-scope.ts'
import { managedAnchor } from '#core/sync/source-anchor.ts'
import { type ConnectRefusal, refusal, sayRefusal } from '../connect-refusal.ts'
import {
  type CloudAccount,
  CloudConnection,
  CloudRefusal,
  CloudUnreachable,
} from '../connectors/cloud-connection.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import type { ServerContext } from '../server-context.ts'
import { type Configuration, type ForestConfiguration, onlyRow } from '../state/configuration.ts'
import { manageSourceAnchor, tellSourceAnchor } from './choose-source-anchor.ts'
import { signInAdministrator } from './cloud-administrator.ts'
import { type NewDirectory, prepareForest } from './prepare-forest.ts'
import { clearDisk } from './uninstall.ts'

export interface InstallSettings {
  /** An Enterprise Admin of the forest, as it signs in: `CONTOSO\Administrator`. Used now and forgotten. */
  readonly enterpriseAdmin: { readonly username: string; readonly password: string }
  readonly globalAdmin: { readonly username: string; readonly password: string }
  /** DNs; what is below follows. */
  readonly organizationalUnits: readonly string[]
  readonly passwordHashSync: boolean
  readonly passwordWriteback: boolean
  /** A server that is to export nothing; absent: no. */
  readonly stagingMode?: boolean
}

/** Makes the accounts and stores the configuration. Throws with a sentence when either side refuses. */
export async function install(
  server: ServerContext,
  endpoint: ForestEndpoint,
  settings: InstallSettings,
): Promise<Configuration> {
  const directory = { endpoint, mode: 'create', account: settings.enterpriseAdmin } as const
  const included = settings.organizationalUnits
  const installed = await installWith(server, {
    directories: [{ directory, scope: () => ({ included, excluded: [] }) }],
    administrator: settings.globalAdmin,
    passwordHashSync: settings.passwordHashSync,
    ...(settings.stagingMode === undefined ? {} : { stagingMode: settings.stagingMode }),
  })
  if (installed.ok) return installed.value
  const { says, because } = sayRefusal(installed.failure)
  throw new Error(`${says} ${because}`)
}

export interface InstallChoices {
  readonly directories: readonly {
    readonly directory: NewDirectory
    readonly scope: (baseDn: string) => ContainerScope
  }[]
  readonly administrator: CloudAccount
  readonly passwordHashSync: boolean
  readonly stagingMode?: boolean
  readonly pilotGroup?: string | null
  readonly userMatching?: UserMatching
  /** “A specific attribute”; absent: the product manages it. */
  readonly sourceAnchor?: string | undefined
}

/** First installation with what was chosen; nothing is stored when a side refuses. */
export async function installWith(
  server: ServerContext,
  choices: InstallChoices,
): Promise<Result<Configuration, ConnectRefusal>> {
  const forests: ForestConfiguration[] = []
  for (const { directory, scope } of choices.directories) {
    const prepared = await prepareForest(server, directory, scope)
    if (!prepared.ok) return prepared
    forests.push(prepared.value)
  }
  const cloud = await prepareTenant(server, choices.administrator)
  if (!cloud.ok) return cloud
  const { sourceAnchorAttribute, ...tenant } = cloud.value
  const anchor = await takeSourceAnchor(server, choices, sourceAnchorAttribute)
  if (!anchor.ok) return anchor
  const { passwordHashSync, stagingMode = false, pilotGroup = null, userMatching = 'once' } = choices
  const configuration: Configuration = {
    id: onlyRow,
    installedAt: server.lab.clock.now(),
    forests,
    cloud: tenant,
    passwordHashSync,
    stagingMode,
    userMatching,
    ...(anchor.value === managedAnchor ? {} : { sourceAnchor: anchor.value }),
    ...(pilotGroup === null ? {} : { pilotGroup }),
  }
  await clearDisk(server)
  await server.lab.store.transaction(() => server.state.configurations.put(configuration))
  return ok(configuration)
}

async function takeSourceAnchor(
  server: ServerContext,
  { sourceAnchor, directories, administrator }: InstallChoices,
  known: string | null,
): Promise<Result<string, ConnectRefusal>> {
  const forests = directories.map(({ directory }) => directory)
  const taken = sourceAnchor === undefined ? await manageSourceAnchor(forests, known) : ok(sourceAnchor)
  if (!taken.ok || taken.value === known) return taken
  const told = await tellSourceAnchor(server, administrator, taken.value)
  return told.ok ? taken : told
}

type PreparedTenant = Configuration['cloud'] & { readonly sourceAnchorAttribute: string | null }

async function prepareTenant(
  server: ServerContext,
  administrator: CloudAccount,
): Promise<Result<PreparedTenant, ConnectRefusal>> {
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  const { cloud, lab, network, serverName } = server
  try {
    const { userPrincipalName: username, password } = await cloud.ask(
      'POST',
      `${provisioningPath}/connector-account`,
      connectorAccountAnswer,
      { body: { serverName }, bearer: signedIn.value },
    )
    const account = { username, password }
    const asConnector = new CloudConnection(cloud.endpoint, () => account, lab.clock, network)
    const {
      tenantId,
      initialDomain,
      sourceAnchorAttribute = null,
    } = await asConnector.ask('GET', `${provisioningPath}/company`, companyAnswer)
    return ok({ tenantId, initialDomain, account, sourceAnchorAttribute })
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable)
      return fail(refusal('TenantRefused', error.message))
    throw error
  }
}
