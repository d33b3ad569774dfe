/** Every way in which a request may name an object: a DN or one of Active Directory's alternative forms (MS-ADTS 3.1.1.3.1.2.4). */
import { type Dn, parseDn } from './dn.ts'
import { parseGuid } from './guid.ts'
import { parseSid, sidFromBytes } from './sid.ts'

export type ObjectName =
  | { readonly kind: 'dn'; readonly dn: Dn }
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'sid'; readonly sid: string }
  | { readonly kind: 'well-known'; readonly guid: string; readonly dn: Dn }

/** Undefined when the text is malformed. `<GUID=…>;<SID=…>;CN=…` counts by its first part. */
export function parseObjectName(text: string): ObjectName | undefined {
  if (!text.startsWith('<')) return plainName(text)
  const close = text.indexOf('>')
  const body = text.slice(1, close)
  const equals = body.indexOf('=')
  if (close < 0 || equals < 0) return undefined
  const value = body.slice(equals + 1).trim()
  switch (body.slice(0, equals).trim().toUpperCase()) {
    case 'GUID':
      return named('guid', parseGuid(value))
    case 'SID':
      return named('sid', parseSid(value) ?? sidOfHex(value))
    case 'WKGUID':
      return wellKnown(value)
    default:
      return undefined
  }
}

function plainName(text: string): ObjectName | undefined {
  const dn = parseDn(text)
  return dn === undefined ? undefined : { kind: 'dn', dn }
}

function named(kind: 'guid' | 'sid', value: string | undefined): ObjectName | undefined {
  if (value === undefined) return undefined
  return kind === 'guid' ? { kind, guid: value } : { kind, sid: value }
}

function sidOfHex(hex: string): string | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return undefined
  return sidFromBytes(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}

/** `<WKGUID=32 hex,DN>`: the hex is the GUID as it is written, not in wire order. */
function wellKnown(value: string): ObjectName | undefined {
  const comma = value.indexOf(',')
  const guid = value.slice(0, comma).trim()
  const dn = parseDn(value.slice(comma + 1))
  if (comma < 0 || dn === undefined || !/^[0-9a-f]{32}$/i.test(guid)) return undefined
  return { kind: 'well-known', guid: guid.toUpperCase(), dn }
}
