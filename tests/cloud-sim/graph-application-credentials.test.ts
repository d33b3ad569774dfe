import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { OAuth2Server } from 'oauth2-mock-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { selfSignedFor } from '#tests/clients/self-signed-for.ts'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let application: { readonly id: string; readonly appId: string }
const graphDefault = 'https://graph.microsoft.com/.default'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

beforeAll(async () => {
  cloud = await openCloud()
  application = (await cloud.graph('POST', '/applications', { body: { displayName: 'Credentials' } })).json
  await cloud.graph('POST', '/servicePrincipals', { body: { appId: application.appId } })
})
afterAll(() => cloud.close())

const path = () => `/applications/${application.id}`
const tokenWith = (form: Record<string, string>) =>
  cloud.token({
    grant_type: 'client_credentials',
    client_id: application.appId,
    scope: graphDefault,
    ...form,
  })

test('what tools note on an application is found again; what no application has is refused', async () => {
  const body = {
    notes: 'kept',
    web: { homePageUrl: 'https://x.example', redirectUris: ['https://x.example/cb'] },
    info: { supportUrl: 'https://x.example/help' },
    optionalClaims: { idToken: [{ name: 'email', essential: false, additionalProperties: [] }] },
    api: { knownClientApplications: [cloud.app.public] },
  }
  expect((await cloud.graph('PATCH', path(), { body })).status).toBe(204)
  expect(
    (await cloud.graph('PATCH', path(), { body: { web: { logoutUrl: 'https://x.example/out' } } })).status,
  ).toBe(204)
  const { json } = await cloud.graph('GET', path())
  expect(json).toMatchObject({ ...body, web: { ...body.web, logoutUrl: 'https://x.example/out' } })
  const refused = await cloud.graph('PATCH', path(), { body: { notes: 'lost', nonsense: 1 } })
  expect([refused.status, refused.json.error.message]).toEqual([400, expect.stringContaining("'nonsense'")])
  expect((await cloud.graph('GET', path())).json.notes).toBe('kept')
})

test('a secret of the service principal opens as one of the application does, until it is taken away', async () => {
  const principal = `/servicePrincipals(appId='${application.appId}')`
  const { secretText, keyId } = (await cloud.graph('POST', `${principal}/addPassword`, { body: {} })).json
  expect((await tokenWith({ client_secret: secretText })).status).toBe(200)
  expect((await cloud.graph('GET', principal)).json.passwordCredentials).toMatchObject([
    { keyId, secretText: null },
  ])
  expect((await cloud.graph('POST', `${principal}/removePassword`, { body: { keyId } })).status).toBe(204)
  expect((await tokenWith({ client_secret: secretText })).status).toBe(401)
})

const proofOf = (privateKey: KeyObject, issuer = application.id) => {
  const at = cloud.lab.clock.now() / 1000
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(issuer)
    .setAudience('00000002-0000-0000-c000-000000000000')
    .setNotBefore(at)
    .setExpirationTime(at + 600)
    .sign(privateKey)
}
const certified = async () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { privateKey: keys.privateKey, key: (await selfSignedFor(keys)).der }
}

test('certificates are added and removed by whoever proves to hold one that is there', async () => {
  const [first, second] = [await certified(), await certified()]
  const keyCredential = (key: string) => ({ type: 'AsymmetricX509Cert', usage: 'Verify', key })
  const add = async (proof: string) =>
    cloud.graph('POST', `${path()}/addKey`, {
      body: { keyCredential: keyCredential(second.key), passwordCredential: null, proof },
    })
  const put = (keyCredentials: readonly object[]) =>
    cloud.graph('PATCH', path(), { body: { keyCredentials } })
  expect((await put([{ ...keyCredential('bm8='), displayName: 'no certificate' }])).status).toBe(400)
  expect((await put([keyCredential(first.key)])).status).toBe(204)
  expect((await add('none')).status).toBe(401)
  expect((await add(await proofOf(second.privateKey))).status).toBe(401)
  expect((await add(await proofOf(first.privateKey, application.appId))).status).toBe(401)
  const added = await add(await proofOf(first.privateKey))
  expect([added.status, added.json.key, added.json.usage]).toEqual([200, null, 'Verify'])
  const { keyCredentials } = (await cloud.graph('GET', path())).json
  expect(keyCredentials).toHaveLength(2)
  // Written back as it was read: keys that are not shown stay.
  expect((await put(keyCredentials)).status).toBe(204)
  const body = { keyId: added.json.keyId, proof: await proofOf(second.privateKey) }
  expect((await cloud.graph('POST', `${path()}/removeKey`, { body })).status).toBe(204)
  expect((await cloud.graph('GET', path())).json.keyCredentials).toHaveLength(1)
})

test('a token of another issuer stands for the application where a federated credential says so', async () => {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, 'localhost')
  try {
    const issuer = server.issuer.url ?? ''
    const federated = `${path()}/federatedIdentityCredentials`
    const body = {
      name: 'pipeline',
      issuer,
      subject: 'repo:contoso/app',
      audiences: ['api://AzureADTokenExchange'],
    }
    const made = await cloud.graph('POST', federated, { body })
    expect([made.status, made.json.name]).toEqual([201, 'pipeline'])
    expect((await cloud.graph('POST', federated, { body })).status).toBe(400)
    const at = Math.floor(cloud.lab.clock.now() / 1000)
    const bring = async (claims: Record<string, unknown>) => {
      const transform = (_header: object, payload: Record<string, unknown>) =>
        Object.assign(payload, {
          sub: body.subject,
          aud: body.audiences[0],
          iat: at,
          nbf: at,
          exp: at + 300,
          ...claims,
        })
      const assertion = await server.issuer.buildToken({ scopesOrTransform: transform })
      const answer = await tokenWith({ client_assertion: assertion, client_assertion_type: jwtBearer })
      return answer.json.error_codes?.[0] ?? answer.status
    }
    expect(await bring({})).toBe(200)
    expect(await bring({ iss: 'http://localhost:1' })).toBe(700211)
    expect(await bring({ sub: 'repo:other/app' })).toBe(700213)
    expect(await bring({ aud: 'api://other' })).toBe(700212)
    expect(await bring({ exp: at - 3600 })).toBe(700027)
    expect((await cloud.graph('DELETE', `${federated}/pipeline`)).status).toBe(204)
    expect([700025, 700027]).toContain(await bring({}))
  } finally {
    await server.stop()
  }
})
