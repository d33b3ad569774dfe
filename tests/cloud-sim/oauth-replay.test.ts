/** Nothing that the token service hands out once works twice, however many try at the same moment. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, admin, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const scope = 'https://graph.microsoft.com/User.Read openid offline_access'
const refresh = (token: string, more: Record<string, string> = {}) =>
  cloud.token({
    grant_type: 'refresh_token',
    client_id: cloud.app.public,
    refresh_token: token,
    scope,
    ...more,
  })
/** All wait for the same moment, then ask at once. */
async function atOnce(ask: () => Promise<Answer>): Promise<readonly Answer[]> {
  let open: () => void = () => undefined
  const barrier = new Promise<void>((resolve) => {
    open = resolve
  })
  const asking = Array.from({ length: 8 }, () => barrier.then(ask))
  open()
  return Promise.all(asking)
}
const winners = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200)

test('of eight who bring one refresh token at the same moment exactly one wins, and its successor works', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password, scope)
  const answers = await atOnce(() => refresh(json.refresh_token))
  const [winner, ...others] = winners(answers)
  expect(others).toEqual([])
  for (const { json: refusal } of answers.filter(({ status }) => status !== 200))
    expect(refusal).toMatchObject({ error: 'invalid_grant', error_codes: [70000] })
  expect((await refresh(winner?.json.refresh_token)).status).toBe(200)
})

test('permissions in another order and spelling are the same ones', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password, scope)
  expect(
    (await refresh(json.refresh_token, { scope: 'User.Read User.ReadWrite' })).json.error_codes,
  ).toBeUndefined()
  expect(
    (await refresh(json.refresh_token, { scope: 'user.readwrite https://graph.microsoft.com/user.read' }))
      .json.error,
  ).toBe('invalid_grant')
})

test('a client that renews two resources at once may bring the same token for both', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password, scope)
  const answers = await Promise.all([
    refresh(json.refresh_token),
    refresh(json.refresh_token, { scope: 'https://graph.microsoft.com/User.ReadWrite' }),
  ])
  expect(winners(answers)).toHaveLength(2)
})

test('a refresh that was refused for want of consent can be tried again once there is consent', async () => {
  const { json: app } = await cloud.graph('POST', '/applications', {
    body: {
      displayName: 'Asks for more',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
    },
  })
  const { json: principal } = await cloud.graph('POST', '/servicePrincipals', { body: { appId: app.appId } })
  const { json: graph } = await cloud.graph(
    'GET',
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
  )
  const consent = (permissions: string) =>
    cloud.graph('POST', '/oauth2PermissionGrants', {
      body: {
        clientId: principal.id,
        consentType: 'AllPrincipals',
        resourceId: graph.id,
        scope: permissions,
      },
    })
  const granted = await consent('User.Read openid offline_access')
  const ask = (form: Record<string, string>) => cloud.token({ client_id: app.appId, ...form })
  const { json } = await ask({
    grant_type: 'password',
    username: admin.upn,
    password: admin.password,
    scope,
  })
  const more = { grant_type: 'refresh_token', refresh_token: json.refresh_token, scope: 'Group.Read.All' }
  expect((await ask(more)).json.error_codes).toEqual([65001])
  await cloud.graph('PATCH', `/oauth2PermissionGrants/${granted.json.id}`, {
    body: { scope: 'User.Read openid offline_access Group.Read.All' },
  })
  expect((await ask(more)).status).toBe(200)
  expect((await ask(more)).json.error_codes).toEqual([70000])
})

test('an authorization code that failed on its verifier is gone', async () => {
  const code = await cloud.authorizationCode({
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  })
  const redeem = (code_verifier: string) =>
    cloud.token({
      grant_type: 'authorization_code',
      client_id: cloud.app.daemon,
      client_secret: cloud.app.secret,
      code,
      redirect_uri: 'http://localhost:3000/callback',
      code_verifier,
    })
  expect((await redeem('y'.repeat(43))).json.error_codes).toEqual([501481])
  expect((await redeem('y'.repeat(43))).json.error_codes).toEqual([54005])
})

test('an authorization code is worth nothing to another client, after ten minutes, or with another redirect URI', async () => {
  const form = {
    grant_type: 'authorization_code',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    redirect_uri: 'http://localhost:3000/callback',
  }
  const code = await cloud.authorizationCode()
  expect(
    (await cloud.token({ grant_type: 'authorization_code', client_id: cloud.app.public, code })).json.error,
  ).toBe('invalid_grant')
  const other = { ...form, code, redirect_uri: 'http://localhost:3000/other' }
  expect((await cloud.token(other)).json.error_codes).toEqual([50011])
  const late = await cloud.authorizationCode()
  await cloud.lab.clock.advance(601_000)
  expect((await cloud.token({ ...form, code: late })).json.error_codes).toEqual([70008])
})
