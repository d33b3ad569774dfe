/** Writes BER back to front into one buffer, so that every length is known when it is written: one pass, no copies. */
/** Its length fits one byte. */
const shortText = 100

export class BerWriter {
  private bytes: Buffer
  private at: number

  constructor(size = 4096) {
    this.bytes = Buffer.allocUnsafeSlow(size)
    this.at = size
  }

  /** Where the next byte ends; `close` measures from here. */
  mark(): number {
    return this.bytes.length - this.at
  }

  /** Puts the header of an element whose content was written since `mark`. */
  close(tag: number, mark: number): void {
    this.length(this.mark() - mark)
    this.byte(tag)
  }

  byte(value: number): void {
    this.reserve(1)
    this.at -= 1
    this.bytes[this.at] = value
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length)
    this.at -= value.length
    this.bytes.set(value, this.at)
  }

  /** Elements that were written before, one byte a character. */
  latin1(value: string): void {
    this.reserve(value.length)
    this.at -= value.length
    this.bytes.write(value, this.at, 'latin1')
  }

  octets(value: Uint8Array, tag = 0x04): void {
    this.raw(value)
    this.length(value.length)
    this.byte(tag)
  }

  text(value: string, tag = 0x04): void {
    if (value.length <= shortText && this.ascii(value, tag)) return
    // Short texts are sized by their worst case; only long ones are measured first.
    const size = value.length < 512 ? value.length * 3 : Buffer.byteLength(value)
    this.reserve(size)
    const start = this.at - size
    const written = this.bytes.write(value, start, 'utf8')
    if (written < size) this.bytes.copyWithin(this.at - written, start, start + written)
    this.at -= written
    this.length(written)
    this.byte(tag)
  }

  /** Short ASCII, which nearly everything is, goes in faster by hand; false when the text is none. */
  private ascii(value: string, tag: number): boolean {
    this.reserve(shortText + 2)
    const { bytes, at } = this
    const start = at - value.length
    for (let index = 0; index < value.length; index += 1) {
      const unit = value.charCodeAt(index)
      if (unit > 0x7f) return false
      bytes[start + index] = unit
    }
    bytes[start - 1] = value.length
    bytes[start - 2] = tag
    this.at = start - 2
    return true
  }

  integer(value: number, tag = 0x02): void {
    let size = 1
    while (size < 6 && (value < -(2 ** (8 * size - 1)) || value >= 2 ** (8 * size - 1))) size += 1
    this.reserve(size)
    this.at -= size
    this.bytes.writeIntBE(value, this.at, size)
    this.length(size)
    this.byte(tag)
  }

  boolean(value: boolean, tag = 0x01): void {
    this.byte(value ? 0xff : 0)
    this.byte(1)
    this.byte(tag)
  }

  /** A copy of all that was written; the writer is empty afterwards. */
  take(): Buffer {
    const result = Buffer.from(this.bytes.subarray(this.at))
    this.empty()
    return result
  }

  /** The same as text, one character a byte. */
  takeText(): string {
    const result = this.bytes.toString('latin1', this.at)
    this.empty()
    return result
  }

  private empty(): void {
    // One huge answer must not keep its memory for ever.
    if (this.bytes.length > 1 << 20) this.bytes = Buffer.allocUnsafeSlow(4096)
    this.at = this.bytes.length
  }

  private length(value: number): void {
    if (value < 0x80) {
      this.byte(value)
      return
    }
    const size = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4
    this.reserve(size + 1)
    this.at -= size
    this.bytes.writeUIntBE(value, this.at, size)
    this.byte(0x80 | size)
  }

  private reserve(size: number): void {
    if (this.at >= size) return
    const used = this.mark()
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, used + size + 1024))
    this.bytes.copy(larger, larger.length - used, this.at)
    this.at = larger.length - used
    this.bytes = larger
  }
}

/** One element by itself: for control values. */
export function encodeBer(write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter(256)
  write(writer)
  return writer.take()
}

/** A sequence whose content `write` puts, last element first. */
export function encodeSequence(write: (writer: BerWriter) => void): Buffer {
  return encodeBer((writer) => {
    const mark = writer.mark()
    write(writer)
    writer.close(0x30, mark)
  })
}
