/**
 * Seals what the service hands out and wants back unread and unchanged: refresh tokens, session cookies, page state.
 * AES-256-GCM; the purpose is authenticated with it, so that a cookie cannot pass for a refresh token.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SigningKeys } from './signing-keys.ts'

export type SealedPurpose = 'refresh-token' | 'session' | 'sign-in' | 'skiptoken' | 'ticket'

export interface Sealer {
  seal(purpose: SealedPurpose, value: unknown): Promise<string>
  /** Undefined when it was not sealed here, or for something else. */
  open(purpose: SealedPurpose, sealed: string): Promise<unknown>
}

export function createSealer(keys: SigningKeys): Sealer {
  return {
    seal: async (purpose, value) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', await keys.sealingSecret(), iv).setAAD(
        Buffer.from(purpose),
      )
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open: async (purpose, sealed) => {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < 29) return undefined
      try {
        const cipher = createDecipheriv('aes-256-gcm', await keys.sealingSecret(), bytes.subarray(0, 12))
        cipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28))
        return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8'))
      } catch {
        return undefined
      }
    },
  }
}
