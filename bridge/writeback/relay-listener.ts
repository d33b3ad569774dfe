/**
 * The agent's outbound connection to the tenant's relay: a WebSocket over TLS, no inbound port. Follows what is configured:
 * it listens while password writeback is onboarded, the service runs and the server is not staging; a broken connection is
 * made again with growing pauses. Source: writeback.md §4.1, §5.1, §5.2.
 */
import { createHmac, type KeyObject } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import WebSocket from 'ws'
import { accessSignature, relayMessage } from '#core/contracts/relay.ts'
import { sayTlsRefusal } from '../machine-tls.ts'
import { relayHost } from '../network/documented-hosts.ts'
import type { ServerContext } from '../server-context.ts'
import {
  configurationOf,
  isServiceRunning,
  type WritebackRegistration,
  writebackOf,
} from '../state/configuration.ts'
import { keyOf } from './agent-crypto.ts'
import { answerRequest } from './answer-request.ts'

export type ListenerState = 'off' | 'connecting' | 'listening' | 'failed'

const handshakeTimeout = 10_000
const maxPayload = 64 * 1024
/** Pauses before connecting again, in real time: networks do not wait for the lab's clock. */
const pausesMs = [200, 500, 1000, 2000, 5000, 15_000, 30_000]

export class RelayListener {
  state: ListenerState = 'off'
  private readonly server: ServerContext
  private registration: WritebackRegistration | undefined
  private key: KeyObject | undefined
  private socket: WebSocket | undefined
  private retry: NodeJS.Timeout | undefined
  private failures = 0
  /** A heartbeat has arrived since the service came up. */
  private beats = false
  /** The attempt under way; one that was given up finds another here. */
  private attempt: symbol | undefined
  private waiting: (() => void)[] = []
  /** Until the connection that was given up last is closed on both sides. */
  private ended: Promise<void> = Promise.resolve()
  private readonly answering = new Set<Promise<void>>()

  constructor(server: ServerContext) {
    this.server = server
  }

  /** Brings the connection in line with what is configured now. */
  follow(): void {
    const wanted = this.wanted()
    if (wanted === this.registration) return
    const before = this.registration
    this.registration = wanted
    this.key = wanted === undefined ? undefined : this.readKey(wanted)
    // Renewed keys alone leave the connection as it is.
    if (wanted?.relaySecret === before?.relaySecret) return
    this.disconnect()
    if (wanted !== undefined && this.key === undefined) this.become('failed')
    else if (wanted !== undefined) this.connect(wanted)
    else if (before !== undefined)
      this.server.events.write(
        'WriteBackServiceStopped',
        'The password writeback service has stopped. Requests from the cloud fail until it runs again.',
      )
  }

  /** Resolves when the first attempt under way has succeeded or failed, and the relay knows of the connection that was given up. */
  async settled(): Promise<void> {
    await this.ended
    if (this.state === 'connecting') await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  /** Says something on the connection, so that nothing between here and the relay takes it for idle. */
  keepAlive(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.ping()
  }

  /** A heartbeat has arrived: the first one since the service came up is told, those after it are not. */
  beat(): void {
    if (this.beats || this.state !== 'listening') return
    this.beats = true
    this.server.events.write(
      'ServiceBusHeartBeat',
      'The first heartbeat since the service came up has arrived.',
    )
  }

  /** Tries at once instead of after the pause. */
  tryAgain(): void {
    if (this.registration === undefined || this.key === undefined || this.state !== 'failed') return
    clearTimeout(this.retry)
    this.connect(this.registration)
  }

  async close(): Promise<void> {
    this.disconnect()
    this.registration = undefined
    await Promise.allSettled(this.answering)
  }

  private wanted(): WritebackRegistration | undefined {
    const { state } = this.server
    const configuration = configurationOf(state)
    const active =
      configuration !== undefined && !configuration.stagingMode && isServiceRunning(state, 'ADSync')
    return active ? writebackOf(state) : undefined
  }

  /** Without its key the endpoint does not come up, until password writeback is switched on anew. */
  private readKey(registration: WritebackRegistration): KeyObject | undefined {
    try {
      return keyOf(registration)
    } catch (error) {
      const reason = sayWhy(error)
      const { events } = this.server
      events.write(
        'CompanionServerError',
        `The companion of the engine that writes passwords back cannot work. Details: ${reason}`,
      )
      events.write('CryptoError', `The key that opens passwords cannot be used. Details: ${reason}`)
      return undefined
    }
  }

  private disconnect(): void {
    clearTimeout(this.retry)
    this.attempt = undefined
    const socket = this.socket
    this.socket = undefined
    this.failures = 0
    this.beats = false
    this.become('off')
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) return
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.close(1000, 'the agent stops')
  }

