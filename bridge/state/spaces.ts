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
  readonly pendingImports: ReadonlySet<string>
  readonly pendingDirectoryExports: ReadonlySet<string>
  readonly pendingCloudExports: ReadonlySet<string>
  /** By a DN as it compares (`dnKey`). */
  directoryByKey(key: string): DirectoryObject | undefined
  metaverseByAnchor(type: MetaverseType, anchor: string): MetaverseObject | undefined
  cloudByAnchor(cloudAnchor: string): CloudObject | undefined
  /** Objects with a reference (`manager`, `member`) to this one. */
  referrers(object: DirectoryObject): Iterable<string>
}

const referenceAttributes = ['manager', 'member', 'managedBy'] as const

const valuesOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** References of an object as they stand in its attributes: objectGUIDs, or `dn:<key>`. */
function referencesOf(object: DirectoryObject): readonly string[] {
  return referenceAttributes.flatMap((name) => valuesOf(object.attributes[name]))
}

class ReferenceIndex {
  private readonly byTarget = new Map<string, Set<string>>()

  change(before: DirectoryObject | undefined, after: DirectoryObject | undefined): void {
    if (before !== undefined && after !== undefined && before.attributes === after.attributes) return
    if (before !== undefined)
      for (const target of referencesOf(before)) this.byTarget.get(target)?.delete(before.id)
    if (after !== undefined) for (const target of referencesOf(after)) this.add(target, after.id)
  }

  private add(target: string, id: string): void {
    const known = this.byTarget.get(target)
    if (known === undefined) this.byTarget.set(target, new Set([id]))
    else known.add(id)
  }

  of(target: string): Iterable<string> {
    return this.byTarget.get(target) ?? []
  }
}

/** Keeps a set of the ids of records that satisfy a test. */
function membership<Row extends StoredRecord>(
  rows: Collection<Row>,
  test: (row: Row) => boolean,
): Set<string> {
  const ids = new Set<string>()
  rows.watch((before, after) => {
    if (after !== undefined && test(after)) ids.add(after.id)
    else if (before !== undefined || after !== undefined) ids.delete((after ?? before)?.id ?? '')
  })
  return ids
}

/** Keeps a map from a key of the records to the record. */
function keyed<Row extends StoredRecord>(
  rows: Collection<Row>,
  keyOf: (row: Row) => string | undefined,
): Map<string, Row> {
  const found = new Map<string, Row>()
  rows.watch((before, after) => {
    const old = before === undefined ? undefined : keyOf(before)
    const key = after === undefined ? undefined : keyOf(after)
    if (old !== undefined && old !== key && found.get(old)?.id === before?.id) found.delete(old)
    if (key !== undefined && after !== undefined) found.set(key, after)
  })
  return found
}

/** Opens connector spaces and metaverse of this lab's Connect server. */
export function openSpaces({ store }: Lab): Spaces {
  const directory = store.collection<DirectoryObject>('connect.directory-objects')
  const metaverse = store.collection<MetaverseObject>('connect.metaverse')
  const cloud = store.collection<CloudObject>('connect.cloud-objects')
  const byDn = keyed(directory, ({ dn }) => dnKey(dn))
  const byAnchor = keyed(metaverse, ({ type, sourceAnchor }) => `${type}:${sourceAnchor}`)
  const byCloudAnchor = keyed(cloud, ({ cloudAnchor }) => cloudAnchor ?? undefined)
  const references = new ReferenceIndex()
  directory.watch((before, after) => references.change(before, after))
  return {
    directory,
    metaverse,
    cloud,
    containers: store.collection('connect.containers'),
    outboundDue: store.collection('connect.outbound-due'),
    pendingImports: membership(directory, ({ pendingImport }) => pendingImport !== null),
    pendingDirectoryExports: membership(directory, ({ pendingExport }) => pendingExport !== null),
    pendingCloudExports: membership(cloud, ({ pendingExport }) => pendingExport !== null),
    directoryByKey: (key) => byDn.get(key),
    metaverseByAnchor: (type, anchor) => byAnchor.get(`${type}:${anchor}`),
    cloudByAnchor: (cloudAnchor) => byCloudAnchor.get(cloudAnchor),
    *referrers(object) {
      yield* references.of(object.id)
      yield* references.of(`dn:${dnKey(object.dn)}`)
    },
  }
}
