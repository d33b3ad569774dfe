/** Answers on their way to one client: gathered for a turn of the event loop, written at once, held back when it does not read. */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** Above this, whoever has more to say waits. */
const highWater = 1 << 20
const fewMessages = 3
/** A client that takes nothing for this long is cut off. */
const patienceMs = 120_000

export interface Outbox {
  send(bytes: Buffer): void
  /** A promise while the client is behind; it answers false when the client is gone. */
  ready(): Promise<boolean> | undefined
  flush(): void
  /** Writes from now on go to this socket (StartTLS). */
  moveTo(socket: Socket): void
}

export function createOutbox(first: Socket): Outbox {
  let socket = first
  let waiting: Buffer[] = []
  let size = 0
  let scheduled = false

  const flush = () => {
    scheduled = false
    const [only] = waiting
    if (only === undefined || socket.destroyed) return
    const messages = waiting
    waiting = []
    size = 0
    // Over TLS a few answers keep a record each: some clients take one read for one message.
    if (messages.length <= fewMessages && socket instanceof TLSSocket)
      for (const message of messages) socket.write(message)
    else socket.write(messages.length === 1 ? only : Buffer.concat(messages))
  }
  return {
    send: (bytes) => {
      waiting.push(bytes)
      size += bytes.length
      if (size > highWater) flush()
      else if (!scheduled) {
        scheduled = true
        setImmediate(flush)
      }
    },
    ready: () => {
      if (socket.destroyed) return Promise.resolve(false)
      if (socket.writableLength + size < highWater) return undefined
      flush()
      return socket.writableLength < highWater ? undefined : drained(socket)
    },
    flush,
    moveTo: (next) => {
      socket = next
    },
  }
}

function drained(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    timer.unref()
    const settle = (alive: boolean) => {
      clearTimeout(timer)
      socket.off('drain', onDrain)
      socket.off('close', onClose)
      resolve(alive)
    }
    const onDrain = () => settle(true)
    const onClose = () => settle(false)
    socket.on('drain', onDrain)
    socket.on('close', onClose)
  })
}
