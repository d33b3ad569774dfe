import * as openid from 'openid-client'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signInAtPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf, appOf } from './lab-facts.ts'

let lab: StartedLab
let daemon: openid.Configuration

beforeAll(async () => {
  lab = await startLab()
  const dispatcher = new Agent({ connect: { ca: lab.info.caCertificate } })
  const trusting = (url: string, init: object) => fetch(url, { ...init, dispatcher })
  const { clientId, clientSecret } = appOf(lab, 'daemon')
  const issuer = new URL(`${lab.info.authority}/v2.0`)
  daemon = await openid.discovery(issuer, clientId, clientSecret, undefined, {
    [openid.customFetch]: trusting as unknown as openid.CustomFetch,
  })
})
afterAll(() => lab.close())

it('finds the endpoints, and gets a token for the application', async () => {
  expect(daemon.serverMetadata().issuer).toBe(`${lab.info.authority}/v2.0`)
  const tokens = await openid.clientCredentialsGrant(daemon, {
    scope: 'https://graph.microsoft.com/.default',
  })
  expect(tokens.token_type.toLowerCase()).toBe('bearer')
})

it('signs in with code, PKCE, state and nonce; userinfo names the same subject; then refreshes', async () => {
  const redirectUri = appOf(lab, 'daemon').redirectUris[0] ?? ''
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const expectedState = openid.randomState()
  const expectedNonce = openid.randomNonce()
  const url = openid.buildAuthorizationUrl(daemon, {
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access https://graph.microsoft.com/User.Read',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  const { upn, password } = accountOf(lab, 'Global Administrator')
  const returned = await signInAtPages(lab.info.caCertificate, url.href, upn, password, redirectUri)
  const current = new URL(`${redirectUri}?${returned}`)
  const checks = { pkceCodeVerifier, expectedState, expectedNonce }
  const tokens = await openid.authorizationCodeGrant(daemon, current, checks)
  const claims = tokens.claims()
  expect(claims?.preferred_username).toBe(upn)
  const who = await openid.fetchUserInfo(daemon, tokens.access_token, claims?.sub ?? '')
  expect(who.sub).toBe(claims?.sub)
  const renewed = await openid.refreshTokenGrant(daemon, tokens.refresh_token ?? '')
  expect(renewed.access_token).not.toBe(tokens.access_token)
  await expect(openid.authorizationCodeGrant(daemon, current, checks)).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})
