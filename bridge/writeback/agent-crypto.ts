/** The agent's cryptography: its key pair, and opening what the cloud has sealed (core/sspr/relay-package.ts). */
import {
  constants,
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { OpeningCrypto } from '#core/sspr/relay-package.ts'

const generate = promisify(generateKeyPair)

export interface AgentKeyPair {
  /** SPKI PEM: the tenant’s public key from now on. */
  readonly publicKey: string
  /** PKCS #8 PEM: never leaves this server. */
  readonly privateKey: string
}

/** RSA-2048, made in the thread pool: it takes 0.1 to 0.2 s (perf.md §0.12). */
export async function makeKeyPair(): Promise<AgentKeyPair> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem)

export function openingCrypto(key: KeyObject): OpeningCrypto {
  return {
    hkdf: (input, salt, info, length) => new Uint8Array(hkdfSync('sha256', input, salt, info, length)),
    decryptBlock: (block) =>
      privateDecrypt({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, block),
    decrypt: (packageKey, iv, ciphertext, tag) => {
      const decipher = createDecipheriv('aes-256-gcm', packageKey, iv, { authTagLength: 16 })
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(ciphertext), decipher.final()])
    },
  }
}
