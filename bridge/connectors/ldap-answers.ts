/**
 * Takes LDAP answers off the wire (RFC 4511 4.1.1, 4.5.2): where each message ends, and what a search entry holds. A full
 * import is made of nothing else, so an entry is read in one pass, each value once.
 */
import type { Entry } from 'ldapts'
import { binaryAttributesOfPeople } from '#core/sync/rules/in-from-ad.ts'

/** What came is no LDAP. */
export class MalformedAnswer extends Error {}

const binaryAttributes: ReadonlySet<string> = new Set([
  'objectGUID',
  'objectSid',
  'mS-DS-ConsistencyGuid',
  'nTSecurityDescriptor',
  'schemaIDGUID',
  'attributeSecurityGUID',
  ...binaryAttributesOfPeople,
])

/** Walks over BER elements of definite length (RFC 4511 5.1). */
export class BerCursor {
  readonly bytes: Buffer
  /** Where the next element begins. */
  at: number
  /** Where the content of the element that was entered last ends. */
  end: number

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.at = 0
    this.end = bytes.length
  }

  /** Steps into the next element and answers its tag. */
  enter(): number {
    const tag = this.byte()
    const first = this.byte()
    let length = first
    if (first >= 0x80) {
      length = 0
      for (let left = first & 0x7f; left > 0; left -= 1) length = length * 256 + this.byte()
    }
    this.end = this.at + length
    if (this.end > this.bytes.length) throw new MalformedAnswer('an element is longer than its message')
    return tag
  }

  /** The content of the next element. */
  octets(): Buffer {
    this.enter()
    const start = this.at
    this.at = this.end
    return this.bytes.subarray(start, this.end)
  }

  text(): string {
    this.enter()
    const start = this.at
    this.at = this.end
    return this.bytes.toString('utf8', start, this.end)
  }

  /** An integer or enumeration of up to four bytes. */
  integer(): number {
    this.enter()
    let value = 0
    while (this.at < this.end) value = value * 256 + this.byte()
    return value
  }

  private byte(): number {
    const value = this.bytes[this.at]
    if (value === undefined) throw new MalformedAnswer('an element is cut off')
    this.at += 1
    return value
  }
}

/** Reads a search entry; the cursor stands inside it. */
export function readSearchEntry(cursor: BerCursor): Entry {
  const entry: Entry = { dn: cursor.text() }
  cursor.enter()
  for (const end = cursor.end; cursor.at < end; ) {
    cursor.enter()
    const name = cursor.text()
    entry[name] = readValues(cursor, binaryAttributes.has(name) || name.endsWith(';binary'))
  }
  return entry
}

/** One value by itself, several as a list. What is no text stays bytes. */
function readValues(cursor: BerCursor, binary: boolean): Entry[string] {
  cursor.enter()
  const { end } = cursor
  const texts: string[] = []
  for (const start = cursor.at; !binary && cursor.at < end; ) {
    const text = cursor.text()
    texts.push(text)
    if (!text.includes('\ufffd')) continue
    cursor.at = start
    binary = true
  }
  if (!binary) return texts.length === 1 ? (texts[0] ?? '') : texts
  const values: Buffer[] = []
  while (cursor.at < end) values.push(Buffer.from(cursor.octets()))
  return values.length === 1 ? (values[0] ?? []) : values
}

/** Cuts the byte stream into messages. */
export function messageStream(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let waiting: Buffer[] = []
  let size = 0
  let wanted = 0
  return (chunk) => {
    waiting.push(chunk)
    size += chunk.length
    if (size < wanted) return
    const bytes = waiting.length === 1 ? chunk : Buffer.concat(waiting)
    let at = 0
    for (wanted = messageLength(bytes, at); wanted > 0 && wanted <= bytes.length - at; ) {
      take(bytes.subarray(at, at + wanted))
      at += wanted
      wanted = messageLength(bytes, at)
    }
    size = bytes.length - at
    waiting = size === 0 ? [] : [bytes.subarray(at)]
  }
}

const sequence = 0x30

/** 0 while it cannot be told. */
function messageLength(bytes: Buffer, at: number): number {
  const available = bytes.length - at
  if (available > 0 && bytes[at] !== sequence) throw new MalformedAnswer('this is not LDAP')
  if (available < 2) return 0
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return first + 2
  const digits = first & 0x7f
  if (digits === 0 || digits > 4) throw new MalformedAnswer('a length of unlikely size')
  return available < 2 + digits ? 0 : bytes.readUIntBE(at + 2, digits) + 2 + digits
}
