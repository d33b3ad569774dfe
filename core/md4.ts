/** MD4 (RFC 1320, 3.1-3.5): Node's OpenSSL no longer offers it. Every bind hashes a password with it, so it works on flat tables. */
const orders = [
  Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
  Uint8Array.of(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
  Uint8Array.of(0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15),
] as const
const shifts = [Uint8Array.of(3, 7, 11, 19), Uint8Array.of(3, 5, 9, 13), Uint8Array.of(3, 9, 11, 15)] as const

/** State and message words of the block at hand. */
const state = new Int32Array(4)
const words = new Int32Array(16)

const word = (values: Int32Array, at: number): number => values[at] ?? 0
const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

/** The digest, 16 bytes. */
export function md4(message: Uint8Array): Uint8Array {
  const blocks = pad(message)
  state.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476])
  for (let at = 0; at < blocks.byteLength; at += 64) mixBlock(blocks, at)
  const digest = new Uint8Array(16)
  const view = new DataView(digest.buffer)
  for (let at = 0; at < 4; at += 1) view.setInt32(at * 4, word(state, at), true)
  return digest
}

function pad(message: Uint8Array): DataView {
  const length = ((message.length + 8) >> 6) * 64 + 64
  const bytes = new Uint8Array(length)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, message.length * 8, true)
  view.setUint32(length - 4, Math.floor(message.length / 0x20000000), true)
  return view
}

function mixBlock(blocks: DataView, start: number): void {
  for (let at = 0; at < 16; at += 1) words[at] = blocks.getInt32(start + at * 4, true)
  const [a0, b0, c0, d0] = [word(state, 0), word(state, 1), word(state, 2), word(state, 3)]
  mixRound(orders[0], shifts[0], 0, choose)
  mixRound(orders[1], shifts[1], 0x5a827999, majority)
  mixRound(orders[2], shifts[2], 0x6ed9eba1, parity)
  state[0] = word(state, 0) + a0
  state[1] = word(state, 1) + b0
  state[2] = word(state, 2) + c0
  state[3] = word(state, 3) + d0
}

const choose = (b: number, c: number, d: number): number => (b & c) | (~b & d)
const majority = (b: number, c: number, d: number): number => (b & c) | (b & d) | (c & d)
const parity = (b: number, c: number, d: number): number => b ^ c ^ d

function mixRound(order: Uint8Array, turns: Uint8Array, add: number, mix: typeof choose): void {
  let [a, b, c, d] = [word(state, 0), word(state, 1), word(state, 2), word(state, 3)]
  for (let step = 0; step < 16; step += 1) {
    const sum = (a + mix(b, c, d) + word(words, order[step] ?? 0) + add) | 0
    a = d
    d = c
    c = b
    b = rotate(sum, turns[step & 3] ?? 0)
  }
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}
