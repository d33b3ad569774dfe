/** The schema of Windows Server 2016, from its tables. */
import { attributeTable } from './attribute-table.ts'
import { classTable } from './class-table.ts'
import {
  type AttributeSchema,
  buildSchema,
  type ClassCategory,
  type ClassSchema,
  type Schema,
  type Syntax,
} from './schema.ts'

const categories: readonly ClassCategory[] = ['class88', 'structural', 'abstract', 'auxiliary']
const optional = <Key extends string>(key: Key, text: string | undefined): { [K in Key]?: number } =>
  text === undefined || text === '' ? {} : ({ [key]: Number(text) } as { [K in Key]?: number })
const words = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(' ')
const lines = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|'))

function attributeOf(columns: readonly string[]): AttributeSchema {
  const [
    name = '',
    cn = '',
    oid = '',
    syntax = '',
    flags = '',
    searchFlags,
    systemFlags,
    guid = '',
    securityGuid = '',
    linkId,
    lower,
    upper,
    flagsEx,
    mapiId,
  ] = columns
  return completeAttribute({
    name,
    cn,
    oid,
    // The table is generated with these names alone.
    syntax: syntax as Syntax,
    singleValued: flags.includes('s'),
    systemOnly: flags.includes('o'),
    inGlobalCatalog: flags.includes('g'),
    defunct: flags.includes('d'),
    advanced: flags.includes('a'),
    searchFlags: Number(searchFlags),
    systemFlags: Number(systemFlags),
    guid,
    ...(securityGuid === '' ? {} : { securityGuid }),
    ...optional('linkId', linkId),
    ...optional('rangeLower', lower),
    ...optional('rangeUpper', upper),
    ...optional('schemaFlagsEx', flagsEx),
    ...optional('mapiId', mapiId),
  })
}

/** Adds what follows from the definition. */
export function completeAttribute(
  definition: Omit<AttributeSchema, 'constructed' | 'accessGuids'>,
): AttributeSchema {
  const { guid, securityGuid } = definition
  return {
    ...definition,
    constructed: (definition.systemFlags & 0x4) !== 0,
    accessGuids: securityGuid === undefined ? [guid] : [guid, securityGuid],
  }
}

function classFrom(columns: readonly string[]): ClassSchema {
  const [
    name = '',
    cn = '',
    oid = '',
    category,
    rdnAttribute = '',
    superclass = '',
    auxiliary,
    systemAuxiliary,
    must,
    systemMust,
    may,
    systemMay,
    poss,
    systemPoss,
    guid = '',
    descriptor = '',
    flags = '',
    systemFlags,
    categoryCn = '',
    flagsEx,
  ] = columns
  return {
    name,
    cn,
    oid,
    category: categories[Number(category)] ?? 'structural',
    rdnAttribute,
    superclass,
    auxiliary: words(auxiliary),
    systemAuxiliary: words(systemAuxiliary),
    mustContain: words(must),
    systemMustContain: words(systemMust),
    mayContain: words(may),
    systemMayContain: words(systemMay),
    possSuperiors: words(poss),
    systemPossSuperiors: words(systemPoss),
    guid,
    defaultSecurityDescriptor: descriptor,
    systemOnly: flags.includes('o'),
    hidden: flags.includes('h'),
    defunct: flags.includes('d'),
    advanced: flags.includes('a'),
    systemFlags: Number(systemFlags),
    defaultCategoryCn: categoryCn,
    ...optional('schemaFlagsEx', flagsEx),
  }
}

let base: Schema | undefined

/** Windows Server 2016's schema. Immutable, built once, shared by all labs. */
export function baseSchema(): Schema {
  base ??= buildSchema(lines(attributeTable).map(attributeOf), lines(classTable).map(classFrom))
  return base
}
