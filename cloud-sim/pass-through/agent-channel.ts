/**
 * The agents' outbound channels: WebSockets to `/pass-through/v1/{tenant}/agents/{agent}`. A password to be checked is sealed
 * for every registered agent and goes to one that listens; when that one cannot do it, the next is asked.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { passThroughPath, type ValidationRequest, validationAnswer } from '#core/contracts/pass-through.ts'
import type { PassThroughAgent } from '#core/entra/model.ts'
import { verdictOf } from '#core/entra/pass-through-verdict.ts'
import type { OnPremisesVerdict } from '#core/entra/sign-in.ts'
import type { FaultEffect, Lab } from '#core/ports.ts'
import { createAgentConnections } from '../relay/agent-connections.ts'
import { isAgentSecret, refuseUpgrade } from '../relay/agent-upgrade.ts'
import { createAwaitedAnswers } from '../relay/awaited-answers.ts'
import { sealFor } from '../relay/seal.ts'
import { agentRegister } from './agent-register.ts'

export interface AgentChannel {
  /** False when the path is not an agent's; refuses with 404 (unknown tenant or agent) or 401 (wrong secret). */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  validate(lab: Lab, question: PasswordQuestion): Promise<OnPremisesVerdict>
  isListening(agentId: string): boolean
  /** Ends an agent's connections: it is registered no more. */
  disconnect(agentId: string, reason: string): void
  close(): void
}

export interface PasswordQuestion {
  /** The sign-in name on premises. */
  readonly userPrincipalName: string
  readonly password: string
  readonly correlationId: string
}

const maxPayload = 16 * 1024
/** Lab time that an agent has; nothing published says how long the real service waits. */
const patienceMs = 15_000
const pathPattern = new RegExp(`^${passThroughPath}/([0-9a-f-]{36})/agents/([0-9a-f-]{36})/?(?:\\?.*)?$`, 'i')

export function createAgentChannel(labOf: (tenantId: string) => Lab | undefined): AgentChannel {
  const server = new WebSocketServer({ noServer: true, maxPayload })
  const connections = createAgentConnections()
  const answers = createAwaitedAnswers<ReturnType<typeof validationAnswer.parse>>()

  const accept = (lab: Lab, { id, machineName }: PassThroughAgent, socket: WebSocket) => {
    const say = (type: string, summary: string) =>
      lab.journal.record({ place: 'cloud', type, summary, data: { machineName } })
    connections.add(id, socket)
    say('authentication-agent.connected', `The authentication agent on ${machineName} listens`)
    socket.on('message', (text) => {
      const answer = readAnswer(String(text))
      if (answer === undefined) socket.close(1008, 'not an answer')
      else answers.answer(answer, socket)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connections.remove(id, socket)
      answers.abandon(socket)
      say('authentication-agent.disconnected', `The authentication agent on ${machineName} has gone`)
    })
  }

  const upgrade: AgentChannel['upgrade'] = (request, socket, head) => {
    const [, tenantId = '', agentId = ''] = pathPattern.exec(request.url ?? '') ?? []
    if (tenantId === '') return false
    socket.on('error', () => socket.destroy())
    const lab = labOf(tenantId.toLowerCase())
    const agent = lab === undefined ? undefined : agentRegister(lab).find(agentId.toLowerCase())
    if (lab === undefined || agent === undefined) refuseUpgrade(socket, 404)
    else if (!isAgentSecret(request.headers.authorization, agent.secret)) refuseUpgrade(socket, 401)
    else server.handleUpgrade(request, socket, head, (open) => accept(lab, agent, open))
    return true
  }

  const ask = async (lab: Lab, socket: WebSocket, request: ValidationRequest): Promise<OnPremisesVerdict> => {
    const answer = answers.expect(request.id, socket, lab.clock, lab.clock.now() + patienceMs)
    socket.send(JSON.stringify(request))
    const said = await answer
    if (said === 'expired') return 'timeout'
    return said === 'unreachable' ? 'agent-error' : verdictOf(said)
  }

  const validate: AgentChannel['validate'] = async (lab, question) => {
    const struck = await lab.faults.strike('authentication-agent.validate', question.userPrincipalName)
    if (struck !== undefined) return struckVerdict(struck)
    const agents = agentRegister(lab).all()
    const { userPrincipalName, correlationId, password } = question
    const passwords = agents.map(({ id, publicKey }) => ({
      agentId: id,
      blocks: sealFor(publicKey, password),
    }))
    let verdict: OnPremisesVerdict = 'no-agent'
    for (const agent of inTurn(lab, agents)) {
      const socket = connections.current(agent.id)
      if (socket === undefined) continue
      const request = {
        kind: 'validate',
        id: randomUUID(),
        correlationId,
        userPrincipalName,
        passwords,
      } as const
      verdict = await ask(lab, socket, request)
      recordAnswer(lab, agent, question, verdict)
      if (!unable.has(verdict)) return verdict
    }
    return verdict
  }

  return {
    upgrade,
    validate,
    isListening: (agentId) => connections.current(agentId) !== undefined,
    disconnect: connections.drop,
    close: () => {
      connections.dropAll('the cloud closes')
      server.close()
    },
  }
}

/** These say something about the agent and nothing about the password: another agent may do better. */
const unable: ReadonlySet<OnPremisesVerdict> = new Set([
  'timeout',
  'agent-error',
  'agent-exception',
  'bad-answer',
  'no-key',
  'no-decryption',
])

/** Each sign-in begins with another agent. */
function inTurn(lab: Lab, agents: readonly PassThroughAgent[]): readonly PassThroughAgent[] {
  const first = agents.length === 0 ? 0 : lab.random.integer(agents.length)
  return [...agents.slice(first), ...agents.slice(0, first)]
}

const struckVerdict = (effect: FaultEffect): OnPremisesVerdict =>
  'drop' in effect ? 'timeout' : 'agent-exception'

function readAnswer(text: string) {
  try {
    return validationAnswer.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function recordAnswer(
  lab: Lab,
  { machineName }: PassThroughAgent,
  { userPrincipalName, correlationId }: PasswordQuestion,
  verdict: OnPremisesVerdict,
): void {
  lab.journal.record({
    place: 'cloud',
    type: 'authentication-agent.answered',
    summary: `The authentication agent on ${machineName} says: ${verdict}`,
    correlationId,
    target: userPrincipalName,
    data: { machineName, verdict },
  })
}
