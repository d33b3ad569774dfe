/** Routes of a signed-in person: registration (also with a sign-in's ticket) and the change of the own password. */
import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { z } from 'zod'
import {
  authenticatorVerification,
  changeRequest,
  questionsRegistration,
  registrationChallenge,
  registrationVerification,
} from '#core/contracts/sspr.ts'
import type { Refusal } from '#core/steps.ts'
import { addressOf } from '../origin.ts'
import { bearerOf, tokenOf } from '../require-bearer.ts'
import { changeOwnPassword } from './change-own-password.ts'
import { requireFirstPartyBearer } from './first-party-bearer.ts'
import { offerAuthenticator, registerAuthenticator, registerQuestions } from './further-registration.ts'
import { parseJson, readBody } from './json-route.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { answerRefusal, correlationOf } from './refusal-answer.ts'
import {
  finishRegistration,
  type Registrant,
  registrationState,
  sendRegistrationCode,
  verifyRegistrationCode,
} from './registration.ts'
import { openRegistrationTicket } from './registration-tickets.ts'

const path = '/passwordreset/v1'
const nothing = z.strictObject({})

interface SignedIn extends Registrant {
  readonly resumeUrl?: string
}

const registrants = new WeakMap<Request, SignedIn>()

function registrantOf(request: Request): SignedIn {
  const found = registrants.get(request)
  if (found === undefined) throw new Error('this route stands before the sign-in check')
  return found
}

export function createAccountRoutes(host: PasswordResetHost): Router {
  const router = express.Router()
  const json = parseJson()
  const signedIn = [ticket(host), bearer(host)]

  router.get(`${path}/registration`, ...signedIn, (request, response) => {
    response.json(registrationState(registrantOf(request)))
  })
  router.post(`${path}/registration/challenges`, json, ...signedIn, async (request, response) => {
    const body = readBody(request, response, registrationChallenge)
    if (body === undefined) return
    answer(request, response, await sendRegistrationCode(registrantOf(request), body))
  })
  router.post(`${path}/registration/verifications`, json, ...signedIn, async (request, response) => {
    const body = readBody(request, response, registrationVerification)
    if (body === undefined) return
    answer(request, response, await verifyRegistrationCode(registrantOf(request), body.method, body.code))
  })
  router.post(`${path}/registration/authenticator`, json, ...signedIn, async (request, response) => {
    if (readBody(request, response, nothing) === undefined) return
    const offer = await offerAuthenticator(registrantOf(request))
    if ('secret' in offer) response.json(offer)
    else answer(request, response, offer)
  })
  router.post(
    `${path}/registration/authenticator/verifications`,
    json,
    ...signedIn,
    async (request, response) => {
      const body = readBody(request, response, authenticatorVerification)
      if (body === undefined) return
      answer(request, response, await registerAuthenticator(registrantOf(request), body.code))
    },
  )
  router.post(`${path}/registration/questions`, json, ...signedIn, async (request, response) => {
    const body = readBody(request, response, questionsRegistration)
    if (body === undefined) return
    answer(request, response, await registerQuestions(registrantOf(request), body.answers))
  })
  router.post(`${path}/registration/complete`, json, ...signedIn, async (request, response) => {
    if (readBody(request, response, nothing) === undefined) return
    const who = registrantOf(request)
    const refusal = await finishRegistration(who)
    if (refusal !== undefined) return answer(request, response, refusal)
    response.json(who.resumeUrl === undefined ? {} : { resumeUrl: who.resumeUrl })
  })
  // A ticket opens registration alone: the change asks for a token.
  router.post(`${path}/change`, json, bearer(host), async (request, response) => {
    const body = readBody(request, response, changeRequest)
    if (body === undefined) return
    const { directory, user, ipAddress, correlationId } = registrantOf(request)
    const refusal = await changeOwnPassword(host, directory, { user, ipAddress, correlationId, ...body })
    if (refusal === undefined) response.status(204).end()
    else answerRefusal(response, { ...refusal, correlationId })
  })
  return router
}

/** The state after the step, so that the page need not ask again. */
function answer(request: Request, response: Response, refusal: Refusal | undefined): void {
  const who = registrantOf(request)
  if (refusal === undefined) response.json(registrationState(who))
  else answerRefusal(response, { ...refusal, correlationId: who.correlationId })
}

function ticket(host: PasswordResetHost): RequestHandler {
  return async (request, _response, next) => {
    const open = await openRegistrationTicket(host, tokenOf(request.headers.authorization))
    if (open !== undefined)
      registrants.set(request, {
        ...open,
        host,
        interrupted: true,
        ipAddress: addressOf(request),
        correlationId: correlationOf(request, randomUUID),
      })
    next()
  }
}

/** Only where no ticket has opened the door already. */
function bearer(host: PasswordResetHost): RequestHandler {
  const check = requireFirstPartyBearer(host)
  return (request, response, next) => {
    if (registrants.has(request)) return next()
    return check(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error)
      const { tenant, user } = bearerOf(request)
      const correlationId = correlationOf(request, randomUUID)
      if (user === undefined)
        return answerRefusal(response, {
          code: 'AuthenticationRequired',
          step: 'authenticate',
          correlationId,
          because: 'An application has no password of its own.',
        })
      registrants.set(request, {
        host,
        directory: tenant.directory,
        user,
        interrupted: false,
        ipAddress: addressOf(request),
        correlationId,
      })
      next()
    })
  }
}
