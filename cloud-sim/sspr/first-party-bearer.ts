/** Bearers of Microsoft's own APIs that are not Graph: a token for any first-party resource opens them. */
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { firstPartyApps } from '#core/entra/first-party-apps.ts'
import type { RoleName } from '#core/entra/roles.ts'
import type { CloudHost } from '../cloud-host.ts'
import { bearerOf, requireBearer } from '../require-bearer.ts'
import { answerRefusal } from './refusal-answer.ts'

/** A token for somebody else's API does not open ours. */
const audiences = firstPartyApps.flatMap((app) => app.names)

export const requireFirstPartyBearer = (host: CloudHost): RequestHandler =>
  requireBearer(host, {
    audiences,
    refuse: (_request, response, failure) => {
      const because = `The access token was not accepted: ${failure}.`
      response.set('WWW-Authenticate', 'Bearer')
      answerRefusal(response, {
        code: 'AuthenticationRequired',
        step: 'authenticate',
        correlationId: randomUUID(),
        because,
      })
    },
  })

/** Behind `requireFirstPartyBearer`: lets on people who hold one of these roles. */
export const requireRole =
  (...roles: readonly RoleName[]): RequestHandler =>
  (request, response, next) => {
    const bearer = bearerOf(request)
    const held = bearer.directoryRoles()
    if (!bearer.isApp && roles.some((role) => held.includes(role))) return next()
    const because = `One of these roles is needed: ${roles.join(', ')}.`
    answerRefusal(response, {
      code: 'InsufficientRole',
      step: 'authorise',
      correlationId: randomUUID(),
      because,
    })
  }
