/**
 * Signs tokens: RS256 in Node's own thread pool, several at once, on the key as it is. A library's way over Web Crypto
 * costs as much again as the signature; what a token is made of stays the same (RFC 7515 §3.1, RFC 7518 §3.3).
 */
import { sign as signBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWTPayload } from 'jose'
import type { SigningKey, SigningKeys } from '../signing-keys.ts'

const signInPool = promisify(signBytes)
const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

interface Headers {
  readonly plain: string
  readonly withThumbprint: string
}

const headersOf = ({ kid }: SigningKey): Headers => ({
  plain: segment({ typ: 'JWT', alg: 'RS256', kid }),
  withThumbprint: segment({ typ: 'JWT', alg: 'RS256', x5t: kid, kid }),
})

/** Only version 1 tokens carry `x5t` beside `kid`. */
export function createTokenSigner(keys: SigningKeys) {
  const headers = new WeakMap<SigningKey, Headers>()
  return async (claims: JWTPayload, withThumbprint: boolean): Promise<string> => {
    const key = await keys.current()
    const known = headers.get(key) ?? headersOf(key)
    headers.set(key, known)
    const text = `${withThumbprint ? known.withThumbprint : known.plain}.${segment(claims)}`
    const signature = await signInPool('sha256', Buffer.from(text), key.privateKey)
    return `${text}.${signature.toString('base64url')}`
  }
}
