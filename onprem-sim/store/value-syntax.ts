/** Values by the syntax of their attribute: off the wire, onto the wire, and as comparison keys (MS-ADTS 3.1.1.2.2.2 and .4). */
import { fold } from '#core/active-directory/case-folding.ts'
import { guidFromBytes, parseGuid } from '#core/active-directory/guid.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { parseSid, sidFromBytes, sidToBytes } from '#core/active-directory/sid.ts'
import { fromGeneralizedTime, toGeneralizedTime } from '#core/active-directory/times.ts'
import type { WireValue } from '../wire/responses.ts'

/** Attributes that hold a GUID: text is taken too, in filters. */
const guidAttributes = new Set([
  'objectGUID',
  'parentGUID',
  'invocationId',
  'schemaIDGUID',
  'attributeSecurityGUID',
])
export const isGuidAttribute = (attribute: AttributeSchema): boolean => guidAttributes.has(attribute.name)

const utf8 = new TextDecoder('utf-8', { fatal: true })
const integerText = /^-?\d{1,20}$/

export const isLinkLike = (attribute: AttributeSchema): boolean =>
  attribute.syntax === 'dn' || attribute.syntax === 'dn-binary' || attribute.syntax === 'dn-string'

export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * A value that a client wrote, in the form it is kept; undefined when it does not fit the syntax.
 * Names of other objects are none of its business: see `resolve-names.ts`.
 */
export function decodeValue(attribute: AttributeSchema, bytes: Buffer): string | undefined {
  switch (attribute.syntax) {
    case 'octets':
    case 'replica-link':
    case 'security-descriptor':
      if (isGuidAttribute(attribute)) return bytes.length === 16 ? bytes.toString('base64') : undefined
      return bytes.toString('base64')
    case 'sid':
      return sidFromBytes(bytes) ?? parseSid(bytes.toString('latin1'))
    default: {
      const text = decodeText(bytes)
      return text === undefined ? undefined : decodeTextValue(attribute, text)
    }
  }
}

function decodeTextValue(attribute: AttributeSchema, text: string): string | undefined {
  switch (attribute.syntax) {
    case 'boolean':
      return text === 'TRUE' || text === 'FALSE' ? text : undefined
    case 'integer':
    case 'enumeration':
      return signed32(text)
    case 'large-integer':
      return integerInRange(text, -(2n ** 63n), 2n ** 63n - 1n)
    case 'generalized-time':
    case 'utc-time': {
      const at = fromGeneralizedTime(text)
      return at === undefined ? undefined : toGeneralizedTime(at)
    }
    case 'ia5':
    case 'printable':
      return /^[\0-\x7f]*$/.test(text) ? text : undefined
    case 'numeric':
      return /^[\d ]*$/.test(text) ? text : undefined
    default:
      return text
  }
}

/** An unsigned number is taken for the same 32 bits, as groupType's 2147483650 is. */
function signed32(text: string): string | undefined {
  const value = integerInRange(text, -(2n ** 31n), 2n ** 32n - 1n)
  return value === undefined ? undefined : String(BigInt.asIntN(32, BigInt(value)))
}

function integerInRange(text: string, low: bigint, high: bigint): string | undefined {
  if (!integerText.test(text)) return undefined
  const value = BigInt(text)
  return value < low || value > high ? undefined : String(value)
}

/** Whether the value keeps rangeLower and rangeUpper: characters for text, bytes for octets, the number for integers. */
export function withinRange({ syntax, rangeLower, rangeUpper }: AttributeSchema, stored: string): boolean {
  if (rangeLower === undefined && rangeUpper === undefined) return true
  const size = sizeOf(syntax, stored)
  if (size === undefined) return true
  // Upper bounds are written as unsigned in the schema's table where they are -1 or large.
  return (
    (rangeLower === undefined || size >= rangeLower) &&
    (rangeUpper === undefined || rangeUpper < 0 || size <= rangeUpper)
  )
}

function sizeOf(syntax: AttributeSchema['syntax'], stored: string): number | undefined {
  switch (syntax) {
    case 'integer':
    case 'enumeration':
      return Number(stored)
    case 'octets':
      return Buffer.byteLength(stored, 'base64')
    case 'unicode':
    case 'ia5':
    case 'printable':
    case 'numeric':
    case 'teletex':
    case 'case-exact':
      return stored.length
    default:
      return undefined
  }
}

/** A kept value as it leaves. DN syntaxes are encoded by the reader, which knows the tree. */
export function encodeValue(attribute: AttributeSchema, stored: string): WireValue {
  switch (attribute.syntax) {
    case 'octets':
    case 'replica-link':
    case 'security-descriptor':
      return Buffer.from(stored, 'base64')
    case 'sid':
      return sidToBytes(stored)
    default:
      return stored
  }
}

/** The comparison key of a kept value: equal values have equal keys. */
export function storedKey(attribute: AttributeSchema, stored: string): string {
  switch (attribute.syntax) {
    case 'unicode':
    case 'teletex':
    case 'printable':
    case 'ia5':
    case 'oid':
    case 'presentation-address':
    case 'or-name':
    case 'access-point':
      return fold(stored)
    case 'numeric':
      return stored.replaceAll(' ', '')
    default:
      return stored
  }
}

/** The comparison key of an asserted value off the wire; undefined when it cannot match anything of that syntax. */
export function assertionKey(attribute: AttributeSchema, bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isGuidAttribute(attribute)) return guidKey(buffer)
  if (attribute.syntax === 'boolean') {
    const text = buffer.toString('latin1').toUpperCase()
    return text === 'TRUE' || text === 'FALSE' ? text : undefined
  }
  if (attribute.syntax === 'integer' || attribute.syntax === 'enumeration')
    return integerKey(buffer.toString('latin1'))
  const stored = decodeValue(attribute, buffer)
  return stored === undefined ? undefined : storedKey(attribute, stored)
}

/** groupType's 2147483648 is the same bit pattern as -2147483648, and both are searched for. */
function integerKey(text: string): string | undefined {
  if (!integerText.test(text)) return undefined
  const value = BigInt(text)
  return value > 2147483647n && value <= 4294967295n ? String(value - 4294967296n) : String(value)
}

/** objectGUID is kept as the id; others as base64 bytes. Both are compared as base64 of the wire bytes. */
function guidKey(bytes: Buffer): string | undefined {
  if (bytes.length === 16) return guidFromBytes(bytes)
  return parseGuid(bytes.toString('latin1'))
}

/** Less than 0, 0, more than 0, by the syntax's order; undefined when the syntax has none. */
export function compareKeys(attribute: AttributeSchema, a: string, b: string): number | undefined {
  switch (attribute.syntax) {
    case 'integer':
    case 'enumeration':
    case 'large-integer': {
      const [left, right] = [BigInt(a), BigInt(b)]
      return left < right ? -1 : left > right ? 1 : 0
    }
    case 'boolean':
    case 'dn':
    case 'dn-binary':
    case 'dn-string':
      return undefined
    default:
      return a < b ? -1 : a > b ? 1 : 0
  }
}
