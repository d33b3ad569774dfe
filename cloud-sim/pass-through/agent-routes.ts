/**
 * The register of authentication agents: POST, GET and DELETE {path}/agents with the token of a Global or Hybrid Identity
 * Administrator. Refusals as of the synchronisation service (401, 403, 400).
 */
import { randomUUID } from 'node:crypto'
import express, { type RequestHandler, type Router } from 'express'
import type { z } from 'zod'
import {
  type agentRegistered,
  agentRegistration,
  type agentsAnswer,
  passThroughPath as path,
} from '#core/contracts/pass-through.ts'
import type { CloudHost } from '../cloud-host.ts'
import { publicKeyProblem } from '../relay/seal.ts'
import { bearerOf } from '../require-bearer.ts'
import { requireFirstPartyBearer, requireRole } from '../sspr/first-party-bearer.ts'
import { parseJson, readBody, refuseBadBody } from '../sspr/json-route.ts'
import { answerRefusal, correlationOf } from '../sspr/refusal-answer.ts'
import type { AgentChannel } from './agent-channel.ts'
import { agentRegister } from './agent-register.ts'

export interface PassThroughHost extends CloudHost {
  readonly agentChannel: AgentChannel
}

export function createPassThroughRouter(host: PassThroughHost): Router {
  const router = express.Router()
  const byAdministrator: RequestHandler[] = [
    requireFirstPartyBearer(host),
    requireRole('Global Administrator', 'Hybrid Identity Administrator'),
  ]
  router.post(`${path}/agents`, ...byAdministrator, parseJson(), async (request, response) => {
    const body = readBody(request, response, agentRegistration)
    if (body === undefined) return
    const problem = publicKeyProblem(body.publicKey)
    const correlationId = correlationOf(request, randomUUID)
    if (problem !== undefined)
      return answerRefusal(response, {
        code: 'InvalidRequest',
        step: 'read-key',
        correlationId,
        because: problem,
      })
    const { tenant } = bearerOf(request)
    const agent = await agentRegister(tenant.lab).add(body.machineName, body.publicKey)
    const channel = `${path}/${tenant.tenantId}/agents/${agent.id}`
    response
      .status(201)
      .json({ agentId: agent.id, secret: agent.secret, channel } satisfies z.infer<typeof agentRegistered>)
  })
  router.get(`${path}/agents`, ...byAdministrator, (request, response) => {
    const agents = agentRegister(bearerOf(request).tenant.lab).all()
    const shown = agents.map(({ id, machineName, registeredAt }) => ({
      id,
      machineName,
      registeredAt,
      status: host.agentChannel.isListening(id) ? ('active' as const) : ('inactive' as const),
    }))
    response.json({ agents: shown } satisfies z.infer<typeof agentsAnswer>)
  })
  router.delete(`${path}/agents/:id`, ...byAdministrator, async (request, response) => {
    const { id } = request.params
    await agentRegister(bearerOf(request).tenant.lab).remove(String(id))
    host.agentChannel.disconnect(String(id), 'the agent is registered no more')
    response.status(204).end()
  })
  router.use(path, refuseBadBody)
  return router
}
