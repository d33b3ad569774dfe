/**
 * Signs a person in as any single-page application does: authorization code with PKCE at the lab's own token service.
 * Each of the story's two browsers (`admin`, `user`) has a session of its own there (`lab_browser`).
 */
import { z } from 'zod'
import { graphAppId, labPortalClientId, labPortalRedirectPath } from '#core/entra/first-party-apps.ts'
import { fail, ok } from '#core/result.ts'
import type { Answered } from '../lab/http.ts'
import { readRefusal } from '../lab/shown-refusal.ts'
import { challengeOf, randomText } from './pkce.ts'

export type BrowserName = 'admin' | 'user'

/** What waits in this tab between leaving for the sign-in page and coming back. */
const pendingSignIn = z.object({
  browser: z.enum(['admin', 'user']),
  authority: z.string(),
  verifier: z.string(),
  /** Where a page that left goes on; absent when a frame hands the code to its opener. */
  returnTo: z.string().optional(),
})
export type PendingSignIn = z.infer<typeof pendingSignIn>

const tokenAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
})
export type TokenAnswer = z.infer<typeof tokenAnswer>

export const graphScope = `${graphAppId}/.default`
const redirectUri = (): string => location.origin + labPortalRedirectPath
const keyOf = (state: string): string => `hybridlab.sign-in.${state}`

export interface SignInWish {
  readonly browser: BrowserName
  /** Path of the tenant at the token service. */
  readonly authority: string
  readonly returnTo?: string
  readonly loginHint?: string
}

/** Answers the sign-in page's address. */
export async function beginSignIn({ browser, authority, returnTo, loginHint }: SignInWish): Promise<string> {
  const state = randomText()
  const verifier = randomText(48)
  const pending: PendingSignIn = { browser, authority, verifier, returnTo }
  sessionStorage.setItem(keyOf(state), JSON.stringify(pending))
  const query = new URLSearchParams({
    client_id: labPortalClientId,
    response_type: 'code',
    redirect_uri: redirectUri(),
    scope: `openid profile offline_access ${graphScope}`,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
    lab_browser: browser,
  })
  if (loginHint) query.set('login_hint', loginHint)
  return `${authority}/oauth2/v2.0/authorize?${query}`
}

export function readPending(state: string): PendingSignIn | undefined {
  const stored = sessionStorage.getItem(keyOf(state))
  return stored === null ? undefined : pendingSignIn.safeParse(JSON.parse(stored)).data
}

export async function finishSignIn(state: string, code: string): Promise<Answered<TokenAnswer>> {
  const pending = readPending(state)
  if (!pending)
    return fail({
      status: 0,
      code: 'UnknownSignIn',
      says: 'This sign-in was not started here, or is finished already.',
      retry: false,
    })
  sessionStorage.removeItem(keyOf(state))
  return askToken(pending.authority, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(),
    code_verifier: pending.verifier,
  })
}

/** Ends the browser's session at the token service; without an answer it stays as it is. */
export async function endSession(browser: BrowserName, authority: string): Promise<void> {
  const query = new URLSearchParams({ lab_browser: browser })
  await fetch(`${authority}/oauth2/v2.0/logout?${query}`).catch(() => undefined)
}

export const refreshTokens = (
  authority: string,
  refreshToken: string,
  scope: string,
): Promise<Answered<TokenAnswer>> =>
  askToken(authority, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope: `openid profile offline_access ${scope}`,
  })

async function askToken(
  authority: string,
  form: Readonly<Record<string, string>>,
): Promise<Answered<TokenAnswer>> {
  const body = new URLSearchParams({ client_id: labPortalClientId, ...form })
  try {
    const response = await fetch(`${authority}/oauth2/v2.0/token`, { method: 'POST', body })
    const answer: unknown = await response.json()
    const tokens = tokenAnswer.safeParse(answer)
    return response.ok && tokens.success ? ok(tokens.data) : fail(readRefusal(response.status, answer))
  } catch {
    return fail(readRefusal(0, undefined))
  }
}
