/**
 * One connection to a domain controller: requests in ldapts' encoding, answers by ldap-answers.ts. Requests made in one turn
 * leave together. Why not ldapts' own client: docs/decisions/0006-ldap-client-of-the-bridge.md.
 */
import net from 'node:net'
import tls from 'node:tls'
import { BerReader, type Control, ControlParser, type Entry, UnbindRequest } from 'ldapts'
import { BerCursor, MalformedAnswer, messageStream, readSearchEntry } from './ldap-answers.ts'

export interface LdapAnswer {
  readonly resultCode: number
  readonly diagnostic: string
  readonly entries: readonly Entry[]
  readonly controls: readonly Control[]
  /** Of an extended operation. */
  readonly value: string | undefined
}

interface LdapRequest {
  readonly controls?: Control[]
  write(): Buffer
}

interface Waiting {
  readonly controls: Control[]
  readonly entries: Entry[]
  resolve(answer: LdapAnswer): void
  reject(error: Error): void
}

export interface LdapClientOptions {
  /** `ldaps://host:port` or `ldap://host:port`. */
  readonly url: string
  /** PEM; trusted besides nothing else. */
  readonly ca: string
  readonly connectTimeoutMs: number
  /** An answer that takes longer, at the latest at twice this, ends the connection. */
  readonly answerTimeoutMs: number
}

const tags = { searchEntry: 0x64, searchReference: 0x73, controls: 0xa0, extendedValue: 0x8b } as const

export class LdapClient {
  private readonly socket: net.Socket
  private readonly waiting = new Map<number, Waiting>()
  private readonly answerTimeoutMs: number
  private watch: NodeJS.Timeout | undefined
  private lastId = 0
  private isCorked = false

  private constructor(socket: net.Socket, answerTimeoutMs: number) {
    this.socket = socket
    this.answerTimeoutMs = answerTimeoutMs
    const receive = messageStream((message) => this.take(message))
    socket.on('data', (chunk: Buffer) => {
      try {
        receive(chunk)
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new MalformedAnswer(String(error)))
      }
    })
    socket.on('error', (error) => this.fail(error))
    socket.on('close', () => this.fail(new Error('the connection was closed before the answer')))
  }

  /** Opens a connection; nobody is signed in on it yet. */
  static connect({ url, ca, connectTimeoutMs, answerTimeoutMs }: LdapClientOptions): Promise<LdapClient> {
    const { protocol, hostname: host, port } = new URL(url)
    const secure = protocol === 'ldaps:'
    const socket = secure
      ? tls.connect({ host, port: Number(port || 636), ca, ...(net.isIP(host) ? {} : { servername: host }) })
      : net.connect({ host, port: Number(port || 389) })
    socket.setNoDelay(true)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => socket.destroy(new Error('Connection timeout')), connectTimeoutMs)
      const refuse = (error: Error) => reject(error)
      const closed = () => reject(new Error('the connection was closed'))
      socket.once('error', refuse).once('close', closed)
      socket.once('close', () => clearTimeout(late))
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(late)
        socket.off('error', refuse).off('close', closed)
        resolve(new LdapClient(socket, answerTimeoutMs))
      })
    })
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable
  }

  /** `request` is made with the message id that it is given. */
  ask(request: (messageId: number) => LdapRequest): Promise<LdapAnswer> {
    if (!this.isOpen) return Promise.reject(new Error('the connection is closed'))
    this.lastId = (this.lastId % 0x7fffffff) + 1
    const id = this.lastId
    const made = request(id)
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { controls: made.controls ?? [], entries: [], resolve, reject })
      this.watch ??= this.watchOldest()
      this.send(made.write())
    })
  }

  /** Says good-bye. */
  close(): void {
    if (this.isOpen) this.socket.end(new UnbindRequest({ messageId: this.lastId + 1 }).write())
    this.fail(new Error('the connection was closed before the answer'))
  }

  private send(bytes: Buffer): void {
    if (!this.isCorked) {
      this.isCorked = true
      this.socket.cork()
      process.nextTick(() => {
        this.isCorked = false
        this.socket.uncork()
      })
    }
    this.socket.write(bytes)
  }

  /** One timer for all that wait: whoever was the oldest when it was set and still waits, waits too long. */
  private watchOldest(): NodeJS.Timeout {
    const [oldest] = this.waiting.keys()
    return setTimeout(() => {
      if (oldest !== undefined && this.waiting.has(oldest)) {
        this.socket.destroy(new Error('Operation timed out'))
        return
      }
      this.watch = this.waiting.size === 0 ? undefined : this.watchOldest()
    }, this.answerTimeoutMs).unref()
  }

  private take(message: Buffer): void {
    const cursor = new BerCursor(message)
    cursor.enter()
    const id = cursor.integer()
    const tag = cursor.enter()
    const waiting = this.waiting.get(id)
    if (waiting === undefined) return
    if (tag === tags.searchEntry) waiting.entries.push(readSearchEntry(cursor))
    else if (tag !== tags.searchReference) {
      this.waiting.delete(id)
      waiting.resolve(readResult(cursor, waiting))
    }
  }

  private fail(error: Error): void {
    clearTimeout(this.watch)
    this.watch = undefined
    const failed = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of failed) reject(error)
  }
}

/** An LDAPResult and the controls after it (RFC 4511 4.1.9, 4.1.11); the cursor stands inside it. */
function readResult(cursor: BerCursor, { entries, controls }: Waiting): LdapAnswer {
  const { end } = cursor
  const resultCode = cursor.integer()
  cursor.octets()
  const diagnostic = cursor.text()
  let value: string | undefined
  while (cursor.at < end) {
    const isValue = cursor.bytes[cursor.at] === tags.extendedValue
    const text = cursor.text()
    if (isValue) value = text
  }
  return { resultCode, diagnostic, entries, controls: readControls(cursor, controls), value }
}

/** A request's own control takes the answer's value; others are made by what they are. */
function readControls(cursor: BerCursor, asked: Control[]): Control[] {
  if (cursor.at >= cursor.bytes.length || cursor.enter() !== tags.controls) return []
  const reader = new BerReader(cursor.bytes)
  reader.offset = cursor.at
  const controls: Control[] = []
  while (reader.offset < cursor.end) {
    const control = ControlParser.parse(reader, asked)
    if (control !== null) controls.push(control)
  }
  return controls
}
