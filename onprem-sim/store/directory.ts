/** The directory of one lab: its records, and the indexes that hang on them. Reading; changes are made in `changes.ts`. */
import { guidFromBytes } from '#core/active-directory/guid.ts'
import { baseSchema } from '#core/active-directory/schema/base-schema.ts'
import type { AttributeSchema, Schema } from '#core/active-directory/schema/schema.ts'
import type { Collection, Instant, Lab } from '#core/ports.ts'
import { type ChangeLog, createChangeLog } from './change-log.ts'
import { createDescriptors, type Descriptors } from './descriptors.ts'
import { createLinkIndex, type LinkIndex } from './link-index.ts'
import type { DescriptorRecord, DirectoryObject, LinkRecord, LogonRecord, SecretRecord } from './records.ts'
import { firstValue } from './records.ts'
import { createSchemaObjects, type SchemaObjects } from './schema-objects.ts'
import { createTreeIndex, type TreeIndex } from './tree-index.ts'
import { createValueIndex, type ValueIndex } from './value-index.ts'

export interface Directory {
  readonly lab: Lab
  readonly schema: Schema
  readonly objects: Collection<DirectoryObject>
  readonly links: Collection<LinkRecord>
  readonly secrets: Collection<SecretRecord>
  readonly logons: Collection<LogonRecord>
  readonly tree: TreeIndex
  readonly values: ValueIndex
  readonly linkIndex: LinkIndex
  readonly descriptors: Descriptors
  readonly changeLog: ChangeLog
  readonly secretLog: ChangeLog
  readonly schemaObjects: SchemaObjects
  get(id: string): DirectoryObject | undefined
  parentOf(object: DirectoryObject): DirectoryObject | undefined
  dnOf(object: DirectoryObject): string
  /** The head of the domain naming context and of the others. */
  readonly domain: DirectoryObject
  readonly configuration: DirectoryObject
  readonly schemaHead: DirectoryObject
  readonly domainSid: string
  readonly dnsName: string
  readonly netbiosName: string
  readonly highestUsn: number
  /** The next USN; given out for good, even if the transaction fails. */
  nextUsn(): number
  now(): Instant
  byDn(text: string): DirectoryObject | undefined
  /** One object by an indexed attribute's comparison key, deleted ones left out. */
  byKey(attribute: string, key: string): DirectoryObject | undefined
  attribute(name: string): AttributeSchema | undefined
  newGuid(): string
  /** Hears every change of an object, restores included. */
  onChange(
    listener: (before: DirectoryObject | undefined, after: DirectoryObject | undefined) => void,
  ): () => void
}

export interface ForestNames {
  readonly dnsName: string
  readonly netbiosName: string
}

/** Opens the directory that the lab's store holds; it may be empty still. */
export function openDirectory(lab: Lab, names: ForestNames): Directory {
  const schema: Schema = baseSchema()
  const objects = lab.store.collection<DirectoryObject>('directory.objects')
  const links = lab.store.collection<LinkRecord>('directory.links')
  const secrets = lab.store.collection<SecretRecord>('directory.secrets')
  const logons = lab.store.collection<LogonRecord>('directory.logons')
  const descriptorRecords = lab.store.collection<DescriptorRecord>('directory.descriptors')
  const get = (id: string): DirectoryObject | undefined => objects.get(id) ?? schemaObjects.get(id)
  const parentOf = (object: DirectoryObject) => (object.parent === '' ? undefined : get(object.parent))
  const tree = createTreeIndex(get, (type) => schema.attribute(type)?.name ?? type)
  const values = createValueIndex(() => schema)
  const linkIndex = createLinkIndex()
  const descriptors = createDescriptors(descriptorRecords, () => schema, parentOf)
  const changeLog = createChangeLog((id) => objects.get(id)?.usnChanged)
  const secretLog = createChangeLog((id) => secrets.get(id)?.usn)
  const listeners = new Set<
    (before: DirectoryObject | undefined, after: DirectoryObject | undefined) => void
  >()
  let usn = 0

  const schemaObjects = createSchemaObjects(
    schema,
    () => head('CN=Schema,CN=Configuration'),
    (object) => {
      tree.change(undefined, object)
      values.change(undefined, object)
    },
  )
  const head = (prefix: string): DirectoryObject => {
    for (const one of tree.heads.values()) {
      if (
        prefix === ''
          ? one.objectClass === 'domainDNS' && one.attributes.objectSid !== undefined
          : one.ncDn?.startsWith(`${prefix},`)
      )
        return one
    }
    throw new Error(`the directory has no naming context ${prefix}`)
  }
  objects.watch((before, after) => {
    tree.change(before, after)
    values.change(before, after)
    if (after !== undefined) {
      changeLog.note(after.usnChanged, after.id)
      usn = Math.max(usn, after.usnChanged)
    }
    if (
      before !== undefined &&
      (before.descriptor !== after?.descriptor || before.parent !== after?.parent) &&
      tree.children(before.id).size > 0
    )
      descriptors.forget()
    for (const listener of listeners) listener(before, after)
  })
  links.watch((before, after) => {
    linkIndex.change(before, after)
    if (after !== undefined) usn = Math.max(usn, after.usn)
  })
  secrets.watch((_, after) => {
    if (after === undefined) return
    secretLog.note(after.usn, after.id)
    usn = Math.max(usn, after.usn)
  })
  // A descriptor that comes back after a restore may differ under nobody's id: ids are hashes of their content.
  return {
    lab,
    schema,
    objects,
    links,
    secrets,
    logons,
    tree,
    values,
    linkIndex,
    descriptors,
    changeLog,
    secretLog,
    schemaObjects,
    get,
    parentOf,
    dnOf: tree.dnOf,
    get domain() {
      return head('')
    },
    get configuration() {
      return head('CN=Configuration')
    },
    get schemaHead() {
      return head('CN=Schema,CN=Configuration')
    },
    get domainSid() {
      return firstValue(head('').attributes.objectSid) ?? ''
    },
    dnsName: names.dnsName.toLowerCase(),
    netbiosName: names.netbiosName,
    get highestUsn() {
      return usn
    },
    nextUsn: () => {
      usn += 1
      return usn
    },
    now: () => lab.clock.now(),
    byDn: tree.find,
    byKey: (attribute, key) => {
      for (const id of values.equal(attribute, key) ?? []) {
        const object = get(id)
        if (object !== undefined && object.attributes.isDeleted === undefined) return object
      }
      return undefined
    },
    attribute: schema.attribute,
    newGuid: () => guidOf(lab.random.bytes(16)),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A version 4 GUID from random bytes. */
function guidOf(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes)
  marked[7] = ((marked[7] ?? 0) & 0x0f) | 0x40
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80
  return guidFromBytes(marked)
}
