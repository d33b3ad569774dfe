/** Distinguished names: RFC 4514, and RFC 1779's quotes and semicolons, which Active Directory takes as well. */
import { fold } from './case-folding.ts'

export interface Rdn {
  /** As it was written: `CN`, `ou`, `2.5.4.11`. */
  readonly type: string
  readonly value: string
}
/** Leaf first, as it is written. */
export type Dn = readonly Rdn[]

const hexPair = /^[0-9a-f]{2}$/i
const typePattern = /^([a-z][a-z0-9-]*|(?:oid\.)?\d+(?:\.\d+)*)$/i
const plain = /^[^\\"<>;+#]*$/
const decoder = new TextDecoder('utf-8', { fatal: true })
const encoder = new TextEncoder()

/** Undefined when the text is no distinguished name. The empty text is the empty name. */
export function parseDn(text: string): Dn | undefined {
  if (text === '') return []
  if (text.trim() === '') return undefined
  return plain.test(text) ? parsePlain(text) : parseFull(text)
}

/** Most names have nothing to unescape: a split is several times faster than a scan. */
function parsePlain(text: string): Dn | undefined {
  const rdns: Rdn[] = []
  for (const part of text.split(',')) {
    const equals = part.indexOf('=')
    if (equals < 0) return undefined
    const type = part.slice(0, equals).trim()
    const value = part.slice(equals + 1).trim()
    if (value === '' || !typePattern.test(type)) return undefined
    rdns.push({ type, value })
  }
  return rdns
}

function parseFull(text: string): Dn | undefined {
  const rdns: Rdn[] = []
  let at = 0
  while (at <= text.length) {
    const equals = text.indexOf('=', at)
    if (equals < 0) return undefined
    const type = text.slice(at, equals).trim()
    if (!typePattern.test(type)) return undefined
    const read = readValue(text, equals + 1)
    if (read === undefined || read.value === '') return undefined
    rdns.push({ type, value: read.value })
    if (read.end === text.length) return rdns
    at = read.end + 1
  }
  return undefined
}

function readValue(text: string, from: number): { value: string; end: number } | undefined {
  let at = from
  while (text[at] === ' ') at += 1
  if (text[at] === '"') return readQuoted(text, at + 1)
  if (text[at] === '#') return readHexValue(text, at + 1)
  return readUnquoted(text, at)
}

function readQuoted(text: string, from: number): { value: string; end: number } | undefined {
  const bytes: number[] = []
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') {
      at += 1
      while (text[at] === ' ') at += 1
      if (at < text.length && text[at] !== ',' && text[at] !== ';') return undefined
      return finish(bytes, at)
    }
    at = take(text, at, bytes)
    if (at < 0) return undefined
  }
  return undefined
}

/** `#04…`: the BER of the value in hex (RFC 4514 2.4). */
function readHexValue(text: string, from: number): { value: string; end: number } | undefined {
  let end = from
  while (end < text.length && text[end] !== ',' && text[end] !== ';') end += 1
  const hex = text.slice(from, end).trim()
  if (hex.length < 4 || hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) return undefined
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  if ((bytes[1] ?? 0) !== bytes.length - 2) return undefined
  return finish(bytes.slice(2), end)
}

function readUnquoted(text: string, from: number): { value: string; end: number } | undefined {
  const bytes: number[] = []
  let significant = 0
  let at = from
  for (; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === ',' || char === ';') break
    if (char === '+' || char === '"' || char === '<' || char === '>') return undefined
    const escaped = char === '\\'
    at = take(text, at, bytes)
    if (at < 0) return undefined
    if (escaped || char !== ' ') significant = bytes.length
  }
  return finish(bytes.slice(0, significant), at)
}

/** Appends the UTF-8 of the character or escape at `at`; answers its last position, -1 for a bad escape. */
function take(text: string, at: number, bytes: number[]): number {
  if (text[at] !== '\\') {
    const point = text.codePointAt(at) ?? 0
    bytes.push(...encoder.encode(String.fromCodePoint(point)))
    return point > 0xffff ? at + 1 : at
  }
  const pair = text.slice(at + 1, at + 3)
  if (hexPair.test(pair)) {
    bytes.push(Number.parseInt(pair, 16))
    return at + 2
  }
  if (!/^[ "#+,;<=>\\]/.test(pair)) return -1
  bytes.push(pair.charCodeAt(0))
  return at + 1
}

function finish(bytes: readonly number[], end: number): { value: string; end: number } | undefined {
  try {
    return { value: decoder.decode(Uint8Array.from(bytes)), end }
  } catch {
    return undefined
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const mustEscape = /[\\",;<>+=\0-\x1f]|^[ #]| $/

export function escapeRdnValue(value: string): string {
  if (!mustEscape.test(value)) return value
  return (
    value
      .replace(/[\\",;<>+]/g, '\\$&')
      .replace(/=/g, '\\=')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters leave as hex pairs
      .replace(/[\0-\x1f]/g, (char) => `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
      .replace(/^[ #]/, '\\$&')
      .replace(/(?<!\\) $/, '\\ ')
  )
}

export const formatRdn = (rdn: Rdn): string => `${rdn.type}=${escapeRdnValue(rdn.value)}`
export const formatDn = (dn: Dn): string => dn.map(formatRdn).join(',')

/** `contoso.local` → `DC=contoso,DC=local`. */
export const dnOfDnsName = (dnsName: string): string =>
  dnsName
    .split('.')
    .map((label) => `DC=${escapeRdnValue(label)}`)
    .join(',')

/** The comparison key of one RDN. The type is compared by name; OIDs are resolved before. */
export const rdnKey = (type: string, value: string): string => `${type.toLowerCase()}=${fold(value)}`
