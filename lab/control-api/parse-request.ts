/** What a request brings, by its schema; throws LabRefusal `LabRequestInvalid` with the first thing that is wrong. */
import type { z } from 'zod'
import { LabRefusal } from '../refusal.ts'
import { problemOf } from './answer-refusal.ts'

export function parseRequest<Output>(schema: z.ZodType<Output>, value: unknown): Output
export function parseRequest(schema: z.ZodType | undefined, value: unknown): unknown
export function parseRequest(schema: z.ZodType | undefined, value: unknown): unknown {
  const parsed = schema?.safeParse(value)
  if (parsed?.success === false)
    throw new LabRefusal('LabRequestInvalid', { problem: problemOf(parsed.error) })
  return parsed?.data
}
