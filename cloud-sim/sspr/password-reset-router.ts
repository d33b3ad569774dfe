/**
 * The password reset service: the public reset page's API, registration and change (`/passwordreset/v1`, shapes in
 * core/contracts/sspr.ts), and the Connect server's side (`/passwordreset/agent/v1`, core/contracts/password-reset-service.ts).
 */
import { randomUUID } from 'node:crypto'
import express, { type Router } from 'express'
import { createAccountRoutes } from './account-routes.ts'
import { createAgentRoutes } from './agent-routes.ts'
import { refuseBadBody } from './json-route.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { answerRefusal } from './refusal-answer.ts'
import { createSessionRoutes } from './session-routes.ts'

export function createPasswordResetRouter(host: PasswordResetHost): Router {
  const router = express.Router()
  router.use(createSessionRoutes(host))
  router.use(createAccountRoutes(host))
  router.use(createAgentRoutes(host))
  router.use('/passwordreset', (_request, response) => {
    answerRefusal(response, { code: 'RouteNotFound', step: 'find-route', correlationId: randomUUID() })
  })
  router.use('/passwordreset', refuseBadBody)
  return router
}
