/** One authentication agent's outbound channel: a WebSocket to the cloud that is opened again after it broke. */
import { WebSocket } from 'ws'
import { validationRequest } from '#core/contracts/pass-through.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import type { ServerContext } from '../server-context.ts'
import type { InstalledAgent } from './installed-agents.ts'
import { validatePassword } from './validate-password.ts'

const handshakeTimeout = 10_000
const maxPayload = 64 * 1024
/** Real time: networks do not wait for the lab's clock. */
const pausesMs = [200, 500, 1000, 2000, 5000, 15_000]
/** Under which public name the agents' traffic leaves: what a proxy has to let through (`*.msappproxy.net`). */
const publicHost = 'bootstrap.msappproxy.net'

export class AgentConnection {
  readonly agent: InstalledAgent
  private readonly server: ServerContext
  private readonly forests: readonly ForestEndpoint[]
  private socket: WebSocket | undefined
  private retry: NodeJS.Timeout | undefined
  private failures = 0
  private closed = false
  private settle: () => void = () => undefined
  /** Resolves when the first attempt has succeeded or failed. */
  readonly settled: Promise<void>

  constructor(server: ServerContext, forests: readonly ForestEndpoint[], agent: InstalledAgent) {
    this.server = server
    this.forests = forests
    this.agent = agent
    this.settled = new Promise((resolve) => {
      this.settle = resolve
    })
    void this.connect()
  }

  get isListening(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  close(): void {
    this.closed = true
    clearTimeout(this.retry)
    this.socket?.close(1000, 'the agent stops')
    this.settle()
  }

  private async connect(): Promise<void> {
    const { cloud, network } = this.server
    const through = await network.throughProxy(publicHost).catch(() => 'refused' as const)
    if (this.closed) return
    if (through === 'refused') return this.lost()
    const socket = new WebSocket(cloud.endpoint.origin.replace(/^http/, 'ws') + this.agent.channel, {
      ...network.secureOptions,
      handshakeTimeout,
      maxPayload,
      perMessageDeflate: false,
      headers: { authorization: `Bearer ${this.agent.secret}` },
      ...(through === undefined ? {} : { createConnection: () => through }),
    })
    this.socket = socket
    socket.on('open', () => {
      this.failures = 0
      this.settle()
    })
    socket.on('message', (text) => void this.answer(socket, String(text)))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (this.socket === socket && !this.closed) this.lost()
    })
  }

  private lost(): void {
    this.settle()
    const pause = pausesMs[Math.min(this.failures, pausesMs.length - 1)]
    this.failures += 1
    this.retry = setTimeout(() => void this.connect(), pause)
    this.retry.unref()
  }

  private async answer(socket: WebSocket, text: string): Promise<void> {
    const request = requestIn(text)
    if (request === undefined) return socket.close(1008, 'not a request')
    const answer = await validatePassword(this.agent, this.forests, request).catch(
      () => ({ kind: 'answer', id: request.id, result: 'failed', reason: 'unexpected' }) as const,
    )
    this.record(request.correlationId, request.userPrincipalName, answer.result)
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(answer))
  }

  private record(correlationId: string, target: string, result: string): void {
    const { machineName } = this.agent
    this.server.lab.journal.record({
      place: 'connect',
      type: 'authentication-agent.validated',
      summary: `The authentication agent on ${machineName} asked Active Directory: ${result}`,
      correlationId,
      target,
      data: { machineName, result },
    })
  }
}

function requestIn(text: string) {
  try {
    return validationRequest.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
