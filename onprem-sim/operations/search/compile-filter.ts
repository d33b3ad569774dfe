import { type Filter, matchingRules } from '#core/active-directory/filter.ts'
import { parseObjectName } from '#core/active-directory/object-name.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { countValues, storedValues } from '../../store/attribute-reader.ts'
import type { RememberingView } from '../../store/descriptors.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { valueList } from '../../store/records.ts'
import { assertionKey, compareKeys, decodeText, isLinkLike, storedKey } from '../../store/value-syntax.ts'
import { isHeld, isSecret, mayRead } from '../access.ts'
import type { OperationContext } from '../operation.ts'
import { isRefusal } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { expandAnr } from './ambiguous-names.ts'
import { chainMembers } from './chain.ts'

export type Truth = -1 | 0 | 1
export type Matcher = (object: DirectoryObject, view: RememberingView) => Truth

const unknown: Matcher = () => -1
const truth = (value: boolean): Truth => (value ? 1 : 0)

export function compileFilter(context: OperationContext, filter: Filter): Matcher {
  switch (filter.kind) {
    case 'and':
      return all(filter.parts.map((part) => compileFilter(context, part)))
    case 'or':
      return any(filter.parts.map((part) => compileFilter(context, part)))
    case 'not': {
      const inner = compileFilter(context, filter.part)
      return (object, view) => negate(inner(object, view))
    }
    default:
      return compileItem(context, filter)
  }
}

const negate = (value: Truth): Truth => (value === -1 ? -1 : value === 1 ? 0 : 1)

function all(parts: readonly Matcher[]): Matcher {
  return (object, view) => {
    let result: Truth = 1
    for (const part of parts) {
      const value = part(object, view)
      if (value === 0) return 0
      if (value === -1) result = -1
    }
    return result
  }
}

function any(parts: readonly Matcher[]): Matcher {
  return (object, view) => {
    let result: Truth = 0
    for (const part of parts) {
      const value = part(object, view)
      if (value === 1) return 1
      if (value === -1) result = -1
    }
    return result
  }
}

type Item = Exclude<Filter, { kind: 'and' | 'or' | 'not' }>

function compileItem(context: OperationContext, filter: Item): Matcher {
  const name = filter.attribute ?? ''
  if (name.toLowerCase() === 'anr' && 'value' in filter)
    return compileFilter(context, expandAnr(context, filter.value))
  const attribute = context.directory.attribute(name)
  if (attribute === undefined || attribute.constructed || isSecret(attribute)) return unknown
  if (!isHeld(context, attribute)) return unknown
  const test = testOf(context, filter, attribute)
  if (test === undefined) return unknown
  return (object, view) => {
    // What may not be read counts as absent: an assertion about it is undefined.
    if (!mayRead(view, attribute)) return -1
    return test(object)
  }
}

type Test = (object: DirectoryObject) => Truth

function testOf(context: OperationContext, filter: Item, attribute: AttributeSchema): Test | undefined {
  const { directory } = context
  switch (filter.kind) {
    case 'present':
      if (attribute.name === 'objectClass') return () => 1
      if (attribute.name === 'nTSecurityDescriptor') return () => 1
      return (object) => truth(countValues(directory, object, attribute) > 0)
    case 'equal':
    case 'approx':
      return equality(context, attribute, filter.value)
    case 'greater-or-equal':
      return ordering(context, attribute, filter.value, (order) => order >= 0)
    case 'less-or-equal':
      return ordering(context, attribute, filter.value, (order) => order <= 0)
    case 'substring':
      return substring(context, attribute, filter)
    case 'extensible':
      return extensible(context, attribute, filter)
  }
}

/** The id of the object that a DN value names; undefined when it names none. */
export function idOfName(context: OperationContext, bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes)
  if (text === undefined || parseObjectName(text) === undefined) return undefined
  const target = resolveTarget({ ...context, controls: { ...context.controls, showDeleted: true } }, text)
  return isRefusal(target) ? undefined : target.id
}

function equality(
  context: OperationContext,
  attribute: AttributeSchema,
  value: Uint8Array,
): Test | undefined {
  const { directory } = context
  if (attribute.name === 'objectClass') return classTest(context, value)
  if (attribute.name === 'objectCategory') return categoryTest(context, value)
  if (isLinkLike(attribute)) return nameTest(context, attribute, value)
  const wanted = assertionKey(attribute, value)
  if (wanted === undefined) return undefined
  return (object) => {
    const stored = storedValues(directory, object, attribute)
    if (stored === undefined) return 0
    if (typeof stored === 'string') return truth(storedKey(attribute, stored) === wanted)
    return truth(stored.some((one) => storedKey(attribute, one) === wanted))
  }
}

function classTest({ directory }: OperationContext, value: Uint8Array): Test | undefined {
  const text = decodeText(value)
  const wanted = text === undefined ? undefined : directory.schema.classOf(text)
  if (wanted === undefined) return undefined
  const matching = new Map<string, boolean>()
  return (object) => {
    let matches = matching.get(object.objectClass)
    if (matches === undefined) {
      const own = directory.schema.classOf(object.objectClass)
      matches = own !== undefined && directory.schema.rules(own).lineage.includes(wanted)
      matching.set(object.objectClass, matches)
    }
    return truth(matches || object.auxiliary?.includes(wanted.name) === true)
  }
}

/** `objectCategory=person` stands for the DN of the class's category (MS-ADTS 3.1.1.3.1.3.5). */
export function categoryId(context: OperationContext, value: Uint8Array): string | undefined {
  const { directory } = context
  const text = decodeText(value) ?? ''
  const named = directory.schema.classOf(text)
  return named === undefined
    ? idOfName(context, value)
    : directory.schemaObjects.categoryId(named.defaultCategoryCn)
}

