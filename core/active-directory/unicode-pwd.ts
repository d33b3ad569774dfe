/** unicodePwd as it travels: the password in double quotes, UTF-16LE (MS-ADTS 3.1.1.3.1.5.1). */
import { utf16le } from './nt-hash.ts'

/** Undefined when the bytes are no quoted UTF-16LE text. */
export function decodeUnicodePwd(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined
  let text = ''
  for (let at = 0; at < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  if (!text.startsWith('"') || !text.endsWith('"')) return undefined
  return text.slice(1, -1)
}

export const encodeUnicodePwd = (password: string): Uint8Array => utf16le(`"${password}"`)
