/** Server side sorting (RFC 2891) and virtual list views. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import type { Later } from '#core/later.ts'
import { storedValues } from '../../store/attribute-reader.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { assertionKey, compareKeys, isLinkLike, storedKey } from '../../store/value-syntax.ts'
import { encodeSequence } from '../../wire/ber-writer.ts'
import type { Control } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { controlOids, type SortKey, type VlvRequest } from '../controls.ts'
import { type LdapRefusal, refused, resultOf } from '../operation.ts'
import { pageOf } from './paging.ts'
import type { Scope } from './scan.ts'
import { breathe, type SearchJob, sendAll, sendEntry, sendReferences, stopped, walk } from './search-job.ts'
import { sortInSlices } from './sort-in-slices.ts'

export async function sortAndWindow(
  job: SearchJob,
  scope: Scope,
  objects: Iterable<DirectoryObject | undefined>,
): Promise<LdapResult | LdapRefusal> {
  const { sort, vlv, paged } = job.context.controls
  if (sort === undefined) return withControls(resultOf(refused('SortMissing')), [vlvResponse(0, 0, 60)])
  // A resumed page brings its order with it.
  if (paged !== undefined && paged.cookie.length > 0) return pageOf(job, scope, [], paged)
  const [key] = sort.keys
  const attribute = key === undefined ? undefined : job.context.directory.attribute(key.attribute)
  const problem =
    sort.keys.length > 1 ? 53 : attribute === undefined || key === undefined || isLinkLike(attribute) ? 16 : 0
  if (problem !== 0 && sort.critical)
    return withControls(resultOf(refused('SortKeyRefused')), [sortResponse(problem)])
  if (problem !== 0 || attribute === undefined || key === undefined) {
    return withControls(await plain(job, scope, objects), [sortResponse(problem)])
  }
  const sorted = await sortObjects(job, objects, attribute, key)
  if (sorted === undefined) return stopped(job)
  if (vlv !== undefined) return window(job, scope, sorted, attribute, key, vlv)
  return withControls(await plain(job, scope, sorted), [sortResponse(0)])
}

const plain = (
  job: SearchJob,
  scope: Scope,
  objects: Iterable<DirectoryObject | undefined>,
): Later<LdapResult | LdapRefusal> => {
  const { paged } = job.context.controls
  return paged === undefined ? sendAll(job, scope, objects) : pageOf(job, scope, objects, paged)
}

async function sortObjects(
  job: SearchJob,
  objects: Iterable<DirectoryObject | undefined>,
  attribute: AttributeSchema,
  { reverse }: SortKey,
): Promise<readonly DirectoryObject[] | undefined> {
  const keyed: { key: string | undefined; object: DirectoryObject }[] = []
  const left = await walk(job, objects[Symbol.iterator](), (object) => {
    keyed.push({ key: keyOf(job, attribute, object), object })
    return undefined
  })
  if (left !== undefined) return undefined
  // Objects without the attribute come last, or first when the order is reversed (RFC 2891 2.2).
  const sorted = await sortInSlices(
    keyed,
    (a, b) => {
      if (a.key === undefined || b.key === undefined)
        return (a.key === undefined ? 1 : 0) - (b.key === undefined ? 1 : 0)
      return compareKeys(attribute, a.key, b.key) ?? 0
    },
    () => breathe(job),
  )
  const ordered = sorted?.map(({ object }) => object)
  return reverse ? ordered?.reverse() : ordered
}

function keyOf(
  { context }: SearchJob,
  attribute: AttributeSchema,
  object: DirectoryObject,
): string | undefined {
  const stored = firstValue(storedValues(context.directory, object, attribute))
  return stored === undefined ? undefined : storedKey(attribute, stored)
}

function window(
  job: SearchJob,
  scope: Scope,
  sorted: readonly DirectoryObject[],
  attribute: AttributeSchema,
  key: SortKey,
  vlv: VlvRequest,
): LdapResult | LdapRefusal {
  if (job.context.controls.paged !== undefined) return refused('ControlUnknown')
  const target = targetOf(job, sorted, attribute, key, vlv)
  if (vlv.offset === 0)
    return withControls(resultOf(refused('ControlMalformed')), [
      sortResponse(0),
      vlvResponse(0, sorted.length, 61),
    ])
  const first = Math.max(0, target - 1 - vlv.before)
  const last = Math.min(sorted.length, target + vlv.after)
  for (const object of sorted.slice(first, last)) {
    const failure = sendEntry(job, object)
    if (failure !== undefined) return failure
  }
  sendReferences(job, scope)
  return { code: 0, controls: [sortResponse(0), vlvResponse(target, sorted.length, 0)] }
}

/** The position that the window stands at, counted from 1; past the end it is one more than there are. */
function targetOf(
  { context }: SearchJob,
  sorted: readonly DirectoryObject[],
  attribute: AttributeSchema,
  { reverse }: SortKey,
  vlv: VlvRequest,
): number {
  if (vlv.atLeast !== undefined) {
    const wanted = assertionKey(attribute, vlv.atLeast)
    return (
      firstPlace(sorted, (object) => {
        const stored = firstValue(storedValues(context.directory, object, attribute))
        if (stored === undefined || wanted === undefined) return stored === undefined && !reverse
        const order = compareKeys(attribute, storedKey(attribute, stored), wanted) ?? 0
        return reverse ? order <= 0 : order >= 0
      }) + 1
    )
  }
  const { offset = 1, count = 0 } = vlv
  if (count === 0 || count === sorted.length) return Math.min(offset, sorted.length)
  if (offset >= count) return sorted.length
  return Math.max(1, Math.round((offset * sorted.length) / count))
}

/** The first place from which on `reached` holds, in a list where it holds for none before and all after. */
function firstPlace(
  sorted: readonly DirectoryObject[],
  reached: (object: DirectoryObject) => boolean,
): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const object = sorted[middle]
    if (object !== undefined && reached(object)) high = middle
    else low = middle + 1
  }
  return low
}

const withControls = (outcome: LdapResult | LdapRefusal, controls: readonly Control[]): LdapResult => {
  const result = resultOf(outcome)
  return { ...result, controls: [...controls, ...(result.controls ?? [])] }
}

function sortResponse(result: number): Control {
  return {
    oid: controlOids.sortResponse,
    critical: false,
    value: encodeSequence((writer) => writer.integer(result, 0x0a)),
  }
}

function vlvResponse(target: number, count: number, result: number): Control {
  const value = encodeSequence((writer) => {
    if (result === 0) writer.octets(Buffer.from('VLV1'))
    writer.integer(result, 0x0a)
    writer.integer(count)
    writer.integer(target)
  })
  return { oid: controlOids.vlvResponse, critical: false, value }
}
