/** Strict, bounded reading of BER (X.690, as RFC 4511 5.1 restricts it): definite lengths, every length checked against what holds it. */
export class MalformedPacket extends Error {}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const

/** A cursor over a stretch of bytes. It never copies. */
export class BerReader {
  readonly bytes: Buffer
  readonly end: number
  at: number

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = start
    this.end = end
  }

  get more(): boolean {
    return this.at < this.end
  }

  peek(): number {
    if (this.at >= this.end) throw new MalformedPacket('an element is missing')
    return this.bytes[this.at] ?? 0
  }

  /** Steps into the next element, which must have this tag, and past it here. */
  enter(tag: number): BerReader {
    if (this.peek() !== tag) throw new MalformedPacket(`expected tag ${tag}, found ${this.peek()}`)
    return this.next()
  }

  /** Steps into the next element, whatever its tag. */
  next(): BerReader {
    this.at += 1
    const length = this.readLength()
    const start = this.at
    if (length > this.end - start) throw new MalformedPacket('an element is longer than what holds it')
    this.at = start + length
    return new BerReader(this.bytes, start, this.at)
  }

  octets(tag: number = tags.octetString): Buffer {
    const inner = this.enter(tag)
    return inner.rest()
  }

  text(tag: number = tags.octetString): string {
    const inner = this.enter(tag)
    return inner.bytes.toString('utf8', inner.at, inner.end)
  }

  integer(tag: number = tags.integer): number {
    const inner = this.enter(tag)
    const length = inner.end - inner.at
    if (length < 1 || length > 6) throw new MalformedPacket('an integer of unlikely length')
    return this.bytes.readIntBE(inner.at, length)
  }

  boolean(tag: number = tags.boolean): boolean {
    const inner = this.enter(tag)
    if (inner.end - inner.at !== 1) throw new MalformedPacket('a boolean of more than one byte')
    return inner.bytes[inner.at] !== 0
  }

  rest(): Buffer {
    return this.bytes.subarray(this.at, this.end)
  }

  /** Says that nothing may follow. */
  finish(): void {
    if (this.at !== this.end) throw new MalformedPacket('trailing bytes')
  }

  private readLength(): number {
    if (this.at >= this.end) throw new MalformedPacket('a length is missing')
    const first = this.bytes[this.at] ?? 0
    this.at += 1
    if (first < 0x80) return first
    const count = first & 0x7f
    if (count === 0) throw new MalformedPacket('an indefinite length')
    if (count > 4 || count > this.end - this.at) throw new MalformedPacket('a length of unlikely size')
    const length = this.bytes.readUIntBE(this.at, count)
    this.at += count
    return length
  }
}

/** How long the message at the start of the bytes is: 0 while that cannot be told yet. */
export function messageLength(bytes: Buffer, start: number): number {
  const available = bytes.length - start
  if (available < 2) {
    if (available === 1 && bytes[start] !== tags.sequence) throw new MalformedPacket('not an LDAP message')
    return 0
  }
  if (bytes[start] !== tags.sequence) throw new MalformedPacket('not an LDAP message')
  const first = bytes[start + 1] ?? 0
  if (first < 0x80) return first + 2
  const count = first & 0x7f
  if (count === 0 || count > 4) throw new MalformedPacket('a length of unlikely size')
  if (available < 2 + count) return 0
  return bytes.readUIntBE(start + 2, count) + 2 + count
}
