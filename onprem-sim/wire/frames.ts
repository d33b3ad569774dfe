/** Cuts the byte stream into LDAP messages. What is not complete is kept in one buffer that grows with what came, never with what was announced. */
import { MalformedPacket, messageLength } from './ber-reader.ts'

export class MessageTooLong extends MalformedPacket {}

export interface Frames {
  /** The messages that are complete now. Throws `MalformedPacket`. */
  push(chunk: Buffer, limit: number): Buffer[]
  /** Whether a message has begun and not ended. */
  readonly partial: boolean
}

export function createFrames(): Frames {
  let kept: Buffer = Buffer.alloc(0)
  let size = 0
  /** Length of the message that is being gathered, 0 when unknown. */
  let wanted = 0

  /** A message that arrives byte by byte must cost no more than its bytes. */
  const keep = (chunk: Buffer) => {
    if (size + chunk.length > kept.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(256, kept.length * 2, size + chunk.length))
      kept.copy(larger, 0, 0, size)
      kept = larger
    }
    chunk.copy(kept, size)
    size += chunk.length
  }
  const takeKept = (): Buffer => {
    const bytes = kept.subarray(0, size)
    kept = Buffer.alloc(0)
    size = 0
    return bytes
  }
  return {
    get partial() {
      return size > 0
    },
    push: (chunk, limit) => {
      if (size > 0 && wanted > size + chunk.length) {
        keep(chunk)
        return []
      }
      if (size > 0) keep(chunk)
      const bytes = size > 0 ? takeKept() : chunk
      const messages: Buffer[] = []
      let at = 0
      for (;;) {
        wanted = messageLength(bytes, at)
        if (wanted > limit) throw new MessageTooLong('a message longer than the domain controller takes')
        if (wanted === 0 || wanted > bytes.length - at) break
        messages.push(bytes.subarray(at, at + wanted))
        at += wanted
      }
      if (at < bytes.length) keep(bytes.subarray(at))
      return messages
    },
  }
}
