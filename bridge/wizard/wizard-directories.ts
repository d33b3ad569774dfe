/** The wizard's side of the forests: adding one with its checks, and reading what the later pages show of all of them. */
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import {
  type DirectoryAccount,
  DirectoryConnection,
  DirectoryRefusal,
  DirectoryUnreachable,
} from '../connectors/directory-connection.ts'
import { isConsistencyGuidInUse } from '../installation/choose-source-anchor.ts'
import { defaultNamingContext } from '../installation/connector-account.ts'
import { checkAdministrator, checkDirectory, type NewDirectory } from '../installation/prepare-forest.ts'
import { configurationOf } from '../state/configuration.ts'
import type { ConfigureTools } from './configure.ts'
import type { Choices, Unit } from './draft.ts'
import { extensionAttributesOf, hasDeviceContainer, hasExchangeSchema } from './forest-questions.ts'
import { readContainers } from './read-containers.ts'
import { suffixesOf } from './upn-suffixes.ts'

export interface WizardTools extends ConfigureTools {
  /** DNS names of the forests in reach. */
  readonly forestsInReach: readonly string[]
}

interface Read {
  readonly units: readonly Unit[]
  readonly suffixes: readonly string[]
}

/** Who was entered for a forest on a page that wants an administrator of it. */
export type ForestAdministrator = Pick<NewDirectory, 'endpoint' | 'account'>

interface Opened {
  readonly name: string
  readonly baseDn: string
  readonly connection: DirectoryConnection
  /** What is in scope now; undefined: nothing was chosen yet, so everything is. */
  readonly scope?: Parameters<typeof readContainers>[1]['scope']
}

export class WizardDirectories {
  private readonly tools: WizardTools
  private readonly typed = new Map<string, NewDirectory>()
  private readonly signedIn = new Map<string, ForestAdministrator>()

  constructor(tools: WizardTools) {
    this.tools = tools
  }

  get added(): readonly NewDirectory[] {
    return [...this.typed.values()]
  }

  get shown(): Choices['added'] {
    return this.added.map(({ endpoint, account }) => ({ name: endpoint.dnsName, account: account.username }))
  }

  hasAny(): boolean {
    return this.typed.size > 0 || (configurationOf(this.tools.server.state)?.forests.length ?? 0) > 0
  }

  /** Forests in reach without a connector. */
  further(): string[] {
    const known = configurationOf(this.tools.server.state)?.forests.map(({ name }) => name) ?? []
    return this.tools.forestsInReach.filter((name) => !known.includes(name) && !this.typed.has(name))
  }

  async add(
    forest: string,
    mode: NewDirectory['mode'],
    account: DirectoryAccount,
  ): Promise<Result<undefined, ConnectRefusal>> {
    const endpoint = this.tools.server.forestEndpoint(forest)
    if (endpoint === undefined) return fail(refusal('WizardUnknownForest', forest))
    if (!this.further().includes(endpoint.dnsName)) return fail(refusal('WizardForestKnown', forest))
    const directory = { endpoint, mode, account }
    const checked = await checkDirectory(directory)
    if (checked.ok) this.typed.set(endpoint.dnsName, directory)
    return checked
  }

  /** Administrators of the forests, on the pages that want them. */
  get administrators(): readonly ForestAdministrator[] {
    return [...this.signedIn.values()]
  }

  /** Every forest that has a connector or is to get one. */
  names(): string[] {
    const known = configurationOf(this.tools.server.state)?.forests.map(({ name }) => name) ?? []
    return [...known, ...this.typed.keys()]
  }

  async signInForest(
    forest: string,
    account: DirectoryAccount,
    as: 'domain' | 'enterprise',
  ): Promise<Result<undefined, ConnectRefusal>> {
    const endpoint = this.tools.server.forestEndpoint(forest)
    if (endpoint === undefined || !this.names().includes(endpoint.dnsName))
      return fail(refusal('WizardUnknownForest', forest))
    const checked = await checkAdministrator({ endpoint, account }, as)
    if (checked.ok) this.signedIn.set(endpoint.dnsName, { endpoint, account })
    return checked
  }

