/** Bodies against their schemas: what does not fit is refused as Graph refuses it, by the property's name. */
import type { z } from 'zod'
import { type GraphAnswer, type GraphCall, refuse } from './graph-call.ts'

export type ReadBody<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly answer: GraphAnswer }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `type` as messages name it: `User`. An absent body counts as an empty object. */
export function readBody<Schema extends z.ZodType>(
  { body }: Pick<GraphCall, 'body'>,
  schema: Schema,
  type: string,
): ReadBody<z.infer<Schema>> {
  const given = body ?? {}
  if (!isObject(given)) return { ok: false, answer: refuse('BodyMalformed') }
  const parsed = parsedWith(schema, given)
  if (parsed.success) return { ok: true, body: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, answer: issue === undefined ? refuse('BodyMalformed') : refusalOf(issue, given, type) }
}

/** What type a body is need not be said; where a schema has no use for it, it is left out. */
function parsedWith<Schema extends z.ZodType>(schema: Schema, given: Readonly<Record<string, unknown>>) {
  const parsed = schema.safeParse(given)
  if (parsed.success || !('@odata.type' in given)) return parsed
  const { '@odata.type': _type, ...rest } = given
  return schema.safeParse(rest)
}

function refusalOf(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
  type: string,
): GraphAnswer {
  if (issue.code === 'unrecognized_keys')
    return refuse('PropertyUnknown', { property: issue.keys[0] ?? '', type: uncapitalised(type) })
  const [first = ''] = issue.path
  const property = String(first)
  const isMissing = issue.path.length === 1 && given[property] === undefined
  return refuse(isMissing ? 'PropertyMissing' : 'PropertyInvalid', { property, type })
}

const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
