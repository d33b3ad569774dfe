/** Paged results (RFC 2696): the search waits between pages under a cookie of its connection. */
import { type Later, whenReady } from '#core/later.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { encodeSequence } from '../../wire/ber-writer.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { controlOids, type RequestControls } from '../controls.ts'
import { type LdapRefusal, refused } from '../operation.ts'
import type { Scope } from './scan.ts'
import {
  maximumEntries,
  type OpenPage,
  type SearchJob,
  sendEntry,
  sendReferences,
  walk,
} from './search-job.ts'

/** As many searches as one connection may leave open (MaxResultSetsPerConn is of that order). */
const maximumOpen = 32

export function pageOf(
  job: SearchJob,
  scope: Scope,
  objects: Iterable<DirectoryObject | undefined>,
  { size, cookie }: NonNullable<RequestControls['paged']>,
): Later<LdapResult | LdapRefusal> {
  const { paging } = job
  const key = cookie.toString('latin1')
  const resumed = cookie.length === 0 ? undefined : paging.open.get(key)
  if (cookie.length > 0 && resumed === undefined) return refused('PagedCookieUnknown')
  paging.open.delete(key)
  if (size === 0) return resumed === undefined ? refused('PageSizeZero') : finished()
  const fingerprint = fingerprintOf(job)
  if (resumed !== undefined && resumed.fingerprint !== fingerprint) return refused('PagedSearchDiffers')
  const page: OpenPage = resumed ?? { fingerprint, objects: objects[Symbol.iterator]() }
  return givePage(job, scope, page, Math.min(size, maximumEntries))
}

function givePage(
  job: SearchJob,
  scope: Scope,
  page: OpenPage,
  size: number,
): Later<LdapResult | LdapRefusal> {
  let sent = 0
  const outcome = walk(job, page.objects, (object): LdapRefusal | 'full' | undefined => {
    const failure = sendEntry(job, object)
    if (failure !== undefined) return failure
    sent += 1
    return sent === size ? 'full' : undefined
  })
  return whenReady(outcome, (end) => {
    if (end === 'full') return leaveOrEnd(job, scope, page)
    return end ?? finish(job, scope)
  })
}

/** A page is the last one when nothing more matches: so the next match is looked for at once. */
function leaveOrEnd(job: SearchJob, scope: Scope, page: OpenPage): Later<LdapResult | LdapRefusal> {
  const next = walk(job, page.objects, (object) => ({ object }))
  return whenReady(next, (found) => {
    if (found === undefined) return finish(job, scope)
    return 'object' in found
      ? leaveOpen(job, { ...page, objects: preceded(found.object, page.objects) })
      : found
  })
}

function finish(job: SearchJob, scope: Scope): LdapResult {
  sendReferences(job, scope)
  return finished()
}

function* preceded(
  first: DirectoryObject,
  rest: Iterator<DirectoryObject | undefined>,
): Iterator<DirectoryObject | undefined> {
  yield first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}

function leaveOpen({ paging }: SearchJob, page: OpenPage): LdapResult {
  const cookie = `P${paging.nextCookie}`
  paging.nextCookie += 1
  paging.open.set(cookie, page)
  const [oldest] = paging.open.keys()
  if (paging.open.size > maximumOpen && oldest !== undefined) paging.open.delete(oldest)
  return { code: 0, controls: [pagedResponse(Buffer.from(cookie, 'latin1'))] }
}

const finished = (): LdapResult => ({ code: 0, controls: [pagedResponse(Buffer.alloc(0))] })

/** The size is an estimate, and 0 says that there is none. */
export function pagedResponse(cookie: Buffer) {
  const value = encodeSequence((writer) => {
    writer.octets(cookie)
    writer.integer(0)
  })
  return { oid: controlOids.paged, critical: false, value }
}

/** What must stay the same from page to page. */
function fingerprintOf({ request }: SearchJob): string {
  const { base, scope, filter, attributes } = request
  return JSON.stringify([base.toLowerCase(), scope, filter, attributes])
}
