/** One client's connection: messages in, answers out, who it is bound as, and what it has open. */
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { type LdapCode, ldapCodes, ldapDiagnostic, ldapResult } from '#core/codes/ldap.ts'
import type { FaultEffect } from '#core/ports.ts'
import { readControls } from '../operations/controls.ts'
import { extendedOids } from '../operations/extended-oids.ts'
import {
  type Identity,
  isRefusal,
  type OperationContext,
  refused,
  resultOf,
} from '../operations/operation.ts'
import { newPagingState } from '../operations/search/search-job.ts'
import type { Directory } from '../store/directory.ts'
import { BerReader, MalformedPacket } from './ber-reader.ts'
import { bindOperation } from './bind-operation.ts'
import { createFrames, MessageTooLong } from './frames.ts'
import { createOutbox } from './outbox.ts'
import { recordExchange } from './record-exchange.ts'
import { type Message, type Request, readMessage } from './requests.ts'
import { encodeDisconnection, encodeResult, type LdapResult } from './responses.ts'
import { runOperation } from './run-operation.ts'

export interface SessionOptions {
  readonly directory: Directory
  readonly globalCatalog: boolean
  readonly secureContext: SecureContext
  readonly requireSigning: () => boolean
}

/** MaxReceiveBuffer, and what a client may send before it is bound. */
const maximumMessage = 10 * 1024 * 1024
const maximumAnonymousMessage = 256_000
/** Operations of one connection that run at the same time, and messages that may wait for them. */
const maximumRunning = 64
const maximumQueued = 256
/** MaxConnIdleTime. */
const idleMs = 900_000

/** How long an oversized message is read away. */
const discardIdleMs = 200
const discardMs = 5_000

type Answered = Exclude<Request, { op: 'unbind' | 'abandon' }>

export class Session {
  private readonly options: SessionOptions
  private socket: Socket
  private readonly outbox
  private frames = createFrames()
  private readonly queue: Message[] = []
  private pumping = false
  private readonly running = new Map<number, { cancelled: boolean; onCancel: (() => void)[] }>()
  private idle: (() => void) | undefined
  private readonly paging = newPagingState()
  identity: Identity | undefined
  tls: boolean
  private fastBind = false

  constructor(options: SessionOptions, socket: Socket, tls: boolean) {
    this.options = options
    this.socket = socket
    this.tls = tls
    this.outbox = createOutbox(socket)
    this.listen(socket)
  }

  private listen(socket: Socket): void {
    socket.setNoDelay(true)
    socket.setTimeout(idleMs)
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('timeout', () => {
      if (this.running.size === 0) socket.destroy()
    })
    // A connection that breaks off is everyday business; 'close' follows.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.cancelAll())
  }

  private receive(chunk: Buffer): void {
    try {
      const limit = this.identity === undefined ? maximumAnonymousMessage : maximumMessage
      for (const bytes of this.frames.push(chunk, limit)) this.enqueue(readMessage(new BerReader(bytes)))
    } catch (error) {
      if (!(error instanceof MalformedPacket)) throw error
      if (error instanceof MessageTooLong) this.discard()
      else this.disconnect()
      return
    }
    if (this.queue.length > maximumQueued) this.socket.pause()
    if (!this.pumping) void this.pump()
  }

  private enqueue(message: Message): void {
    if (message.request.op === 'abandon') {
      this.cancel(message.request.messageId)
      return
    }
    this.queue.push(message)
  }

  /** Takes messages in their order. A bind or StartTLS waits for what runs; everything else runs beside it. */
  private async pump(): Promise<void> {
    this.pumping = true
    for (let message = this.queue.shift(); message !== undefined; message = this.queue.shift()) {
      const { request } = message
      if (request.op === 'unbind') {
        this.close()
        break
      }
      if (request.op === 'abandon') continue
      await this.outbox.ready()
      if (request.op === 'bind' || isStartTls(request)) {
        await this.quiet()
        await this.answer(message, request)
      } else {
        if (this.running.size >= maximumRunning) await this.turn()
        await this.start(message, request)
      }
      if (this.socket.isPaused() && this.queue.length < maximumQueued / 2) this.socket.resume()
    }
    this.pumping = false
  }

  /** Resolves when nothing runs. */
  private async quiet(): Promise<void> {
    while (this.running.size > 0 && !this.socket.destroyed) await this.turn()
  }

  /** Resolves when one of the running operations has ended. */
  private turn(): Promise<void> {
    return new Promise((resolve) => {
      this.idle = resolve
    })
  }

  /** Begins the operation: its faults first, so that what comes later in the stream begins later. */
  private async start(message: Message, request: Answered): Promise<void> {
    const effect = await this.strike(request, 'before')
    void this.answer(message, request, effect)
  }

