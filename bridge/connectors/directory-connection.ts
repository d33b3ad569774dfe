/**
 * The LDAP side of the Connect server: one authenticated connection to a domain controller, opened when it is needed and
 * again after it broke. Nothing here knows the lab's own domain controller; any Active Directory over LDAPS will do.
 */
import {
  AddRequest,
  type Attribute,
  BindRequest,
  type Change,
  type Control,
  DeleteRequest,
  type Entry,
  ExtendedRequest,
  FilterParser,
  ModifyRequest,
  PagedResultsControl,
  SearchRequest,
} from 'ldapts'
import { type LdapAnswer, LdapClient } from './ldap-client.ts'
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
export class DirectoryConnection {
  private readonly endpoint: DirectoryEndpoint
  private readonly account: () => DirectoryAccount
  private client: LdapClient | undefined
  private opening: Promise<LdapClient> | undefined
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
    const ask = (cookie: Buffer) => {
      const paging = new PagedResultsControl({ value: { size: pageSize, cookie } })
      const answer = this.asking(() => client.ask(searchFor(search, paging)))
      // Whoever stops listening before the last page does not hear of its failure.
      answer.catch(() => undefined)
      return answer
    }
    for (let next: Promise<LdapAnswer> | undefined = ask(Buffer.alloc(0)); next !== undefined; ) {
      const page: LdapAnswer = await next
      const cookie = page.controls.find((control) => control instanceof PagedResultsControl)?.value?.cookie
      next = cookie === undefined || cookie.length === 0 ? undefined : ask(cookie)
      yield page.entries
    }
  }

  /** All entries of one answer, for searches with paging of their own. */
  async entries(search: DirectorySearch): Promise<readonly Entry[]> {
    const client = await this.open()
    const { entries } = await this.asking(() => client.ask(searchFor(search)))
    return entries
  }

  /** One entry by its DN or `<GUID=…>`; undefined when there is none. */
  async read(
    base: string,
    attributes: readonly string[],
    controls: readonly Control[] = [],
  ): Promise<Entry | undefined> {
    const search = { base, scope: 'base', filter: '(objectClass=*)', attributes, controls } as const
    try {
      const { entries } = await this.reading((client) => client.ask(searchFor(search)))
      return entries[0]
    } catch (error) {
      if (error instanceof DirectoryRefusal && error.resultCode === 32) return undefined
      throw error
    }
  }

  async modify(dn: string, changes: Change[], controls: readonly Control[] = []): Promise<void> {
    const client = await this.open()
    await this.asking(() =>
      client.ask((messageId) => new ModifyRequest({ messageId, dn, changes, controls: [...controls] })),
    )
  }

  async add(dn: string, attributes: Attribute[]): Promise<void> {
    const client = await this.open()
    await this.asking(() => client.ask((messageId) => new AddRequest({ messageId, dn, attributes })))
  }

  async delete(dn: string): Promise<void> {
    const client = await this.open()
    await this.asking(() => client.ask((messageId) => new DeleteRequest({ messageId, dn })))
  }

  /** An extended operation whose value and answer are text. */
  async extended(oid: string, value: string): Promise<string> {
    const client = await this.open()
    const answer = await this.asking(() =>
      client.ask((messageId) => new ExtendedRequest({ messageId, oid, value })),
    )
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
    client?.close()
  }

  /** Whether the next question goes out on a connection that is there. */
  get isOpen(): boolean {
    return this.opened(this.account()) !== undefined
  }

  private opened(wanted: DirectoryAccount): LdapClient | undefined {
    const { client, boundAs } = this
    const fits = boundAs?.username === wanted.username && boundAs.password === wanted.password
    return fits && client?.isOpen === true ? client : undefined
  }

  private async open(): Promise<LdapClient> {
    const wanted = this.account()
    const current = this.opened(wanted)
    if (current !== undefined) return current
    this.opening ??= this.connect(wanted).finally(() => {
      this.opening = undefined
    })
    return this.opening
  }

  private async connect(account: DirectoryAccount): Promise<LdapClient> {
    await this.close()
    const { username: dn, password } = account
    const client = await LdapClient.connect({ ...this.endpoint, connectTimeoutMs, answerTimeoutMs }).catch(
      unreachable,
    )
    try {
      await this.asking(() => client.ask((messageId) => new BindRequest({ messageId, dn, password })))
    } catch (error) {
      client.close()
      throw error
    }
    this.client = client
    this.boundAs = account
    return client
  }

  /** A connection that was kept may break just now; what changes nothing is asked once more, on a new one. */
  private async reading(ask: (client: LdapClient) => Promise<LdapAnswer>): Promise<LdapAnswer> {
    const kept = this.client
    const client = await this.open()
    try {
      return await this.asking(() => ask(client))
    } catch (error) {
      if (!(error instanceof DirectoryUnreachable) || client !== kept || client.isOpen) throw error
      const another = await this.open()
      return this.asking(() => ask(another))
    }
  }

  private async asking(ask: () => Promise<LdapAnswer>): Promise<LdapAnswer> {
    const answer = await ask().catch(unreachable)
    if (answer.resultCode === 0) return answer
    throw new DirectoryRefusal(answer.resultCode, answer.diagnostic.replaceAll('\0', '').trim())
  }
}

function unreachable(error: unknown): never {
  throw new DirectoryUnreachable(error instanceof Error ? error.message : String(error), { cause: error })
}

const searchFor =
  ({ base, scope, filter, attributes, controls = [] }: DirectorySearch, ...paging: readonly Control[]) =>
  (messageId: number) =>
    new SearchRequest({
      messageId,
      baseDN: base,
      scope,
      filter: FilterParser.parseString(filter),
      attributes: [...attributes],
      controls: [...controls, ...paging],
    })
