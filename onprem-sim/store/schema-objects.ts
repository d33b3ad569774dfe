/** The objects of the schema naming context: made from the schema's tables when first looked at, since every lab has the same. */

import { guidToBytes } from '#core/active-directory/guid.ts'
import type { AttributeSchema, ClassSchema, Schema, Syntax } from '#core/active-directory/schema/schema.ts'
import { type DirectoryObject, packValues, type StoredValues, shapeAttributes } from './records.ts'

/** attributeSyntax, oMSyntax and oMObjectClass (hex) of each syntax (MS-ADTS 3.1.1.2.2.2). */
const syntaxes: Readonly<Record<Syntax, readonly [string, string, string?]>> = {
  dn: ['2.5.5.1', '127', '2b0c0287731c00854a'],
  oid: ['2.5.5.2', '6'],
  'case-exact': ['2.5.5.3', '27'],
  teletex: ['2.5.5.4', '20'],
  printable: ['2.5.5.5', '19'],
  ia5: ['2.5.5.5', '22'],
  numeric: ['2.5.5.6', '18'],
  'dn-binary': ['2.5.5.7', '127', '2a864886f7140101010b'],
  'or-name': ['2.5.5.7', '127', '56060102050b1d'],
  boolean: ['2.5.5.8', '1'],
  integer: ['2.5.5.9', '2'],
  enumeration: ['2.5.5.9', '10'],
  octets: ['2.5.5.10', '4'],
  'replica-link': ['2.5.5.10', '127', '2a864886f71401010106'],
  'utc-time': ['2.5.5.11', '23'],
  'generalized-time': ['2.5.5.11', '24'],
  unicode: ['2.5.5.12', '64'],
  'presentation-address': ['2.5.5.13', '127', '2b0c0287731c00855c'],
  'dn-string': ['2.5.5.14', '127', '2a864886f7140101010c'],
  'access-point': ['2.5.5.14', '127', '2b0c0287731c00853e'],
  'security-descriptor': ['2.5.5.15', '66'],
  'large-integer': ['2.5.5.16', '65'],
  sid: ['2.5.5.17', '4'],
}

export interface SchemaObjects {
  /** Makes the one that is asked for: every user refers to its class, and to nothing else here. */
  get(id: string): DirectoryObject | undefined
  /** Makes them all now; operations call it before they look below the schema head. */
  ensure(): void
  all(): IterableIterator<DirectoryObject>
  /** Id of the classSchema object of a category, by its cn. */
  categoryId(cn: string): string
}

export function createSchemaObjects(
  schema: Schema,
  head: () => DirectoryObject,
  added: (object: DirectoryObject) => void,
): SchemaObjects {
  const objects = new Map<string, DirectoryObject>()
  const classIds = new Map(schema.classes.map((one) => [one.cn, one.guid]))
  const base64 = (guid: string) => Buffer.from(guidToBytes(guid)).toString('base64')
  let complete = false

  const make = (one: AttributeSchema | ClassSchema): DirectoryObject => {
    const isAttribute = 'syntax' in one
    const attributes = isAttribute ? attributeObject(one, base64) : classObject(one, schema, base64)
    const parent = head()
    const object: DirectoryObject = {
      id: one.guid,
      parent: parent.id,
      rdnType: 'CN',
      rdn: one.cn,
      objectClass: isAttribute ? 'attributeSchema' : 'classSchema',
      attributes: shapeAttributes(attributes),
      descriptor: parent.descriptor,
      created: parent.created,
      changed: parent.created,
      usnCreated: parent.usnCreated,
      usnChanged: parent.usnCreated,
    }
    objects.set(object.id, object)
    added(object)
    return object
  }
  const ensure = () => {
    if (complete) return
    complete = true
    for (const [id, one] of elementsOf(schema)) if (!objects.has(id)) make(one)
  }
  return {
    get: (id) => {
      const known = objects.get(id)
      const one = known === undefined && !complete ? elementsOf(schema).get(id) : undefined
      return one === undefined ? known : make(one)
    },
    ensure,
    all: () => {
      ensure()
      return objects.values()
    },
    categoryId: (cn) => classIds.get(cn) ?? '',
  }
}

