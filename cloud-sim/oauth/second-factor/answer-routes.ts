/**
 * POST /secondfactor/v1/challenges/{id}/answer: what the phone sends. Body: {code, approve, number?, report?}. The code
 * came with the prompt and proves that it is the phone that was asked. 204, or 400 with the password reset API's refusal.
 */
import { randomUUID } from 'node:crypto'
import express, { type Router } from 'express'
import { z } from 'zod'
import { parseJson, readBody, refuseBadBody } from '../../sspr/json-route.ts'
import { answerRefusal } from '../../sspr/refusal-answer.ts'
import { asActor, recordSspr } from '../../sspr/sspr-audit.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { answerChallenge, findChallenge } from './challenge.ts'

const phoneAnswer = z.strictObject({
  code: z.string().max(40),
  approve: z.boolean().default(false),
  number: z.string().max(8).optional(),
  report: z.boolean().optional(),
})

const path = '/secondfactor/v1/challenges'

export function mountAnswers(router: Router, host: OAuthHost): void {
  const answers = express.Router()
  answers.post(`${path}/:id/answer`, parseJson(), async (request, response) => {
    const { id } = request.params
    const body = readBody(request, response, phoneAnswer)
    if (body === undefined) return
    const directory = host.tenants.byId(id.slice(0, id.indexOf('.')))?.directory
    const challenge = directory === undefined ? undefined : findChallenge(directory, id)
    const user = challenge === undefined ? undefined : directory?.findUser(challenge.userId)
    const about = { step: 'answer-on-phone', correlationId: challenge?.correlationId ?? randomUUID() }
    if (directory === undefined || challenge === undefined || user === undefined)
      return answerRefusal(response, { code: 'IncorrectCode', ...about })
    const outcome = await answerChallenge(directory, id, body)
    if (outcome === 'IncorrectCode' || outcome === 'NumberMismatch')
      return answerRefusal(response, { code: outcome, ...about })
    if (outcome === 'reported')
      recordSspr(directory, 'fraudReported', {
        by: asActor(user, challenge.ipAddress),
        user,
        correlationId: challenge.correlationId,
        reason: 'The user reported a sign-in that they did not start',
      })
    response.status(204).end()
  })
  answers.use(path, refuseBadBody)
  router.use(answers)
}
