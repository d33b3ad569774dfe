/** GUIDs are kept as lower-case dashed text; on the wire the first three parts are little-endian (MS-DTYP 2.3.4.2). */
const dashed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const wireOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const
const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
/** Where in the dashed text the digits of each byte of the wire begin. */
const digitsOf = wireOrder.map((at) => at * 2 + (at < 4 ? 0 : at < 6 ? 1 : at < 8 ? 2 : at < 10 ? 3 : 4))

/** 0-9, A-F and a-f are told apart from their low bits. */
const nibble = (code: number): number => (code & 15) + (code > 0x39 ? 9 : 0)

/** `guid`: dashed text; `bytes`: sixteen. Asked for every access control entry and source anchor, so without a text per byte. */
export function writeGuid(guid: string, bytes: Uint8Array): void {
  for (let at = 0; at < 16; at += 1) {
    const from = digitsOf[at] ?? 0
    bytes[at] = (nibble(guid.charCodeAt(from)) << 4) | nibble(guid.charCodeAt(from + 1))
  }
}

export function guidToBytes(guid: string): Uint8Array {
  const bytes = new Uint8Array(16)
  writeGuid(guid, bytes)
  return bytes
}

const high = (bytes: ArrayLike<number>, at: number): number => digits[(bytes[at] ?? 0) >> 4] ?? 0
const low = (bytes: ArrayLike<number>, at: number): number => digits[(bytes[at] ?? 0) & 15] ?? 0
const dash = 0x2d

/** Sixteen bytes in the order of the text. In one piece: one put together from others is walked through at a look-up. */
// biome-ignore format: the parts of a GUID, one to a line
export const guidText = (b: ArrayLike<number>): string =>
  String.fromCharCode(
    high(b, 0), low(b, 0), high(b, 1), low(b, 1), high(b, 2), low(b, 2), high(b, 3), low(b, 3), dash,
    high(b, 4), low(b, 4), high(b, 5), low(b, 5), dash,
    high(b, 6), low(b, 6), high(b, 7), low(b, 7), dash,
    high(b, 8), low(b, 8), high(b, 9), low(b, 9), dash,
    high(b, 10), low(b, 10), high(b, 11), low(b, 11), high(b, 12), low(b, 12),
    high(b, 13), low(b, 13), high(b, 14), low(b, 14), high(b, 15), low(b, 15),
  )

export const guidFromBytes = (bytes: Uint8Array): string => guidText(wireOrder.map((at) => bytes[at] ?? 0))

/** Reads `8-4-4-4-12` or the 32 hex digits of the wire bytes, as `<GUID=…>` allows both. */
export function parseGuid(text: string): string | undefined {
  if (dashed.test(text)) return text.toLowerCase()
  if (!/^[0-9a-f]{32}$/i.test(text)) return undefined
  return guidFromBytes(
    Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)),
  )
}
