/** What the directory keeps, collection by collection. Records are immutable and replaced. */
import type { Instant, StoredRecord } from '#core/ports.ts'

/** One value, or several. Bytes are base64, times generalized time, links and DNs the target's id. */
export type StoredValues = string | readonly string[]
export type Attributes = Readonly<Record<string, StoredValues>>

/** `directory.objects`: id is the objectGUID. */
export interface DirectoryObject extends StoredRecord {
  /** Id of the parent; empty for the head of a naming context. */
  readonly parent: string
  /** The whole DN of the head of a naming context; absent below it. */
  readonly ncDn?: string | undefined
  readonly rdnType: string
  readonly rdn: string
  /** lDAPDisplayName of the most specific structural class; objectClass follows from it. */
  readonly objectClass: string
  /** Auxiliary classes that were given to this object alone. */
  readonly auxiliary?: readonly string[] | undefined
  readonly attributes: Attributes
  /** Id in `directory.descriptors`: the object's own part; what it inherits is worked out. */
  readonly descriptor: string
  readonly created: Instant
  readonly changed: Instant
  readonly usnCreated: number
  readonly usnChanged: number
  /** USN of each attribute that was written after the object was made: what DirSync asks. */
  readonly written?: Readonly<Record<string, number>> | undefined
  /** How often each of these was written, the first time included; absent: once. */
  readonly versions?: Readonly<Record<string, number>> | undefined
}

/** `directory.links`: member and its like, one record a value. A removed link stays, with the USN of its removal. */
export interface LinkRecord extends StoredRecord {
  readonly attribute: string
  readonly source: string
  readonly target: string
  readonly present: boolean
  readonly usn: number
  readonly at: Instant
  /** The binary or text half of a DN-with-data value. */
  readonly data?: string
}

/** `directory.secrets`: by object id. Never readable over LDAP. */
export interface SecretRecord extends StoredRecord {
  /** 32 hex digits. */
  readonly ntHash: string
  /** NT hashes, newest first, the present one included. */
  readonly history: readonly string[]
  readonly version: number
  readonly changedAt: Instant
  readonly usn: number
}

/** `directory.logons`: what each domain controller counts for itself and never replicates. */
export interface LogonRecord extends StoredRecord {
  readonly badCount: number
  readonly badAt: Instant
  readonly lastLogon: Instant
  readonly logonCount: number
}

/** `directory.descriptors`: security descriptors, each once, as Active Directory keeps them in its sd_table. */
export interface DescriptorRecord extends StoredRecord {
  readonly objectClass: string
  /** The object's own part, binary, base64. */
  readonly own: string
}

export const valueList = (values: StoredValues | undefined): readonly string[] =>
  values === undefined ? [] : typeof values === 'string' ? [values] : values
export const firstValue = (values: StoredValues | undefined): string | undefined =>
  typeof values === 'string' ? values : values?.[0]
export const packValues = (values: readonly string[]): StoredValues =>
  values.length === 1 ? (values[0] ?? '') : values

const templates = new Map<string, Attributes>()
const maximumTemplates = 5_000

/**
 * A map of attributes whose V8 shape is shared with all others of the same names: objects that are filled key by key
 * end as hash tables, several times the size.
 */
export function shapeAttributes(entries: Iterable<readonly [string, StoredValues]>): Attributes {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const shape = sorted.map(([name]) => name).join('|')
  const shaped: Record<string, StoredValues> = { ...templateOf(shape, sorted) }
  for (const [name, values] of sorted) shaped[name] = values
  return shaped
}

function templateOf(shape: string, entries: readonly (readonly [string, StoredValues])[]): Attributes {
  const known = templates.get(shape)
  if (known !== undefined) return known
  const made: Attributes = JSON.parse(`{${entries.map(([name]) => `${JSON.stringify(name)}:""`).join(',')}}`)
  if (templates.size < maximumTemplates) templates.set(shape, made)
  return made
}
