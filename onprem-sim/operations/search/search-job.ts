/** One search on its way out: where its entries go, how they are read, and when others get their turn. */
import { type Later, whenReady } from '#core/later.ts'
import { formatName } from '../../store/attribute-reader.ts'
import type { DirectoryObject } from '../../store/records.ts'
import type { SearchRequest } from '../../wire/requests.ts'
import { encodeText, entryText, type LdapResult, referenceText } from '../../wire/responses.ts'
import { accessTo } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, resultOf } from '../operation.ts'
import type { Scope } from './scan.ts'
import { readSelected, type Selection } from './select-attributes.ts'

/** Where entries go. */
export interface SearchSink {
  send(bytes: Buffer): void
  /** A promise while the reader is behind; it answers false when the reader is gone. */
  ready(): Promise<boolean> | undefined
  /** Whether the reader has more before it than it should: time to wait for it. */
  readonly behind: boolean
  /** Settles when others had their turn. */
  turn(): Promise<void>
  /** Time that others have theirs. */
  readonly turnOver: boolean
  /** The time that the client gave is up. */
  readonly late: boolean
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
/** Before its first turn a search looks at no more: many may come at once, and most find what they want right there. */
const firstSlice = 32
/** Looked at whatever the clock says, which is read only so often. */
const atLeast = 8

/** Heads of other naming contexts whose names lie below this object's. */
export function headsBelow({ directory }: OperationContext, base: DirectoryObject): DirectoryObject[] {
  const end = `,${directory.dnOf(base)}`
  return [...directory.tree.heads.values()].filter((head) => head.ncDn?.endsWith(end) === true)
}

export function sendAll(
  job: SearchJob,
  scope: Scope,
  objects: Iterable<DirectoryObject | undefined>,
): Later<LdapResult | LdapRefusal> {
  const { request } = job
  const limit = request.sizeLimit > 0 ? Math.min(request.sizeLimit, maximumEntries) : maximumEntries
  let sent = 0
  const found = walk(job, objects[Symbol.iterator](), (object) => {
    if (sent === limit) return refused('SizeLimit')
    sent += 1
    return sendEntry(job, object)
  })
  return whenReady(found, (outcome) => {
    if (outcome === undefined || (isRefusal(outcome) && outcome.refused === 'SizeLimit'))
      sendReferences(job, scope)
    return outcome ?? { code: 0 }
  })
}

/**
 * Takes the objects that match, in slices: others have their turn between them, and the reader catches up. Ends with what
 * `take` answers, with undefined after the last object, and with the result of a search that was stopped.
 */
export function walk<Answer>(
  { sink }: Pick<SearchJob, 'sink'>,
  objects: Iterator<DirectoryObject | undefined>,
  take: (object: DirectoryObject) => Answer | undefined,
): Later<Answer | LdapResult | undefined> {
  const advance = (most: number): { readonly answer: Answer | undefined } | undefined => {
    for (let seen = 0; seen < most && !mustPause(sink, seen); seen += 1) {
      const next = objects.next()
      if (next.done === true) return { answer: undefined }
      const answer = next.value === undefined ? undefined : take(next.value)
      if (answer !== undefined) return { answer }
    }
    return undefined
  }
  const first = advance(firstSlice)
  return first === undefined ? goOn() : first.answer

  async function goOn(): Promise<Answer | LdapResult | undefined> {
    while (await breathe({ sink })) {
      const reached = advance(Number.POSITIVE_INFINITY)
      if (reached !== undefined) return reached.answer
    }
    return stopped({ sink })
  }
}

/** What is left to say when `breathe` said no: nobody hears it unless the time was up. */
export const stopped = ({ sink }: Pick<SearchJob, 'sink'>): LdapResult =>
  sink.late ? resultOf(refused('SearchTimedOut')) : { code: 0 }

/** Whether it is time for others, or for the reader to catch up, after so many objects. */
export const mustPause = (sink: SearchSink, seen: number): boolean =>
  sink.behind || (seen > 0 && seen % atLeast === 0 && sink.turnOver)

/** Lets others have a turn and the reader catch up; false when nobody listens any more, or the time is up. */
export async function breathe({ sink }: Pick<SearchJob, 'sink'>): Promise<boolean> {
  if (sink.cancelled) return false
  if ((await sink.ready()) === false) return false
  await sink.turn()
  return !sink.cancelled && !sink.late
}

export function sendEntry(
  { context, request, messageId, sink, selection }: SearchJob,
  object: DirectoryObject,
): LdapRefusal | undefined {
  const view = accessTo(context, object)
  const memory = request.typesOnly ? undefined : selection.memory
  const known = memory?.recall(object, view)
  const entry = known ?? readEntry()
  if (isRefusal(entry)) return entry
  if (known === undefined) memory?.keep(object, view, entry)
  sink.send(encodeText(messageId, entry))
  return undefined

  function readEntry(): string | LdapRefusal {
    const attributes = readSelected(context, selection, object, view, request.typesOnly)
    return isRefusal(attributes) ? attributes : entryText(entryName(context, object), attributes)
  }
}

export function entryName(context: OperationContext, object: DirectoryObject): string {
  const { directory, controls } = context
  if (controls.extendedDn === undefined) return directory.dnOf(object)
  return formatName(directory, object, controls.extendedDn === 1 ? 'extended-text' : 'extended-hex')
}

/** Continuation references to the naming contexts below the base, one a message (MS-ADTS 3.1.1.4.6). */
export function sendReferences({ context, messageId, sink }: SearchJob, scope: Scope): void {
  const base = scope.bases[0]
  if (!scope.references || base === undefined) return
  const { secure, plain } = referencesOf(context, base)
  for (const text of context.tls ? secure : plain) sink.send(encodeText(messageId, text))
}

interface References {
  readonly heads: number
  readonly plain: readonly string[]
  readonly secure: readonly string[]
}

/** By the record of the base: naming contexts do not move, and nearly every search of a domain refers to them. */
const knownReferences = new WeakMap<DirectoryObject, References>()

/** Host and DN. Only direct subordinates count: the schema is below the configuration. */
function referencesOf(context: OperationContext, base: DirectoryObject): References {
  const { directory } = context
  const known = knownReferences.get(base)
  if (known?.heads === directory.tree.heads.size) return known
  const isDomain = base.ncDn === directory.dnOf(directory.domain)
  const names = headsBelow(context, base)
    .map((head) => directory.dnOf(head))
    .filter((dn) => !(isDomain && dn.startsWith('CN=Schema,')))
    .map((dn) => `${directory.dnsName}/${dn}`)
  const references = {
    heads: directory.tree.heads.size,
    plain: names.map((name) => referenceText(`ldap://${name}`)),
    secure: names.map((name) => referenceText(`ldaps://${name}`)),
  }
  knownReferences.set(base, references)
  return references
}
