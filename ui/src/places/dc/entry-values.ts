/** Reading the values of a directory entry. Attribute names in answers may differ in case from those asked for. */
import type { DirectoryEntry, DirectoryValue } from '#core/contracts/directory-console.ts'

function valuesOf({ attributes }: DirectoryEntry, name: string): readonly DirectoryValue[] {
  const found = attributes[name]
  if (found) return found
  const wanted = name.toLowerCase()
  return Object.entries(attributes).find(([key]) => key.toLowerCase() === wanted)?.[1] ?? []
}

export const textsOf = (entry: DirectoryEntry, name: string): string[] =>
  valuesOf(entry, name).filter((value) => typeof value === 'string')

export const textOf = (entry: DirectoryEntry, name: string): string => textsOf(entry, name)[0] ?? ''
export const numberOf = (entry: DirectoryEntry, name: string): number => Number(textOf(entry, name) || '0')

export function bytesOf(entry: DirectoryEntry, name: string): Uint8Array | undefined {
  const [value] = valuesOf(entry, name)
  return value === undefined || typeof value === 'string' ? undefined : fromBase64(value.base64)
}

export const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))

export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
