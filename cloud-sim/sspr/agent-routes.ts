/**
 * The Connect server's side of the password reset service (core/contracts/password-reset-service.ts):
 * POST /passwordreset/agent/v1/onboarding → key version, relay path and secret; DELETE → 204; POST …/heartbeat → 204.
 * On- and offboarding: Global or Hybrid Identity Administrator. Heartbeat and POST …/keys: Directory Synchronization Accounts.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import {
  heartbeatRequest,
  type keysAnswer,
  keysRequest,
  type onboardingAnswer,
  onboardingRequest,
  passwordResetServicePath as path,
} from '#core/contracts/password-reset-service.ts'
import { clockToleranceMs, relayPath } from '#core/contracts/relay.ts'
import type { CloudUser, WritebackAgent } from '#core/entra/model.ts'
import { opensWriteback } from '#core/sspr/entitlement.ts'
import { addressOf } from '../origin.ts'
import { publicKeyProblem } from '../relay/seal.ts'
import { bearerOf } from '../require-bearer.ts'
import { requireFirstPartyBearer, requireRole } from './first-party-bearer.ts'
import { parseJson, readBody, refuseFields } from './json-route.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { answerRefusal, correlationOf } from './refusal-answer.ts'
import { asActor, recordSspr } from './sspr-audit.ts'
import { strikeBefore } from './strike-service.ts'
import { licencesEnforced } from './tenant-reset.ts'

const administrators = ['Global Administrator', 'Hybrid Identity Administrator'] as const

/** Refuses a request of a server whose clock is off. */
function isOffTime(request: Request, response: Response, sentAt: number): boolean {
  const off = Math.abs(sentAt - callerOf(request).directory.lab.clock.now()) > clockToleranceMs
  if (off)
    answerRefusal(response, { code: 'AgentClockSkew', step: 'check-time', correlationId: randomUUID() })
  return off
}

/** Behind `requireRole`, so there is a user. */
function callerOf(request: Request) {
  const { tenant, user } = bearerOf(request)
  if (user === undefined) throw new Error('a role was checked, and there is no user')
  return { directory: tenant.directory, user }
}

export function createAgentRoutes(host: PasswordResetHost): Router {
  const router = express.Router()
  const bearer = requireFirstPartyBearer(host)

  router.post(
    `${path}/onboarding`,
    parseJson(),
    bearer,
    requireRole(...administrators),
    strikeBefore('password-reset.onboard'),
    async (request, response) => {
      const body = readBody(request, response, onboardingRequest)
      if (body === undefined || isOffTime(request, response, body.sentAt)) return
      const problem = publicKeyProblem(body.publicKey)
      if (problem !== undefined) return refuseFields(response, [{ field: 'publicKey', message: problem }])
      await onboard(host, request, response, body)
    },
  )

  router.delete(
    `${path}/onboarding`,
    bearer,
    requireRole(...administrators),
    strikeBefore('password-reset.offboard'),
    async (request, response) => {
      const { directory, user } = callerOf(request)
      const correlationId = correlationOf(request, randomUUID)
      if (directory.writebackAgent() !== undefined) {
        await directory.transaction(directory.removeWritebackAgent)
        host.relay.disconnect(directory.tenantId, 'password writeback was disabled')
        recordSspr(directory, 'writebackDisabled', { by: asActor(user, addressOf(request)), correlationId })
      }
      response.status(204).end()
    },
  )

  router.post(
    `${path}/heartbeat`,
    parseJson(),
    bearer,
    requireRole('Directory Synchronization Accounts'),
    strikeBefore('password-reset.heartbeat'),
    async (request, response) => {
      const body = readBody(request, response, heartbeatRequest)
      if (body === undefined || isOffTime(request, response, body.sentAt)) return
      const { directory } = callerOf(request)
      const agent = directory.writebackAgent()
      if (agent === undefined)
        return answerRefusal(response, {
          code: 'AgentNotOnboarded',
          step: 'heartbeat',
          correlationId: randomUUID(),
        })
      const { agentVersion, serverName } = body
      const lastHeartbeatAt = directory.lab.clock.now()
      await directory.transaction(() =>
        directory.putWritebackAgent({ ...agent, agentVersion, serverName, lastHeartbeatAt }),
      )
      response.status(204).end()
    },
  )
  router.post(
    `${path}/keys`,
    parseJson(),
    bearer,
    requireRole('Directory Synchronization Accounts'),
    strikeBefore('password-reset.renew-keys'),
    async (request, response) => {
      const body = readBody(request, response, keysRequest)
      if (body === undefined || isOffTime(request, response, body.sentAt)) return
      const problem = publicKeyProblem(body.publicKey)
      if (problem !== undefined) return refuseFields(response, [{ field: 'publicKey', message: problem }])
      await renewKeys(request, response, body)
    },
  )
  return router
}

