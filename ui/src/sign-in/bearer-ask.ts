/** Asks a door that wants a token, as the person of a browser. An expired token is renewed once; after that they sign in again. */
import type { z } from 'zod'
import { type Answered, type Ask, ask, type RawAnswer, readAs } from '../lab/http.ts'
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
  return answer.ok ? readAs(path, contract, answer.value) : answer
}
