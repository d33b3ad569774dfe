/** One client's connection: messages in, answers out, who it is bound as, and what it has open. */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { ldapDiagnostic } from '#core/codes/ldap/diagnostic.ts'
import { ldapResult } from '#core/codes/ldap/result.ts'
import { type Later, whenReady } from '#core/later.ts'
import type { FaultEffect } from '#core/ports.ts'
import { readControls } from '../operations/controls.ts'
import { extendedOids } from '../operations/extended-oids.ts'
import type { MessageSecurity } from '../operations/ntlm/message-security.ts'
import {
  type Identity,
  isRefusal,
  type OperationContext,
  refused,
  resultOf,
} from '../operations/operation.ts'
import { newPagingState } from '../operations/search/search-job.ts'
import type { Turns } from '../operations/search/turns.ts'
import type { Directory } from '../store/directory.ts'
import { BerReader, MalformedPacket } from './ber-reader.ts'
import { bindOperation } from './bind-operation.ts'
import { createFrames, MessageTooLong } from './frames.ts'
import type { LdapLimits } from './limits.ts'
import { createOutbox } from './outbox.ts'
import { recordExchange } from './record-exchange.ts'
import { type Message, type Request, readMessage } from './requests.ts'
import { encodeDisconnection, encodeResult, type LdapResult } from './responses.ts'
import { runOperation } from './run-operation.ts'
import { createRunningOperations, type Task } from './running-operations.ts'
import type { PendingBind } from './sasl-exchange.ts'
import { type SecurityLayer, securityLayer } from './security-layer.ts'
import { SessionSink } from './session-sink.ts'
import { type AnsweredRequest, faultResult, strikeRequest } from './strike-request.ts'

export interface SessionOptions {
  readonly directory: Directory
  readonly globalCatalog: boolean
  readonly secureContext: SecureContext
  readonly limits: LdapLimits
  /** Shared by all connections. */
  readonly turns: Turns
}

/** How long an oversized message is read away. */
const discardIdleMs = 200
const discardMs = 5_000
/** Of a client that sends many messages at once, so many are answered before others have their turn. */
const messagesPerTurn = 64
/** A client that never closes its side is not waited for. */
const closingMs = 1_000

export class Session {
  private readonly options: SessionOptions
  private socket: Socket
  private readonly outbox
  private readonly running
  private frames = createFrames()
  private readonly queue: Message[] = []
  /** The next message waits for something; who set it goes on with the queue. */
  private waiting = false
  /** The client has said its last word. */
  private ended = false
  private receiveTimer: NodeJS.Timeout | undefined
  private readonly paging = newPagingState()
  identity: Identity | undefined
  tls: boolean
  private fastBind = false
  /** What the next step of a bind goes on with. */
  private pendingBind: PendingBind | undefined
  /** Set when a bind agreed on signing or sealing. */
  private protection: SecurityLayer | undefined
  private sealed = false

  constructor(options: SessionOptions, socket: Socket, tls: boolean) {
    this.options = options
    this.socket = socket
    this.tls = tls
    this.outbox = createOutbox(socket, options.limits)
    this.running = createRunningOperations(options.limits.running)
    this.listen(socket)
    this.expectMore(true)
  }

  private listen(socket: Socket): void {
    socket.setNoDelay(true)
    // A client that has shut down its side still gets the answers to what it asked.
    socket.allowHalfOpen = true
    socket.setTimeout(this.options.limits.idleMs, () => {
      if (this.running.size === 0) this.sayGoodbye('ConnectionIdle')
    })
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('end', () => this.end())
    // A connection that breaks off is everyday business; 'close' follows.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.cancelAll())
  }

  private receive(chunk: Buffer): void {
    const { messageBytes, anonymousMessageBytes, queued } = this.options.limits
    try {
      const limit = this.identity === undefined ? anonymousMessageBytes : messageBytes
      const plain = this.protection === undefined ? chunk : this.protection.unwrap(chunk)
      for (const bytes of this.frames.push(plain, limit)) this.enqueue(readMessage(new BerReader(bytes)))
    } catch (error) {
      if (!(error instanceof MalformedPacket)) throw error
      if (error instanceof MessageTooLong) this.discard()
      else this.disconnect()
      return
    }
    this.expectMore(this.frames.partial)
    if (this.queue.length > queued) this.socket.pause()
    this.pump()
  }

  /** The rest of a message that has begun must come in time: a client that drips bytes holds no connection for ever. */
  private expectMore(expected: boolean): void {
    if (expected === (this.receiveTimer !== undefined)) return
    clearTimeout(this.receiveTimer)
    this.receiveTimer = expected
      ? setTimeout(() => this.disconnect(), this.options.limits.receiveMs).unref()
      : undefined
  }

