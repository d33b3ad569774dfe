/** Values of an LDAP entry as text or bytes. */
import type { Entry } from 'ldapts'

export type EntryValue = Entry[string] | undefined

export function textsOf(value: EntryValue): string[] {
  if (value === undefined) return []
  const values = Array.isArray(value) ? value : [value]
  return values.map((one) => (typeof one === 'string' ? one : one.toString('utf8')))
}

/** Every value as bytes. */
export const valuesOf = (value: EntryValue): Buffer[] =>
  [value ?? []].flat().map((one) => (typeof one === 'string' ? Buffer.from(one, 'binary') : one))

export function bytesOf(value: EntryValue): Buffer | undefined {
  const first = Array.isArray(value) ? value[0] : value
  if (first === undefined) return undefined
  return typeof first === 'string' ? Buffer.from(first, 'binary') : first
}
