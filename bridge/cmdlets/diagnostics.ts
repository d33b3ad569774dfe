/** Invoke-ADSyncDiagnostics: looks for what keeps synchronisation, password hashes and writeback from working (writeback.md §5.5). */

import type { CmdletOutput } from '#core/contracts/connect-cmdlets.ts'
import { replicateSecretsOperation } from '#core/contracts/directory-replication.ts'
import { companyAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { ok } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { hasReservedCharacters } from '#core/sync/directory-write-failure.ts'
import type { ConnectTools } from '../connect-routes.ts'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { DirectoryRefusal, DirectoryUnreachable } from '../connectors/directory-connection.ts'
import { type Configuration, isServiceRunning, writebackOf } from '../state/configuration.ts'
import { type CmdletHandlers, no, onInstalled } from './cmdlet-handlers.ts'

type Diagnosed = Pick<ConnectTools, 'server' | 'listener'>
type Finding = CmdletOutput<'Invoke-ADSyncDiagnostics'>

const finding = (Check: string, wrong: string | undefined, fine: string): Finding => ({
  Check,
  Status: wrong === undefined ? 'Passed' : 'Failed',
  Message: wrong ?? fine,
})

/** What a connected system said, when it is not well. */
async function problemIn(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const isOutside =
      error instanceof DirectoryRefusal ||
      error instanceof DirectoryUnreachable ||
      error instanceof CloudRefusal ||
      error instanceof CloudUnreachable
    if (isOutside) return error.message
    throw error
  }
}

function ofServer({ server }: Diagnosed, { stagingMode, passwordHashSync }: Configuration): Finding[] {
  const stopped = isServiceRunning(server.state, 'ADSync') ? undefined : 'The service ADSync is stopped.'
  const staging = stagingMode
    ? 'This server is in staging mode: it exports nothing and synchronises no password.'
    : undefined
  const off = passwordHashSync ? undefined : 'Password hash synchronisation is switched off.'
  return [
    finding('Service', stopped, 'ADSync is running.'),
    finding('Staging mode', staging, 'This server is active.'),
    finding('Password hash synchronisation', off, 'It is switched on.'),
  ]
}

async function ofForest({ server }: Diagnosed, { name, baseDn }: Configuration['forests'][number]) {
  const connection = server.directory(name)
  const reach = await problemIn(() => connection.read('', ['defaultNamingContext']))
  if (reach !== undefined) return [finding(`Directory ${name}`, reach, '')]
  const request = JSON.stringify({ namingContext: baseDn, usn: Number.MAX_SAFE_INTEGER, limit: 1 })
  const hashes = await problemIn(() => connection.extended(replicateSecretsOperation, request))
  return [
    finding(`Directory ${name}`, undefined, 'A domain controller answers the connector account.'),
    finding(`Replication rights in ${name}`, hashes, 'The connector account may read password hashes.'),
  ]
}

async function ofCloud({ server }: Diagnosed): Promise<Finding> {
  const wrong = await problemIn(() => server.cloud.ask('GET', `${provisioningPath}/company`, companyAnswer))
  return finding('Tenant', wrong, 'The tenant answers the connector account.')
}

function ofWriteback({ server, listener }: Diagnosed, { forests }: Configuration): Finding[] {
  const registration = writebackOf(server.state)
  if (registration === undefined)
    return [{ Check: 'Password writeback', Status: 'Warning', Message: 'It is switched off.' }]
  const silent = listener.state === 'listening' ? undefined : `The listener is ${listener.state}.`
  const late = forests.filter(({ name }) => !registration.forests.includes(name)).map(({ name }) => name)
  const unknown =
    late.length === 0
      ? undefined
      : `Added after writeback was switched on: ${late.join(', ')}. Switch it off and on again.`
  return [
    finding('Password writeback', silent, 'The listener is connected to the relay.'),
    finding('Forests of password writeback', unknown, 'It knows every forest.'),
  ]
}

function ofUser({ server: { spaces, state } }: Diagnosed, dn: string): Finding[] {
  const object = spaces.directoryByKey(dnKey(dn))
  if (object === undefined)
    return [finding('Connector space', `${dn} is not in it: out of scope, or not imported yet.`, '')]
  const filtered = object.filteredBy === null ? undefined : `It is held back by: ${object.filteredBy}.`
  const joined = object.metaverseId === null ? 'It is joined to nothing.' : undefined
  const metaverse = object.metaverseId === null ? undefined : spaces.metaverse.get(object.metaverseId)
  const cloud = metaverse === undefined ? undefined : spaces.cloud.get(metaverse.sourceAnchor)
  const inTenant =
    cloud?.cloudAnchor == null ? (cloud?.error?.message ?? 'It is not in the tenant.') : undefined
  const path = hasReservedCharacters(object.dn) ? 'Its path holds reserved characters.' : undefined
  const waiting = state.passwordDue.has(object.id) ? 'Its password hash has not been sent yet.' : undefined
  return [
    finding('Filters', filtered, 'No filter holds it back.'),
    finding('Metaverse', joined, `It is joined to ${object.metaverseId}.`),
    finding('Tenant object', inTenant, `It is ${cloud?.cloudAnchor}.`),
    finding('Path', path, 'Writeback can address it.'),
    finding('Password hash', waiting, 'Nothing waits to be sent.'),
  ]
}

/** Everything that is looked at; `dn` adds one user. */
export async function diagnose(
  tools: Diagnosed,
  configuration: Configuration,
  {
    forests = configuration.forests,
    passwordSyncOnly = false,
    dn,
  }: {
    readonly forests?: Configuration['forests']
    readonly passwordSyncOnly?: boolean
    readonly dn?: string | undefined
  } = {},
): Promise<Finding[]> {
  const findings = ofServer(tools, configuration)
  for (const forest of forests) findings.push(...(await ofForest(tools, forest)))
  findings.push(await ofCloud(tools))
  if (!passwordSyncOnly) findings.push(...ofWriteback(tools, configuration))
  if (dn !== undefined) findings.push(...ofUser(tools, dn))
  return findings
}

export const diagnosticCmdlets: CmdletHandlers<'Invoke-ADSyncDiagnostics'> = {
  'Invoke-ADSyncDiagnostics': (tools, { PasswordSync, ADConnectorName, DistinguishedName }) =>
    onInstalled(tools, async (configuration) => {
      const named = ADConnectorName?.toLowerCase()
      const forests = configuration.forests.filter(
        ({ name }) => named === undefined || name.toLowerCase() === named,
      )
      if (forests.length === 0) return no('UnknownConnectObject', ADConnectorName)
      const asked = { forests, passwordSyncOnly: PasswordSync, dn: DistinguishedName }
      return ok(await diagnose(tools, configuration, asked))
    }),
}
