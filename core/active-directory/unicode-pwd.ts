/** unicodePwd as it travels: the password in double quotes, UTF-16LE (MS-ADTS 3.1.1.3.1.5.1). */

/** Undefined when the bytes are no quoted UTF-16LE text. */
export function decodeUnicodePwd(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined
  let text = ''
  for (let at = 0; at < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  if (!text.startsWith('"') || !text.endsWith('"')) return undefined
  return text.slice(1, -1)
}

export function encodeUnicodePwd(password: string): Uint8Array {
  const text = `"${password}"`
  const bytes = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at += 1) {
    bytes[at * 2] = text.charCodeAt(at) & 0xff
    bytes[at * 2 + 1] = text.charCodeAt(at) >> 8
  }
  return bytes
}
