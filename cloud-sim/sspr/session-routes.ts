/** The public reset page's routes (core/contracts/sspr.ts): captcha, sessions, gates, the new password, the unlock. */
import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { z } from 'zod'
import {
  challengeRequest,
  contactRequest,
  intentRequest,
  pushAnswer,
  resetRequest,
  startRequest,
  verificationRequest,
} from '#core/contracts/sspr.ts'
import { addressOf } from '../origin.ts'
import { createCaptchas } from './captchas.ts'
import { cancelSession, chooseIntent, resetPassword, unlockAccount } from './finish-session.ts'
import { parseJson, readBody } from './json-route.ts'
import { askAdministrators } from './notification-mails.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { answerRefusal } from './refusal-answer.ts'
import { type OpenSession, openSession, sessionState, sessionsOf, tenantOfSession } from './reset-session.ts'
import { refusedId, startSession } from './start-session.ts'
import { answerOnPhone, challenge, type Moved, verify } from './verification.ts'

const path = '/passwordreset/v1'
const nothing = z.strictObject({})

const answerMoved = (response: Response, moved: Moved): void => {
  if (moved.ok) response.json(sessionState(moved.open))
  else answerRefusal(response, { ...moved.refusal, correlationId: moved.open.session.correlationId })
}

export function createSessionRoutes(host: PasswordResetHost): Router {
  const router = express.Router()
  const captchas = createCaptchas()
  const json = parseJson()

  router.post(`${path}/captcha`, (_request, response) => {
    response.set('Cache-Control', 'no-store').json(captchas.create())
  })

  router.post(`${path}/sessions`, json, async (request, response) => {
    const body = readBody(request, response, startRequest)
    if (body === undefined) return
    if (!captchas.solve(body.captchaId, body.captcha))
      return answerRefusal(response, {
        code: 'CaptchaFailed',
        step: 'solve-captcha',
        correlationId: randomUUID(),
      })
    const started = await startSession(host, body.userId, addressOf(request), body.tenant)
    if (started.ok) response.status(201).json(sessionState(started.open))
    else answerRefusal(response, { ...started.refusal, correlationId: started.correlationId })
  })

  router.get(
    `${path}/sessions/:id`,
    withSession(host, async (open, _request, response) => void response.json(sessionState(open)), true),
  )

  router.post(
    `${path}/sessions/:id/intent`,
    json,
    withSession(host, async (open, request, response) => {
      const body = readBody(request, response, intentRequest)
      if (body !== undefined) answerMoved(response, await chooseIntent(open, body.intent))
    }),
  )
  router.post(
    `${path}/sessions/:id/challenges`,
    json,
    withSession(host, async (open, request, response) => {
      const body = readBody(request, response, challengeRequest)
      if (body !== undefined) answerMoved(response, await challenge(open, body.method, body.phoneNumber))
    }),
  )
  router.post(
    `${path}/sessions/:id/verifications`,
    json,
    withSession(host, async (open, request, response) => {
      const body = readBody(request, response, verificationRequest)
      if (body !== undefined) answerMoved(response, await verify(open, body.method, body.code))
    }),
  )
  router.post(
    `${path}/sessions/:id/push`,
    json,
    withSession(host, async (open, request, response) => {
      const body = readBody(request, response, pushAnswer)
      if (body === undefined) return
      const code = await answerOnPhone(open, body)
      if (code === undefined) response.status(204).end()
      else
        answerRefusal(response, { code, step: 'answer-on-phone', correlationId: open.session.correlationId })
    }),
  )
  router.post(
    `${path}/sessions/:id/reset`,
    json,
    withSession(host, async (open, request, response) => {
      const body = readBody(request, response, resetRequest)
      if (body !== undefined) answerMoved(response, await resetPassword(open, body.newPassword))
    }),
  )
  router.post(
    `${path}/sessions/:id/unlock`,
    json,
    withSession(host, async (open, request, response) => {
      if (readBody(request, response, nothing) !== undefined) answerMoved(response, await unlockAccount(open))
    }),
  )
  router.delete(
    `${path}/sessions/:id`,
    withSession(host, async (open, _request, response) => {
      await cancelSession(open)
      response.status(204).end()
    }),
  )

  router.post(`${path}/contact-administrator`, json, async (request, response) => {
    const body = readBody(request, response, contactRequest)
    if (body === undefined) return
    await contactAdministrator(host, body)
    // The same answer whether or not there is anybody to ask for: the page must not tell.
    response.status(204).end()
  })
  return router
}

type SessionHandler = (open: OpenSession, request: Request, response: Response) => Promise<void>

/** Finds the visit, or says that it is over (410) or was never there (404). `evenDone`: a finished visit may be looked at. */
function withSession(
  host: PasswordResetHost,
  handle: SessionHandler,
  evenDone = false,
): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { id } = request.params
    const directory = tenantOfSession(host, id)
    const session = directory && sessionsOf(directory).get(id)
    const about = { step: 'find-session', correlationId: session?.correlationId ?? randomUUID() }
    if (directory === undefined || session === undefined)
      return answerRefusal(response, { code: 'SessionNotFound', ...about })
    const user = directory.findUser(session.userId)
    const over = directory.lab.clock.now() >= session.expiresAt || (session.page === 'done' && !evenDone)
    if (user === undefined || over) return answerRefusal(response, { code: 'SessionOver', ...about })
    await handle(openSession(host, directory, session, user), request as Request, response)
  }
}

/** Once per refused visit. */
async function contactAdministrator(
  host: PasswordResetHost,
  { userId, correlationId }: z.infer<typeof contactRequest>,
): Promise<void> {
  // Labs may share a domain (docs/decisions/0004): the visit says whose page it was.
  for (const { tenantId, directory } of host.tenants.all()) {
    const sessions = sessionsOf(directory)
    const id = refusedId(tenantId, correlationId)
    const user = directory.findUser(sessions.get(id)?.userId ?? '')
    if (user === undefined || user !== directory.findUser(userId.trim())) continue
    await directory.transaction(() => sessions.delete(id))
    askAdministrators(directory, user, correlationId)
    return
  }
}
