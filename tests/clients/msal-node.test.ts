import { createHash, randomBytes } from 'node:crypto'
import {
  ConfidentialClientApplication,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signInAtPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { trustingNetwork } from './trusting-network.ts'

let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const app = (name: string) => {
  const found = lab.info.apps.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no app ${name}`)
  return found
}
const account = (role: string) => {
  const found = lab.info.accounts.find((candidate) => candidate.role === role)
  if (!found?.upn) throw new Error(`no account ${role}`)
  return { upn: found.upn, password: found.password }
}
const auth = (clientId: string) => ({
  clientId,
  authority: lab.info.authority,
  knownAuthorities: [new URL(lab.info.authority).host],
})
const system = () => ({ networkClient: trustingNetwork(lab.info.caCertificate) })

it('gives a daemon a token for client credentials', async () => {
  const { clientId, clientSecret = '' } = app('daemon')
  const client = new ConfidentialClientApplication({
    auth: { ...auth(clientId), clientSecret },
    system: system(),
  })
  const answer = await client.acquireTokenByClientCredential({
    scopes: ['https://graph.microsoft.com/.default'],
  })
  expect(answer?.accessToken).toBeTruthy()
  expect(answer?.tokenType).toBe('Bearer')
})

it('refuses a daemon with a wrong secret as AADSTS7000215', async () => {
  const { clientId } = app('daemon')
  const client = new ConfidentialClientApplication({
    auth: { ...auth(clientId), clientSecret: 'not the secret' },
    system: system(),
  })
  const refused = client.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
  await expect(refused).rejects.toThrow(/AADSTS7000215/)
})

it('signs a user in by name and password, and refreshes silently', async () => {
  const client = new PublicClientApplication({ auth: auth(app('public').clientId), system: system() })
  const { upn, password } = account('Global Administrator')
  const first = await client.acquireTokenByUsernamePassword({
    scopes: ['User.Read'],
    username: upn,
    password,
  })
  expect(first?.account?.username).toBe(upn)
  if (!first?.account) throw new Error('no account')
  const again = await client.acquireTokenSilent({
    scopes: ['User.Read'],
    account: first.account,
    forceRefresh: true,
  })
  expect(again?.accessToken).toBeTruthy()
  expect(again?.accessToken).not.toBe(first.accessToken)
})

it('refuses a wrong password as AADSTS50126', async () => {
  const client = new PublicClientApplication({ auth: auth(app('public').clientId), system: system() })
  const refused = client.acquireTokenByUsernamePassword({
    scopes: ['User.Read'],
    username: account('Global Administrator').upn,
    password: 'wrong',
  })
  await expect(refused).rejects.toThrow(/AADSTS50126/)
})

it('redeems an authorization code with its PKCE verifier, once', async () => {
  const { clientId, clientSecret = '', redirectUris } = app('daemon')
  const redirectUri = redirectUris[0] ?? ''
  const client = new ConfidentialClientApplication({
    auth: { ...auth(clientId), clientSecret },
    system: system(),
  })
  const verifier = randomBytes(32).toString('base64url')
  const request = {
    scopes: ['User.Read', 'offline_access'],
    redirectUri,
    state: 'here-and-back',
    codeChallengeMethod: 'S256',
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
  }
  const url = await client.getAuthCodeUrl(request)
  const { upn, password } = account('Global Administrator')
  const returned = await signInAtPages(lab.info.caCertificate, url, upn, password, redirectUri)
  expect(returned.get('state')).toBe('here-and-back')
  const redemption = {
    code: returned.get('code') ?? '',
    scopes: request.scopes,
    redirectUri,
    codeVerifier: verifier,
  }
  const answer = await client.acquireTokenByCode(redemption)
  expect(answer?.account?.username).toBe(upn)
  await expect(client.acquireTokenByCode(redemption)).rejects.toThrow(/AADSTS54005/)
})

it('tells an application that a person must come, with the claims to bring, once a policy asks for a second factor', async () => {
  const client = new PublicClientApplication({ auth: auth(app('public').clientId), system: system() })
  const { upn, password } = account('User')
  const scopes = ['User.Read']
  const first = await client.acquireTokenByUsernamePassword({ scopes, username: upn, password })
  if (!first?.account) throw new Error('nobody is signed in')
  const id = await addSecondFactorPolicy(first.account.localAccountId)
  const refused: unknown = await client
    .acquireTokenSilent({ scopes, account: first.account, forceRefresh: true })
    .catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(InteractionRequiredAuthError)
  expect(refused).toMatchObject({ subError: 'basic_action', errorNo: expect.anything() })
  const { claims } = refused as InteractionRequiredAuthError
  expect(JSON.parse(claims)).toEqual({ access_token: { capolids: { essential: true, values: [id] } } })
})

/** By the administrator, through Graph. Answers its id. */
async function addSecondFactorPolicy(userId: string): Promise<string> {
  const administrator = account('Global Administrator')
  const client = new PublicClientApplication({
    auth: auth('14d82eec-204b-4c2f-b7e8-296a70dab67e'),
    system: system(),
  })
  const signedIn = await client.acquireTokenByUsernamePassword({
    scopes: ['https://graph.microsoft.com/.default'],
    username: administrator.upn,
    password: administrator.password,
  })
  const answer = await fetch(`${new URL(lab.info.portal).origin}/v1.0/identity/conditionalAccess/policies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${signedIn?.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      displayName: 'Twice',
      state: 'enabled',
      conditions: { users: { includeUsers: [userId] }, applications: { includeApplications: ['All'] } },
      grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    }),
  })
  return ((await answer.json()) as { id: string }).id
}
