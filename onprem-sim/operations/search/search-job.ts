/** One search on its way out: where its entries go, how they are read, and when others get their turn. */
import { formatName } from '../../store/attribute-reader.ts'
import type { DirectoryObject } from '../../store/records.ts'
import type { SearchRequest } from '../../wire/requests.ts'
import { encodeEntry, encodeReference, type LdapResult } from '../../wire/responses.ts'
import { accessTo } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import type { Scope } from './scan.ts'
import { readSelected, type Selection } from './select-attributes.ts'

/** Where entries go. */
export interface SearchSink {
  send(bytes: Buffer): void
  /** A promise while the reader is behind; it answers false when the reader is gone. */
  ready(): Promise<boolean> | undefined
  /** The client abandoned the search or is gone. */
  readonly cancelled: boolean
  onCancel(callback: () => void): void
}

export interface SearchJob {
  readonly context: OperationContext
  readonly request: SearchRequest
  readonly messageId: number
  readonly sink: SearchSink
  readonly selection: Selection
  readonly paging: PagingState
}

/** Searches that a connection has open between two pages. */
export interface PagingState {
  readonly open: Map<string, OpenPage>
  nextCookie: number
}
export interface OpenPage {
  readonly fingerprint: string
  readonly objects: Iterator<DirectoryObject | undefined>
}
export const newPagingState = (): PagingState => ({ open: new Map(), nextCookie: 1 })

/** MaxPageSize: as many entries as an unpaged search gives. */
export const maximumEntries = 1000
/** Records looked at before others get a turn. */
export const slice = 256

/** Heads of other naming contexts whose names lie below this object's. */
export function headsBelow({ directory }: OperationContext, base: DirectoryObject): DirectoryObject[] {
  const end = `,${directory.dnOf(base)}`
  return [...directory.tree.heads.values()].filter((head) => head.ncDn?.endsWith(end) === true)
}

export async function sendAll(
  job: SearchJob,
  scope: Scope,
  objects: Iterable<DirectoryObject | undefined>,
): Promise<LdapResult | LdapRefusal> {
  const { request } = job
  const limit = request.sizeLimit > 0 ? Math.min(request.sizeLimit, maximumEntries) : maximumEntries
  let sent = 0
  let seen = 0
  for (const object of objects) {
    seen += 1
    if (object !== undefined) {
      if (sent === limit) {
        sendReferences(job, scope)
        return refused('SizeLimit')
      }
      const failure = sendEntry(job, object)
      if (failure !== undefined) return failure
      sent += 1
    }
    if (seen % slice === 0 && !(await breathe(job))) return { code: 0 }
  }
  sendReferences(job, scope)
  return { code: 0 }
}

/** Lets others have a turn and the reader catch up; false when nobody listens any more. */
export async function breathe({ sink }: Pick<SearchJob, 'sink'>): Promise<boolean> {
  if (sink.cancelled) return false
  const behind = sink.ready()
  if (behind !== undefined) return behind
  await new Promise(setImmediate)
  return !sink.cancelled
}

export function sendEntry(
  { context, request, messageId, sink, selection }: SearchJob,
  object: DirectoryObject,
): LdapRefusal | undefined {
  const attributes = readSelected(context, selection, object, accessTo(context, object), request.typesOnly)
  if (isRefusal(attributes)) return attributes
  sink.send(encodeEntry(messageId, entryName(context, object), attributes))
  return undefined
}

export function entryName(context: OperationContext, object: DirectoryObject): string {
  const { directory, controls } = context
  if (controls.extendedDn === undefined) return directory.dnOf(object)
  return formatName(directory, object, controls.extendedDn === 1 ? 'extended-text' : 'extended-hex')
}

/** Continuation references to the naming contexts below the base (MS-ADTS 3.1.1.4.6). */
export function sendReferences({ context, messageId, sink }: SearchJob, scope: Scope): void {
  const base = scope.bases[0]
  if (!scope.references || base === undefined) return
  const { directory, tls } = context
  for (const head of headsBelow(context, base)) {
    const dn = directory.dnOf(head)
    // Only direct subordinates: the schema is below the configuration.
    if (dn.startsWith('CN=Schema,') && base.ncDn === directory.dnOf(directory.domain)) continue
    sink.send(encodeReference(messageId, [`${tls ? 'ldaps' : 'ldap'}://${directory.dnsName}/${dn}`]))
  }
}
