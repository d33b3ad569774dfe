/**
 * The two connector spaces and the metaverse, with the indexes that runs ask for. Indexes follow the collections' changes,
 * so loading, committing, rolling back and restoring keep them right.
 */
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'
import type { CloudObject, DirectoryObject, MetaverseObject } from '#core/sync/connector-space.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { isProvisioned } from '#core/sync/synchronize-outbound.ts'
import { Waiting } from './waiting.ts'

/** `connect.containers`, id = objectGUID: containers whose renaming moves what is below them. */
export interface Container extends StoredRecord {
  readonly connector: string
  readonly dn: string
}

/** `connect.outbound-due`, id = metaverse id: to be looked at again, because a reference may resolve now. */
export type OutboundDue = StoredRecord

/**
 * `connect.open-references`, id = a reference as it stands in attributes: somebody went out without it because its target was
 * not there. Due: the target has come or gone meanwhile, and whoever has the reference is to be found.
 */
export interface OpenReference extends StoredRecord {
  readonly isDue: boolean
}

/** A reference by DN, while the target's objectGUID is unknown. */
export const nameReference = (dn: string): string => `dn:${dnKey(dn)}`
export const isName = (reference: string): boolean => reference.startsWith('dn:')

export interface Spaces {
  readonly directory: Collection<DirectoryObject>
  readonly metaverse: Collection<MetaverseObject>
  readonly cloud: Collection<CloudObject>
  readonly containers: Collection<Container>
  readonly outboundDue: Collection<OutboundDue>
  readonly openReferences: Collection<OpenReference>
  /** Those by DN. */
  readonly openNames: Waiting<OpenReference>
  /** Ids of metaverse objects that are not to be in the tenant: few, as the filters hold back most of them before. */
  readonly unprovisioned: ReadonlySet<string>
  readonly referencesDue: Waiting<OpenReference>
  /** AD connector space objects that wait for synchronisation. */
  readonly pendingImports: Waiting<DirectoryObject>
  readonly pendingDirectoryExports: Waiting<DirectoryObject>
  readonly pendingCloudExports: Waiting<CloudObject>
  /** By a DN as it compares (`dnKey`); indexed from the first question on. */
  directoryByKey(key: string): DirectoryObject | undefined
  /** People by mail address, in any case; indexed from the first question on. */
  metaverseByMail(mail: string): MetaverseObject | undefined
  cloudByAnchor(cloudAnchor: string): CloudObject | undefined
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

/** Ids of the rows that pass a test. */
function idsOf<Row extends StoredRecord>(
  rows: Collection<Row>,
  test: (row: Row) => boolean,
): ReadonlySet<string> {
  const ids = new Set<string>()
  rows.watch((before, after) => {
    if (after !== undefined && test(after)) ids.add(after.id)
    else if (before !== undefined && ids.size > 0) ids.delete(before.id)
  })
  return ids
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

const lowerCase = (text: string): string => text.toLowerCase()
const mailOfPerson = ({ type, attributes: { mail } }: MetaverseObject): string | null =>
  type === 'person' && typeof mail === 'string' ? mail : null

/** Opens connector spaces and metaverse of this lab's Connect server. */
export function openSpaces({ store }: Lab): Spaces {
  const directory = store.collection<DirectoryObject>('connect.directory-objects')
  const metaverse = store.collection<MetaverseObject>('connect.metaverse')
  const cloud = store.collection<CloudObject>('connect.cloud-objects')
  const byDn = whenAsked(() => keyed(directory, ({ dn }) => dn, dnKey))
  const byCloudAnchor = keyed(cloud, ({ cloudAnchor }) => cloudAnchor)
  const byMail = whenAsked(() => keyed(metaverse, mailOfPerson, lowerCase))
  const openReferences = store.collection<OpenReference>('connect.open-references')
  return {
    directory,
    metaverse,
    cloud,
    containers: store.collection('connect.containers'),
    outboundDue: store.collection('connect.outbound-due'),
    openReferences,
    openNames: new Waiting(openReferences, ({ id }) => isName(id)),
    unprovisioned: idsOf(metaverse, (object) => !isProvisioned(object)),
    referencesDue: new Waiting(openReferences, ({ isDue }) => isDue),
    pendingImports: new Waiting(directory, ({ pendingImport }) => pendingImport !== null),
    pendingDirectoryExports: new Waiting(directory, ({ pendingExport }) => pendingExport !== null),
    pendingCloudExports: new Waiting(cloud, ({ pendingExport }) => pendingExport !== null),
    directoryByKey: byDn,
    metaverseByMail: (mail) => byMail(lowerCase(mail)),
    cloudByAnchor: byCloudAnchor,
  }
}
