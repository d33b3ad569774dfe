/** Search filters off the wire (RFC 4511 4.5.1.7). Values stay bytes. */
import type { Filter } from '#core/active-directory/filter.ts'
import { type BerReader, MalformedPacket, tags } from './ber-reader.ts'

/** As deep as a filter may nest (MS-ADTS 3.1.1.3.4.6 leaves the number to the implementation). */
const maximumDepth = 101

export function readFilter(reader: BerReader, depth = 0): Filter {
  if (depth > maximumDepth) throw new MalformedPacket('a filter nested too deep')
  const tag = reader.peek()
  const body = reader.next()
  switch (tag) {
    case 0xa0:
    case 0xa1:
      return { kind: tag === 0xa0 ? 'and' : 'or', parts: readParts(body, depth) }
    case 0xa2: {
      const part = readFilter(body, depth + 1)
      body.finish()
      return { kind: 'not', part }
    }
    case 0xa3:
      return readAssertion('equal', body)
    case 0xa4:
      return readSubstring(body)
    case 0xa5:
      return readAssertion('greater-or-equal', body)
    case 0xa6:
      return readAssertion('less-or-equal', body)
    case 0x87:
      return { kind: 'present', attribute: body.rest().toString('utf8') }
    case 0xa8:
      return readAssertion('approx', body)
    case 0xa9:
      return readExtensible(body)
    default:
      throw new MalformedPacket('an unknown kind of filter')
  }
}

function readParts(body: BerReader, depth: number): Filter[] {
  const parts: Filter[] = []
  while (body.more) parts.push(readFilter(body, depth + 1))
  return parts
}

function readAssertion(
  kind: 'equal' | 'greater-or-equal' | 'less-or-equal' | 'approx',
  body: BerReader,
): Filter {
  const attribute = body.text()
  const value = body.octets()
  body.finish()
  return { kind, attribute, value }
}

function readSubstring(body: BerReader): Filter {
  const attribute = body.text()
  const list = body.enter(tags.sequence)
  const any: Buffer[] = []
  let initial: Buffer | undefined
  let final: Buffer | undefined
  let count = 0
  while (list.more) {
    const tag = list.peek()
    const value = list.octets(tag)
    if (final !== undefined) throw new MalformedPacket('a substring after the final one')
    if (tag === 0x80 && count === 0) initial = value
    else if (tag === 0x81) any.push(value)
    else if (tag === 0x82) final = value
    else throw new MalformedPacket('an unknown kind of substring')
    count += 1
  }
  if (count === 0) throw new MalformedPacket('a substring filter without substrings')
  body.finish()
  return {
    kind: 'substring',
    attribute,
    any,
    ...(initial === undefined ? {} : { initial }),
    ...(final === undefined ? {} : { final }),
  }
}

function readExtensible(body: BerReader): Filter {
  const rule = body.more && body.peek() === 0x81 ? body.text(0x81) : undefined
  const attribute = body.more && body.peek() === 0x82 ? body.text(0x82) : undefined
  const value = body.octets(0x83)
  const dnAttributes = body.more ? body.boolean(0x84) : false
  body.finish()
  return {
    kind: 'extensible',
    value,
    dnAttributes,
    ...(rule === undefined ? {} : { rule }),
    ...(attribute === undefined ? {} : { attribute }),
  }
}
