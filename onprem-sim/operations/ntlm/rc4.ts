/** RC4, which NTLM seals messages with (MS-NLMP 3.4.3): Node's OpenSSL no longer offers it. One state, used up as it goes. */
export interface Rc4 {
  /** Encrypts or decrypts; the two are the same. */
  apply(bytes: Uint8Array): Buffer
}

export function rc4(key: Uint8Array): Rc4 {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at)
  const value = (at: number): number => state[at & 0xff] ?? 0
  const swap = (a: number, b: number): void => {
    const kept = value(a)
    state[a & 0xff] = value(b)
    state[b & 0xff] = kept
  }
  for (let at = 0, other = 0; at < 256; at += 1) {
    other = (other + value(at) + (key[at % key.length] ?? 0)) & 0xff
    swap(at, other)
  }
  let i = 0
  let j = 0
  return {
    apply: (bytes) => {
      const out = Buffer.allocUnsafe(bytes.length)
      for (let at = 0; at < bytes.length; at += 1) {
        i = (i + 1) & 0xff
        j = (j + value(i)) & 0xff
        swap(i, j)
        out[at] = (bytes[at] ?? 0) ^ value(value(i) + value(j))
      }
      return out
    },
  }
}
