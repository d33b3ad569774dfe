/**
 * The records of the synchronisation engine: a connector space on each side and the metaverse between them. Immutable and
 * replaced; a change check of a whole record is `===`. Source: writeback.md §8.1; structures: perf.md §4.
 */
import type { ExportedChange, SyncedType, SyncedValue } from '#core/contracts/provisioning.ts'
import type { Instant, StoredRecord } from '#core/ports.ts'

/** Object types that the AD connector imports. `inetOrgPerson` counts as a user, except for password hashes. */
export const directoryTypes = ['user', 'inetOrgPerson', 'group', 'contact'] as const
export type DirectoryType = (typeof directoryTypes)[number]

/** Values of LDAP attributes as text; binary ones as base64, SIDs and GUIDs in their usual text. References are objectGUIDs, or `dn:<lower-case DN>` while the target is unknown. */
export type DirectoryAttributes = Readonly<Record<string, string | readonly string[] | undefined>>

/** An object in an AD connector space (`connect.directory-objects`), id = objectGUID. */
export interface DirectoryObject extends StoredRecord {
  /** Name of the connector: the forest's DNS name. */
  readonly connector: string
  readonly type: DirectoryType
  readonly dn: string
  /** As last imported. */
  readonly attributes: DirectoryAttributes
  /** Imported and not yet synchronised. */
  readonly pendingImport: 'add' | 'update' | 'delete' | null
  readonly metaverseId: string | null
  /** Why it is a disconnector: the filter that holds it back. */
  readonly filteredBy: string | null
  /** What waits to be written to Active Directory. */
  readonly pendingExport: Readonly<Record<string, string>> | null
  readonly error: ObjectError | null
}

export interface ObjectError {
  readonly code: string
  readonly message: string
  readonly at: Instant
}

export type MetaverseType = 'person' | 'group' | 'contact'
export type MetaverseAttributes = Readonly<Record<string, SyncedValue | undefined>>

/** An object of the metaverse (`connect.metaverse`), id = `metaverseIdOf` its type and anchor. */
export interface MetaverseObject extends StoredRecord {
  readonly type: MetaverseType
  readonly attributes: MetaverseAttributes
  readonly sourceAnchor: string
  /** Ids of the AD connector space objects joined to it. */
  readonly links: readonly string[]
}

/** An anchor is for life and one object's of a type: so it is the object's name, and who has the name has the anchor. */
export const metaverseIdOf = (type: MetaverseType, sourceAnchor: string): string =>
  type === 'person' ? sourceAnchor : `${type} ${sourceAnchor}`

/** The anchor in a metaverse id. */
export const anchorInId = (type: MetaverseType, id: string): string =>
  type === 'person' ? id : id.slice(type.length + 1)

/** An object in the tenant's connector space (`connect.cloud-objects`), id = sourceAnchor. */
export interface CloudObject extends StoredRecord {
  readonly type: SyncedType
  /** `User_<object id>`; null until the tenant has answered an add. */
  readonly cloudAnchor: string | null
  readonly metaverseId: string | null
  /** As the tenant last acknowledged it; null: never exported. */
  readonly exported: MetaverseAttributes | null
  readonly pendingExport: PendingExport | null
  /** The tenant's own import has shown the object since. */
  readonly confirmed: boolean
  readonly error: ObjectError | null
}

export interface PendingExport {
  readonly operation: ExportedChange['operation']
  /** All attributes of an add; those that changed of an update (null clears); none of a delete. Undefined ones stay here. */
  readonly attributes: MetaverseAttributes
}

/** The change as it goes over the wire. */
export function exportedChange(object: CloudObject, pending: PendingExport): ExportedChange {
  return {
    operation: pending.operation,
    type: object.type,
    sourceAnchor: object.id,
    cloudAnchor: object.cloudAnchor ?? undefined,
    attributes: pending.attributes,
  }
}

/** The object after the tenant has taken its pending export; undefined when that was a delete. */
export function acknowledged(object: CloudObject, cloudAnchor: string | undefined): CloudObject | undefined {
  const pending = object.pendingExport
  if (pending?.operation === 'delete') return undefined
  return {
    ...object,
    cloudAnchor: cloudAnchor ?? object.cloudAnchor,
    exported: exportedWith(object.exported, pending),
    pendingExport: null,
    confirmed: false,
    error: null,
  }
}

/** The first export's attributes are taken as they are: a copy for each object would cost half as much again. */
function exportedWith(
  exported: MetaverseAttributes | null,
  pending: PendingExport | null,
): MetaverseAttributes | null {
  if (pending === null) return exported
  return exported === null ? pending.attributes : { ...exported, ...pending.attributes }
}
