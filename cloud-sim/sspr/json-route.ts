/** Routes that take and give JSON: the body is parsed once by its schema, and every mistake is named by its field. */
import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Request, type Response } from 'express'
import type { z } from 'zod'
import { answerRefusal, type FieldProblem } from './refusal-answer.ts'

/** Nothing legitimate comes near it, except an export batch, which brings its own. */
export const parseJson = (limit = '32kb') => express.json({ limit, type: () => true })

const fieldProblems = (error: z.ZodError): FieldProblem[] =>
  error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined
    const path = issue.path.join('.')
    if (unknown !== undefined) return { field: unknown, message: 'There is no such field.' }
    return { field: path === '' ? '(body)' : path, message: issue.message }
  })

/** Answers 400 with the fields that are wrong. */
export function refuseFields(
  response: Response,
  fields: readonly FieldProblem[],
  step = 'read-request',
): void {
  const problem = fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
  answerRefusal(response, {
    code: 'InvalidRequest',
    step,
    correlationId: randomUUID(),
    values: { problem },
    fields,
  })
}

/** The parsed body, or undefined once the request has been refused. */
export function readBody<Body>(
  request: Request,
  response: Response,
  schema: z.ZodType<Body>,
): Body | undefined {
  const parsed = schema.safeParse(request.body ?? {})
  if (parsed.success) return parsed.data
  refuseFields(response, fieldProblems(parsed.error))
  return undefined
}

const messageOf = (error: unknown): { readonly status: number; readonly message: string } | undefined => {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined
  if (error.status === 413) return { status: 413, message: 'the body is too large' }
  return { status: error.status, message: 'the body is not JSON' }
}

/** Malformed and oversized bodies; anything else is not expected and goes on to the cloud's own handler. */
export const refuseBadBody: ErrorRequestHandler = (error, _request, response, next) => {
  const known = messageOf(error)
  if (known === undefined || known.status >= 500) return next(error)
  refuseFields(response, [{ field: '(body)', message: known.message }])
}
