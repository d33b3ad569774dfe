/** GUIDs are kept as lower-case dashed text; on the wire the first three parts are little-endian (MS-DTYP 2.3.4.2). */
const dashed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const wireOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function guidToBytes(guid: string): Uint8Array {
  const hex = guid.replaceAll('-', '')
  return Uint8Array.from(wireOrder, (at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}

export function guidFromBytes(bytes: Uint8Array): string {
  const hex = wireOrder.map((at) => hexPairs[bytes[at] ?? 0]).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Reads `8-4-4-4-12` or the 32 hex digits of the wire bytes, as `<GUID=…>` allows both. */
export function parseGuid(text: string): string | undefined {
  if (dashed.test(text)) return text.toLowerCase()
  if (!/^[0-9a-f]{32}$/i.test(text)) return undefined
  return guidFromBytes(
    Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)),
  )
}