function categoryTest(context: OperationContext, value: Uint8Array): Test | undefined {
  const wanted = categoryId(context, value)
  const attribute = context.directory.attribute('objectCategory')
  if (wanted === undefined || attribute === undefined) return undefined
  return (object) => truth(storedValues(context.directory, object, attribute) === wanted)
}

function nameTest(
  context: OperationContext,
  attribute: AttributeSchema,
  value: Uint8Array,
): Test | undefined {
  const { directory } = context
  const text = decodeText(value)
  if (text === undefined) return undefined
  const data = /^([BS]:\d+:.*?:)(.+)$/s.exec(text)
  const id = idOfName(context, data === null ? value : Buffer.from(data[2] ?? ''))
  if (id === undefined) return () => 0
  const wanted =
    data === null
      ? id
      : (attribute.syntax === 'dn-binary' ? (data[1] ?? '').toUpperCase() : (data[1] ?? '')) + id
  if (attribute.linkId !== undefined && attribute.linkId % 2 === 0 && data === null) {
    return (object) => truth(directory.linkIndex.has(object.id, attribute.name, id) !== undefined)
  }
  return (object) => truth(valueList(storedValues(directory, object, attribute)).includes(wanted))
}

function ordering(
  { directory }: OperationContext,
  attribute: AttributeSchema,
  value: Uint8Array,
  holds: (order: number) => boolean,
): Test | undefined {
  const wanted = assertionKey(attribute, value)
  if (wanted === undefined || isLinkLike(attribute) || attribute.syntax === 'boolean') return undefined
  return (object) => {
    for (const stored of valueList(storedValues(directory, object, attribute))) {
      const order = compareKeys(attribute, storedKey(attribute, stored), wanted)
      if (order !== undefined && holds(order)) return 1
    }
    return 0
  }
}

/** Syntaxes whose values are text; substrings of anything else are undefined. */
const textual = new Set([
  'unicode',
  'teletex',
  'printable',
  'ia5',
  'numeric',
  'case-exact',
  'oid',
  'presentation-address',
])

function substring(
  { directory }: OperationContext,
  attribute: AttributeSchema,
  filter: Extract<Filter, { kind: 'substring' }>,
): Test | undefined {
  if (!textual.has(attribute.syntax) || attribute.name === 'objectClass') return undefined
  const key = (bytes: Uint8Array | undefined): string =>
    bytes === undefined ? '' : storedKey(attribute, decodeText(bytes) ?? '\ufffd')
  const initial = key(filter.initial)
  const final = key(filter.final)
  const middles = filter.any.map(key)
  const matches = (text: string): boolean => {
    if (!text.startsWith(initial)) return false
    let at = initial.length
    for (const middle of middles) {
      const found = text.indexOf(middle, at)
      if (found < 0) return false
      at = found + middle.length
    }
    return text.length - at >= final.length && text.endsWith(final)
  }
  return (object) => {
    const stored = storedValues(directory, object, attribute)
    if (stored === undefined) return 0
    return truth(valueList(stored).some((one) => matches(storedKey(attribute, one))))
  }
}

function extensible(
  context: OperationContext,
  attribute: AttributeSchema,
  filter: Extract<Filter, { kind: 'extensible' }>,
): Test | undefined {
  switch (filter.rule) {
    case undefined:
      return equality(context, attribute, filter.value)
    case matchingRules.bitAnd:
      return bits(context, attribute, filter.value, (value, mask) => (value & mask) === mask)
    case matchingRules.bitOr:
      return bits(context, attribute, filter.value, (value, mask) => (value & mask) !== 0n)
    case matchingRules.inChain:
      return inChain(context, attribute, filter.value)
    default:
      return undefined
  }
}

function bits(
  { directory }: OperationContext,
  attribute: AttributeSchema,
  value: Uint8Array,
  holds: (value: bigint, mask: bigint) => boolean,
): Test | undefined {
  const text = decodeText(value) ?? ''
  if (!isBitRuleRight(attribute, text)) return undefined
  const width = attribute.syntax === 'large-integer' ? 64 : 32
  const mask = BigInt.asUintN(width, BigInt(text))
  return (object) => {
    const stored = storedValues(directory, object, attribute)
    if (stored === undefined) return 0
    return truth(valueList(stored).some((one) => holds(BigInt.asUintN(width, BigInt(one)), mask)))
  }
}

const isBitRuleRight = ({ syntax }: AttributeSchema, text: string): boolean =>
  ['integer', 'enumeration', 'large-integer'].includes(syntax) && /^-?\d{1,20}$/.test(text)

/** Whether a bit rule stands on an attribute that is no integer, or with a value that is no number. */
export function hasWrongBitRule(context: OperationContext, filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or')
    return filter.parts.some((part) => hasWrongBitRule(context, part))
  if (filter.kind === 'not') return hasWrongBitRule(context, filter.part)
  if (filter.kind !== 'extensible') return false
  if (filter.rule !== matchingRules.bitAnd && filter.rule !== matchingRules.bitOr) return false
  const attribute = context.directory.attribute(filter.attribute ?? '')
  return attribute !== undefined && !isBitRuleRight(attribute, decodeText(filter.value) ?? '')
}

/** Links followed to their end: the set is worked out once a search. */
function inChain(context: OperationContext, attribute: AttributeSchema, value: Uint8Array): Test | undefined {
  if (attribute.linkId === undefined) return () => 0
  const start = idOfName(context, value)
  if (start === undefined) return () => 0
  const reached = chainMembers(context.directory, attribute, start)
  return (object) => truth(reached.has(object.id))
}
