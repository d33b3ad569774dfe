import { createHash, randomBytes } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { admin, claimsOf, type OpenCloud, openCloud, startsAt } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const cc = (more: Record<string, string> = {}) =>
  cloud.token({
    grant_type: 'client_credentials',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    scope: 'https://graph.microsoft.com/.default',
    ...more,
  })

test('an application token has exactly the four members of the real answer and verifies against the key set', async () => {
  const { status, json, headers } = await cc()
  expect(status).toBe(200)
  expect(Object.keys(json).sort()).toEqual(['access_token', 'expires_in', 'ext_expires_in', 'token_type'])
  expect(headers.get('cache-control')).toContain('no-store')
  const { json: document } = await cloud.send(`/${cloud.lab.tenantId}/v2.0/.well-known/openid-configuration`)
  const { json: keys } = await cloud.send(document.jwks_uri)
  const { payload } = await jwtVerify(json.access_token, createLocalJWKSet(keys), {
    currentDate: new Date(startsAt),
  })
  expect(payload).toMatchObject({
    appid: cloud.app.daemon,
    idtyp: 'app',
    ver: '1.0',
    tid: cloud.lab.tenantId,
    app_displayname: 'Lab daemon',
    iat: startsAt / 1000,
  })
  expect(payload.scp).toBeUndefined()
  expect(payload.sub).toBe(payload.oid)
  expect(document.issuer.startsWith(cloud.origin)).toBe(true)
})

test.each([
  ['a wrong secret', { client_secret: 'nope' }, 401, 'invalid_client', 7000215],
  [
    'an unknown application',
    { client_id: '99999999-9999-4999-8999-999999999999' },
    400,
    'unauthorized_client',
    700016,
  ],
  ['an id that is none', { client_id: 'not a guid' }, 400, 'unauthorized_client', 700038],
  ['an unknown resource', { scope: 'api://nope/.default' }, 400, 'invalid_resource', 500011],
  ['a named permission', { scope: 'https://graph.microsoft.com/User.Read' }, 400, 'invalid_scope', 1002012],
  ['an unknown grant', { grant_type: 'magic' }, 400, 'unsupported_grant_type', 70003],
])(
  'client credentials with %s is refused with its own number',
  async (_what, change, status, error, number) => {
    const answer = await cc(change)
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ error, error_codes: [number], timestamp: '2026-11-22 09:00:00Z' })
    expect(answer.json.error_description).toMatch(
      new RegExp(
        `^AADSTS${number}: .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2026-11-22 09:00:00Z$`,
      ),
    )
  },
)

test('a public client that sends a secret, and a confidential one that sends none, are refused', async () => {
  expect((await cc({ client_id: cloud.app.public })).json.error_codes).toEqual([700025])
  const { status, json } = await cloud.token({
    grant_type: 'client_credentials',
    client_id: cloud.app.daemon,
    scope: 'https://graph.microsoft.com/.default',
  })
  expect([status, json.error_codes]).toEqual([401, [7000218]])
})

test('az’s double slash before .default names the same resource', async () => {
  expect(claimsOf((await cc({ scope: 'https://graph.microsoft.com//.default' })).json.access_token).aud).toBe(
    'https://graph.microsoft.com',
  )
  expect((await cc({ scope: 'https://management.core.windows.net//.default' })).status).toBe(200)
})

test('the version 1 endpoint answers strings and the resource', async () => {
  const { json } = await cloud.send(`/${cloud.lab.tenantId}/oauth2/token?api-version=1.0`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: cloud.app.daemon,
      client_secret: cloud.app.secret,
      resource: 'https://graph.microsoft.com',
    }),
  })
  expect(json).toMatchObject({
    resource: 'https://graph.microsoft.com',
    expires_in: expect.any(String),
    expires_on: expect.any(String),
    not_before: String(startsAt / 1000),
  })
})

test('the correlation id of the client comes back in body and header', async () => {
  const id = '0b1e7c1a-1111-4222-8333-444455556666'
  const { json, headers } = await cc({ client_secret: 'nope', 'client-request-id': id })
  expect(json.correlation_id).toBe(id)
  expect(headers.get('client-request-id')).toBe(id)
})

test('an unknown tenant is refused at the token endpoint and in discovery, in their own words', async () => {
  const tenant = '00000000-dead-4ead-8ead-000000000000'
  expect((await cloud.token({ grant_type: 'client_credentials' }, tenant)).json).toMatchObject({
    error: 'invalid_request',
    error_codes: [90002],
  })
  expect(await cloud.send(`/${tenant}/v2.0/.well-known/openid-configuration`)).toMatchObject({
    status: 400,
    json: { error: 'invalid_tenant' },
  })
})

