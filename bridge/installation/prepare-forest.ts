/**
 * Readies a forest for a connector: signs in, looks at who that is, makes the connector account (or takes the one named) and
 * answers the connector's configuration. Source: writeback.md §7.1 (Connect to AD DS), §7.3.
 */
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { fail, ok, type Result } from '#core/result.ts'
import type { ContainerScope } from '#core/sync/container-scope.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import {
  type DirectoryAccount,
  DirectoryConnection,
  DirectoryRefusal,
  DirectoryUnreachable,
} from '../connectors/directory-connection.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import type { ServerContext } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import { defaultNamingContext, makeConnectorAccount, netbiosNameOf } from './connector-account.ts'

export interface NewDirectory {
  readonly endpoint: ForestEndpoint
  readonly mode: 'create' | 'existing'
  readonly account: DirectoryAccount
}

const invalidCredentials = 49
/** Relative ids of Domain Admins and Enterprise Admins. */
const domainAdmins = 512
const enterpriseAdmins = 519

/** What a directory said, as the wizard puts it. */
function refusedBy(error: unknown): Result<never, ConnectRefusal> {
  if (error instanceof DirectoryUnreachable) return fail(refusal('WizardDirectoryUnreachable', error.message))
  if (!(error instanceof DirectoryRefusal)) throw error
  return error.resultCode === invalidCredentials
    ? fail(refusal('WizardDirectoryCredentials'))
    : fail(refusal('EnterpriseAdminRequired', error.message))
}

export async function withDirectory<Answer>(
  { endpoint, account }: Pick<NewDirectory, 'endpoint' | 'account'>,
  work: (connection: DirectoryConnection) => Promise<Result<Answer, ConnectRefusal>>,
): Promise<Result<Answer, ConnectRefusal>> {
  const connection = new DirectoryConnection(endpoint, () => account)
  try {
    return await work(connection)
  } catch (error) {
    return refusedBy(error)
  } finally {
    await connection.close()
  }
}

const escaped = (text: string): string =>
  text.replace(/[\\()*\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** Relative ids of the groups that the account is in, nested ones too. */
async function groupsOf(
  connection: DirectoryConnection,
  baseDn: string,
  { username }: DirectoryAccount,
): Promise<ReadonlySet<number>> {
  const name = escaped(username.replace(/^.*\\/, ''))
  const filter = `(|(sAMAccountName=${name})(userPrincipalName=${name})(distinguishedName=${name}))`
  const [found] = await connection.entries({ base: baseDn, scope: 'sub', filter, attributes: ['1.1'] })
  if (found === undefined) return new Set()
  const entry = await connection.read(found.dn, ['tokenGroups'])
  const sids = [entry?.tokenGroups ?? []].flat()
  const texts = sids.map((sid) => sidFromBytes(typeof sid === 'string' ? Buffer.from(sid, 'binary') : sid))
  return new Set(texts.map((sid) => Number(sid?.split('-').at(-1))))
}

/** What a forest says about itself, as far as it may be unfit for a connector (writeback.md §7.4). */
export interface ForestFacts {
  /** `forestFunctionality` of the rootDSE; 2: Windows Server 2003. */
  readonly functionalLevel: number
  readonly capabilities: readonly string[]
  readonly netbiosName: string
}

const server2003 = 2
/** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID: a read-only domain controller. */
const partialSecrets = '1.2.840.113556.1.4.1920'

export function forestProblem(forest: string, facts: ForestFacts): ConnectRefusal | undefined {
  if (facts.functionalLevel < server2003) return refusal('WizardForestFunctionalLevel', forest)
  if (facts.capabilities.includes(partialSecrets)) return refusal('WizardReadOnlyController', forest)
  return facts.netbiosName.includes('.') ? refusal('WizardNetbiosName', facts.netbiosName) : undefined
}

async function factsOf(
  connection: DirectoryConnection,
  { netbiosName }: ForestEndpoint,
): Promise<ForestFacts> {
  const rootDse = await connection.read('', ['forestFunctionality', 'supportedCapabilities'])
  const baseDn = await defaultNamingContext(connection)
  return {
    functionalLevel: Number(textsOf(rootDse?.forestFunctionality)[0] ?? server2003),
    capabilities: textsOf(rootDse?.supportedCapabilities),
    netbiosName: (await netbiosNameOf(connection, baseDn)) ?? netbiosName,
  }
}

/** Sees that an account is an administrator of the domain, or of the forest. */
export const checkAdministrator = (
  directory: Pick<NewDirectory, 'endpoint' | 'account'>,
  of: 'domain' | 'enterprise',
): Promise<Result<undefined, ConnectRefusal>> =>
  withDirectory(directory, async (connection) => {
    const groups = await groupsOf(connection, await defaultNamingContext(connection), directory.account)
    if (of === 'enterprise')
      return groups.has(enterpriseAdmins) ? ok(undefined) : fail(refusal('EnterpriseAdminRequired'))
    return groups.has(domainAdmins) || groups.has(enterpriseAdmins)
      ? ok(undefined)
      : fail(refusal('WizardDomainAdminRequired', directory.endpoint.dnsName))
  })

/** Sees that a forest and an account will do, without changing anything. */
export const checkDirectory = (directory: NewDirectory): Promise<Result<undefined, ConnectRefusal>> =>
  withDirectory(directory, async (connection) => {
    const { endpoint } = directory
    const problem = forestProblem(endpoint.dnsName, await factsOf(connection, endpoint))
    if (problem !== undefined) return fail(problem)
    const groups = await groupsOf(connection, await defaultNamingContext(connection), directory.account)
    const isAdministrator = groups.has(enterpriseAdmins) || groups.has(domainAdmins)
    if (directory.mode === 'create' && !groups.has(enterpriseAdmins))
      return fail(refusal('EnterpriseAdminRequired'))
    if (directory.mode === 'existing' && isAdministrator) return fail(refusal('ConnectAccountNotAllowed'))
    return ok(undefined)
  })

/** `scope`: from the naming context to what is synchronised at first. */
export const prepareForest = (
  { lab, serverName }: ServerContext,
  directory: NewDirectory,
  scope: (baseDn: string) => ContainerScope,
): Promise<Result<ForestConfiguration, ConnectRefusal>> =>
  withDirectory(directory, async (connection) => {
    const { dnsName } = directory.endpoint
    const baseDn = await defaultNamingContext(connection)
    const netbiosName = (await netbiosNameOf(connection, baseDn)) ?? directory.endpoint.netbiosName
    const named = { name: dnsName, netbiosName, baseDn, scope: scope(baseDn) }
    if (directory.mode === 'existing') return ok({ ...named, account: directory.account })
    const { samAccountName, password } = await makeConnectorAccount(
      connection,
      baseDn,
      lab.random,
      serverName,
    )
    return ok({ ...named, account: { username: `${netbiosName}\\${samAccountName}`, password } })
  })
