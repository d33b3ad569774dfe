/** Only tokens that this cloud signed, for this API, now, are taken; a forged one opens nothing. */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, claimsOf, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let genuine: string
beforeAll(async () => {
  cloud = await openCloud()
  genuine = await cloud.userToken()
})
afterAll(() => cloud.close())

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const signed = (claims: Record<string, unknown>, kid: unknown, key: KeyObject, alg = 'RS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid: String(kid) }).sign(key)

/** As the attack of CVE-2015-9235 does it: the public key, which everybody has, as the secret of an HMAC. */
async function hmacWithPublicKey(): Promise<string> {
  const key = await cloud.cloud.keys.current()
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${genuine.split('.')[1]}`
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' })
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`
}

const forgeries: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['unsigned (alg none)', () => `${part({ alg: 'none', typ: 'JWT' })}.${genuine.split('.')[1]}.`],
  [
    'unsigned with the kid of the real key',
    () => `${part({ alg: 'none', kid: headerOf(genuine).kid })}.${genuine.split('.')[1]}.`,
  ],
  ['signed with a foreign key', () => signed(claimsOf(genuine), headerOf(genuine).kid, foreignKey)],
  [
    'signed with a foreign key that comes along in the header',
    () =>
      new SignJWT(claimsOf(genuine))
        .setProtectedHeader({ alg: 'RS256', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, kid: 'mine' })
        .sign(foreignKey),
  ],
  ['signed HS256 with the public key', hmacWithPublicKey],
  [
    'changed after it was signed',
    () => {
      const [header, , signature] = genuine.split('.')
      return `${header}.${part({ ...claimsOf(genuine), oid: '00000000-0000-0000-0000-000000000001' })}.${signature}`
    },
  ],
  ['without its signature', () => `${genuine.split('.').slice(0, 2).join('.')}.`],
  [
    'in another algorithm',
    async () =>
      signed(
        claimsOf(genuine),
        headerOf(genuine).kid,
        (await cloud.cloud.keys.current()).privateKey,
        'PS256',
      ),
  ],
  [
    'of a tenant that is not here',
    async () =>
      signed(
        { ...claimsOf(genuine), tid: '00000000-dead-4ead-8ead-000000000000' },
        headerOf(genuine).kid,
        (await cloud.cloud.keys.current()).privateKey,
      ),
  ],
]

test.each(forgeries)('a token that is %s reads nothing at Graph and at userinfo', async (_what, forge) => {
  const token = await forge()
  const answer = await cloud.graph('GET', '/me', { as: token })
  expect(answer.status).toBe(401)
  expect(answer.json.error.code).toBe('InvalidAuthenticationToken')
  expect(answer.text).not.toContain(admin.upn)
  const who = await cloud.send('/oidc/userinfo', { headers: { authorization: `Bearer ${token}` } })
  expect(who.status).toBe(401)
})

test.each(forgeries)('a token that is %s is no assertion to act on behalf of', async (_what, forge) => {
  const answer = await cloud.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    assertion: await forge(),
    scope: 'https://graph.microsoft.com/User.Read',
  })
  expect(answer.json).toMatchObject({ error: 'invalid_grant', error_codes: [50013] })
})

test('a token for another API is refused at Graph, and Graph’s own at the management API', async () => {
  const { json } = await cloud.token({
    grant_type: 'client_credentials',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    scope: 'https://management.core.windows.net//.default',
  })
  expect((await cloud.graph('GET', '/users', { as: json.access_token })).status).toBe(401)
  const bearer = { headers: { authorization: `Bearer ${genuine}` } }
  expect((await cloud.send('/subscriptions?api-version=2022-12-01', bearer)).status).toBe(401)
})

test('an ID token is no access token', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password, 'openid profile User.Read')
  expect((await cloud.graph('GET', '/me', { as: json.id_token })).status).toBe(401)
})

test('a token has an end: after it, and after the five minutes that clocks may differ, it reads nothing', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password)
  await cloud.lab.clock.advance((json.expires_in + 290) * 1000)
  expect((await cloud.graph('GET', '/me', { as: json.access_token })).status).toBe(200)
  await cloud.lab.clock.advance(20_000)
  expect((await cloud.graph('GET', '/me', { as: json.access_token })).status).toBe(401)
})

test('another tenant’s token shows that tenant only', async () => {
  const other = await openCloud('fabrikam', cloud)
  const theirs = await other.userToken('admin@fabrikam.com')
  expect((await cloud.graph('GET', '/me', { as: theirs })).json.userPrincipalName).toBe('admin@fabrikam.com')
  expect((await cloud.graph('GET', `/users/${admin.upn}`, { as: theirs })).status).toBe(404)
  await other.close()
})

test('userinfo wants a Graph token with openid, and its sub is the ID token’s', async () => {
  const userInfo = (token: string) =>
    cloud.send('/oidc/userinfo', { headers: { authorization: `Bearer ${token}` } })
  const { json } = await cloud.signIn(admin.upn, admin.password, 'openid profile User.Read')
  const { status, json: who } = await userInfo(json.access_token)
  expect([status, who.sub]).toEqual([200, claimsOf(json.id_token).sub])
  const { json: without } = await cloud.signIn(admin.upn, admin.password, 'User.Read')
  expect((await userInfo(without.access_token)).status).toBe(401)
  expect((await userInfo(await cloud.appToken())).status).toBe(401)
})

test('the keys of before a rotation stand in the key set beside the new one, each with its certificate', async () => {
  await cloud.cloud.keys.rotate()
  const { json } = await cloud.send(`/${cloud.lab.tenantId}/discovery/v2.0/keys`)
  const kids = json.keys.map(({ kid }: { kid: string }) => kid)
  expect(kids.length).toBeGreaterThanOrEqual(2)
  expect(kids).toContain(headerOf(genuine).kid)
  expect(kids[0]).toBe(headerOf(await cloud.userToken()).kid)
  for (const key of json.keys)
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', x5t: key.kid, x5c: [expect.any(String)] })
})
