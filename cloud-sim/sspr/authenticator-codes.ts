/** Codes of the authenticator app: TOTP, RFC 6238 with SHA-1, six digits, 30 seconds, one step of grace either way. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '#core/ports.ts'

const stepMs = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function fromBase32(text: string): Buffer {
  let bits = ''
  for (const character of text.toUpperCase().replace(/[^A-Z2-7]/g, ''))
    bits += alphabet.indexOf(character).toString(2).padStart(5, '0')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** For the app: 20 random bytes, 32 characters. */
export const toBase32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('')
}

/** `secret`: base32. */
export function authenticatorCode(secret: string, at: Instant): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / stepMs)))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The time step whose code it is, so that a code is not taken twice; undefined when it fits none. */
export function authenticatorStep(secret: string, code: string, at: Instant): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''))
  for (const drift of [0, -1, 1]) {
    const moment = at + drift * stepMs
    const wanted = Buffer.from(authenticatorCode(secret, moment))
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return Math.floor(moment / stepMs)
  }
  return undefined
}
