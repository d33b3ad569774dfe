/** The agent's cryptography: its key pair, and opening what the cloud has sealed (core/sspr/relay-package.ts). */
import {
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  webcrypto,
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

/** Parsed once for each record that holds one. */
const parsed = new WeakMap<object, KeyObject>()

export function keyOf(holder: { readonly privateKey: string }): KeyObject {
  const known = parsed.get(holder) ?? createPrivateKey(holder.privateKey)
  parsed.set(holder, known)
  return known
}

/** As WebCrypto takes them: its RSA runs in the thread pool, where Node's `privateDecrypt` holds up everybody else. */
const pooled = new WeakMap<KeyObject, Promise<webcrypto.CryptoKey>>()

function forThePool(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const pkcs8 = () => key.export({ type: 'pkcs8', format: 'der' })
  const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const known = pooled.get(key) ?? webcrypto.subtle.importKey('pkcs8', pkcs8(), oaep, false, ['decrypt'])
  pooled.set(key, known)
  return known
}

export function openingCrypto(key: KeyObject): OpeningCrypto {
  return {
    hkdf: (input, salt, info, length) => new Uint8Array(hkdfSync('sha256', input, salt, info, length)),
    decryptBlock: async (block) =>
      new Uint8Array(
        await webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, await forThePool(key), Buffer.from(block)),
      ),
    decrypt: (packageKey, iv, ciphertext, tag) => {
      const decipher = createDecipheriv('aes-256-gcm', packageKey, iv, { authTagLength: 16 })
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(ciphertext), decipher.final()])
    },
  }
}
