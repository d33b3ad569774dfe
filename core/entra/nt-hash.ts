/**
 * The NT hash: MD4 over the password in UTF-16LE (MS-NLMP 3.3.1). MD4 is our own (RFC 1320, 3.1-3.5), because Node's
 * OpenSSL no longer offers it. It is what Active Directory keeps and what password hash sync starts from.
 */
const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

const rounds = [
  {
    mix: (b: number, c: number, d: number) => (b & c) | (~b & d),
    add: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (b: number, c: number, d: number) => (b & c) | (b & d) | (c & d),
    add: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (b: number, c: number, d: number) => b ^ c ^ d,
    add: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
] as const

function padded(message: Uint8Array): DataView {
  const length = ((message.length + 8) >> 6) * 64 + 64
  const bytes = new Uint8Array(length)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, message.length * 8, true)
  return view
}

export function md4(message: Uint8Array): Uint8Array {
  const view = padded(message)
  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let block = 0; block < view.byteLength; block += 64) {
    const before = [a, b, c, d] as const
    for (const { mix, add, order, shifts } of rounds) {
      order.forEach((word, i) => {
        const sum = (a + mix(b, c, d) + view.getUint32(block + word * 4, true) + add) | 0
        ;[a, b, c, d] = [d, rotate(sum, shifts[i & 3] ?? 0), b, c]
      })
    }
    a = (a + before[0]) | 0
    b = (b + before[1]) | 0
    c = (c + before[2]) | 0
    d = (d + before[3]) | 0
  }
  const digest = new DataView(new ArrayBuffer(16))
  for (const [i, word] of [a, b, c, d].entries()) digest.setUint32(i * 4, word, true)
  return new Uint8Array(digest.buffer)
}

function utf16le(text: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), true)
  return new Uint8Array(view.buffer)
}

/** 16 bytes. */
export const ntHash = (password: string): Uint8Array => md4(utf16le(password))

/** What password hash sync feeds to PBKDF2: the NT hash as upper-case hex, in UTF-16LE; 64 bytes. */
export function syncedHashInput(nt: Uint8Array): Uint8Array {
  return utf16le(
    Array.from(nt, (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase(),
  )
}
