/**
 * The two connector spaces and the metaverse, with the indexes that runs ask for. Indexes follow the collections' changes,
 * so loading, committing, rolling back and restoring keep them right.
 */
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'
import type {
  CloudObject,
  DirectoryObject,
  MetaverseObject,
  MetaverseType,
} from '#core/sync/connector-space.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { Waiting } from './waiting.ts'

/** `connect.containers`, id = objectGUID: containers whose renaming moves what is below them. */
export interface Container extends StoredRecord {
  readonly connector: string
  readonly dn: string
}

/** `connect.outbound-due`, id = metaverse id: to be looked at again, because a reference may resolve now. */
export type OutboundDue = StoredRecord

export interface Spaces {
  readonly directory: Collection<DirectoryObject>
  readonly metaverse: Collection<MetaverseObject>
  readonly cloud: Collection<CloudObject>
  readonly containers: Collection<Container>
  readonly outboundDue: Collection<OutboundDue>
  /** AD connector space objects that wait for synchronisation. */
  readonly pendingImports: Waiting<DirectoryObject>
  readonly pendingDirectoryExports: Waiting<DirectoryObject>
  readonly pendingCloudExports: Waiting<CloudObject>
  /** By a DN as it compares (`dnKey`); indexed from the first question on. */
  directoryByKey(key: string): DirectoryObject | undefined
  metaverseByAnchor(type: MetaverseType, anchor: string): MetaverseObject | undefined
  /** People by mail address, in any case; indexed from the first question on. */
  metaverseByMail(mail: string): MetaverseObject | undefined
  cloudByAnchor(cloudAnchor: string): CloudObject | undefined
  /** Objects with a reference (`manager`, `member`) to this one. */
  referrers(object: DirectoryObject): readonly string[]
}

const referenceAttributes = ['manager', 'member', 'managedBy'] as const

const nobody: readonly string[] = []

/** References of an object as they stand in its attributes: objectGUIDs, or `dn:<key>`. */
function referencesOf({ attributes }: DirectoryObject): readonly string[] {
  let references = nobody
  for (const name of referenceAttributes) {
    const value = attributes[name]
    if (value === undefined) continue
    const values = typeof value === 'string' ? [value] : value
    references = references.length === 0 ? values : [...references, ...values]
  }
  return references
}

const isUnresolved = (reference: string): boolean => reference.startsWith('dn:')

/** Who refers to whom. Most objects are named by one other, so a lone id is kept without a Set around it. */
class ReferenceIndex {
  private readonly byTarget = new Map<string, string | Set<string>>()
  /** References whose target is unknown are few or none: then no DN needs to be made comparable. */
  private unresolved = 0

  change(before: DirectoryObject | undefined, after: DirectoryObject | undefined): void {
    if (before?.attributes === after?.attributes) return
    if (before !== undefined) for (const target of referencesOf(before)) this.remove(target, before.id)
    if (after !== undefined) for (const target of referencesOf(after)) this.add(target, after.id)
  }

  to({ id, dn }: DirectoryObject): readonly string[] {
    const resolved = this.of(id)
    return this.unresolved === 0 ? resolved : [...resolved, ...this.of(`dn:${dnKey(dn)}`)]
  }

  private of(target: string): readonly string[] {
    const known = this.byTarget.get(target)
    return known === undefined ? nobody : typeof known === 'string' ? [known] : [...known]
  }

  private add(target: string, id: string): void {
    if (isUnresolved(target)) this.unresolved += 1
    const known = this.byTarget.get(target)
    if (known === undefined) this.byTarget.set(target, id)
    else if (typeof known !== 'string') known.add(id)
    else if (known !== id) this.byTarget.set(target, new Set([known, id]))
  }

  private remove(target: string, id: string): void {
    if (isUnresolved(target)) this.unresolved -= 1
    const known = this.byTarget.get(target)
    if (known === id) this.byTarget.delete(target)
    else if (typeof known === 'object' && known.delete(id) && known.size === 0) this.byTarget.delete(target)
  }
}

/** Finds records by a text of theirs. `normalize` makes two spellings one; it is asked only when the text has changed. */
function keyed<Row extends StoredRecord>(
  rows: Collection<Row>,
  textOf: (row: Row) => string | null,
  normalize = (text: string): string => text,
): Find<Row> {
  const ids = new Map<string, string>()
  rows.watch((before, after) => {
    const old = before === undefined ? null : textOf(before)
    const text = after === undefined ? null : textOf(after)
    if (old === text) return
    if (old !== null && ids.get(normalize(old)) === before?.id) ids.delete(normalize(old))
    if (text !== null && after !== undefined) ids.set(normalize(text), after.id)
  })
  return (key) => {
    const id = ids.get(key)
    return id === undefined ? undefined : rows.get(id)
  }
}

type Find<Row> = (key: string) => Row | undefined

/** Makes an index at the first question: few labs ever ask, and each object would pay for it. */
function whenAsked<Row>(make: () => Find<Row>): Find<Row> {
  let found: Find<Row> | undefined
  return (key) => {
    found ??= make()
    return found(key)
  }
}

/** An anchor is one object's of a type; people, by far the most, are found by the anchor itself. */
const anchorKeyOf = ({ type, sourceAnchor }: Pick<MetaverseObject, 'type' | 'sourceAnchor'>): string =>
  type === 'person' ? sourceAnchor : `${type} ${sourceAnchor}`
const lowerCase = (text: string): string => text.toLowerCase()
const mailOfPerson = ({ type, attributes: { mail } }: MetaverseObject): string | null =>
  type === 'person' && typeof mail === 'string' ? mail : null

/** Opens connector spaces and metaverse of this lab's Connect server. */
export function openSpaces({ store }: Lab): Spaces {
  const directory = store.collection<DirectoryObject>('connect.directory-objects')
  const metaverse = store.collection<MetaverseObject>('connect.metaverse')
  const cloud = store.collection<CloudObject>('connect.cloud-objects')
  const byDn = whenAsked(() => keyed(directory, ({ dn }) => dn, dnKey))
  const byAnchor = keyed(metaverse, anchorKeyOf)
  const byCloudAnchor = keyed(cloud, ({ cloudAnchor }) => cloudAnchor)
  const byMail = whenAsked(() => keyed(metaverse, mailOfPerson, lowerCase))
  const references = new ReferenceIndex()
  directory.watch((before, after) => references.change(before, after))
  return {
    directory,
    metaverse,
    cloud,
    containers: store.collection('connect.containers'),
    outboundDue: store.collection('connect.outbound-due'),
    pendingImports: new Waiting(directory, ({ pendingImport }) => pendingImport !== null),
    pendingDirectoryExports: new Waiting(directory, ({ pendingExport }) => pendingExport !== null),
    pendingCloudExports: new Waiting(cloud, ({ pendingExport }) => pendingExport !== null),
    directoryByKey: byDn,
    metaverseByAnchor: (type, sourceAnchor) => byAnchor(anchorKeyOf({ type, sourceAnchor })),
    metaverseByMail: (mail) => byMail(lowerCase(mail)),
    cloudByAnchor: byCloudAnchor,
    referrers: (object) => references.to(object),
  }
}
