/** Asks a door of the lab over HTTP. A refusal is a value; the body is parsed by its contract. */
import type { z } from 'zod'
import { fail, ok, type Result } from '#core/result.ts'
import { t } from './language.ts'
import { readRefusal, type ShownRefusal } from './shown-refusal.ts'

export type Answered<Body> = Result<Body, ShownRefusal>

export interface Ask {
  readonly method?: string
  readonly json?: unknown
  readonly bearer?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export async function ask(
  path: string,
  { method, json, bearer, headers }: Ask = {},
): Promise<Answered<RawAnswer>> {
  try {
    const response = await fetch(path, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json',
        // Under this id the flow, its events and its raw messages are found.
        ...(json === undefined ? {} : { 'client-request-id': crypto.randomUUID() }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body: json === undefined ? null : JSON.stringify(json),
    })
    const body = readBody(await response.text())
    if (!response.ok) return fail(readRefusal(response.status, body))
    return ok({ status: response.status, headers: response.headers, body })
  } catch {
    return fail(readRefusal(0, undefined))
  }
}

/** `ask`, for doors whose answer has a contract. */
export async function askFor<Body>(
  path: string,
  contract: z.ZodType<Body>,
  request: Ask = {},
): Promise<Answered<Body>> {
  const answer = await ask(path, request)
  return answer.ok ? readAs(path, contract, answer.value) : answer
}

/** A body that is not as the contract has it is a refusal, too. */
export function readAs<Body>(
  path: string,
  contract: z.ZodType<Body>,
  { status, body }: RawAnswer,
): Answered<Body> {
  const parsed = contract.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  return fail({
    status,
    code: 'UnexpectedAnswer',
    says: t('The answer of {path} is not as agreed ({where}).', { path, where }),
    retry: false,
  })
}

function readBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
