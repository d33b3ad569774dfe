import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AuthorizationCodeCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  OnBehalfOfCredential,
  UsernamePasswordCredential,
} from '@azure/identity'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { signInAtPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { approveDevice } from './approve-device.ts'
import { accountOf, appOf } from './lab-facts.ts'
import { registerMiddleTier } from './middle-tier.ts'
import { selfSignedFor } from './self-signed-for.ts'

const graphDefault = 'https://graph.microsoft.com/.default'
let lab: StartedLab
let doors: Doors
let folder: string

beforeAll(async () => {
  lab = await startLab()
  doors = openDoors(lab.info, lab.control)
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
})
afterAll(async () => {
  await doors.close()
  await lab.close()
  await rm(folder, { recursive: true })
})

/** The only setting besides who asks: where the authority is, and what it is trusted by. */
const options = () => ({
  authorityHost: new URL(lab.info.authority).origin,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: lab.info.caCertificate },
  retryOptions: { maxRetries: 0 },
})
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
const administrator = () => accountOf(lab, 'Global Administrator')

it('ClientSecretCredential gets a token, and says why a wrong secret is none', async () => {
  const { clientId, clientSecret } = appOf(lab, 'daemon')
  const credential = new ClientSecretCredential(lab.info.tenantId, clientId, clientSecret, options())
  expect(claimsOf((await credential.getToken(graphDefault)).token)).toMatchObject({
    appid: clientId,
    appidacr: '1',
    idtyp: 'app',
  })
  const wrong = new ClientSecretCredential(lab.info.tenantId, clientId, 'not it', options())
  await expect(wrong.getToken(graphDefault)).rejects.toThrow(/AADSTS7000215/)
})

it('ClientSecretCredential finds the tenant by its domain as well', async () => {
  const { clientId, clientSecret } = appOf(lab, 'daemon')
  const credential = new ClientSecretCredential(lab.info.initialDomain, clientId, clientSecret, options())
  expect(claimsOf((await credential.getToken(graphDefault)).token).tid).toBe(lab.info.tenantId)
})

it('ClientCertificateCredential signs with a registered certificate, again and again, and with no other', async () => {
  const { clientId } = appOf(lab, 'daemon')
  const registered = await selfSignedFor(generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const stranger = await selfSignedFor(generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const { upn } = administrator()
  const found = await doors.as(upn, `/v1.0/applications(appId='${clientId}')`)
  const { id } = found.json as { id: string }
  const patched = await doors.as(upn, `/v1.0/applications/${id}`, {
    method: 'PATCH',
    json: { keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: registered.der }] },
  })
  expect(patched.status).toBe(204)
  const credentialOf = async (name: string, pem: string) => {
    const path = join(folder, name)
    await writeFile(path, pem)
    return new ClientCertificateCredential(lab.info.tenantId, clientId, path, options())
  }
  const good = await credentialOf('good.pem', registered.pem)
  expect(claimsOf((await good.getToken(graphDefault)).token).appidacr).toBe('2')
  // MSAL keeps one assertion for ten minutes and brings it for every token: it is a credential, no one-time code.
  expect((await good.getToken('https://management.core.windows.net//.default')).token).toBeTruthy()
  const bad = await credentialOf('bad.pem', stranger.pem)
  await expect(bad.getToken(graphDefault)).rejects.toThrow(/AADSTS700027/)
})

it('UsernamePasswordCredential signs in, and says why a wrong password does not', async () => {
  const { upn, password } = administrator()
  const { clientId } = appOf(lab, 'public')
  const as = (secret: string) =>
    new UsernamePasswordCredential(lab.info.tenantId, clientId, upn, secret, options())
  expect(claimsOf((await as(password).getToken(['User.Read'])).token).upn).toBe(upn)
  await expect(as('wrong').getToken(['User.Read'])).rejects.toThrow(/AADSTS50126/)
})

it('DeviceCodeCredential waits until a person has typed the code', async () => {
  const { upn, password } = administrator()
  const credential = new DeviceCodeCredential({
    ...options(),
    tenantId: lab.info.tenantId,
    clientId: appOf(lab, 'public').clientId,
    userPromptCallback: ({ userCode, verificationUri }) =>
      void approveDevice(lab.info.caCertificate, verificationUri, userCode, upn, password),
  })
  expect(claimsOf((await credential.getToken(['User.Read'])).token).upn).toBe(upn)
})

it('AuthorizationCodeCredential redeems the code that the pages gave', async () => {
  const { clientId, clientSecret, redirectUris } = appOf(lab, 'daemon')
  const { upn, password } = administrator()
  const redirectUri = redirectUris[0] ?? ''
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'User.Read openid offline_access',
  })
  const start = `${lab.info.authority}/oauth2/v2.0/authorize?${query}`
  const returned = await signInAtPages(lab.info.caCertificate, start, upn, password, redirectUri)
  const credential = new AuthorizationCodeCredential(
    lab.info.tenantId,
    clientId,
    clientSecret,
    returned.get('code') ?? '',
    redirectUri,
    options(),
  )
  const { token } = await credential.getToken(['User.Read'])
  expect(claimsOf(token)).toMatchObject({ upn, appidacr: '1' })
})

it('OnBehalfOfCredential exchanges the token that a user sent to its API for one of Graph', async () => {
  const { upn, password } = administrator()
  const { clientId: callerId } = appOf(lab, 'public')
  const middle = await registerMiddleTier(doors, upn, callerId)
  const caller = new UsernamePasswordCredential(lab.info.tenantId, callerId, upn, password, options())
  const { token: userAssertionToken } = await caller.getToken([middle.scope])
  expect(claimsOf(userAssertionToken)).toMatchObject({ aud: middle.clientId, ver: '2.0', azp: callerId })
  const credential = new OnBehalfOfCredential({
    ...options(),
    tenantId: lab.info.tenantId,
    clientId: middle.clientId,
    clientSecret: middle.clientSecret,
    userAssertionToken,
  })
  const { token } = await credential.getToken(['https://graph.microsoft.com/User.Read'])
  expect(claimsOf(token)).toMatchObject({ upn, appid: middle.clientId, aud: 'https://graph.microsoft.com' })
})