  private enqueue(message: Message): void {
    if (message.request.op === 'abandon') this.abandon(message.request.messageId)
    else this.queue.push(message)
  }

  /** Takes messages in their order, as long as nothing must be waited for; their answers leave together. */
  private pump(): void {
    if (this.waiting || this.socket.destroyed) return
    this.outbox.hold()
    for (let handled = 0; this.queue.length > 0; handled += 1) {
      const wait = handled < messagesPerTurn ? this.takeNext() : this.turn()
      if (!(wait instanceof Promise)) continue
      this.waiting = true
      void wait.then(() => {
        this.waiting = false
        this.pump()
      })
      break
    }
    this.outbox.release()
    if (this.socket.isPaused() && this.queue.length < this.options.limits.queued / 2) this.socket.resume()
    this.closeWhenDone()
  }

  /** Behind a search that goes on, the next message waits a turn: begun all at once, many would hold others up. */
  private takeNext(): Later<unknown> {
    const message = this.queue.shift()
    if (message === undefined) return undefined
    const running = this.running.size
    const wait = this.take(message)
    const goesOn = message.request.op === 'search' && this.running.size > running
    return wait ?? (goesOn ? this.turn() : undefined)
  }

  private turn(): Promise<void> {
    return this.options.turns.next()
  }

  /** Begins one operation, or puts it back until the client reads, or until what runs has ended. */
  private take(message: Message): Later<unknown> {
    const { request } = message
    if (request.op === 'unbind') return this.close()
    if (request.op === 'abandon') return undefined
    const alone = request.op === 'bind' || isStartTls(request)
    if (alone) this.running.cancelEndless()
    const obstacle = this.outbox.ready() ?? (alone ? this.running.quiet() : this.running.room())
    if (obstacle !== undefined) {
      this.queue.unshift(message)
      return obstacle
    }
    // Faults come first, so that what comes later in the stream begins later.
    const struck = strikeRequest(this.options.directory.lab.faults, request, 'before')
    return whenReady(struck, (effect) => {
      const answered = this.answer(message, request, effect)
      return alone ? answered : undefined
    })
  }

  private answer(message: Message, request: AnsweredRequest, effect: FaultEffect | undefined): Later<void> {
    if (effect !== undefined && 'drop' in effect) {
      this.socket.destroy()
      return
    }
    const task = this.running.begin(message.id)
    const result = effect === undefined ? this.perform(message, request, task) : faultResult(effect)
    return whenReady(result, (done) => this.finish(message, request, task, done))
  }

  private finish(
    message: Message,
    request: AnsweredRequest,
    task: Task,
    result: LdapResult | undefined,
  ): Later<void> {
    this.running.end(task)
    if (result === undefined) return
    const { lab } = this.options.directory
    recordExchange(lab, message, result)
    const struck = request.op === 'search' ? undefined : strikeRequest(lab.faults, request, 'after')
    return whenReady(struck, (late) => {
      if (late !== undefined && 'drop' in late) this.socket.destroy()
      if (!task.cancelled && !this.socket.destroyed)
        this.outbox.send(
          encodeResult(message.id, request.op, late === undefined ? result : faultResult(late)),
        )
      this.closeWhenDone()
    })
  }

  private perform(message: Message, request: AnsweredRequest, task: Task): Later<LdapResult | undefined> {
    const controls = readControls(message.controls)
    if (isRefusal(controls)) return resultOf(controls)
    const context: OperationContext = {
      directory: this.options.directory,
      identity: this.identity,
      tls: this.tls || this.sealed,
      globalCatalog: this.options.globalCatalog,
      source: this.socket.remoteAddress ?? '',
      controls,
      correlationId: controls.correlationId,
    }
    try {
      const result = this.dispatch(context, message, request, task)
      return result instanceof Promise ? result.catch((error: unknown) => this.failed(error)) : result
    } catch (error) {
      return this.failed(error)
    }
  }

  private dispatch(
    context: OperationContext,
    message: Message,
    request: AnsweredRequest,
    task: Task,
  ): Later<LdapResult | undefined> {
    if (request.op === 'bind') return this.bind(context, request)
    if (request.op === 'extended' && request.oid === extendedOids.startTls) return this.startTls(message)
    if (request.op === 'extended' && request.oid === extendedOids.fastBind) return this.switchToFastBind()
    const { outbox, paging } = this
    const sink = new SessionSink(outbox, this.options.turns, task, request)
    const plumbing = { messageId: message.id, sink, paging }
    return whenReady(runOperation(context, request, plumbing), resultOf)
  }

