/** Cuts the byte stream into LDAP messages. Bytes of a message that is not complete are kept as they came, and joined once. */
import { MalformedPacket, messageLength } from './ber-reader.ts'

export class MessageTooLong extends MalformedPacket {}

export interface Frames {
  /** The messages that are complete now. Throws `MalformedPacket`. */
  push(chunk: Buffer, limit: number): Buffer[]
}

export function createFrames(): Frames {
  let parts: Buffer[] = []
  let size = 0
  /** Length of the message that is being gathered, 0 when unknown. */
  let wanted = 0

  return {
    push: (chunk, limit) => {
      parts.push(chunk)
      size += chunk.length
      if (wanted > 0 && size < wanted) return []
      const bytes = parts.length === 1 ? chunk : Buffer.concat(parts)
      const messages: Buffer[] = []
      let at = 0
      for (;;) {
        wanted = messageLength(bytes, at)
        if (wanted > limit) throw new MessageTooLong('a message longer than the domain controller takes')
        if (wanted === 0 || wanted > bytes.length - at) break
        messages.push(bytes.subarray(at, at + wanted))
        at += wanted
      }
      parts = at === bytes.length ? [] : [bytes.subarray(at)]
      size = bytes.length - at
      return messages
    },
  }
}
