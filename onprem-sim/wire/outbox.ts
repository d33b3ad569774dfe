/** Answers on their way to one client: gathered, written at once, held back when it does not read. */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { LdapLimits } from './limits.ts'

/** A larger gathering is not waited with. */
const largeWrite = 1 << 16
const fewMessages = 3

export interface Outbox {
  send(bytes: Buffer): void
  /** Until `release`, answers only gather: whoever handles several requests writes once. */
  hold(): void
  release(): void
  /** Whether more waits for the client than it should. */
  readonly behind: boolean
  /** A promise while the client is behind; it answers false when the client is gone. */
  ready(): Promise<boolean> | undefined
  flush(): void
  /** What follows the next message is wrapped before it leaves; undefined takes the wrapping away. */
  protectAfterNext(wrap: ((bytes: Buffer) => Buffer) | undefined): void
  /** Writes from now on go to this socket (StartTLS). */
  moveTo(socket: Socket): void
}

export function createOutbox(
  first: Socket,
  { unreadBytes, unreadMs }: Pick<LdapLimits, 'unreadBytes' | 'unreadMs'>,
): Outbox {
  let socket = first
  let waiting: Buffer[] = []
  let size = 0
  let held = false
  let scheduled = false
  let caughtUp: Promise<boolean> | undefined
  const plain = (bytes: Buffer) => bytes
  let wrap = plain
  let nextWrap = plain

  const flush = () => {
    const messages = waiting
    waiting = []
    size = 0
    if (messages.length > 0 && !socket.destroyed && socket.writable) write(socket, messages)
  }
  const flushLater = () => {
    scheduled = false
    flush()
  }
  const behind = () => socket.writableLength + size >= unreadBytes
  return {
    send: (message) => {
      const bytes = wrap(message)
      wrap = nextWrap
      waiting.push(bytes)
      size += bytes.length
      if (size > largeWrite) flush()
      else if (!held && !scheduled) {
        scheduled = true
        setImmediate(flushLater)
      }
    },
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      flush()
    },
    get behind() {
      return behind()
    },
    ready: () => {
      if (socket.destroyed) return Promise.resolve(false)
      if (!behind()) return undefined
      flush()
      if (!behind()) return undefined
      // Everybody who has more to say waits for the same reader.
      caughtUp ??= drained(socket, unreadMs).finally(() => {
        caughtUp = undefined
      })
      return caughtUp
    },
    flush,
    protectAfterNext: (next) => {
      nextWrap = next ?? plain
    },
    moveTo: (next) => {
      socket = next
    },
  }
}

function write(socket: Socket, messages: readonly Buffer[]): void {
  const [only] = messages
  // Over TLS a few answers keep a record each: some clients take one read for one message.
  if (messages.length <= fewMessages && socket instanceof TLSSocket)
    for (const message of messages) socket.write(message)
  else socket.write(messages.length === 1 && only !== undefined ? only : Buffer.concat(messages))
}

/** Cuts off a client that takes nothing for too long. */
function drained(socket: Socket, patienceMs: number): Promise<boolean> {
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
