/** An object's attributes as LDAP shows them: those it has, those that follow from its place, and its links both ways. */
import { guidToBytes } from '#core/active-directory/guid.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { toFileTime, toGeneralizedTime } from '#core/active-directory/times.ts'
import type { WireValue } from '../wire/responses.ts'
import type { Directory } from './directory.ts'
import { type DirectoryObject, type StoredValues, valueList } from './records.ts'
import { encodeValue, isLinkLike } from './value-syntax.ts'

/** How DNs are written: plainly, or with GUID and SID in front (LDAP_SERVER_EXTENDED_DN_OID). */
export type DnForm = 'plain' | 'extended-hex' | 'extended-text'

type Derived = (directory: Directory, object: DirectoryObject) => StoredValues | undefined

const logonTime =
  (pick: 'badAt' | 'lastLogon'): Derived =>
  (directory, object) => {
    if (!isAccount(object)) return undefined
    const at = directory.logons.get(object.id)?.[pick] ?? 0
    return at === 0 ? '0' : toFileTime(at)
  }
const logonCounter =
  (pick: 'badCount' | 'logonCount'): Derived =>
  (directory, object) =>
    isAccount(object) ? String(directory.logons.get(object.id)?.[pick] ?? 0) : undefined

/** Users and computers: what has userAccountControl. A tombstone has lost it. */
const isAccount = ({ attributes }: DirectoryObject): boolean =>
  attributes.userAccountControl !== undefined && attributes.isDeleted === undefined

/** What the domain controller counts for itself. */
const logonAttributes: Readonly<Record<string, Derived>> = {
  badPwdCount: logonCounter('badCount'),
  logonCount: logonCounter('logonCount'),
  badPasswordTime: logonTime('badAt'),
  lastLogon: logonTime('lastLogon'),
}

/** Values that follow from the record itself. DNs are ids here, as in every stored value. */
const derived: Readonly<Record<string, Derived>> = {
  objectClass: (directory, object) => objectClasses(directory, object),
  distinguishedName: (_, object) => object.id,
  name: (_, object) => object.rdn,
  objectGUID: (_, object) => object.id,
  instanceType: (_, object) => object.attributes.instanceType ?? '4',
  whenCreated: (_, object) => toGeneralizedTime(object.created),
  whenChanged: (_, object) => toGeneralizedTime(object.changed),
  uSNCreated: (_, object) => String(object.usnCreated),
  uSNChanged: (_, object) => String(object.usnChanged),
  objectCategory: (directory, object) => object.attributes.objectCategory ?? categoryOf(directory, object),
  ...logonAttributes,
}
const derivedNames = Object.keys(derived)

/** Whether values of an attribute come from elsewhere than the object's own record. */
export const refersElsewhere = (attribute: AttributeSchema): boolean =>
  isLinkLike(attribute) || logonAttributes[attribute.name] !== undefined

function categoryOf(directory: Directory, object: DirectoryObject): StoredValues | undefined {
  if (object.attributes.isDeleted !== undefined) return undefined
  const cn = directory.schema.classOf(object.objectClass)?.defaultCategoryCn
  return cn === undefined ? undefined : directory.schemaObjects.categoryId(cn)
}

/** From `top` to the most specific; auxiliary classes of the object itself after top's kin. */
export function objectClasses(directory: Directory, object: DirectoryObject): readonly string[] {
  const found = directory.schema.classOf(object.objectClass)
  if (found === undefined) return [object.objectClass]
  const lineage = directory.schema.rules(found).lineage.map((one) => one.name)
  if (object.auxiliary === undefined) return lineage
  return [...lineage.slice(0, -1), ...object.auxiliary, ...lineage.slice(-1)]
}

/** The kept values of one attribute; ids stand for names. Undefined when the object has none. */
export function storedValues(
  directory: Directory,
  object: DirectoryObject,
  attribute: AttributeSchema,
): StoredValues | undefined {
  const { name } = attribute
  const rule = derived[name]
  if (rule !== undefined) return rule(directory, object)
  if (attribute.linkId !== undefined) return linkedValues(directory, object, attribute)
  return isNamingAttribute(object, name) ? object.rdn : object.attributes[name]
}

/** The length says it of nearly all. */
const isNamingAttribute = ({ rdnType }: DirectoryObject, name: string): boolean =>
  name.length === rdnType.length && name.toUpperCase() === rdnType

function linkedValues(
  directory: Directory,
  object: DirectoryObject,
  attribute: AttributeSchema,
): StoredValues | undefined {
  const values = someLinks(linksOf(directory, object, attribute), 0, Number.POSITIVE_INFINITY)
  return values.length === 0 ? undefined : values
}

interface LinkList {
  readonly count: number
  readonly values: Iterable<string>
}

const noLinks: LinkList = { count: 0, values: [] }

