/** Changing the directory: each call belongs into `lab.store.transaction`, and leaves USNs and times right. */
import type { Directory } from './directory.ts'
import { linkId } from './link-index.ts'
import {
  type DirectoryObject,
  type LinkRecord,
  type LogonRecord,
  type SecretRecord,
  type StoredValues,
  shapeAttributes,
} from './records.ts'

export interface ObjectChange {
  /** undefined takes the attribute away. */
  readonly attributes?: ReadonlyMap<string, StoredValues | undefined>
  readonly parent?: string
  readonly rdn?: string
  readonly objectClass?: string
  readonly auxiliary?: readonly string[] | undefined
  readonly descriptor?: string
  /** Names that changed besides the attributes (`name`, `member`, `nTSecurityDescriptor`), for those who follow changes. */
  readonly touched?: readonly string[]
}

/** Replaces the record. The object has one new USN, whatever changed. */
export function changeObject(
  directory: Directory,
  object: DirectoryObject,
  change: ObjectChange,
): DirectoryObject {
  const usn = directory.nextUsn()
  const written: Record<string, number> = { ...object.written }
  const versions: Record<string, number> = { ...object.versions }
  for (const name of [...(change.attributes?.keys() ?? []), ...(change.touched ?? [])]) {
    const isNew = written[name] === undefined && object.attributes[name] === undefined
    if (!isNew) versions[name] = (versions[name] ?? 1) + 1
    written[name] = usn
  }
  // Every field by name: a spread that is added to costs more than all the rest (docs/decisions/0008).
  const next: DirectoryObject = {
    id: object.id,
    parent: change.parent ?? object.parent,
    ncDn: object.ncDn,
    rdnType: object.rdnType,
    rdn: change.rdn ?? object.rdn,
    objectClass: change.objectClass ?? object.objectClass,
    auxiliary: change.auxiliary ?? object.auxiliary,
    attributes:
      change.attributes === undefined ? object.attributes : mergeAttributes(object, change.attributes),
    descriptor: change.descriptor ?? object.descriptor,
    created: object.created,
    changed: directory.now(),
    usnCreated: object.usnCreated,
    usnChanged: usn,
    written,
    versions,
  }
  directory.objects.put(next)
  return next
}

function mergeAttributes(object: DirectoryObject, changes: ReadonlyMap<string, StoredValues | undefined>) {
  let sameNames = true
  for (const [name, values] of changes)
    if ((object.attributes[name] === undefined) !== (values === undefined)) sameNames = false
  if (sameNames) {
    // A copy keeps the shape: no key comes or goes.
    const copy: Record<string, StoredValues> = { ...object.attributes }
    for (const [name, values] of changes) if (values !== undefined) copy[name] = values
    return copy
  }
  const merged = Object.entries(object.attributes).filter(([name]) => !changes.has(name))
  for (const [name, values] of changes) if (values !== undefined) merged.push([name, values])
  return shapeAttributes(merged)
}

export interface NewObject {
  readonly parent: string
  readonly ncDn?: string | undefined
  readonly rdnType: string
  readonly rdn: string
  readonly objectClass: string
  readonly auxiliary?: readonly string[] | undefined
  readonly attributes: Iterable<readonly [string, StoredValues]>
  readonly descriptor: string
  readonly id?: string
}

export function createObject(directory: Directory, fresh: NewObject): DirectoryObject {
  const usn = directory.nextUsn()
  const now = directory.now()
  const object: DirectoryObject = {
    id: fresh.id ?? directory.newGuid(),
    parent: fresh.parent,
    ncDn: fresh.ncDn,
    rdnType: fresh.rdnType,
    rdn: fresh.rdn,
    objectClass: fresh.objectClass,
    auxiliary: fresh.auxiliary,
    attributes: shapeAttributes(fresh.attributes),
    descriptor: fresh.descriptor,
    created: now,
    changed: now,
    usnCreated: usn,
    usnChanged: usn,
    written: undefined,
    versions: undefined,
  }
  directory.objects.put(object)
  return object
}

/** Puts or takes away one value of a linked attribute. The record stays when it is taken away. */
export function setLink(
  directory: Directory,
  link: { source: string; attribute: string; target: string; data?: string },
  present: boolean,
): LinkRecord {
  const { source, attribute, target, data } = link
  const record: LinkRecord = {
    id: linkId(source, attribute, target, data),
    source,
    attribute,
    target,
    present,
    usn: directory.nextUsn(),
    at: directory.now(),
    ...(data === undefined ? {} : { data }),
  }
  directory.links.put(record)
  return record
}

/** Of a password that nobody knows. */
export const randomHash = ({ lab }: Directory): string => Buffer.from(lab.random.secret(16)).toString('hex')

const oldPasswords = 24

/** Writes a new password's NT hash; the history keeps what the longest policy may ask for. */
export function setSecret(
  directory: Directory,
  id: string,
  ntHash: string,
  historyLength = oldPasswords,
): SecretRecord {
  const before = directory.secrets.get(id)
  const record: SecretRecord = {
    id,
    ntHash,
    history: [ntHash, ...(before?.history ?? [])].slice(0, Math.max(historyLength, 2)),
    version: (before?.version ?? 0) + 1,
    changedAt: directory.now(),
    usn: directory.nextUsn(),
  }
  directory.secrets.put(record)
  return record
}

const neverLoggedOn = { badCount: 0, badAt: 0, lastLogon: 0, logonCount: 0 }

export function changeLogons(
  directory: Directory,
  id: string,
  change: Partial<Omit<LogonRecord, 'id'>>,
): void {
  directory.logons.put({ ...neverLoggedOn, ...directory.logons.get(id), id, ...change })
}

/** Relative ids are given out by a counter of the domain. */
export function nextRid(directory: Directory): number {
  const state = directory.lab.store.collection<{ readonly id: string; readonly next: number }>(
    'directory.state',
  )
  const next = state.get('rid')?.next ?? 1104
  state.put({ id: 'rid', next: next + 1 })
  return next
}
