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

/** `ntHashes`: 32 hex digits each. All are in the thread pool at once; their salts are drawn together. */
export async function syncedCredentials(
  ntHashes: readonly string[],
  random: Random,
): Promise<SyncedCredential[]> {
  const salts = Buffer.from(random.secret(saltBytes * ntHashes.length))
  return Promise.all(
    ntHashes.map((ntHash, at) => credentialOf(ntHash, salts.subarray(at * saltBytes, (at + 1) * saltBytes))),
  )
}

async function credentialOf(ntHash: string, salt: Buffer): Promise<SyncedCredential> {
  const hash = await derive(syncedHashInput(ntHash), salt, iterations, hashBytes, 'sha256')
  return { hash: hash.toString('base64'), salt: salt.toString('base64'), iterations }
}
