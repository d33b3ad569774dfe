/** Reads what LDAP answers into the engine's own values: text, GUIDs and SIDs as text, binary as base64, references as GUIDs. */
import type { Entry } from 'ldapts'
import { guidFromBytes, parseGuid } from '#core/active-directory/guid.ts'
import { parseSid, sidFromBytes } from '#core/active-directory/sid.ts'
import { AttributeShape, type Place } from '#core/sync/attribute-shape.ts'
import type { DirectoryAttributes, DirectoryType } from '#core/sync/connector-space.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { binaryAttributesOfPeople, importedAttributes } from '#core/sync/rules/in-from-ad.ts'
import { managedAnchor } from '#core/sync/source-anchor.ts'
import { bytesOf, type EntryValue, textsOf, valuesOf } from './ldap-values.ts'

export interface ImportedEntry {
  readonly objectGUID: string
  readonly dn: string
  /** Undefined: a container, or a type that is not synchronised. */
  readonly type: DirectoryType | undefined
  readonly isContainer: boolean
  readonly attributes: DirectoryAttributes
  /** Attributes of which the server sent only the first part, by range (`member;range=0-1499`). */
  readonly ranged: readonly string[]
}

const references: ReadonlySet<string> = new Set(['manager', 'member', 'managedBy'])
const binary: ReadonlySet<string> = new Set(binaryAttributesOfPeople)
const notKept: ReadonlySet<string> = new Set(['objectClass', 'objectGUID', 'distinguishedName'])

/** Which attributes are kept of an entry. */
export interface EntryShape {
  /** By the name as the schema spells it, and by the name in lower case. */
  readonly canonical: ReadonlyMap<string, Place>
  readonly attributes: AttributeShape<string | readonly string[]>
}

export function shapeWith(attributes: readonly string[]): EntryShape {
  const kept = attributes.filter((name) => !notKept.has(name))
  const places = kept.map((name): Place => ({ target: name, isUsed: false }))
  return {
    canonical: new Map(
      places.flatMap((place) => [
        [place.target, place],
        [place.target.toLowerCase(), place],
      ]),
    ),
    // An export writes it into the objects that were read.
    attributes: new AttributeShape(
      kept,
      places.filter(({ target }) => target === managedAnchor),
    ),
  }
}

const ownShape = shapeWith(importedAttributes)

/** With the extended DN control a DN comes as `<GUID=…>;<SID=…>;CN=…`. */
const extendedDn = /^<GUID=([^>]+)>;(?:<SID=([^>]*)>;)?/i

export const plainDn = (dn: string): string => dn.replace(extendedDn, '')

/** `objectGUID` where the server tells it, else the DN to be looked up. */
export function referenceOf(dn: string): string {
  const guid = extendedDn.exec(dn)?.[1]
  return (guid === undefined ? undefined : parseGuid(guid)) ?? `dn:${dnKey(plainDn(dn))}`
}

function typeOf(classes: readonly string[]): DirectoryType | undefined {
  const names = new Set(classes.map((name) => name.toLowerCase()))
  if (names.has('computer')) return undefined
  if (names.has('inetorgperson')) return 'inetOrgPerson'
  if (names.has('user')) return 'user'
  if (names.has('group')) return 'group'
  return names.has('contact') ? 'contact' : undefined
}

const containerClasses: ReadonlySet<string> = new Set([
  'organizationalunit',
  'container',
  'builtindomain',
  'domaindns',
])

function attributeValue(name: string, value: EntryValue): string | readonly string[] | undefined {
  if (name === 'objectSid') return sidFromBytes(bytesOf(value) ?? Buffer.alloc(0))
  if (name === 'mS-DS-ConsistencyGuid') return bytesOf(value)?.toString('base64') || undefined
  const texts = textsIn(name, value)
  return texts.length > 1 ? texts : texts[0]
}

function textsIn(name: string, value: EntryValue): readonly string[] {
  if (references.has(name)) return textsOf(value).map(referenceOf)
  return binary.has(name) ? valuesOf(value).map((bytes) => bytes.toString('base64')) : textsOf(value)
}

/** `member;range=0-1499` → member and its options. */
function nameOf(
  attribute: string,
  canonical: EntryShape['canonical'],
): {
  readonly known: Place | undefined
  readonly options: readonly string[]
} {
  const plain = canonical.get(attribute)
  if (plain !== undefined) return { known: plain, options: none }
  const [name = '', ...options] = attribute.split(';')
  return { known: canonical.get(name.toLowerCase()), options }
}

const none: readonly string[] = []

/** By the entry's own name where the server extends it, else by its attributes. */
function identityOf(entry: Entry): { readonly guid: string | undefined; readonly sid: string | undefined } {
  const named = extendedDn.exec(entry.dn)
  const bytes = named === null ? bytesOf(entry.objectGUID) : undefined
  const guid =
    named === null ? (bytes?.length === 16 ? guidFromBytes(bytes) : undefined) : parseGuid(named[1] ?? '')
  return { guid, sid: named?.[2] === undefined ? undefined : parseSid(named[2]) }
}

/** Undefined when the entry has no objectGUID (nothing that the engine could hold on to). */
export function readEntry(
  entry: Entry,
  { canonical, attributes: shape }: EntryShape = ownShape,
): ImportedEntry | undefined {
  const { guid, sid } = identityOf(entry)
  if (guid === undefined) return undefined
  const attributes = shape.make()
  const keep = (place: Place, value: string | readonly string[] | undefined) => {
    if (value !== undefined) shape.set(attributes, place, value)
  }
  const sidPlace = canonical.get('objectSid')
  if (sidPlace !== undefined) keep(sidPlace, sid)
  const ranged: string[] = []
  for (const attribute in entry) {
    const value = entry[attribute]
    // The client adds an empty list for every attribute that was asked for and is not there: most of them.
    if (Array.isArray(value) && value.length === 0) continue
    const { known, options } = nameOf(attribute, canonical)
    if (known === undefined) continue
    const isRange = options.some((option) => option.startsWith('range='))
    if (isRange && !attribute.endsWith('-*')) ranged.push(known.target)
    if (isRange || attributes[known.target] === undefined) keep(known, attributeValue(known.target, value))
  }
  const classes = textsOf(entry.objectClass)
  return {
    objectGUID: guid,
    dn: plainDn(entry.dn),
    type: typeOf(classes),
    isContainer: classes.some((name) => containerClasses.has(name.toLowerCase())),
    attributes,
    ranged,
  }
}