  /** Text attributes of all schemas. */
  extensionAttributes(): Promise<Result<readonly string[], ConnectRefusal>> {
    return this.asking(async (forests) => {
      const names = new Set<string>()
      for (const { connection } of forests)
        for (const name of await extensionAttributesOf(connection)) names.add(name)
      return ok([...names])
    })
  }

  /** The first forest whose schema Exchange has not extended. */
  withoutExchange(): Promise<Result<string | undefined, ConnectRefusal>> {
    return this.asking(async (forests) => {
      for (const { name, connection } of forests) if (!(await hasExchangeSchema(connection))) return ok(name)
      return ok(undefined)
    })
  }

  withDeviceContainer(): Promise<Result<boolean, ConnectRefusal>> {
    return this.asking(async (forests) => {
      for (const { baseDn, connection } of forests)
        if (await hasDeviceContainer(connection, baseDn)) return ok(true)
      return ok(false)
    })
  }

  /** The first forest in which ms-DS-ConsistencyGuid has a value on some user. */
  withConsistencyGuid(): Promise<Result<string | undefined, ConnectRefusal>> {
    return this.asking(async (forests) => {
      for (const { name, baseDn, connection } of forests)
        if (await isConsistencyGuidInUse(connection, baseDn)) return ok(name)
      return ok(undefined)
    })
  }

  /** Containers and UPN suffixes of all forests. */
  read(): Promise<Result<Read, ConnectRefusal>> {
    return this.asking(async (forests) => {
      const units: Unit[] = []
      const suffixes: string[] = []
      for (const { name, baseDn, connection, scope } of forests) {
        units.push(...(await readContainers(connection, { baseDn, scope: scope ?? everything(baseDn) })))
        suffixes.push(...(await suffixesOf(connection, name)))
      }
      return ok({ units, suffixes })
    })
  }

  /** The DN of a group by DN or name. */
  group(named: string): Promise<Result<string, ConnectRefusal>> {
    return this.asking(async (forests) => {
      const value = named.replace(
        /[\\()*\0]/g,
        (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
      )
      const filter = `(&(objectClass=group)(|(distinguishedName=${value})(cn=${value})(sAMAccountName=${value})))`
      for (const { baseDn, connection } of forests) {
        const search = { base: baseDn, scope: 'sub', filter, attributes: ['1.1'] } as const
        const [found] = await connection.entries(search)
        if (found !== undefined) return ok(found.dn)
      }
      return fail(refusal('WizardUnknownGroup', named))
    })
  }

  private async asking<Answer>(
    ask: (forests: readonly Opened[]) => Promise<Result<Answer, ConnectRefusal>>,
  ): Promise<Result<Answer, ConnectRefusal>> {
    const own = this.added.map(({ endpoint, account }) => ({
      name: endpoint.dnsName,
      connection: new DirectoryConnection(endpoint, () => account),
    }))
    try {
      const added: Opened[] = []
      for (const { name, connection } of own)
        added.push({ name, connection, baseDn: await defaultNamingContext(connection) })
      return await ask([...this.configured(), ...added])
    } catch (error) {
      if (!(error instanceof DirectoryRefusal || error instanceof DirectoryUnreachable)) throw error
      return fail(refusal('WizardDirectoryUnreachable', error.message))
    } finally {
      await Promise.all(own.map(({ connection }) => connection.close()))
    }
  }

  private configured(): Opened[] {
    const { server } = this.tools
    const forests = configurationOf(server.state)?.forests ?? []
    return forests.map(({ name, baseDn, scope }) => ({
      name,
      baseDn,
      scope,
      connection: server.directory(name),
    }))
  }
}

const everything = (baseDn: string) => ({ included: [baseDn], excluded: [] })
