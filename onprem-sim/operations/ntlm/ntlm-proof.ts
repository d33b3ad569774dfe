/** Proofs and keys of NTLM version 2 (MS-NLMP 3.3.2, 3.4.5). Version 1 is not taken: see docs/fidelity/directory.md. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { utf16le } from '#core/active-directory/nt-hash.ts'
import { type Authenticate, ntlmFlags } from './ntlm-messages.ts'
import { rc4 } from './rc4.ts'

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHmac('md5', key)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

const proofLength = 16

/** A version 2 response is its proof, and what the client mixed in. */
export const isVersion2 = ({ ntResponse }: Authenticate): boolean => ntResponse.length > 24

const responseKey = (ntHash: string, { user, domain }: Authenticate): Buffer =>
  hmac(Buffer.from(ntHash, 'hex'), utf16le(user.toUpperCase()), utf16le(domain))

/** Whether somebody with this NT hash made the response. */
export function proves(message: Authenticate, challenge: Uint8Array, ntHash: string): boolean {
  const { ntResponse } = message
  const proof = hmac(responseKey(ntHash, message), challenge, ntResponse.subarray(proofLength))
  return timingSafeEqual(proof, ntResponse.subarray(0, proofLength))
}

/** The key of the session, which the client chose and sent under the one that follows from the password. */
export function sessionKeyOf(message: Authenticate, ntHash: string): Buffer {
  const base = hmac(responseKey(ntHash, message), message.ntResponse.subarray(0, proofLength))
  return (message.flags & ntlmFlags.keyExchange) !== 0 && message.sessionKey.length === 16
    ? rc4(base).apply(message.sessionKey)
    : base
}

/** The message integrity code covers all three messages, itself blanked out (MS-NLMP 3.2.5.1.2). */
export function integrityHolds(
  key: Uint8Array,
  negotiate: Buffer,
  challenge: Buffer,
  authenticate: Buffer,
  micAt: number,
): boolean {
  const blanked = Buffer.from(authenticate)
  blanked.fill(0, micAt, micAt + 16)
  return timingSafeEqual(hmac(key, negotiate, challenge, blanked), authenticate.subarray(micAt, micAt + 16))
}

export type Direction = 'client-to-server' | 'server-to-client'

const magic = (direction: Direction, purpose: 'signing' | 'sealing'): Buffer =>
  Buffer.from(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1')

const md5 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('md5').update(Buffer.concat(parts)).digest()

export const signingKey = (key: Buffer, direction: Direction): Buffer => md5(key, magic(direction, 'signing'))

export function sealingKey(key: Buffer, direction: Direction, flags: number): Buffer {
  const length = (flags & ntlmFlags.key128) !== 0 ? 16 : (flags & ntlmFlags.key56) !== 0 ? 7 : 5
  return md5(key.subarray(0, length), magic(direction, 'sealing'))
}

export const checksum = (key: Buffer, sequence: Buffer, bytes: Uint8Array): Buffer =>
  hmac(key, sequence, bytes).subarray(0, 8)
