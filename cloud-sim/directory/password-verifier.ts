/**
 * Cloud passwords are kept as password hash sync makes them: PBKDF2-HMAC-SHA256 over the hex of the NT hash. One way of
 * checking serves cloud-only and synced users alike. Source: "Implement password hash synchronization", detailed steps.
 */
import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import type { PasswordVerifier } from '#core/entra/model.ts'
import { syncedHashInput } from '#core/entra/synced-hash-input.ts'

const derive = promisify(pbkdf2)
const iterations = 1000

async function hashOf(password: string, salt: Uint8Array, rounds: number): Promise<Buffer> {
  return derive(syncedHashInput(ntHash(password)), salt, rounds, 32, 'sha256')
}

export async function createVerifier(password: string): Promise<PasswordVerifier> {
  const salt = randomBytes(10)
  const hash = await hashOf(password, salt, iterations)
  return { salt: salt.toString('base64'), iterations, hash: hash.toString('base64') }
}

/** Says whether it matches, and what the tried password hashes to (smart lockout remembers wrong ones by it). */
export async function tryPassword(
  verifier: PasswordVerifier,
  password: string,
): Promise<{ readonly matches: boolean; readonly tried: string }> {
  const expected = Buffer.from(verifier.hash, 'base64')
  const tried = await hashOf(password, Buffer.from(verifier.salt, 'base64'), verifier.iterations)
  return {
    matches: tried.length === expected.length && timingSafeEqual(tried, expected),
    tried: tried.toString('base64'),
  }
}

const nobody: PasswordVerifier = {
  salt: Buffer.alloc(10).toString('base64'),
  iterations,
  hash: Buffer.alloc(32).toString('base64'),
}

/** Takes as long as a check, so that the time of an answer does not tell whether there is a password to check. */
export const checkAgainstNobody = async (password: string): Promise<void> =>
  void (await tryPassword(nobody, password))
