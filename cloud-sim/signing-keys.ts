/**
 * The keys of the token service: RSA-2048 pairs that sign tokens, and the secret that seals refresh tokens, cookies and
 * page state. One set for the host, kept over resets of labs; making the first pair takes a moment and blocks nobody.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'

export const storedSigningKeys = z.object({
  /** base64, 32 bytes. */
  sealingSecret: z.string(),
  /** The first one signs; the others still verify. */
  keys: z.array(z.object({ kid: z.string(), privateKey: z.string(), certificate: z.string() })).min(1),
})
export type StoredSigningKeys = z.infer<typeof storedSigningKeys>

/** Where the keys are kept between starts. */
export interface SigningKeyStore {
  load(): Promise<unknown>
  save(keys: StoredSigningKeys): Promise<void>
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: Readonly<Record<string, unknown>>
}

export interface SigningKeys {
  /** The one that signs now. */
  current(): Promise<SigningKey>
  all(): Promise<readonly SigningKey[]>
  sealingSecret(): Promise<Buffer>
  /** A new key signs from now on; the old ones verify for as long as tokens live. */
  rotate(): Promise<void>
}

const generate = promisify(generateKeyPair)
const keptAfterRotation = 3

async function makeKey(): Promise<StoredSigningKeys['keys'][number]> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  // Loaded late: a start that finds its keys does without the certificate library.
  const { selfSigned } = await import('./self-signed.ts')
  const certificate = await selfSigned(privateKey, publicKey)
  // Entra's kid is the certificate's SHA-1 thumbprint, the same as x5t.
  const kid = Buffer.from(await certificate.getThumbprint('SHA-1')).toString('base64url')
  return {
    kid,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificate: certificate.toString('base64'),
  }
}

function readKey({ kid, privateKey, certificate }: StoredSigningKeys['keys'][number]): SigningKey {
  const key = createPrivateKey(privateKey)
  const publicKey = createPublicKey(key)
  const { n, e } = publicKey.export({ format: 'jwk' })
  return {
    kid,
    privateKey: key,
    publicKey,
    jwk: { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c: [certificate] },
  }
}

export function createSigningKeys(store?: SigningKeyStore): SigningKeys {
  const keep = async (stored: StoredSigningKeys) => {
    await store?.save(stored)
    return { stored, keys: stored.keys.map(readKey) }
  }
  const open = async () => {
    const known = storedSigningKeys.safeParse(await store?.load())
    if (known.success) return { stored: known.data, keys: known.data.keys.map(readKey) }
    return keep({ sealingSecret: randomBytes(32).toString('base64'), keys: [await makeKey()] })
  }
  let opened = open()
  // Whoever needs a key hears of the failure; nobody else is to fall over it.
  opened.catch(() => undefined)
  return {
    current: async () => {
      const [first] = (await opened).keys
      if (first === undefined) throw new Error('no signing key')
      return first
    },
    all: async () => (await opened).keys,
    sealingSecret: async () => Buffer.from((await opened).stored.sealingSecret, 'base64'),
    rotate: async () => {
      const { stored } = await opened
      const keys = [await makeKey(), ...stored.keys].slice(0, keptAfterRotation)
      opened = keep({ ...stored, keys })
      await opened
    },
  }
}
