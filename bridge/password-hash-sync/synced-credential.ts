/**
 * The hash that leaves for the cloud: the NT hash as upper-case hex in UTF-16LE, PBKDF2-HMAC-SHA256 with a salt of its own.
 * Source: writeback.md §8.9; perf.md §4 (thread pool).
 */
import { pbkdf2 } from 'node:crypto'
import { syncedHashInput } from '#core/entra/synced-hash-input.ts'
import type { Random } from '#core/ports.ts'

export const iterations = 1000
const saltBytes = 10
const hashBytes = 32
/** Enough that the pool's threads are not idle while this one is busy for some milliseconds. */
const inPool = 32

export interface SyncedCredential {
  readonly hash: string
  readonly salt: string
  readonly iterations: number
}

/** Derives the hashes of one pass. */
export interface Derivations {
  /** `ntHashes`: 32 hex digits each; answered in their order. Their salts are drawn together. */
  credentialsOf(ntHashes: readonly string[], random: Random): Promise<readonly SyncedCredential[]>
}

interface Waiting {
  readonly ntHash: string
  readonly salt: Buffer
  done(error: Error | null, hash: Buffer): void
}

/**
 * Some derivations are in the thread pool at a time, the others wait here: what is written to disk goes through the same
 * pool, and must not stand behind hundreds of them.
 */
export function createDerivations(): Derivations {
  const waiting: Waiting[] = []
  let running = 0
  const startSome = () => {
    while (running < inPool) {
      const next = waiting.shift()
      if (next === undefined) return
      running += 1
      pbkdf2(syncedHashInput(next.ntHash), next.salt, iterations, hashBytes, 'sha256', (error, hash) => {
        running -= 1
        startSome()
        next.done(error, hash)
      })
    }
  }
  return {
    credentialsOf: (ntHashes, random) =>
      new Promise((resolve, reject) => {
        const salts = Buffer.from(random.secret(saltBytes * ntHashes.length))
        const credentials: SyncedCredential[] = []
        let left = ntHashes.length
        for (const [at, ntHash] of ntHashes.entries()) {
          const salt = salts.subarray(at * saltBytes, (at + 1) * saltBytes)
          const done = (error: Error | null, hash: Buffer) => {
            if (error !== null) return reject(error)
            credentials[at] = { hash: hash.toString('base64'), salt: salt.toString('base64'), iterations }
            left -= 1
            if (left === 0) resolve(credentials)
          }
          waiting.push({ ntHash, salt, done })
        }
        if (left === 0) resolve(credentials)
        startSome()
      }),
  }
}
