/**
 * The call as the handler meets it. A class, because one is made for every request: what few routes ask for (the query,
 * headers) is read when it is asked for.
 */
import type { IncomingMessage } from 'node:http'
import type { Bearer } from '../../access-tokens.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { addressOf, originsOf } from '../../origin.ts'
import type { PasswordResetHost } from '../../sspr/password-reset-host.ts'
import type { GraphCall, GraphVersion } from './graph-call.ts'
import type { RequestIds } from './graph-response.ts'

const noParams: Readonly<Record<string, string>> = {}

export interface GraphUrl {
  readonly version: GraphVersion
  readonly path: string
  readonly query: string
}

export class GraphRequest implements GraphCall {
  readonly host: PasswordResetHost
  readonly bearer: Bearer
  readonly directory: TenantDirectory
  readonly method: string
  readonly version: GraphVersion
  readonly path: string
  readonly requestId: string
  readonly clientRequestId: string
  /** Filled in once each, on the way to the route. */
  params = noParams
  route: string | undefined = undefined
  about: string | undefined = undefined
  body: unknown = undefined
  bytes: Buffer | undefined = undefined
  private readonly request: IncomingMessage
  private readonly queryText: string
  private readQuery: URLSearchParams | undefined = undefined

  constructor(
    host: PasswordResetHost,
    bearer: Bearer,
    request: IncomingMessage,
    url: GraphUrl,
    { requestId, clientRequestId }: RequestIds,
  ) {
    this.host = host
    this.bearer = bearer
    this.directory = bearer.tenant.directory
    this.method = request.method ?? 'GET'
    this.version = url.version
    this.path = url.path
    this.requestId = requestId
    this.clientRequestId = clientRequestId
    this.request = request
    this.queryText = url.query
  }

  get hasQuery(): boolean {
    return this.queryText !== ''
  }

  get query(): URLSearchParams {
    this.readQuery ??= new URLSearchParams(this.queryText)
    return this.readQuery
  }

  get origin(): string {
    return originsOf(this.request).graph
  }

  get ipAddress(): string {
    return addressOf(this.request)
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value.join(',') : value
  }
}

/** The same call with something else in it: a request of a batch, a query of a delta token. */
export const callWith = (call: GraphCall, changes: Partial<GraphCall>): GraphCall =>
  Object.create(
    call,
    Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { value, writable: true }])),
  )
