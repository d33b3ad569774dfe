/**
 * The verbs of user sign-in among the Connect server's: GET user-sign-in → {agents}, PUT user-sign-in ← connectUserSignIn →
 * {method}, POST authentication-agents ← connectAgentInstallation → {agentId}. Refusals: 409 `{error: {code, message, hint?}}`.
 */
import express, { type Router } from 'express'
import { connectAgentInstallation, connectUserSignIn } from '#core/contracts/user-sign-in.ts'
import { type ConnectRefusal, malformed, sayRefusal } from '../connect-refusal.ts'
import { changeUserSignIn, installAgent, type SignInTools } from './change-user-sign-in.ts'

export function createUserSignInRoutes(tools: SignInTools): Router {
  const router = express.Router()
  router.get('/user-sign-in', (_request, response) => {
    response.json({ agents: tools.agents.list() })
  })
  router.put('/user-sign-in', async (request, response) => {
    const asked = connectUserSignIn.safeParse(request.body ?? {})
    if (!asked.success) return refuse(response, 400, malformed(asked.error))
    const { method, ...administrator } = asked.data
    const answer = await changeUserSignIn(tools, administrator, method)
    if (answer.ok) response.json({ method: answer.value })
    else refuse(response, 409, answer.failure)
  })
  router.post('/authentication-agents', async (request, response) => {
    const asked = connectAgentInstallation.safeParse(request.body ?? {})
    if (!asked.success) return refuse(response, 400, malformed(asked.error))
    const { machineName, ...administrator } = asked.data
    const answer = await installAgent(tools, administrator, machineName)
    if (answer.ok) response.status(201).json({ agentId: answer.value })
    else refuse(response, 409, answer.failure)
  })
  return router
}

function refuse(response: express.Response, status: number, failure: ConnectRefusal): void {
  const { code, says, fix } = sayRefusal(failure)
  response
    .status(status)
    .json({ error: { code, message: says, ...(fix === undefined ? {} : { hint: fix }) } })
}