test('a user’s token says who it is, and what was not consented to is refused', async () => {
  const { json } = await cloud.signIn(
    admin.upn,
    admin.password,
    'https://graph.microsoft.com/User.Read openid offline_access',
  )
  const claims = claimsOf(json.access_token)
  expect(claims).toMatchObject({
    upn: admin.upn,
    idtyp: 'user',
    name: 'Ada Lovejoy',
    wids: ['62e90394-69f5-4237-9190-012177145e10'],
  })
  expect(String(claims.scp).split(' ')).toContain('User.Read')
  expect(claimsOf(json.id_token)).toMatchObject({
    aud: cloud.app.public,
    preferred_username: admin.upn,
    ver: '2.0',
    oid: claims.oid,
  })
  const { json: made } = await cloud.graph('POST', '/applications', {
    body: {
      displayName: 'Unconsented',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
    },
  })
  await cloud.graph('POST', '/servicePrincipals', { body: { appId: made.appId } })
  const answer = await cloud.token({
    grant_type: 'password',
    client_id: made.appId,
    username: admin.upn,
    password: admin.password,
    scope: 'User.Read',
  })
  expect(answer.json).toMatchObject({
    error: 'invalid_grant',
    suberror: 'consent_required',
    error_codes: [65001],
  })
})

test.each([
  ['nobody@contoso.com', 'x', 50034],
  [admin.upn, 'wrong', 50126],
  ['someone@elsewhere.example', 'x', 50034],
])('signing in as %s with %s is %i, and stands in the sign-in log', async (upn, password, number) => {
  expect((await cloud.signIn(upn, password)).json.error_codes).toEqual([number])
  const last = cloud.lab.journal.events({ type: 'sign-in.recorded' }).at(-1)
  expect(last?.data).toMatchObject({ userPrincipalName: upn, status: { errorCode: number } })
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain(admin.password)
})

test('ten different wrong passwords lock the account for a minute; the same one again does not count', async () => {
  const user = await cloud.addUser('lockme')
  for (let i = 0; i < 15; i++)
    expect((await cloud.signIn(user.userPrincipalName, 'same-wrong')).json.error_codes).toEqual([50126])
  for (let i = 0; i < 9; i++) await cloud.signIn(user.userPrincipalName, `wrong-${i}`)
  expect((await cloud.signIn(user.userPrincipalName, user.password)).json.error_codes).toEqual([50053])
  await cloud.lab.clock.advance(61_000)
  expect((await cloud.signIn(user.userPrincipalName, user.password)).status).toBe(200)
})

test('a disabled user, and one who must change the password, are told so only with the right password', async () => {
  const disabled = await cloud.addUser('disabled')
  await cloud.graph('PATCH', `/users/${disabled.id}`, { body: { accountEnabled: false } })
  expect((await cloud.signIn(disabled.userPrincipalName, disabled.password)).json.error_codes).toEqual([
    50057,
  ])
  expect((await cloud.signIn(disabled.userPrincipalName, 'wrong')).json.error_codes).toEqual([50126])
  const expired = await cloud.addUser('expired', {
    passwordProfile: { password: 'Pebble-Comet-64!', forceChangePasswordNextSignIn: true },
  })
  expect((await cloud.signIn(expired.userPrincipalName, expired.password)).json).toMatchObject({
    error_codes: [50055],
    suberror: 'user_password_expired',
  })
})

test('a refresh token gives tokens for another resource, and is void after a password reset, even while the clock stands still', async () => {
  const user = await cloud.addUser('refresher')
  const { json } = await cloud.signIn(user.userPrincipalName, user.password)
  const refresh = (token: string) =>
    cloud.token({
      grant_type: 'refresh_token',
      client_id: cloud.app.public,
      refresh_token: token,
      scope: 'https://graph.microsoft.com/User.Read',
    })
  const renewed = await refresh(json.refresh_token)
  expect(renewed.status).toBe(200)
  expect(renewed.json.refresh_token).not.toBe(json.refresh_token)
  await cloud.graph('PATCH', `/users/${user.id}`, {
    body: { passwordProfile: { password: 'Orchid-Tunnel-19!', forceChangePasswordNextSignIn: false } },
  })
  for (const token of [json.refresh_token, renewed.json.refresh_token])
    expect((await refresh(token)).json.error_codes).toEqual([50173])
  const after = await cloud.signIn(user.userPrincipalName, 'Orchid-Tunnel-19!')
  expect((await refresh(after.json.refresh_token)).status).toBe(200)
})

