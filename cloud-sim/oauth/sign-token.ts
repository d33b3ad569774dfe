/**
 * Signs tokens: RS256 in Node's own thread pool, several at once, on the key as it is. A library's way over Web Crypto
 * costs as much again as the signature; what a token is made of stays the same (RFC 7515 §3.1, RFC 7518 §3.3).
 */
import { createPrivateKey, type KeyObject, sign as signBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWTPayload } from 'jose'
import type { SigningKey, SigningKeys } from '../signing-keys.ts'

const signInPool = promisify(signBytes)
const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** As many as libuv's pool has threads: a key is locked while it signs, so each thread needs one of its own. */
const copies = 4

interface Signer {
  readonly header: string
  readonly headerWithThumbprint: string
  nextKey(): KeyObject
}

function createSigner({ kid, privateKey }: SigningKey): Signer {
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
  const keys = Array.from({ length: copies }, () => createPrivateKey(pem))
  let turn = 0
  return {
    header: segment({ typ: 'JWT', alg: 'RS256', kid }),
    headerWithThumbprint: segment({ typ: 'JWT', alg: 'RS256', x5t: kid, kid }),
    nextKey: () => keys[turn++ % copies] ?? privateKey,
  }
}

/** Only version 1 tokens carry `x5t` beside `kid`. */
export function createTokenSigner(keys: SigningKeys) {
  const signers = new WeakMap<SigningKey, Signer>()
  return async (claims: JWTPayload, withThumbprint: boolean): Promise<string> => {
    const key = await keys.current()
    const signer = signers.get(key) ?? createSigner(key)
    signers.set(key, signer)
    const text = `${withThumbprint ? signer.headerWithThumbprint : signer.header}.${segment(claims)}`
    const signature = await signInPool('sha256', Buffer.from(text), signer.nextKey())
    return `${text}.${signature.toString('base64url')}`
  }
}
