import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { admin, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const redirect = 'http://localhost:3000/callback'
const authorize = (more: Record<string, string> = {}, segment = cloud.lab.tenantId) =>
  `${cloud.origin}/${segment}/oauth2/v2.0/authorize?${new URLSearchParams({ client_id: cloud.app.daemon, response_type: 'code', redirect_uri: redirect, scope: 'openid profile User.Read', state: 'the state', ...more })}`

const parameters = (location: string | undefined) => {
  const url = new URL(location ?? '')
  return Object.fromEntries(new URLSearchParams(url.search || url.hash.slice(1)))
}

async function signedIn(more: Record<string, string> = {}, stay = false) {
  const browser = openBrowser(cloud)
  await browser.go(authorize(more))
  await browser.press({ loginfmt: admin.upn })
  await browser.press({ passwd: admin.password })
  await browser.press({}, stay ? 'idSIButton9' : 'idBtn_Back')
  return browser
}

test('a person signs in with the real page’s control names and comes back with code and state', async () => {
  const browser = openBrowser(cloud)
  const first = await browser.go(authorize())
  expect(first.html).toContain('name="loginfmt"')
  expect((await browser.press({ loginfmt: admin.upn })).html).toContain('name="passwd"')
  expect((await browser.press({ passwd: admin.password })).html).toContain('Stay signed in?')
  const { location } = await browser.press({}, 'idBtn_Back')
  expect(location?.startsWith(redirect)).toBe(true)
  expect(parameters(location)).toMatchObject({ code: expect.any(String), state: 'the state' })
})

test('a wrong password stays on the page with its message, and nobody is signed in', async () => {
  const browser = openBrowser(cloud)
  await browser.go(authorize())
  await browser.press({ loginfmt: admin.upn })
  const { html, location } = await browser.press({ passwd: 'wrong' })
  expect(html).toMatch(/account or password is incorrect/i)
  expect(location).toBeUndefined()
  expect(browser.cookies.size).toBe(0)
})

test('a session that is older than max_age does not do: the password is asked for again', async () => {
  const browser = await signedIn()
  expect(parameters((await browser.go(authorize({ max_age: '600' }))).location)).toHaveProperty('code')
  await cloud.lab.clock.advance(11 * 60_000)
  const { html, location } = await browser.go(authorize({ max_age: '600' }))
  expect([location, html]).toEqual([undefined, expect.stringContaining('loginfmt')])
  expect(
    parameters((await browser.go(authorize({ max_age: '600', prompt: 'none' }))).location),
  ).toMatchObject({
    error: 'login_required',
  })
  expect(parameters((await browser.go(authorize())).location)).toHaveProperty('code')
})

test('a session answers the next request at once, silently too, and not after sign-out', async () => {
  const browser = await signedIn()
  expect(parameters((await browser.go(authorize())).location)).toHaveProperty('code')
  expect(parameters((await browser.go(authorize({ prompt: 'none' }))).location)).toHaveProperty('code')
  expect((await browser.go(authorize({ prompt: 'login' }))).html).toContain('loginfmt')
  await browser.go(`${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/logout`)
  expect(parameters((await browser.go(authorize({ prompt: 'none' }))).location)).toMatchObject({
    error: 'login_required',
    state: 'the state',
  })
})

test('two browsers in one: lab_browser keeps their sessions apart', async () => {
  const browser = await signedIn({ lab_browser: 'admin' })
  expect(
    parameters((await browser.go(authorize({ lab_browser: 'admin', prompt: 'none' }))).location),
  ).toHaveProperty('code')
  expect(
    parameters((await browser.go(authorize({ lab_browser: 'user', prompt: 'none' }))).location),
  ).toMatchObject({ error: 'login_required' })
})

test('a password change ends the browser’s session', async () => {
  const user = await cloud.addUser('sessionist')
  const browser = openBrowser(cloud)
  await browser.go(authorize())
  await browser.press({ loginfmt: user.userPrincipalName })
  await browser.press({ passwd: user.password })
  await browser.press({}, 'idBtn_Back')
  await cloud.graph('POST', `/users/${user.id}/revokeSignInSessions`)
  expect(parameters((await browser.go(authorize({ prompt: 'none' }))).location)).toMatchObject({
    error: 'login_required',
  })
})

test.each([
  'http://localhost:3999/evil',
  'https://evil.example/callback',
  'http://localhost:3000/callback/../evil',
  'http://localhost.evil.example:3000/callback',
  'javascript:alert(1)',
])('nothing is ever sent to %s', async (redirectUri) => {
  const browser = await signedIn()
  const { status, location, html } = await browser.go(authorize({ redirect_uri: redirectUri }))
  expect([status, location]).toEqual([400, undefined])
  expect(html).toContain('AADSTS50011')
})

test('the port of a loopback address is free, its path is not', async () => {
  const browser = await signedIn()
  expect(
    (await browser.go(authorize({ redirect_uri: 'http://localhost:51234/callback' }))).location,
  ).toContain('http://localhost:51234/callback?code=')
})

test('form_post posts the answer from a page, and what comes from outside is escaped in it', async () => {
  const browser = await signedIn()
  const { html } = await browser.go(
    authorize({ response_mode: 'form_post', state: '"><script>alert(1)</script>' }),
  )
  expect(html).toContain(`action="${redirect}"`)
  expect(html).toContain('name="code"')
  expect(html).not.toContain('<script>alert(1)')
})

test('a single-page application must bring a challenge and redeem with an Origin', async () => {
  const browser = await signedIn()
  const spa = { client_id: cloud.app.spa, redirect_uri: 'http://localhost:3000/', response_mode: 'fragment' }
  expect(parameters((await browser.go(authorize(spa))).location)).toMatchObject({
    error: 'invalid_request',
    error_description: expect.stringContaining('9002325'),
  })
  const challenge = {
    code_challenge: 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq',
    code_challenge_method: 'plain',
  }
  const { code = '' } = parameters((await browser.go(authorize({ ...spa, ...challenge }))).location)
  const answer = await cloud.token({
    grant_type: 'authorization_code',
    client_id: cloud.app.spa,
    code,
    redirect_uri: spa.redirect_uri,
    code_verifier: challenge.code_challenge,
  })
  expect(answer.json.error_codes).toEqual([9002327])
})

test('a user consents once to what is theirs to give, and an administrator’s permission is not', async () => {
  const user = await cloud.addUser('consenter')
  const { json: app } = await cloud.graph('POST', '/applications', {
    body: { displayName: 'Consent me', web: { redirectUris: [redirect] } },
  })
  await cloud.graph('POST', '/servicePrincipals', { body: { appId: app.appId } })
  const browser = openBrowser(cloud)
  await browser.go(authorize({ client_id: app.appId }))
  await browser.press({ loginfmt: user.userPrincipalName })
  await browser.press({ passwd: user.password })
  expect((await browser.press({}, 'idBtn_Back')).html).toContain('Permissions requested')
  expect(parameters((await browser.press({}, 'idBtn_Cancel')).location)).toMatchObject({
    error: 'access_denied',
  })
  await browser.go(authorize({ client_id: app.appId }))
  await browser.press({ loginfmt: user.userPrincipalName })
  await browser.press({ passwd: user.password })
  await browser.press({}, 'idBtn_Back')
  expect(parameters((await browser.press()).location)).toHaveProperty('code')
  expect(parameters((await browser.go(authorize({ client_id: app.appId }))).location)).toHaveProperty('code')
  expect((await browser.go(authorize({ client_id: app.appId, scope: 'User.ReadWrite.All' }))).html).toContain(
    'Need admin approval',
  )
})

test('a temporary password is changed at sign-in, and the sign-in goes on', async () => {
  const user = await cloud.addUser('changer', {
    passwordProfile: { password: 'Pebble-Comet-64!', forceChangePasswordNextSignIn: true },
  })
  const browser = openBrowser(cloud)
  await browser.go(authorize())
  await browser.press({ loginfmt: user.userPrincipalName })
  expect((await browser.press({ passwd: user.password })).html).toContain('name="newPassword"')
  const typed = {
    currentPassword: user.password,
    newPassword: 'Meadow-Anchor-31!',
    confirmNewPassword: 'Meadow-Anchor-32!',
  }
  expect((await browser.press(typed)).html).toContain('not the same')
  await browser.press({ ...typed, confirmNewPassword: typed.newPassword })
  expect(parameters((await browser.press({}, 'idBtn_Back')).location)).toHaveProperty('code')
  expect((await cloud.signIn(user.userPrincipalName, typed.newPassword)).status).toBe(200)
  expect((await cloud.signIn(user.userPrincipalName, user.password)).json.error_codes).toEqual([50126])
})

test('a page that was tampered with or is an hour old starts nothing', async () => {
  const browser = openBrowser(cloud)
  await browser.go(authorize())
  expect((await browser.press({ loginfmt: admin.upn, flowToken: 'forged' })).status).toBe(400)
  await browser.go(authorize())
  await cloud.lab.clock.advance(3_700_000)
  expect((await browser.press({ loginfmt: admin.upn })).status).toBe(400)
})

test('sign-out goes on only to a registered address', async () => {
  const browser = await signedIn()
  const logout = (uri: string) =>
    browser.go(
      `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/logout?client_id=${cloud.app.spa}&post_logout_redirect_uri=${encodeURIComponent(uri)}`,
    )
  expect((await logout('http://localhost:3000/out')).location).toBe('http://localhost:3000/out')
  expect((await logout('https://evil.example/')).location).toBeUndefined()
})
