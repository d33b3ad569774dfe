/** DirSync (MS-ADTS 3.1.1.3.4.1.3): what changed in a naming context since a cookie, attribute by attribute. */

import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { guidToBytes } from '#core/active-directory/guid.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { presentAttributes, storedValues, wireValues } from '../../store/attribute-reader.ts'
import type { RememberingView } from '../../store/descriptors.ts'
import { type DirectoryObject, type LinkRecord, packValues } from '../../store/records.ts'
import { encodeSequence } from '../../wire/ber-writer.ts'
import { encodeEntry, type LdapResult, type WireAttribute } from '../../wire/responses.ts'
import { accessTo, hasRight, isSecret, mayRead } from '../access.ts'
import { controlOids, type RequestControls } from '../controls.ts'
import { type LdapRefusal, refused } from '../operation.ts'
import { isVisible } from '../resolve.ts'
import { compileFilter, type Matcher } from './compile-filter.ts'
import type { Scope } from './scan.ts'
import { breathe, entryName, mustPause, type SearchJob, stopped } from './search-job.ts'

const flags = {
  objectSecurity: 0x1,
  ancestorsFirst: 0x800,
  publicDataOnly: 0x2000,
  incrementalValues: 0x80000000,
} as const
/** Objects of one answer; the reader asks again for more. */
const maximumObjects = 1000

export async function dirSync(
  job: SearchJob,
  scope: Scope,
  control: NonNullable<RequestControls['dirSync']>,
): Promise<LdapResult | LdapRefusal> {
  const { context } = job
  const [base] = scope.bases
  const wanted = control.flags >>> 0
  if (base?.ncDn === undefined) return refused('NotNamingContext')
  const objectSecurity = (wanted & flags.objectSecurity) !== 0
  if (!objectSecurity && !hasRight(context, base, extendedRights.replicationGetChanges))
    return refused('ReplicationDenied')
  const after = readCookie(control.cookie)
  if (after === undefined) return refused('DirSyncCookieMalformed')
  const showing = { ...context, controls: { ...context.controls, showDeleted: true } }
  return sendChanges({ ...job, context: showing }, base, after, {
    incremental: (wanted & flags.incrementalValues) !== 0,
    objectSecurity,
  })
}

interface Manner {
  readonly incremental: boolean
  readonly objectSecurity: boolean
}

async function sendChanges(
  job: SearchJob,
  base: DirectoryObject,
  after: number,
  manner: Manner,
): Promise<LdapResult> {
  const { directory } = job.context
  const upTo = directory.highestUsn
  const matcher = compileFilter(job.context, job.request.filter)
  let sent = 0
  let seen = 0
  for (const { usn, id } of directory.changeLog.since(after)) {
    if (usn > upTo) break
    seen += 1
    const object = directory.get(id)
    if (object !== undefined && directory.tree.headOf(object).id === base.id)
      sent += sendChange(job, object, matcher, after, manner)
    if (sent === maximumObjects) return { code: 0, controls: [response(job, usn, true)] }
    if (mustPause(job.sink, seen) && !(await breathe(job))) return stopped(job)
  }
  return { code: 0, controls: [response(job, upTo, false)] }
}

function sendChange(
  job: SearchJob,
  object: DirectoryObject,
  matcher: Matcher,
  after: number,
  manner: Manner,
): number {
  const { context, messageId, sink } = job
  const view = accessTo(context, object)
  if (manner.objectSecurity && !isVisible(context, object)) return 0
  const deleted = object.attributes.isDeleted !== undefined
  if (matcher(object, view) !== 1) return 0
  const attributes = changedAttributes(job, object, view, after, manner)
  if (attributes.length === 0 && !deleted) return 0
  const present = [...attributes, ...alwaysGiven(job, object, deleted)]
  const unique = new Map(present.map((one) => [one.name, one]))
  sink.send(encodeEntry(messageId, entryName(context, object), [...unique.values()]))
  return 1
}

/** objectGUID, instanceType and the state of a tombstone come with every object. */
function alwaysGiven(
  { context: { directory } }: SearchJob,
  object: DirectoryObject,
  deleted: boolean,
): WireAttribute[] {
  return ['objectGUID', 'instanceType', ...(deleted ? ['isDeleted'] : [])].flatMap((name) => {
    const attribute = directory.attribute(name)
    const stored = attribute === undefined ? undefined : storedValues(directory, object, attribute)
    return attribute === undefined || stored === undefined
      ? []
      : [{ name, values: wireValues(directory, attribute, stored) }]
  })
}

