/** Signing and sealing of what a connection says after an NTLM logon (MS-NLMP 3.4.4.2: extended session security). */
import { timingSafeEqual } from 'node:crypto'
import { ntlmFlags } from './ntlm-messages.ts'
import { checksum, type Direction, sealingKey, signingKey } from './ntlm-proof.ts'
import { type Rc4, rc4 } from './rc4.ts'

export interface MessageSecurity {
  /** Nobody else can read what is said: good enough for passwords. */
  readonly seals: boolean
  /** Signature and message, sealed when that was agreed on. */
  protect(bytes: Uint8Array): Buffer
  /** Undefined when the signature is wrong. */
  open(bytes: Buffer): Buffer | undefined
  /** Signature alone, of the client's or of ours; SPNEGO covers its list of mechanisms with one. */
  sign(bytes: Uint8Array): Buffer
  verify(bytes: Uint8Array, signature: Buffer): boolean
  /** SPNEGO starts the cipher anew after its own signatures (MS-SPNG 3.3.5.1). */
  restartCipher(): void
}

export const signatureLength = 16

/** Undefined where client and server agreed on neither. */
export function messageSecurity(key: Buffer, flags: number): MessageSecurity | undefined {
  if ((flags & (ntlmFlags.sign | ntlmFlags.seal)) === 0) return undefined
  if ((flags & ntlmFlags.extendedSessionSecurity) === 0) return undefined
  const incoming = oneWay(key, flags, 'client-to-server')
  const outgoing = oneWay(key, flags, 'server-to-client')
  const seals = (flags & ntlmFlags.seal) !== 0
  return {
    seals,
    protect: (bytes) => {
      const body = seals ? outgoing.cipher().apply(bytes) : bytes
      return Buffer.concat([outgoing.signature(bytes), body])
    },
    open: (bytes) => {
      if (bytes.length < signatureLength) return undefined
      const body = bytes.subarray(signatureLength)
      const plain = seals ? incoming.cipher().apply(body) : body
      return timingSafeEqual(incoming.signature(plain), bytes.subarray(0, signatureLength))
        ? plain
        : undefined
    },
    sign: (bytes) => outgoing.signature(bytes),
    verify: (bytes, signature) =>
      signature.length === signatureLength && timingSafeEqual(incoming.signature(bytes), signature),
    restartCipher: () => {
      incoming.restart()
      outgoing.restart()
    },
  }
}

function oneWay(key: Buffer, flags: number, direction: Direction) {
  const signing = signingKey(key, direction)
  const sealing = sealingKey(key, direction, flags)
  const encrypted = (flags & ntlmFlags.keyExchange) !== 0
  let cipher: Rc4 = rc4(sealing)
  let count = 0
  return {
    cipher: () => cipher,
    restart: () => {
      cipher = rc4(sealing)
    },
    /** The next signature in the row; its number stands at its end. */
    signature: (bytes: Uint8Array): Buffer => {
      const sequence = Buffer.alloc(4)
      sequence.writeUInt32LE(count)
      count += 1
      const sum = checksum(signing, sequence, bytes)
      return Buffer.concat([Buffer.from('01000000', 'hex'), encrypted ? cipher.apply(sum) : sum, sequence])
    },
  }
}
