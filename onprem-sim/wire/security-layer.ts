/** Messages inside a SASL security layer (RFC 4422 3.7): four bytes of length, then what the mechanism made of them. */
import type { MessageSecurity } from '../operations/ntlm/message-security.ts'
import { MalformedPacket } from './ber-reader.ts'

export interface SecurityLayer {
  wrap(bytes: Buffer): Buffer
  /** The plain bytes of what is complete now. Throws `MalformedPacket` on a wrong signature. */
  unwrap(chunk: Buffer): Buffer
}

export function securityLayer(security: MessageSecurity, maximum: number): SecurityLayer {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    wrap: (bytes) => {
      const body = security.protect(bytes)
      const head = Buffer.alloc(4)
      head.writeUInt32BE(body.length)
      return Buffer.concat([head, body])
    },
    unwrap: (chunk) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const plain: Buffer[] = []
      while (waiting.length >= 4) {
        const length = waiting.readUInt32BE(0)
        if (length > maximum) throw new MalformedPacket('a protected message longer than agreed on')
        if (waiting.length < 4 + length) break
        const opened = security.open(waiting.subarray(4, 4 + length))
        if (opened === undefined) throw new MalformedPacket('a protected message with a wrong signature')
        plain.push(opened)
        waiting = waiting.subarray(4 + length)
      }
      return plain.length === 1 ? (plain[0] ?? waiting) : Buffer.concat(plain)
    },
  }
}
