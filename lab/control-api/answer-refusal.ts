/** The one place where an error becomes a body of the control API. */
import type { ErrorRequestHandler } from 'express'
import { z } from 'zod'
import { LabRefusal } from '../refusal.ts'
import { DoorError } from '../scenarios/doors.ts'
import { ScenarioFileError } from '../scenarios/read-yaml.ts'

/** Of Express and its body parser: a 4xx is the caller's. */
const callerError = z.object({
  status: z.number().min(400).max(499),
  type: z.string().optional(),
  limit: z.number().optional(),
  message: z.string(),
})

/** The first thing that a schema has against a value, as one clause. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'it does not fit'
  const where = issue.path.map(String).join('.')
  return where === '' ? issue.message : `${where}: ${issue.message}`
}

/** What Express has against a request; undefined when the error is none of its. */
function refusedByExpress(error: unknown): LabRefusal | undefined {
  const parsed = callerError.safeParse(error)
  if (!parsed.success) return undefined
  const { type, limit, message } = parsed.data
  if (type === 'entity.too.large') {
    return new LabRefusal('LabRequestTooLarge', { limit: `${Math.round((limit ?? 0) / 1024)} KB` })
  }
  const problem = type === 'entity.parse.failed' ? `its body is no JSON (${message})` : message
  return new LabRefusal('LabRequestInvalid', { problem })
}

/** What a file that somebody wrote has wrong; the first of it. */
const refusedByFile = (error: unknown): LabRefusal | undefined =>
  error instanceof ScenarioFileError
    ? new LabRefusal('LabScenarioFileWrong', { finding: error.findings[0] ?? '' })
    : undefined

/** What went wrong while a scenario was asked for something. */
export function refusalOfScenario(error: unknown, scenario: string): unknown {
  if (error instanceof DoorError)
    return new LabRefusal('LabScenarioRefused', { scenario, problem: error.message })
  return error
}

/** `failed` hears what was no refusal but a mistake of ours. */
export const answerRefusal =
  (failed: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const expected = error instanceof LabRefusal ? error : (refusedByFile(error) ?? refusedByExpress(error))
    if (expected === undefined) failed(error)
    const refusal = expected ?? new LabRefusal('LabFailed')
    const { code, message, hint } = refusal
    response
      .status(refusal.status)
      .json({ error: { code, message, ...(hint === undefined ? {} : { hint }) } })
  }
