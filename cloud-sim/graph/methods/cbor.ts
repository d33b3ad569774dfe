/** Reads CBOR (RFC 8949) as far as WebAuthn uses it: whole numbers, bytes, texts, lists and maps of known length. */
export type Cbor = number | boolean | null | string | Buffer | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>

class CborReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The length or value behind the first byte; RangeError where the bytes end too early. */
  #argument(low: number): number {
    if (low < 24) return low
    const size = { 24: 1, 25: 2, 26: 4 }[low]
    if (size === undefined) throw new RangeError('a length that WebAuthn does not use')
    const value = this.#bytes.readUIntBE(this.#at, size)
    this.#at += size
    return value
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the bytes end too early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  read(depth = 0): Cbor {
    if (depth > 8) throw new RangeError('nested too deeply')
    const first = this.#bytes.readUInt8(this.#at++)
    const [major, low] = [first >> 5, first & 31]
    if (major === 7) return { 20: false, 21: true }[low] ?? null
    const argument = this.#argument(low)
    if (major === 0) return argument
    if (major === 1) return -1 - argument
    if (major === 2) return this.#take(argument)
    if (major === 3) return this.#take(argument).toString('utf8')
    if (argument > this.#bytes.length) throw new RangeError('more items than bytes')
    if (major === 4) return Array.from({ length: argument }, () => this.read(depth + 1))
    if (major !== 5) throw new RangeError('a type that WebAuthn does not use')
    return new Map(Array.from({ length: argument }, () => [this.read(depth + 1), this.read(depth + 1)]))
  }
}

/** Undefined for what is no CBOR. */
export function readCbor(bytes: Buffer): Cbor | undefined {
  try {
    return new CborReader(bytes).read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
