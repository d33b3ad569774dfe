/** Ids that repeat with the lab's id and seed; secrets that never do. */
import { createHash, randomBytes } from 'node:crypto'
import { guidText } from '#core/active-directory/guid.ts'
import type { Random } from '#core/ports.ts'

/** Four 32-bit words: all there is to know about where the sequence stands. */
type RandomState = readonly [number, number, number, number]

export interface SeededRandom extends Random {
  state(): RandomState
  restore(state: RandomState): void
  /** A sequence of its own, so that drawing from it leaves the lab's ids as they are. */
  fork(purpose: string): SeededRandom
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function wordsOf(text: string): RandomState {
  const bytes = digest(text)
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12) | 1]
}

/** Version 4, variant 1; made of `bytes`, which are changed for it. */
function guidOf(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return guidText(bytes)
}

/** The tenant's id, known before anything else of the lab stands. */
export const tenantIdOf = (labId: string, seed: string): string => guidOf(digest(`tenant/${labId}/${seed}`))

/** sfc32 (Chris Doty-Humphrey's small fast counter): passes PractRand, four words of state. */
export function createRandom(seed: string): SeededRandom {
  let [a, b, c, counter] = wordsOf(seed)
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  const bytes = (length: number): Uint8Array => {
    const drawn = new Uint8Array(length)
    for (let at = 0, word = 0; at < length; at += 1) {
      word = at % 4 === 0 ? next() : word >>> 8
      drawn[at] = word & 0xff
    }
    return drawn
  }
  for (let round = 0; round < 12; round += 1) next()
  return {
    bytes,
    guid: () => guidOf(bytes(16)),
    integer: (below) => Math.floor((next() / 0x1_0000_0000) * below),
    secret: (length) => new Uint8Array(randomBytes(length)),
    state: () => [a, b, c, counter],
    restore: (state) => {
      ;[a, b, c, counter] = state
    },
    fork: (purpose) => createRandom(`${seed}/${purpose}`),
  }
}
