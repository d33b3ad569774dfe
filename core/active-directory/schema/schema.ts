/** The directory's schema: attributes, classes, and the questions that operations ask of them. */

export type Syntax =
  | 'dn'
  | 'oid'
  | 'case-exact'
  | 'teletex'
  | 'printable'
  | 'ia5'
  | 'numeric'
  | 'dn-binary'
  | 'boolean'
  | 'integer'
  | 'enumeration'
  | 'octets'
  | 'replica-link'
  | 'utc-time'
  | 'generalized-time'
  | 'unicode'
  | 'presentation-address'
  | 'dn-string'
  | 'access-point'
  | 'or-name'
  | 'security-descriptor'
  | 'large-integer'
  | 'sid'

export interface AttributeSchema {
  readonly name: string
  readonly cn: string
  readonly oid: string
  readonly syntax: Syntax
  readonly singleValued: boolean
  readonly systemOnly: boolean
  readonly inGlobalCatalog: boolean
  readonly defunct: boolean
  readonly advanced: boolean
  readonly searchFlags: number
  readonly systemFlags: number
  readonly guid: string
  readonly securityGuid?: string
  readonly linkId?: number
  readonly rangeLower?: number
  readonly rangeUpper?: number
  readonly schemaFlagsEx?: number
  readonly mapiId?: number
  /** Computed when asked for, never stored (systemFlags 0x4). */
  readonly constructed: boolean
  /** The GUIDs by which access control entries may name it: its own and its property set's. */
  readonly accessGuids: readonly string[]
}

export type ClassCategory = 'class88' | 'structural' | 'abstract' | 'auxiliary'

export interface ClassSchema {
  readonly name: string
  readonly cn: string
  readonly oid: string
  readonly category: ClassCategory
  readonly rdnAttribute: string
  readonly superclass: string
  readonly auxiliary: readonly string[]
  readonly systemAuxiliary: readonly string[]
  readonly mustContain: readonly string[]
  readonly systemMustContain: readonly string[]
  readonly mayContain: readonly string[]
  readonly systemMayContain: readonly string[]
  readonly possSuperiors: readonly string[]
  readonly systemPossSuperiors: readonly string[]
  readonly guid: string
  readonly defaultSecurityDescriptor: string
  readonly systemOnly: boolean
  readonly hidden: boolean
  readonly defunct: boolean
  readonly advanced: boolean
  readonly systemFlags: number
  readonly defaultCategoryCn: string
  readonly schemaFlagsEx?: number
}

/** What objects of a class may and must have, its own, inherited and auxiliary (MS-ADTS 3.1.1.2.4.6). */
export interface ClassRules {
  readonly must: ReadonlySet<string>
  readonly may: ReadonlySet<string>
  /** Lower-case names of the classes below which it may stand. */
  readonly superiors: ReadonlySet<string>
  /** From `top` down to the class itself. */
  readonly lineage: readonly ClassSchema[]
  readonly auxiliary: readonly ClassSchema[]
}

export interface Schema {
  readonly attributes: readonly AttributeSchema[]
  readonly classes: readonly ClassSchema[]
  /** By lDAPDisplayName in any case, or by OID. */
  attribute(name: string): AttributeSchema | undefined
  classOf(name: string): ClassSchema | undefined
  rules(objectClass: ClassSchema): ClassRules
  /** The back link of a forward link attribute, or the forward link of a back link. */
  linkPartner(attribute: AttributeSchema): AttributeSchema | undefined
  /** The same with further definitions, as the schema is extended over LDAP. */
  extend(attributes: readonly AttributeSchema[], classes: readonly ClassSchema[]): Schema
}

/** Builds the look-ups over a set of definitions. */
export function buildSchema(attributes: readonly AttributeSchema[], classes: readonly ClassSchema[]): Schema {
  const byName = new Map<string, AttributeSchema>()
  const byLink = new Map<number, AttributeSchema>()
  for (const attribute of attributes) {
    byName.set(attribute.name.toLowerCase(), attribute)
    byName.set(attribute.oid, attribute)
    if (attribute.linkId !== undefined) byLink.set(attribute.linkId, attribute)
  }
  const classByName = new Map<string, ClassSchema>()
  for (const one of classes) {
    classByName.set(one.name.toLowerCase(), one)
    classByName.set(one.oid, one)
  }
  const rulesCache = new Map<string, ClassRules>()
  const spelled = new Map<string, AttributeSchema | undefined>()
  const schema: Schema = {
    attributes,
    classes,
    attribute: (name) => {
      // Requests repeat the same spellings; the bound keeps a hostile client from growing the table.
      const known = spelled.get(name)
      if (known !== undefined || spelled.has(name)) return known
      const found = byName.get(name.toLowerCase().replace(/^oid\./, ''))
      if (spelled.size < 10_000) spelled.set(name, found)
      return found
    },
    classOf: (name) => classByName.get(name.toLowerCase()),
    rules: (objectClass) => {
      const known = rulesCache.get(objectClass.name)
      if (known !== undefined) return known
      const rules = collectRules(objectClass, schema)
      rulesCache.set(objectClass.name, rules)
      return rules
    },
    linkPartner: ({ linkId }) =>
      linkId === undefined ? undefined : byLink.get(linkId % 2 === 0 ? linkId + 1 : linkId - 1),
    extend: (moreAttributes, moreClasses) => {
      const newer = new Set(moreAttributes.map((one) => one.name.toLowerCase()))
      const newerClasses = new Set(moreClasses.map((one) => one.name.toLowerCase()))
      return buildSchema(
        [...attributes.filter((one) => !newer.has(one.name.toLowerCase())), ...moreAttributes],
        [...classes.filter((one) => !newerClasses.has(one.name.toLowerCase())), ...moreClasses],
      )
    },
  }
  return schema
}

function collectRules(objectClass: ClassSchema, schema: Schema): ClassRules {
  const lineage: ClassSchema[] = []
  for (
    let at: ClassSchema | undefined = objectClass;
    at !== undefined;
    at = at.name === 'top' ? undefined : schema.classOf(at.superclass)
  )
    lineage.unshift(at)
  const auxiliary = new Map<string, ClassSchema>()
  for (const one of lineage) addAuxiliaries(one, schema, auxiliary)
  const must = new Set<string>()
  const may = new Set<string>()
  for (const one of [...lineage, ...auxiliary.values()]) {
    for (const name of [...one.mustContain, ...one.systemMustContain])
      must.add(schema.attribute(name)?.name ?? name)
    for (const name of [...one.mayContain, ...one.systemMayContain])
      may.add(schema.attribute(name)?.name ?? name)
  }
  const superiors = new Set(
    lineage.flatMap((one) =>
      [...one.possSuperiors, ...one.systemPossSuperiors].map((name) => name.toLowerCase()),
    ),
  )
  return { must, may, superiors, lineage, auxiliary: [...auxiliary.values()] }
}

function addAuxiliaries(one: ClassSchema, schema: Schema, into: Map<string, ClassSchema>): void {
  for (const name of [...one.auxiliary, ...one.systemAuxiliary]) {
    const auxiliary = schema.classOf(name)
    if (auxiliary === undefined || into.has(auxiliary.name)) continue
    into.set(auxiliary.name, auxiliary)
    addAuxiliaries(auxiliary, schema, into)
    const superclass = schema.classOf(auxiliary.superclass)
    if (superclass !== undefined && superclass.name !== 'top' && superclass.category === 'auxiliary') {
      into.set(superclass.name, superclass)
      addAuxiliaries(superclass, schema, into)
    }
  }
}
