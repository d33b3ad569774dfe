/** The NT hash: MD4 of the password in UTF-16LE (RFC 1320; MS-NLMP 3.3.1). Node's OpenSSL has no MD4 any more. */
const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by))
const secondOrder = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15]
const thirdOrder = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15]
const shifts = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
]

/** The NT hash of a password as 32 lower-case hex digits. */
export function ntHash(password: string): string {
  const message = new Uint8Array(password.length * 2)
  for (let at = 0; at < password.length; at += 1) {
    const unit = password.charCodeAt(at)
    message[at * 2] = unit & 0xff
    message[at * 2 + 1] = unit >> 8
  }
  return md4(message)
}

export function md4(message: Uint8Array): string {
  const padded = new Uint8Array(((message.length + 8) >> 6) * 64 + 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, message.length * 8, true)
  view.setUint32(padded.length - 4, Math.floor(message.length / 0x20000000), true)
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476])
  const words = new Int32Array(16)
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + at * 4, true)
    mix(state, words)
  }
  const out = new DataView(new ArrayBuffer(16))
  state.forEach((word, at) => {
    out.setInt32(at * 4, word, true)
  })
  let hex = ''
  for (let at = 0; at < 16; at += 1) hex += out.getUint8(at).toString(16).padStart(2, '0')
  return hex
}

function mix(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 48; step += 1) {
    const round = step >> 4
    const at = step & 15
    const index = round === 0 ? at : round === 1 ? (secondOrder[at] ?? 0) : (thirdOrder[at] ?? 0)
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
    const constant = round === 0 ? 0 : round === 1 ? 0x5a827999 : 0x6ed9eba1
    const next = rotate((a + mixed + (words[index] ?? 0) + constant) | 0, shifts[round]?.[at & 3] ?? 0)
    a = d
    d = c
    c = b
    b = next
  }
  state[0] = ((state[0] ?? 0) + a) | 0
  state[1] = ((state[1] ?? 0) + b) | 0
  state[2] = ((state[2] ?? 0) + c) | 0
  state[3] = ((state[3] ?? 0) + d) | 0
}