/** A new key pair for the agent that is onboarded: its connection and the relay's secret stay (writeback.md §4.1). */
async function renewKeys(
  request: Request,
  response: Response,
  { publicKey }: z.infer<typeof keysRequest>,
): Promise<void> {
  const { directory } = callerOf(request)
  const agent = directory.writebackAgent()
  const correlationId = correlationOf(request, randomUUID)
  if (agent === undefined)
    return answerRefusal(response, { code: 'AgentNotOnboarded', step: 'renew-keys', correlationId })
  const keyVersion = agent.keyVersion + 1
  await directory.transaction(() => {
    directory.putWritebackAgent({ ...agent, publicKey, keyVersion })
    keyVersionsOf(directory).put({ id: 'agent', keyVersion })
  })
  const lost = await directory.lab.faults.strike('password-reset.renew-keys', agent.serverName, 'after')
  if (lost !== undefined) return void response.socket?.destroy()
  response.status(200).json({ keyVersion } satisfies z.infer<typeof keysAnswer>)
}

/** Outlives offboarding: an agent that still holds an older key must not meet its own version again. */
const keyVersionsOf = ({ lab }: ReturnType<typeof callerOf>['directory']) =>
  lab.store.collection<{ id: string; keyVersion: number }>('cloud.writeback-key-versions')

/** The wizard's "Ensure you have the required license": somebody in the tenant must be licensed for writeback. */
function isLicensedTenant(host: {
  readonly directory: ReturnType<typeof callerOf>['directory']
  readonly user: CloudUser
}): boolean {
  const { directory } = host
  if (!licencesEnforced(directory)) return true
  for (const subscription of directory.subscriptions()) {
    const licences = [{ skuId: subscription.id, disabledPlans: [] }]
    if (opensWriteback(directory.plansOf({ ...host.user, assignedLicenses: licences }))) return true
  }
  return false
}

/** A new key pair each time: onboarding again is how keys are renewed, and ends the connections of the old secret. */
async function onboard(
  host: PasswordResetHost,
  request: Request,
  response: Response,
  body: z.infer<typeof onboardingRequest>,
): Promise<void> {
  const { directory, user } = callerOf(request)
  const correlationId = correlationOf(request, randomUUID)
  const by = asActor(user, addressOf(request))
  if (!isLicensedTenant({ directory, user })) {
    recordSspr(directory, 'writebackEnabled', {
      by,
      correlationId,
      result: 'failure',
      reason: 'TenantNotLicensedForWriteback',
    })
    return answerRefusal(response, {
      code: 'TenantNotLicensedForWriteback',
      step: 'require-licence',
      correlationId,
    })
  }
  const { clock } = directory.lab
  const before = directory.writebackAgent()
  const versions = keyVersionsOf(directory)
  const keyVersion = Math.max(before?.keyVersion ?? 0, versions.get('agent')?.keyVersion ?? 0) + 1
  const relaySecret = randomBytes(32).toString('base64url')
  const now = clock.now()
  const { publicKey, serverName, agentVersion } = body
  const agent: WritebackAgent = {
    id: 'agent',
    publicKey,
    serverName,
    agentVersion,
    keyVersion,
    relaySecret,
    onboardedAt: now,
    lastHeartbeatAt: now,
  }
  await directory.transaction(() => {
    directory.putWritebackAgent(agent)
    versions.put({ id: 'agent', keyVersion })
  })
  host.relay.disconnect(directory.tenantId, 'the keys were renewed')
  recordSspr(directory, 'writebackEnabled', { by, correlationId })
  const answer: z.infer<typeof onboardingAnswer> = {
    keyVersion,
    relayPath: relayPath(directory.tenantId),
    relaySecret,
  }
  response.status(200).json(answer)
}