function linksOf(directory: Directory, { id }: DirectoryObject, attribute: AttributeSchema): LinkList {
  const { linkIndex, schema } = directory
  if ((attribute.linkId ?? 0) % 2 === 0)
    return { count: linkIndex.count(id, attribute.name), values: targetsOf(directory, id, attribute.name) }
  const name = schema.linkPartner(attribute)?.name
  return name === undefined
    ? noLinks
    : { count: linkIndex.countSources(id, name), values: sourcesOf(directory, id, name) }
}

function* targetsOf({ linkIndex }: Directory, id: string, name: string): Iterable<string> {
  for (const link of linkIndex.targets(id, name)) yield withData(link.target, link.data)
}

function* sourcesOf({ linkIndex }: Directory, id: string, name: string): Iterable<string> {
  for (const link of linkIndex.sources(id, name)) yield link.source
}

function someLinks({ values }: LinkList, from: number, upTo: number): readonly string[] {
  const some: string[] = []
  let at = 0
  for (const value of values) {
    if (at >= upTo) break
    if (at >= from) some.push(value)
    at += 1
  }
  return some
}

/** How many values there are, without gathering them: a group may have a hundred thousand members. */
export function countValues(
  directory: Directory,
  object: DirectoryObject,
  attribute: AttributeSchema,
): number {
  if (attribute.linkId !== undefined && derived[attribute.name] === undefined)
    return linksOf(directory, object, attribute).count
  return valueList(storedValues(directory, object, attribute)).length
}

/** The values from one place up to another. */
export function someValues(
  directory: Directory,
  object: DirectoryObject,
  attribute: AttributeSchema,
  from: number,
  upTo: number,
): StoredValues {
  if (attribute.linkId !== undefined && derived[attribute.name] === undefined)
    return someLinks(linksOf(directory, object, attribute), from, upTo)
  return valueList(storedValues(directory, object, attribute)).slice(from, upTo)
}

const withData = (id: string, data: string | undefined): string => (data === undefined ? id : `${data}${id}`)

/** Names of all attributes that a search for `*` gives: constructed ones and descriptors are asked for by name. */
export function presentAttributes(directory: Directory, object: DirectoryObject): AttributeSchema[] {
  const names = new Set<string>(derivedNames)
  names.add(object.rdnType.toLowerCase())
  for (const name in object.attributes) names.add(name)
  for (const name of directory.linkIndex.forwardNames(object.id)) names.add(name)
  for (const name of directory.linkIndex.backwardNames(object.id)) {
    const forward = directory.attribute(name)
    const back = forward === undefined ? undefined : directory.schema.linkPartner(forward)
    if (back !== undefined) names.add(back.name)
  }
  const found: AttributeSchema[] = []
  for (const name of names) {
    const attribute = directory.attribute(name)
    if (attribute !== undefined) found.push(attribute)
  }
  return found
}

/** Kept values as they leave. */
export function wireValues(
  directory: Directory,
  attribute: AttributeSchema,
  stored: StoredValues,
  form: DnForm = 'plain',
): readonly WireValue[] {
  if (attribute.name === 'objectGUID') return [guidBytes(String(stored))]
  if (attribute.syntax === 'dn' || attribute.syntax === 'dn-binary' || attribute.syntax === 'dn-string') {
    return valueList(stored).map((value) => nameValue(directory, value, form))
  }
  return typeof stored === 'string'
    ? [encodeValue(attribute, stored)]
    : stored.map((value) => encodeValue(attribute, value))
}

const dataPrefix = /^([BS]:\d+:.*:)([0-9a-f-]{36})$/s

/** A DN value: `id`, or `B:32:<hex>:id`. A text that is no id leaves as it is. */
export function nameValue(directory: Directory, value: string, form: DnForm): string {
  const found = value.length === 36 ? null : dataPrefix.exec(value)
  const object = directory.get(found === null ? value : (found[2] ?? ''))
  if (object === undefined) return value
  return (found?.[1] ?? '') + formatName(directory, object, form)
}

export function formatName(directory: Directory, object: DirectoryObject, form: DnForm): string {
  const dn = directory.dnOf(object)
  if (form === 'plain') return dn
  const sid = object.attributes.objectSid
  const guid = form === 'extended-text' ? object.id : guidBytes(object.id).toString('hex')
  const sidPart =
    typeof sid !== 'string'
      ? ''
      : `<SID=${form === 'extended-text' ? sid : Buffer.from(encodeSid(directory, sid)).toString('hex')}>;`
  return `<GUID=${guid}>;${sidPart}${dn}`
}

function encodeSid(directory: Directory, sid: string): Uint8Array {
  const attribute = directory.attribute('objectSid')
  const value = attribute === undefined ? '' : encodeValue(attribute, sid)
  return typeof value === 'string' ? Buffer.from(value) : value
}

export function guidBytes(guid: string): Buffer {
  return Buffer.from(guidToBytes(guid))
}
