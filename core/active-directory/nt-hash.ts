/** The NT hash: MD4 of the password in UTF-16LE (MS-NLMP 3.3.1), as Active Directory keeps it. */
import { md4 } from '#core/md4.ts'

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The NT hash of a password as 32 lower-case hex digits. */
export function ntHash(password: string): string {
  let hex = ''
  for (const byte of md4(utf16le(password))) hex += hexPairs[byte]
  return hex
}

/** Two bytes a code unit, the lower one first: what Windows calls Unicode. */
export function utf16le(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    bytes[at * 2] = unit & 0xff
    bytes[at * 2 + 1] = unit >> 8
  }
  return bytes
}
