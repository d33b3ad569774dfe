/** Node's crypto for the cloud's end of the relay package (format: core/sspr/relay-package.ts). */
import {
  constants,
  createCipheriv,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import type { SealedPackage } from '#core/contracts/relay.ts'
import { type OpenPayload, type SealingCrypto, sealPayload } from '#core/sspr/relay-package.ts'
import { sealText } from '#core/sspr/sealed-text.ts'

const sealingCrypto = (publicKey: KeyObject): SealingCrypto => ({
  encryptBlock: (block) =>
    publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, block),
  hkdf: (input, salt, info, length) => new Uint8Array(hkdfSync('sha256', input, salt, info, length)),
  randomBytes,
  encrypt: (key, iv, plain) => {
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
    return { ciphertext, tag: cipher.getAuthTag() }
  },
})

/** Parsing a PEM costs more than sealing with it; keys change only when an agent is onboarded. */
const parsed = new WeakMap<object, KeyObject>()

/** A text under an agent's public key (SPKI PEM). */
export const sealFor = (publicKey: string, text: string): string[] =>
  sealText(text, sealingCrypto(createPublicKey(publicKey)))

export interface SealingKeys {
  /** SPKI PEM. */
  readonly publicKey: string
  readonly relaySecret: string
}

export function seal(payload: OpenPayload, keys: SealingKeys, requestId: string): SealedPackage {
  const known = parsed.get(keys) ?? createPublicKey(keys.publicKey)
  parsed.set(keys, known)
  return sealPayload(payload, { relaySecret: keys.relaySecret, requestId }, sealingCrypto(known))
}

/** An SPKI PEM of an RSA key with 2048 bits; the sentence says what is wrong otherwise. */
export function publicKeyProblem(pem: string): string | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem)
    const bits = asymmetricKeyDetails?.modulusLength
    return asymmetricKeyType === 'rsa' && bits === 2048
      ? undefined
      : 'publicKey is not an RSA key with 2048 bits'
  } catch {
    return 'publicKey is not a public key in PEM form'
  }
}
