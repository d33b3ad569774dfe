/** Asks a door that wants a token, as the person of a browser. An expired token is renewed once; after that they sign in again. */
import type { z } from 'zod'
import { fail, ok } from '#core/result.ts'
import { type Answered, type Ask, ask, type RawAnswer } from '../lab/http.ts'
import { t } from '../lab/language.ts'
import type { BrowserName } from './sign-in.ts'
import { useTokens } from './token-store.ts'

export interface Door {
  readonly browser: BrowserName
  /** Application id of the resource. */
  readonly resource: string
}

export async function askAs(
  { browser, resource }: Door,
  path: string,
  request: Ask = {},
): Promise<Answered<RawAnswer>> {
  const tokens = useTokens()
  const first = await ask(path, { ...request, bearer: await tokens.tokenFor(browser, resource) })
  if (first.ok || first.failure.status !== 401) return first
  const renewed = await tokens.tokenFor(browser, resource, true)
  if (renewed === undefined) {
    tokens.signOut(browser)
    return first
  }
  return ask(path, { ...request, bearer: renewed })
}

export async function askForAs<Body>(
  door: Door,
  path: string,
  contract: z.ZodType<Body>,
  request: Ask = {},
): Promise<Answered<Body>> {
  const answer = await askAs(door, path, request)
  if (!answer.ok) return answer
  const parsed = contract.safeParse(answer.value.body)
  if (parsed.success) return ok(parsed.data)
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  return fail({
    status: answer.value.status,
    code: 'UnexpectedAnswer',
    says: t('The answer of {path} is not as documented ({where}).', { path, where }),
    retry: false,
  })
}
