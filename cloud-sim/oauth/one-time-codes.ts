/** Things that work once: authorization codes. Taking one and marking it used is one synchronous act, so of many takers one wins. */
import { randomBytes } from 'node:crypto'
import type { Instant } from '#core/ports.ts'

export type TakenCode<Grant> =
  | { readonly state: 'good'; readonly grant: Grant }
  | { readonly state: 'unknown' | 'used' | 'expired' }

export interface OneTimeCodes<Grant> {
  create(grant: Grant, expiresAt: Instant): string
  /** What it stands for, without using it. */
  peek(code: string): Grant | undefined
  take(code: string, at: Instant): TakenCode<Grant>
}

const kept = 10_000

export function createOneTimeCodes<Grant>(prefix: string): OneTimeCodes<Grant> {
  const codes = new Map<string, { readonly grant: Grant; readonly expiresAt: Instant; used: boolean }>()
  return {
    create: (grant, expiresAt) => {
      const code = prefix + randomBytes(48).toString('base64url')
      codes.set(code, { grant, expiresAt, used: false })
      for (const oldest of codes.keys()) {
        if (codes.size <= kept) break
        codes.delete(oldest)
      }
      return code
    },
    peek: (code) => codes.get(code)?.grant,
    take: (code, at) => {
      const entry = codes.get(code)
      if (entry === undefined) return { state: 'unknown' }
      if (entry.used) return { state: 'used' }
      entry.used = true
      return entry.expiresAt < at ? { state: 'expired' } : { state: 'good', grant: entry.grant }
    },
  }
}
