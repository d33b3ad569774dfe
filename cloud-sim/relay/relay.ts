/**
 * The relay: agents connect to `/relay/v1/{tenantId}` from inside, and the cloud's sealed requests travel on that
 * connection. Nothing here can read a password: requests are sealed before they are handed on.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type RelayRequest, type RelayResponse, relayMessage, relayPath } from '#core/contracts/relay.ts'
import type { WritebackAgent } from '#core/entra/model.ts'
import type { FaultEffect, Lab } from '#core/ports.ts'
import { minutes, ssprLimits } from '#core/sspr/limits.ts'
import type { OpenPayload } from '#core/sspr/relay-package.ts'
import type { RelayAnswer } from '#core/sspr/writeback-outcome.ts'
import { createAgentConnections } from './agent-connections.ts'
import { refuseUpgrade, signatureProblem } from './agent-upgrade.ts'
import { createAwaitedAnswers } from './awaited-answers.ts'
import { recordAnswered, recordSent, showExchange } from './record-relay.ts'
import { seal } from './seal.ts'

/** What the relay needs to know of a tenant. */
export interface RelayTenant {
  readonly tenantId: string
  readonly lab: Lab
  writebackAgent(): WritebackAgent | undefined
}

export interface Relay {
  /**
   * Takes the upgrade of a WebSocket below /relay/v1/; false when the path is not the relay's. Refuses with 404 (unknown
   * tenant), 403 (nobody is onboarded) or 401 (a signature of another secret, or of a clock that is off).
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Seals and sends; answers what the agent said, or that nobody could be asked, or that nobody answered in time. */
  deliver(
    tenant: RelayTenant,
    payload: OpenPayload,
    about: { readonly trackingId: string },
  ): Promise<RelayAnswer>
  /** L3: an agent holds its connection. */
  isListening(tenantId: string): boolean
  /** The secret has changed or was taken back: connections made with it end. */
  disconnect(tenantId: string, reason: string): void
  close(): void
}

/** A sealed request is about 1 KB; nothing legitimate comes near this. */
const maxPayload = 64 * 1024
const pathPattern = /^\/relay\/v1\/([0-9a-f-]{36})\/?(?:\?.*)?$/i

/** What a fault makes of a delivery; a code counts as the agent's. */
const struckAnswer = (effect: FaultEffect, id: string): RelayAnswer =>
  'code' in effect ? { kind: 'response', id, ok: false, code: effect.code } : 'unreachable'

export function createRelay(tenantOf: (tenantId: string) => RelayTenant | undefined): Relay {
  const server = new WebSocketServer({ noServer: true, maxPayload })
  const connections = createAgentConnections()
  const answers = createAwaitedAnswers<RelayResponse>()

  const accept = (tenant: RelayTenant, serverName: string, socket: WebSocket) => {
    const { tenantId, lab } = tenant
    const say = (type: string, summary: string) =>
      lab.journal.record({ place: 'relay', type, summary, data: { serverName } })
    connections.add(tenantId, socket)
    say('relay.connected', `The agent on ${serverName} listens on the relay`)
    socket.on('message', (text) => {
      const response = readResponse(String(text))
      if (response === undefined) socket.close(1008, 'not a relay response')
      else answers.answer(response, socket)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connections.remove(tenantId, socket)
      answers.abandon(socket)
      say('relay.disconnected', `The agent on ${serverName} left the relay`)
    })
  }

  const letIn = (tenant: RelayTenant, request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const agent = tenant.writebackAgent()
    if (agent === undefined) return refuseUpgrade(socket, 403)
    const problem = refusesSignature(tenant, agent, request)
    if (problem !== undefined) return refuseUpgrade(socket, 401, problem)
    server.handleUpgrade(request, socket, head, (open) => accept(tenant, agent.serverName, open))
  }

  const upgrade: Relay['upgrade'] = (request, socket, head) => {
    const tenantId = pathPattern.exec(request.url ?? '')?.[1]
    if (tenantId === undefined) return false
    socket.on('error', () => socket.destroy())
    const tenant = tenantOf(tenantId.toLowerCase())
    if (tenant === undefined) refuseUpgrade(socket, 404)
    else letIn(tenant, request, socket, head)
    return true
  }

  const send = async (
    tenant: RelayTenant,
    agent: WritebackAgent,
    payload: OpenPayload,
    trackingId: string,
  ) => {
    const { tenantId, lab } = tenant
    const socket = connections.current(tenantId)
    if (socket === undefined) return 'unreachable'
    const id = randomUUID()
    const expiresAt = lab.clock.now() + minutes(ssprLimits.relayMessageMinutes)
    const sealed = seal(payload, agent, id)
    const message: RelayRequest = {
      kind: 'request',
      id,
      trackingId,
      keyVersion: agent.keyVersion,
      expiresAt,
      sealed,
    }
    const text = JSON.stringify(message)
    recordSent(lab, message, payload, text.length)
    const answering = answers.expect(id, socket, lab.clock, expiresAt)
    socket.send(text)
    const answer = await answering
    showExchange(lab, message, payload, answer)
    return answer
  }

  const deliver: Relay['deliver'] = async (tenant, payload, { trackingId }) => {
    const { lab } = tenant
    const agent = tenant.writebackAgent()
    if (agent === undefined) return 'unreachable'
    const before = await lab.faults.strike('relay.deliver', payload.userPrincipalName, 'before')
    const answer =
      before === undefined ? await send(tenant, agent, payload, trackingId) : struckAnswer(before, trackingId)
    const after = await lab.faults.strike('relay.deliver', payload.userPrincipalName, 'after')
    const final = after === undefined ? answer : struckAnswer(after, trackingId)
    recordAnswered(lab, trackingId, payload, final)
    return final
  }

  return {
    upgrade,
    deliver,
    isListening: (tenantId) => connections.current(tenantId) !== undefined,
    disconnect: connections.drop,
    close: () => {
      connections.dropAll('the relay closes')
      server.close()
    },
  }
}

const refusesSignature = (
  { tenantId, lab }: RelayTenant,
  { relaySecret: secret }: WritebackAgent,
  { headers }: IncomingMessage,
): string | undefined =>
  signatureProblem(headers.authorization, { path: relayPath(tenantId), secret, now: lab.clock.now() })

function readResponse(text: string): RelayResponse | undefined {
  try {
    const message = relayMessage.parse(JSON.parse(text))
    return message.kind === 'response' ? message : undefined
  } catch {
    return undefined
  }
}
