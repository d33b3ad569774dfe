/** Attribute values as the editor shows them: SIDs, GUIDs and times in words, other bytes in hex. */
import { guidFromBytes } from '#core/active-directory/guid.ts'
import { baseSchema } from '#core/active-directory/schema/base-schema.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { fromFileTime, fromGeneralizedTime, never } from '#core/active-directory/times.ts'
import type { DirectoryValue } from '#core/contracts/directory-console.ts'
import { showExactTime } from '../../../lab/lab-time.ts'
import { fromBase64 } from '../entry-values.ts'

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')

/** Large integers that are times, by name: the schema does not tell. */
const fileTimes = new Set([
  'pwdLastSet',
  'lastLogon',
  'lastLogonTimestamp',
  'lastLogoff',
  'badPasswordTime',
  'lockoutTime',
  'accountExpires',
  'creationTime',
])

export function attributeText(attribute: string, value: DirectoryValue): string {
  if (typeof value !== 'string') return bytesText(attribute, fromBase64(value.base64))
  if (fileTimes.has(attribute) && value !== '0' && value !== never && /^\d+$/.test(value))
    return `${value} (${showExactTime(fromFileTime(value))} UTC)`
  const time = baseSchema().attribute(attribute)?.syntax === 'generalized-time' && fromGeneralizedTime(value)
  return time ? `${value} (${showExactTime(time)} UTC)` : value
}

function bytesText(attribute: string, bytes: Uint8Array): string {
  if (baseSchema().attribute(attribute)?.syntax === 'sid') return sidFromBytes(bytes) ?? hex(bytes)
  if (bytes.length === 16 && /guid/i.test(attribute)) return guidFromBytes(bytes)
  return hex(bytes)
}

/** What a person may type: one value a line; bytes as hex. */
export const editText = (values: readonly DirectoryValue[]): string =>
  values.map((value) => (typeof value === 'string' ? value : hex(fromBase64(value.base64)))).join('\n')

export const isBinary = (attribute: string): boolean =>
  ['octets', 'sid', 'security-descriptor', 'replica-link'].includes(
    baseSchema().attribute(attribute)?.syntax ?? '',
  )

/** Undefined when the text is no hex. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:-]/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