  private become(state: ListenerState): void {
    this.state = state
    if (state === 'connecting') return
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  private connect(registration: WritebackRegistration): void {
    this.become('connecting')
    const attempt = Symbol('attempt')
    this.attempt = attempt
    this.server.network.throughProxy(relayHost).then(
      (through) => {
        if (this.attempt === attempt) this.open(registration, through)
        else through?.destroy()
      },
      (error: unknown) => {
        if (this.attempt === attempt) this.lost(registration, sayTlsRefusal(error) ?? sayWhy(error))
      },
    )
  }

  private open(registration: WritebackRegistration, through: TLSSocket | undefined): void {
    const { cloud, network, machineClock } = this.server
    const socket = new WebSocket(cloud.endpoint.origin.replace(/^http/, 'ws') + registration.relayPath, {
      ...network.secureOptions,
      handshakeTimeout,
      maxPayload,
      perMessageDeflate: false,
      headers: { authorization: accessTo(registration, machineClock.now()) },
      ...(through === undefined ? {} : { createConnection: () => through }),
    })
    this.socket = socket
    let refused: string | undefined
    let reason = 'the relay closed the connection'
    socket.on('open', () => this.opened(socket))
    socket.on('message', (text) => this.take(socket, String(text)))
    socket.on('unexpected-response', (_request, { statusCode, statusMessage }) => {
      refused = `The token provider was unable to provide a security token. (${statusCode}) ${statusMessage}`
      socket.terminate()
    })
    socket.on('error', (error) => {
      reason = refused ?? sayTlsRefusal(error) ?? error.message
    })
    socket.on('close', () => {
      if (this.socket === socket) this.lost(registration, reason)
    })
  }

  private opened(socket: WebSocket): void {
    if (this.socket !== socket) return
    if (this.failures > 0)
      this.server.events.write(
        'ServiceBusWarning',
        `Connected to the relay again after ${this.failures} failed attempts.`,
      )
    else
      this.server.events.write(
        'WriteBackServiceStarted',
        'The password writeback service has started and listens for requests from the cloud.',
      )
    this.failures = 0
    this.become('listening')
  }

  private lost(registration: WritebackRegistration, reason: string): void {
    const wasListening = this.state === 'listening'
    if (this.failures === 0) {
      this.server.events.write(
        'ServiceBusListenerError',
        `The listener of the relay has lost its connection or cannot connect. Details: ${reason}`,
      )
      if (!wasListening) this.didNotComeUp(reason)
    }
    this.failures += 1
    this.become('failed')
    const pause = pausesMs[Math.min(this.failures, pausesMs.length) - 1]
    this.retry = setTimeout(() => this.connect(registration), pause)
    this.retry.unref()
  }

  /** The endpoint did not come up with the service: the relay's own row, and the engine's. */
  private didNotComeUp(reason: string): void {
    this.server.events.write('ServiceBusError', `Error Connecting to ServiceBus. Details: ${reason}`)
    this.server.events.write(
      'PasswordExtensionError',
      `The password management extension encountered an error. Details: ${reason}`,
    )
  }

  private take(socket: WebSocket, text: string): void {
    const { registration, key } = this
    if (registration === undefined || key === undefined) return
    const request = requestIn(text)
    if (request === undefined) {
      this.server.events.write(
        'InPutValidationError',
        'A message of the relay is not a request of the agreed form.',
      )
      return
    }
    const answered = answerRequest(this.server, registration, key, request).then((response) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(response))
    })
    this.answering.add(answered)
    void answered.finally(() => this.answering.delete(answered))
  }
}

const sayWhy = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A signature of the path, good for twenty minutes by this server's clock. */
function accessTo({ relayPath, relaySecret }: WritebackRegistration, now: number): string {
  const end = Math.floor((now + accessSignature.lifetimeMs) / 1000)
  const signature = createHmac('sha256', relaySecret).update(accessSignature.signed(relayPath, end))
  return accessSignature.write(relayPath, signature.digest('base64'), end)
}

function requestIn(text: string) {
  try {
    const message = relayMessage.parse(JSON.parse(text))
    return message.kind === 'request' ? message : undefined
  } catch {
    return undefined
  }
}
