/** Codes that are sent out: six digits, kept as a hash bound to where they were asked for. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** `scope`: the session or user it was made for, so that a hash is worth nothing elsewhere. */
export const codeHash = (scope: string, code: string): string =>
  createHash('sha256').update(`${scope}:${code}`).digest('base64')

export function isCode(scope: string, code: string, hash: string): boolean {
  const given = Buffer.from(codeHash(scope, code.replace(/\s/g, '')))
  const wanted = Buffer.from(hash)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
