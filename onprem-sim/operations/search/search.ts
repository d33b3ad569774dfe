/** Search (RFC 4511 4.5.1): from the request to the entries, in slices, as fast as the reader reads. */
import { formatName } from '../../store/attribute-reader.ts'
import type { DirectoryObject } from '../../store/records.ts'
import type { SearchRequest } from '../../wire/requests.ts'
import { encodeEntry, encodeReference, type LdapResult } from '../../wire/responses.ts'
import { accessTo } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { attributeScopedObjects } from './attribute-scoped.ts'
import { hasWrongBitRule } from './compile-filter.ts'
import { dirSync } from './dir-sync.ts'
import { follow } from './notification.ts'
import { pageOf } from './paging.ts'
import { readRootDse } from './root-dse.ts'
import { candidates, type Scope } from './scan.ts'
import { readSelected, type Selection, selectAttributes } from './select-attributes.ts'
import { sortAndWindow } from './sorting.ts'

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

export async function search(
  context: OperationContext,
  request: SearchRequest,
  messageId: number,
  sink: SearchSink,
  paging: PagingState,
): Promise<LdapResult | LdapRefusal> {
  if (request.scope < 0 || request.scope > 2) return refused('BadScope')
  if (request.base === '' && (context.controls.searchOptions ?? 0) !== 2 && !context.globalCatalog)
    return rootSearch(context, request, messageId, sink)
  if (request.base === '' && request.scope === 0) return rootSearch(context, request, messageId, sink)
  if (context.identity === undefined) return refused('NotBound')
  const scope = scopeOf(context, request)
  if (isRefusal(scope)) return scope
  const selection = selectAttributes(context, request.attributes, request.scope)
  if (isRefusal(selection)) return selection
  if (hasWrongBitRule(context, request.filter)) return refused('RuleOnWrongSyntax')
  const job: SearchJob = { context, request, messageId, sink, selection, paging }
  return answer(job, scope)
}

function answer(job: SearchJob, scope: Scope): LdapResult | LdapRefusal | Promise<LdapResult | LdapRefusal> {
  const { controls } = job.context
  if (controls.notification) return follow(job, scope)
  if (controls.dirSync !== undefined) return dirSync(job, scope, controls.dirSync)
  const objects =
    controls.asq === undefined
      ? candidates(job.context, scope, job.request.filter)
      : attributeScopedObjects(job, scope, controls.asq)
  if (isRefusal(objects)) return objects
  if (controls.sort !== undefined || controls.vlv !== undefined) return sortAndWindow(job, scope, objects)
  if (controls.paged !== undefined) return pageOf(job, scope, objects, controls.paged)
  return sendAll(job, scope, objects)
}

function rootSearch(
  context: OperationContext,
  request: SearchRequest,
  messageId: number,
  sink: SearchSink,
): LdapResult | LdapRefusal {
  if (request.scope === 0) {
    // Without a filter that says which client asks there is no netlogon answer (MS-ADTS 6.3.3.2).
    if (request.attributes.some((name) => name.toLowerCase() === 'netlogon')) return { code: 0 }
    const attributes = readRootDse(context, request.attributes)
    sink.send(
      encodeEntry(
        messageId,
        '',
        request.typesOnly ? attributes.map(({ name }) => ({ name, values: [] })) : attributes,
      ),
    )
    return { code: 0 }
  }
  if (request.scope === 1 && context.identity === undefined) return refused('NotBound')
  return refused('NoObject', { name: '', matchedDn: '' })
}

/** Phantom root and the global catalog search all naming contexts at once (MS-ADTS 3.1.1.3.4.1.12). */
function scopeOf(context: OperationContext, request: SearchRequest): Scope | LdapRefusal {
  const { directory } = context
  if (request.base === '')
    return { bases: [...directory.tree.heads.values()], depth: 'subtree', references: false }
  const base = resolveTarget(context, request.base)
  if (isRefusal(base)) return base
  const depth = request.scope === 0 ? 'base' : request.scope === 1 ? 'children' : 'subtree'
  if (depth === 'subtree' && (context.globalCatalog || context.controls.searchOptions === 2)) {
    return { bases: [base, ...headsBelow(context, base)], depth, references: false }
  }
  const quiet = context.controls.domainScope || (context.controls.searchOptions ?? 0) === 1
  return { bases: [base], depth, references: depth === 'subtree' && !quiet && base.ncDn !== undefined }
}

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