function changedAttributes(
  job: SearchJob,
  object: DirectoryObject,
  view: RememberingView,
  after: number,
  manner: Manner,
): WireAttribute[] {
  const { context, selection } = job
  const named = selection.named.map((one) => one.attribute)
  const asked = selection.all
    ? [...writtenNames(context, object), ...presentAttributes(context.directory, object)]
    : named
  const result: WireAttribute[] = []
  for (const attribute of new Set(asked)) {
    // DirSync gives what replicates: no computed, no back link, no local values; the naming attribute only when new.
    if (isSecret(attribute) || !replicates(attribute) || (manner.objectSecurity && !mayRead(view, attribute)))
      continue
    result.push(...changeOf(job, object, attribute, after, manner))
  }
  return result
}

const writtenNames = ({ directory }: SearchJob['context'], object: DirectoryObject): AttributeSchema[] =>
  Object.keys(object.written ?? {}).flatMap((name) => directory.attribute(name) ?? [])

const local = new Set([
  'distinguishedName',
  'uSNChanged',
  'uSNCreated',
  'whenChanged',
  'objectGUID',
  'cn',
  'badPwdCount',
  'badPasswordTime',
  'lastLogon',
  'logonCount',
])
const replicates = (attribute: AttributeSchema): boolean =>
  !attribute.constructed &&
  (attribute.linkId ?? 0) % 2 === 0 &&
  (attribute.systemFlags & 0x1) === 0 &&
  !local.has(attribute.name)

function changeOf(
  job: SearchJob,
  object: DirectoryObject,
  attribute: AttributeSchema,
  after: number,
  { incremental }: Manner,
): WireAttribute[] {
  const { directory } = job.context
  if (attribute.linkId !== undefined) return linkChanges(job, object, attribute, after, incremental)
  const usn = object.written?.[attribute.name] ?? object.usnCreated
  if (usn <= after) return []
  const stored = storedValues(directory, object, attribute)
  return [
    { name: attribute.name, values: stored === undefined ? [] : wireValues(directory, attribute, stored) },
  ]
}

function linkChanges(
  { context }: SearchJob,
  object: DirectoryObject,
  attribute: AttributeSchema,
  after: number,
  incremental: boolean,
): WireAttribute[] {
  const { directory } = context
  const links = [...directory.linkIndex.allOf(object.id)].filter((link) => link.attribute === attribute.name)
  const changed = links.filter((link) => link.usn > after)
  if (changed.length === 0) return []
  const values = (some: readonly LinkRecord[]) =>
    wireValues(directory, attribute, packValues(some.map((link) => (link.data ?? '') + link.target)))
  if (!incremental) return [{ name: attribute.name, values: values(links.filter((link) => link.present)) }]
  const added = changed.filter((link) => link.present)
  const removed = changed.filter((link) => !link.present)
  return [
    ...(added.length === 0 ? [] : [{ name: `${attribute.name};range=1-1`, values: values(added) }]),
    ...(removed.length === 0 ? [] : [{ name: `${attribute.name};range=0-0`, values: values(removed) }]),
  ]
}

/** `MSDS`, version 3, then our own bookmark (MS-ADTS 3.1.1.3.4.1.3: opaque to clients). */
const cookieLength = 108
function writeCookie(job: SearchJob, usn: number): Buffer {
  const cookie = Buffer.alloc(cookieLength)
  cookie.write('MSDS', 'latin1')
  cookie.writeUInt32LE(3, 4)
  cookie.writeBigUInt64LE(BigInt(usn), 16)
  Buffer.from(guidToBytes(job.context.directory.domain.id)).copy(cookie, 32)
  return cookie
}

function readCookie(cookie: Buffer): number | undefined {
  if (cookie.length === 0) return 0
  if (cookie.length !== cookieLength || cookie.toString('latin1', 0, 4) !== 'MSDS') return undefined
  const usn = Number(cookie.readBigUInt64LE(16))
  return Number.isSafeInteger(usn) ? usn : undefined
}

function response(job: SearchJob, usn: number, more: boolean) {
  const value = encodeSequence((writer) => {
    writer.octets(writeCookie(job, usn))
    writer.integer(0)
    writer.integer(more ? 1 : 0)
  })
  return { oid: controlOids.dirSync, critical: false, value }
}