  /** A broken invariant: the client gets an answer, the journal the reason, and everybody else goes on. */
  private failed(error: unknown): LdapResult {
    const text = error instanceof Error ? error.message : String(error)
    const where = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : ''
    this.options.directory.lab.journal.record({
      place: 'directory',
      type: 'directory.failed',
      summary: `The domain controller failed: ${text} ${where}`,
    })
    return resultOf(refused('InternalFailure'))
  }

  private bind(context: OperationContext, request: Extract<Request, { op: 'bind' }>): Later<LdapResult> {
    const before = this.identity
    // A failed bind leaves the connection anonymous (RFC 4511 4.2.1).
    this.identity = undefined
    return whenReady(
      bindOperation(context, request, this.pendingBind),
      ({ result, identity, pending, security }) => {
        this.identity = this.fastBind && identity !== undefined ? before : identity
        this.pendingBind = pending
        if (result.code !== ldapResult.saslBindInProgress) this.protect(security)
        return result
      },
    )
  }

  /** The answer to the bind itself still leaves as it is. */
  private protect(security: MessageSecurity | undefined): void {
    const { messageBytes } = this.options.limits
    this.protection = security === undefined ? undefined : securityLayer(security, messageBytes)
    this.sealed = security?.seals === true
    this.outbox.protectAfterNext(this.protection?.wrap)
  }

  private switchToFastBind(): LdapResult {
    this.fastBind = true
    return { code: ldapResult.success, responseName: extendedOids.fastBind }
  }

  private startTls(message: Message): LdapResult | undefined {
    if (this.tls) return { ...resultOf(refused('TlsAlreadyOn')), responseName: extendedOids.startTls }
    const answer = encodeResult(message.id, 'extended', {
      code: ldapResult.success,
      responseName: extendedOids.startTls,
    })
    this.outbox.send(answer)
    this.outbox.flush()
    this.secure()
    return undefined
  }

  /** What the client pipelined behind StartTLS in clear is dropped: it could be somebody else's. */
  private secure(): void {
    const plain = this.socket
    plain.removeAllListeners('data')
    plain.removeAllListeners('timeout')
    plain.removeAllListeners('end')
    this.queue.length = 0
    this.frames = createFrames()
    const secured = new TLSSocket(plain, { isServer: true, secureContext: this.options.secureContext })
    this.socket = secured
    this.tls = true
    this.outbox.moveTo(secured)
    this.listen(secured)
  }

  private abandon(messageId: number): void {
    if (this.running.cancel(messageId)) return
    const at = this.queue.findIndex((message) => message.id === messageId)
    if (at >= 0) this.queue.splice(at, 1)
  }

  private cancelAll(): void {
    this.expectMore(false)
    this.queue.length = 0
    this.running.cancelAll()
  }

  /** Nothing more will be asked: what was asked is answered, then the connection closes. */
  private end(): void {
    this.ended = true
    this.expectMore(false)
    this.running.cancelEndless()
    this.closeWhenDone()
  }

  private closeWhenDone(): void {
    if (this.ended && !this.waiting && this.queue.length === 0 && this.running.size === 0) this.close()
  }

  /** Malformed bytes end the connection, as Windows ends it: without a word. Other clients never notice. */
  private disconnect(): void {
    this.cancelAll()
    this.socket.destroy()
  }

  /** Too much is read to its end, or for a moment, without being kept, so that the client sees a close and no error. */
  private discard(): void {
    this.cancelAll()
    this.socket.removeAllListeners('data')
    this.socket.removeAllListeners('timeout')
    this.socket.on('data', () => undefined)
    this.socket.setTimeout(discardIdleMs, () => this.socket.destroy())
    setTimeout(() => this.socket.destroy(), discardMs).unref()
  }

  /** The domain controller goes down: clients are told (RFC 4511 4.4.1). */
  shutDown(): void {
    this.sayGoodbye('ServerDown')
  }

  private sayGoodbye(reason: 'ServerDown' | 'ConnectionIdle'): void {
    if (this.socket.destroyed) return
    this.outbox.send(encodeDisconnection(ldapResult.unavailable, ldapDiagnostic(reason)))
    this.close()
  }

  private close(): undefined {
    this.outbox.flush()
    this.cancelAll()
    this.socket.end()
    setTimeout(() => this.socket.destroy(), closingMs).unref()
  }

  get closed(): boolean {
    return this.socket.destroyed
  }
}

const isStartTls = (request: Request): boolean =>
  request.op === 'extended' && request.oid === extendedOids.startTls