test('a refresh token is worth nothing to another client, altered, or after ninety days', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password)
  const refresh = (token: string, client = cloud.app.public) =>
    cloud.token({ grant_type: 'refresh_token', client_id: client, refresh_token: token })
  expect((await refresh(json.refresh_token, cloud.app.spa)).json.error_codes).toEqual([70000])
  const altered = `${json.refresh_token.slice(0, -4)}AAAA`
  expect((await refresh(altered)).json.error_codes).toEqual([70000])
  const other = await openCloud('fabrikam', cloud)
  const foreign = await other.signIn('admin@fabrikam.com', admin.password)
  expect((await refresh(foreign.json.refresh_token)).json.error).not.toBeUndefined()
  await other.close()
})

test('eight redeem one code at the same moment: exactly one wins, and the others hear that it was used', async () => {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const redirect = 'http://localhost:3000/callback'
  const query = new URLSearchParams({
    client_id: cloud.app.daemon,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid offline_access User.Read',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 's',
  })
  const browser = openBrowser(cloud)
  await browser.go(`${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize?${query}`)
  await browser.press({ loginfmt: admin.upn })
  await browser.press({ passwd: admin.password })
  await browser.press({}, 'idBtn_Back')
  const code = new URL(browser.page().location ?? '').searchParams.get('code') ?? ''
  const form = {
    grant_type: 'authorization_code',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  }
  const stolen = await cloud.token({ ...form, client_secret: 'nope' })
  expect(stolen.status).toBe(401)
  const answers = await Promise.all(Array.from({ length: 8 }, () => cloud.token(form)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status !== 200).map(({ json }) => json.error_codes)).toEqual(
    Array.from({ length: 7 }, () => [54005]),
  )
})

test('a device polls until a person approves, and its code works once', async () => {
  const { json } = await cloud.send('/organizations/oauth2/v2.0/devicecode', {
    method: 'POST',
    body: new URLSearchParams({ client_id: cloud.app.public, scope: 'User.Read openid offline_access' }),
  })
  const poll = () =>
    cloud.token(
      { grant_type: 'device_code', client_id: cloud.app.public, device_code: json.device_code },
      'organizations',
    )
  expect((await poll()).json).toMatchObject({ error: 'authorization_pending', error_codes: [70016] })
  const browser = openBrowser(cloud)
  await browser.go(json.verification_uri)
  await browser.press({ otc: json.user_code })
  await browser.press({ loginfmt: admin.upn })
  await browser.press({ passwd: admin.password })
  await browser.press()
  expect(browser.page().html).toContain('You have signed in')
  const answers = await Promise.all(Array.from({ length: 8 }, poll))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('user realm answers in both spellings, and an unknown domain is Unknown', async () => {
  expect((await cloud.send(`/common/userrealm/${admin.upn}?api-version=1.0`)).json).toMatchObject({
    account_type: 'Managed',
    domain_name: 'contoso.com',
  })
  expect(
    (await cloud.send(`/common/UserRealm/${encodeURIComponent(admin.upn)}?api-version=1.0`)).json,
  ).toMatchObject({ account_type: 'Managed' })
  expect((await cloud.send('/common/userrealm/x@nowhere.example?api-version=1.0')).json).toMatchObject({
    account_type: 'Unknown',
  })
})

test('instance discovery knows this host and Microsoft’s names, and refuses others', async () => {
  const ask = (endpoint: string) =>
    cloud.send(
      `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`,
    )
  expect(
    (await ask(`${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize`)).json.metadata[0]
      .preferred_cache,
  ).toBe('login.windows.net')
  expect((await ask('https://evil.example/common/oauth2/v2.0/authorize')).json).toMatchObject({
    error: 'invalid_instance',
    error_codes: [50049],
  })
})

test('after a key rotation old tokens are still accepted and new ones carry the new key', async () => {
  const before = await cloud.userToken()
  await cloud.cloud.keys.rotate()
  const after = await cloud.userToken()
  const kid = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
  expect(kid(after)).not.toBe(kid(before))
  for (const token of [before, after])
    expect((await cloud.graph('GET', '/me', { as: token })).status).toBe(200)
})