type Elements = ReadonlyMap<string, AttributeSchema | ClassSchema>
const knownElements = new WeakMap<Schema, Elements>()
function elementsOf(schema: Schema): Elements {
  const known = knownElements.get(schema)
  if (known !== undefined) return known
  const elements = new Map([...schema.attributes, ...schema.classes].map((one) => [one.guid, one] as const))
  knownElements.set(schema, elements)
  return elements
}

const flag = (value: boolean): string => (value ? 'TRUE' : 'FALSE')
const optional = (name: string, value: number | undefined): [string, StoredValues][] =>
  value === undefined ? [] : [[name, String(value)]]

function attributeObject(one: AttributeSchema, base64: (guid: string) => string): [string, StoredValues][] {
  const [attributeSyntax, oMSyntax, oMObjectClass] = syntaxes[one.syntax]
  return [
    ['lDAPDisplayName', one.name],
    ['adminDisplayName', one.cn],
    ['attributeID', one.oid],
    ['attributeSyntax', attributeSyntax],
    ['oMSyntax', oMSyntax],
    ...(oMObjectClass === undefined
      ? []
      : [['oMObjectClass', Buffer.from(oMObjectClass, 'hex').toString('base64')] satisfies [string, string]]),
    ['isSingleValued', flag(one.singleValued)],
    ['systemOnly', flag(one.systemOnly)],
    ['searchFlags', String(one.searchFlags)],
    ['systemFlags', String(one.systemFlags)],
    ['showInAdvancedViewOnly', flag(one.advanced)],
    ['schemaIDGUID', base64(one.guid)],
    ...(one.securityGuid === undefined
      ? []
      : [['attributeSecurityGUID', base64(one.securityGuid)] satisfies [string, string]]),
    ...(one.inGlobalCatalog ? [['isMemberOfPartialAttributeSet', 'TRUE'] satisfies [string, string]] : []),
    ...(one.defunct ? [['isDefunct', 'TRUE'] satisfies [string, string]] : []),
    ...optional('linkID', one.linkId),
    ...optional('rangeLower', one.rangeLower),
    ...optional('rangeUpper', one.rangeUpper),
    ...optional('schemaFlagsEx', one.schemaFlagsEx),
    ...optional('mAPIID', one.mapiId),
  ]
}

const categoryNumbers = { class88: '0', structural: '1', abstract: '2', auxiliary: '3' } as const

function classObject(
  one: ClassSchema,
  schema: Schema,
  base64: (guid: string) => string,
): [string, StoredValues][] {
  const list = (name: string, values: readonly string[]): [string, StoredValues][] =>
    values.length === 0 ? [] : [[name, packValues(values)]]
  const category = schema.classes.find((other) => other.cn === one.defaultCategoryCn) ?? one
  return [
    ['lDAPDisplayName', one.name],
    ['adminDisplayName', one.cn],
    ['governsID', one.oid],
    ['objectClassCategory', categoryNumbers[one.category]],
    ['rDNAttID', one.rdnAttribute],
    ['subClassOf', one.superclass],
    ...list('auxiliaryClass', one.auxiliary),
    ...list('systemAuxiliaryClass', one.systemAuxiliary),
    ...list('mustContain', one.mustContain),
    ...list('systemMustContain', one.systemMustContain),
    ...list('mayContain', one.mayContain),
    ...list('systemMayContain', one.systemMayContain),
    ...list('possSuperiors', one.possSuperiors),
    ...list('systemPossSuperiors', one.systemPossSuperiors),
    ['schemaIDGUID', base64(one.guid)],
    ['defaultSecurityDescriptor', one.defaultSecurityDescriptor],
    ['defaultHidingValue', flag(one.hidden)],
    ['systemOnly', flag(one.systemOnly)],
    ['systemFlags', String(one.systemFlags)],
    ['showInAdvancedViewOnly', flag(one.advanced)],
    ['defaultObjectCategory', category.guid],
    ...optional('schemaFlagsEx', one.schemaFlagsEx),
  ]
}
