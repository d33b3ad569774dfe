/** GUIDs are kept as lower-case dashed text; on the wire the first three parts are little-endian (MS-DTYP 2.3.4.2). */
const dashed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const wireOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
/** Where in the dashed text the digits of each byte of the wire begin. */
const digitsOf = wireOrder.map((at) => at * 2 + (at < 4 ? 0 : at < 6 ? 1 : at < 8 ? 2 : at < 10 ? 3 : 4))

/** 0-9, A-F and a-f are told apart from their low bits. */
const nibble = (code: number): number => (code & 15) + (code > 0x39 ? 9 : 0)

/** `guid`: dashed text. Asked for every access control entry and every source anchor, so without a piece of text per byte. */
export function guidToBytes(guid: string): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let at = 0; at < 16; at += 1) {
    const from = digitsOf[at] ?? 0
    bytes[at] = (nibble(guid.charCodeAt(from)) << 4) | nibble(guid.charCodeAt(from + 1))
  }
  return bytes
}

export function guidFromBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < 16; at += 1) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-'
    text += hexPairs[bytes[wireOrder[at] ?? 0] ?? 0] ?? ''
  }
  return text
}

/** Reads `8-4-4-4-12` or the 32 hex digits of the wire bytes, as `<GUID=…>` allows both. */
export function parseGuid(text: string): string | undefined {
  if (dashed.test(text)) return text.toLowerCase()
  if (!/^[0-9a-f]{32}$/i.test(text)) return undefined
  return guidFromBytes(
    Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)),
  )
}
