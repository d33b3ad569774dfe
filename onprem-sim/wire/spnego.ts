/** SPNEGO (RFC 4178; MS-SPNG): the envelope in which Windows clients offer mechanisms and carry NTLM. */
import { BerReader, MalformedPacket } from './ber-reader.ts'
import { type BerWriter, encodeBer } from './ber-writer.ts'

/** Object identifiers as their content bytes. */
const spnegoOid = Buffer.from('2b0601050502', 'hex')
export const ntlmMechanism = Buffer.from('2b06010401823702020a', 'hex')

export interface SpnegoInit {
  /** What the client offers, its favourite first. */
  readonly mechanisms: readonly Buffer[]
  /** The list as it stands in the message: signatures are made over these bytes. */
  readonly mechanismList: Buffer
  readonly token: Buffer | undefined
}

/** A NegTokenInit inside its GSS-API header; undefined when the bytes are none. */
export function readSpnegoInit(bytes: Buffer): SpnegoInit | undefined {
  return lenient(() => {
    const outer = new BerReader(bytes).enter(0x60)
    if (!outer.octets(0x06).equals(spnegoOid)) return undefined
    const fields = outer.enter(0xa0).enter(0x30)
    const list = fields.enter(0xa0)
    const mechanismList = list.rest()
    const mechanisms: Buffer[] = []
    for (const each = list.enter(0x30); each.more; ) mechanisms.push(each.octets(0x06))
    let token: Buffer | undefined
    while (fields.more) {
      const tag = fields.peek()
      const field = fields.next()
      if (tag === 0xa2) token = field.octets()
    }
    return { mechanisms, mechanismList, token }
  })
}

export interface SpnegoAnswer {
  readonly token: Buffer | undefined
  readonly signature: Buffer | undefined
}

/** A NegTokenResp; undefined when the bytes are none. */
export function readSpnegoAnswer(bytes: Buffer): SpnegoAnswer | undefined {
  return lenient(() => {
    const fields = new BerReader(bytes).enter(0xa1).enter(0x30)
    const answer: { token?: Buffer; signature?: Buffer } = {}
    while (fields.more) {
      const tag = fields.peek()
      const field = fields.next()
      if (tag === 0xa2) answer.token = field.octets()
      if (tag === 0xa3) answer.signature = field.octets()
    }
    return { token: answer.token, signature: answer.signature }
  })
}

function lenient<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined
    throw error
  }
}

const states = { completed: 0, incomplete: 1 } as const

export interface SpnegoReply {
  readonly state: keyof typeof states
  readonly mechanism?: Buffer
  readonly token?: Buffer
  readonly signature?: Buffer
}

export function formatSpnegoReply({ state, mechanism, token, signature }: SpnegoReply): Buffer {
  return encodeBer((writer) => {
    const whole = writer.mark()
    if (signature !== undefined) field(writer, 0xa3, () => writer.octets(signature))
    if (token !== undefined) field(writer, 0xa2, () => writer.octets(token))
    if (mechanism !== undefined) field(writer, 0xa1, () => writer.octets(mechanism, 0x06))
    field(writer, 0xa0, () => writer.integer(states[state], 0x0a))
    writer.close(0x30, whole)
    writer.close(0xa1, whole)
  })
}

/** What a domain controller sends to a client that has not begun: the mechanisms it knows. */
export function formatSpnegoOffer(): Buffer {
  return encodeBer((writer) => {
    const whole = writer.mark()
    field(writer, 0xa0, () => field(writer, 0x30, () => writer.octets(ntlmMechanism, 0x06)))
    writer.close(0x30, whole)
    writer.close(0xa0, whole)
    writer.octets(spnegoOid, 0x06)
    writer.close(0x60, whole)
  })
}

function field(writer: BerWriter, tag: number, write: () => void): void {
  const mark = writer.mark()
  write()
  writer.close(tag, mark)
}