  private strike(request: Answered, phase: 'before' | 'after'): Promise<FaultEffect | undefined> {
    const target =
      request.op === 'extended'
        ? request.oid
        : request.op === 'search'
          ? request.base
          : request.op === 'bind'
            ? request.name
            : request.dn
    return this.options.directory.lab.faults.strike(`ldap.${request.op}`, target, phase)
  }

  private async answer(message: Message, request: Answered, struck?: FaultEffect): Promise<void> {
    const effect =
      request.op === 'bind' || isStartTls(request) ? await this.strike(request, 'before') : struck
    if (effect !== undefined && 'drop' in effect) {
      this.socket.destroy()
      return
    }
    const task = { cancelled: false, onCancel: [] as (() => void)[] }
    this.running.set(message.id, task)
    const result = effect !== undefined ? faultResult(effect) : await this.perform(message, request, task)
    this.running.delete(message.id)
    if (result !== undefined) recordExchange(this.options.directory.lab, message, result)
    const late = request.op === 'search' ? undefined : await this.strike(request, 'after')
    if (late !== undefined && 'drop' in late) this.socket.destroy()
    if (!task.cancelled && !this.socket.destroyed && result !== undefined)
      this.outbox.send(encodeResult(message.id, request.op, late === undefined ? result : faultResult(late)))
    this.idle?.()
    this.idle = undefined
  }

  private async perform(
    message: Message,
    request: Answered,
    task: { cancelled: boolean; onCancel: (() => void)[] },
  ): Promise<LdapResult | undefined> {
    const controls = readControls(message.controls)
    if (isRefusal(controls)) return resultOf(controls)
    const context: OperationContext = {
      directory: this.options.directory,
      identity: this.identity,
      tls: this.tls,
      globalCatalog: this.options.globalCatalog,
      source: this.socket.remoteAddress ?? '',
      controls,
      correlationId: controls.correlationId,
    }
    try {
      if (request.op === 'bind') return await this.bind(context, request)
      if (request.op === 'extended' && request.oid === extendedOids.startTls) return this.startTls(message)
      if (request.op === 'extended' && request.oid === extendedOids.fastBind) return this.switchToFastBind()
      const sink = {
        send: (bytes: Buffer) => this.outbox.send(bytes),
        ready: () => this.outbox.ready(),
        get cancelled() {
          return task.cancelled
        },
        onCancel: (callback: () => void) => task.onCancel.push(callback),
      }
      return resultOf(
        await runOperation(context, request, { messageId: message.id, sink, paging: this.paging }),
      )
    } catch (error) {
      return this.failed(error)
    }
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

  private async bind(
    context: OperationContext,
    request: Extract<Request, { op: 'bind' }>,
  ): Promise<LdapResult> {
    const { requireSigning } = this.options
    const before = this.identity
    // A failed bind leaves the connection anonymous (RFC 4511 4.2.1).
    this.identity = undefined
    const { result, identity } = await bindOperation(context, request, requireSigning())
    this.identity = this.fastBind && identity !== undefined ? before : identity
    return result
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
    this.queue.length = 0
    this.frames = createFrames()
    const secured = new TLSSocket(plain, { isServer: true, secureContext: this.options.secureContext })
    this.socket = secured
    this.tls = true
    this.outbox.moveTo(secured)
    this.listen(secured)
  }

  private cancel(messageId: number): void {
    const task = this.running.get(messageId)
    if (task === undefined) {
      const at = this.queue.findIndex((message) => message.id === messageId)
      if (at >= 0) this.queue.splice(at, 1)
      return
    }
    task.cancelled = true
    for (const callback of task.onCancel) callback()
  }

  private cancelAll(): void {
    for (const id of [...this.running.keys()]) this.cancel(id)
    this.queue.length = 0
    this.idle?.()
    this.idle = undefined
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
    this.socket.on('data', () => undefined)
    this.socket.setTimeout(discardIdleMs, () => this.socket.destroy())
    setTimeout(() => this.socket.destroy(), discardMs).unref()
  }

  /** The domain controller goes down: clients are told (RFC 4511 4.4.1). */
  shutDown(): void {
    if (this.socket.destroyed) return
    this.outbox.send(encodeDisconnection(ldapResult.unavailable, ldapDiagnostic('ServerDown')))
    this.close()
  }

  private close(): void {
    this.outbox.flush()
    this.cancelAll()
    this.socket.end()
    // A client that never closes its side is not waited for.
    setTimeout(() => this.socket.destroy(), 1000).unref()
  }

  get closed(): boolean {
    return this.socket.destroyed
  }
}

const isStartTls = (request: Request): boolean =>
  request.op === 'extended' && request.oid === extendedOids.startTls

function faultResult(effect: FaultEffect): LdapResult {
  const code = 'code' in effect && isLdapCode(effect.code) ? effect.code : 'ServerDown'
  return resultOf(refused(code))
}

const isLdapCode = (code: string): code is LdapCode => Object.hasOwn(ldapCodes, code)
