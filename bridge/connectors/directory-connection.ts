/**
 * The LDAP side of the Connect server: one authenticated connection to a domain controller, opened when it is needed and
 * again after it broke. Nothing here knows the lab's own domain controller; any Active Directory over LDAPS will do.
 */
import tls from 'node:tls'
import { type Attribute, type Change, Client, type Control, type Entry, ResultCodeError } from 'ldapts'
import { textsOf } from './ldap-values.ts'

export interface DirectoryEndpoint {
  /** `ldaps://host:port`. */
  readonly url: string
  /** PEM; trusted besides nothing else. */
  readonly ca: string
}

export interface DirectoryAccount {
  readonly username: string
  readonly password: string
}

/** The directory answered and refused. */
export class DirectoryRefusal extends Error {
  readonly resultCode: number
  /** What the server wrote, such as `0000052D: SvcErr: …`. */
  readonly diagnostic: string
  constructor(resultCode: number, diagnostic: string) {
    super(`LDAP result ${resultCode}: ${diagnostic}`)
    this.resultCode = resultCode
    this.diagnostic = diagnostic
  }
}

/** Nobody answered, or the connection broke before the answer. */
export class DirectoryUnreachable extends Error {}

export interface DirectorySearch {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: string
  readonly attributes: readonly string[]
  readonly controls?: readonly Control[]
}

const pageSize = 1000
const answerTimeoutMs = 60_000
const connectTimeoutMs = 10_000
const binaryAttributes = [
  'objectGUID',
  'objectSid',
  'mS-DS-ConsistencyGuid',
  'nTSecurityDescriptor',
  'schemaIDGUID',
  'attributeSecurityGUID',
]

export class DirectoryConnection {
  private readonly endpoint: DirectoryEndpoint
  private readonly account: () => DirectoryAccount
  private client: Client | undefined
  private opening: Promise<Client> | undefined
  private boundAs: DirectoryAccount | undefined
  private supportedControls: ReadonlySet<string> | undefined

  /** `account` is asked at each connection, so that a changed password is used at once. */
  constructor(endpoint: DirectoryEndpoint, account: () => DirectoryAccount) {
    this.endpoint = endpoint
    this.account = account
  }

  /** All entries, page by page; the next page is asked for while this one is worked on. */
  async *pages(search: DirectorySearch): AsyncGenerator<readonly Entry[]> {
    const client = await this.open()
    const pages = client.searchPaginated(
      search.base,
      {
        scope: search.scope,
        filter: search.filter,
        attributes: [...search.attributes],
        explicitBufferAttributes: binaryAttributes,
        paged: { pageSize },
      },
      [...(search.controls ?? [])],
    )
    const ask = () => {
      const answer = this.asking(() => pages.next())
      // Whoever stops listening before the last page does not hear of its failure.
      answer.catch(() => undefined)
      return answer
    }
    let next = ask()
    for (let page = await next; page.done !== true; page = await next) {
      next = ask()
      yield page.value.searchEntries
    }
  }

  /** All entries of one answer, for searches with paging of their own. */
  async entries(search: DirectorySearch): Promise<readonly Entry[]> {
    const client = await this.open()
    const { scope, filter } = search
    const options = {
      scope,
      filter,
      attributes: [...search.attributes],
      explicitBufferAttributes: binaryAttributes,
    }
    const { searchEntries } = await this.asking(() =>
      client.search(search.base, options, [...(search.controls ?? [])]),
    )
    return searchEntries
  }

  /** One entry by its DN or `<GUID=…>`; undefined when there is none. */
  async read(
    base: string,
    attributes: readonly string[],
    controls: readonly Control[] = [],
  ): Promise<Entry | undefined> {
    const options = {
      scope: 'base' as const,
      filter: '(objectClass=*)',
      attributes: [...attributes],
      explicitBufferAttributes: binaryAttributes,
    }
    try {
      const { searchEntries } = await this.reading((client) => client.search(base, options, [...controls]))
      return searchEntries[0]
    } catch (error) {
      if (error instanceof DirectoryRefusal && error.resultCode === 32) return undefined
      throw error
    }
  }

  async modify(dn: string, changes: Change[], controls: readonly Control[] = []): Promise<void> {
    const client = await this.open()
    await this.asking(() => client.modify(dn, changes, [...controls]))
  }

  async add(dn: string, attributes: Attribute[]): Promise<void> {
    const client = await this.open()
    await this.asking(() => client.add(dn, attributes))
  }

  /** An extended operation whose value and answer are text. */
  async extended(oid: string, value: string): Promise<string> {
    const client = await this.open()
    const answer = await this.asking(() => client.exop(oid, value))
    return answer.value ?? ''
  }

  /** Asked once per connection. */
  async supportsControl(oid: string): Promise<boolean> {
    await this.open()
    this.supportedControls ??= new Set(textsOf((await this.read('', ['supportedControl']))?.supportedControl))
    return this.supportedControls.has(oid)
  }

  async close(): Promise<void> {
    const client = this.client
    this.client = undefined
    this.boundAs = undefined
    this.supportedControls = undefined
    await client?.unbind().catch(() => undefined)
  }

  private async open(): Promise<Client> {
    const wanted = this.account()
    const current = this.client
    if (
      current?.isBound === true &&
      this.boundAs?.username === wanted.username &&
      this.boundAs.password === wanted.password
    ) {
      return current
    }
    this.opening ??= this.connect(wanted).finally(() => {
      this.opening = undefined
    })
    return this.opening
  }

  private async connect(account: DirectoryAccount): Promise<Client> {
    await this.close()
    const client = new Client({
      url: this.endpoint.url,
      timeout: answerTimeoutMs,
      connectTimeout: connectTimeoutMs,
      // TLS options alone make the client speak TLS, whatever the scheme.
      ...(this.endpoint.url.startsWith('ldaps:')
        ? { tlsOptions: { ca: this.endpoint.ca }, createSecureConnection: withoutDelay }
        : {}),
    })
    await this.asking(() => client.bind(account.username, account.password))
    this.client = client
    this.boundAs = account
    return client
  }

  /** A connection that was kept may break just now; what changes nothing is asked once more, on a new one. */
  private async reading<Answer>(ask: (client: Client) => Promise<Answer>): Promise<Answer> {
    const kept = this.client
    const client = await this.open()
    try {
      return await this.asking(() => ask(client))
    } catch (error) {
      if (!(error instanceof DirectoryUnreachable) || client !== kept || client.isBound) throw error
      const another = await this.open()
      return this.asking(() => ask(another))
    }
  }

  private async asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof ResultCodeError) throw refusalOf(error)
      throw new DirectoryUnreachable(error instanceof Error ? error.message : String(error), { cause: error })
    }
  }
}

/** Requests of one connection follow each other without waiting for acknowledgements (perf.md §0.1). */
const withoutDelay: typeof tls.connect = (...options: unknown[]) => {
  const socket: tls.TLSSocket = Reflect.apply(tls.connect, tls, options)
  return socket.setNoDelay(true)
}

/** The client appends ` Code: 0x35` to what the server wrote. */
const refusalOf = (error: ResultCodeError): DirectoryRefusal =>
  new DirectoryRefusal(
    error.code,
    error.message
      .replace(/ Code: 0x[0-9a-f]+$/i, '')
      .replaceAll('\0', '')
      .trim(),
  )
