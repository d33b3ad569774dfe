import { utf16le } from '#core/active-directory/nt-hash.ts'

/** What password hash sync feeds to PBKDF2: the NT hash (hex) in upper-case hex, in UTF-16LE; 64 bytes. */
export const syncedHashInput = (ntHash: string): Uint8Array => utf16le(ntHash.toUpperCase())
