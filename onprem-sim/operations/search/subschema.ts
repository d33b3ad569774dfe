/** CN=Aggregate: the schema in the form of RFC 4512 (MS-ADTS 3.1.1.3.1.1.1), made when first asked for. */
import type { AttributeSchema, ClassSchema, Schema } from '#core/active-directory/schema/schema.ts'
import type { Directory } from '../../store/directory.ts'

export interface Subschema {
  readonly attributeTypes: readonly string[]
  readonly objectClasses: readonly string[]
  readonly contentRules: readonly string[]
  readonly extendedAttributes: readonly string[]
  readonly extendedClasses: readonly string[]
}

const made = new WeakMap<Schema, Subschema>()

export function subschema({ schema }: Directory): Subschema {
  const known = made.get(schema)
  if (known !== undefined) return known
  const classes = schema.classes.filter((one) => !one.defunct)
  const result: Subschema = {
    attributeTypes: schema.attributes.filter((one) => !one.defunct).map(attributeType),
    objectClasses: classes.map(objectClass),
    contentRules: classes
      .filter((one) => one.auxiliary.length + one.systemAuxiliary.length > 0)
      .map((one) => contentRule(schema, one)),
    extendedAttributes: schema.attributes.map(extendedAttribute),
    extendedClasses: classes.map(
      (one) => `( ${one.oid} NAME '${one.name}' CLASS-GUID '${one.guid.replaceAll('-', '')}' )`,
    ),
  }
  made.set(schema, result)
  return result
}

/** LDAP syntax OIDs of MS-ADTS 3.1.1.2.2.2. */
const ldapSyntaxes: Readonly<Record<AttributeSchema['syntax'], string>> = {
  dn: '1.3.6.1.4.1.1466.115.121.1.12',
  oid: '1.3.6.1.4.1.1466.115.121.1.38',
  'case-exact': '1.2.840.113556.1.4.1362',
  teletex: '1.2.840.113556.1.4.905',
  printable: '1.3.6.1.4.1.1466.115.121.1.44',
  ia5: '1.3.6.1.4.1.1466.115.121.1.26',
  numeric: '1.3.6.1.4.1.1466.115.121.1.36',
  'dn-binary': '1.2.840.113556.1.4.903',
  'or-name': '1.2.840.113556.1.4.1221',
  boolean: '1.3.6.1.4.1.1466.115.121.1.7',
  integer: '1.3.6.1.4.1.1466.115.121.1.27',
  enumeration: '1.3.6.1.4.1.1466.115.121.1.27',
  octets: '1.3.6.1.4.1.1466.115.121.1.40',
  'replica-link': 'OctetString',
  'utc-time': '1.3.6.1.4.1.1466.115.121.1.53',
  'generalized-time': '1.3.6.1.4.1.1466.115.121.1.24',
  unicode: '1.3.6.1.4.1.1466.115.121.1.15',
  'presentation-address': '1.3.6.1.4.1.1466.115.121.1.43',
  'dn-string': '1.2.840.113556.1.4.904',
  'access-point': '1.3.6.1.4.1.1466.115.121.1.2',
  'security-descriptor': '1.2.840.113556.1.4.907',
  'large-integer': '1.2.840.113556.1.4.906',
  sid: '1.3.6.1.4.1.1466.115.121.1.40',
}

const attributeType = (one: AttributeSchema): string =>
  `( ${one.oid} NAME '${one.name}' SYNTAX '${ldapSyntaxes[one.syntax]}' ${one.singleValued ? 'SINGLE-VALUE ' : ''}${one.systemOnly ? 'NO-USER-MODIFICATION ' : ''})`

const list = (word: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${word} (${names.join(' $ ')} ) `
const kinds = {
  class88: 'STRUCTURAL ',
  structural: 'STRUCTURAL ',
  abstract: 'ABSTRACT ',
  auxiliary: 'AUXILIARY ',
} as const

const objectClass = (one: ClassSchema): string =>
  `( ${one.oid} NAME '${one.name}' SUP ${one.superclass} ${kinds[one.category]}${list('MUST', [...one.mustContain, ...one.systemMustContain])}${list('MAY', [...one.mayContain, ...one.systemMayContain])})`

function contentRule(schema: Schema, one: ClassSchema): string {
  const auxiliary = [...one.auxiliary, ...one.systemAuxiliary]
  const classes = auxiliary.flatMap((name) => schema.classOf(name) ?? [])
  const must = classes.flatMap((other) => [...other.mustContain, ...other.systemMustContain])
  const may = classes.flatMap((other) => [...other.mayContain, ...other.systemMayContain])
  return `( ${one.oid} NAME '${one.name}' ${list('AUX', auxiliary).replace('(', '( ')}${list('MUST', must)}${list('MAY', may)})`
}

function extendedAttribute(one: AttributeSchema): string {
  const range = `${one.rangeLower === undefined ? '' : `RANGE-LOWER '${one.rangeLower}' `}${one.rangeUpper === undefined ? '' : `RANGE-UPPER '${one.rangeUpper}' `}`
  return `( ${one.oid} NAME '${one.name}' ${range}PROPERTY-GUID '${one.guid.replaceAll('-', '')}' PROPERTY-SET-GUID '${(one.securityGuid ?? '').replaceAll('-', '')}' )`
}
