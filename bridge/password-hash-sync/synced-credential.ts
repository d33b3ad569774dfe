/**
 * The hash that leaves for the cloud: the NT hash as upper-case hex in UTF-16LE, PBKDF2-HMAC-SHA256 with a salt of its own.
 * Source: writeback.md §8.9; perf.md §4 (thread pool).
 */
import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { syncedHashInput } from '#core/entra/synced-hash-input.ts'
import type { Random } from '#core/ports.ts'

const derive = promisify(pbkdf2)

export const iterations = 1000
const saltBytes = 10
const hashBytes = 32

export interface SyncedCredential {
  readonly hash: string
  readonly salt: string
  readonly iterations: number
}

/** `ntHash`: 32 hex digits. */
export async function syncedCredential(ntHash: string, random: Random): Promise<SyncedCredential> {
  const salt = random.secret(saltBytes)
  const input = syncedHashInput(ntHash)
  const hash = await derive(input, salt, iterations, hashBytes, 'sha256')
  return { hash: hash.toString('base64'), salt: Buffer.from(salt).toString('base64'), iterations }
}
