/** No answer leaves the redirect URIs that an application registered, whatever the request dresses them up as. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { admin, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let person: ReturnType<typeof openBrowser>
beforeAll(async () => {
  cloud = await openCloud()
  person = openBrowser(cloud)
  await person.go(authorize({}))
  await person.press({ loginfmt: admin.upn })
  await person.press({ passwd: admin.password })
  await person.press({}, 'idSIButton9')
})
afterAll(() => cloud.close())

const authorize = (more: Record<string, string>) =>
  `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: cloud.app.daemon,
    response_type: 'code',
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid User.Read',
    ...more,
  })}`

test.each([
  'http://localhost:3000/callback/suffix',
  'http://localhost:3000/callback?next=https://evil.example',
  'http://localhost:3000/callback#fragment',
  'http://localhost:3000/callback/',
  'http://localhost:3000/Callback',
  'http://localhost:3000/%63allback',
  'http://localhost:3000/callback%2f..%2fevil',
  'http://localhost:3000/callback\\@evil.example',
  'http://localhost:3000@evil.example/callback',
  'http://user:pass@localhost:3000/callback',
  'http://localhost@evil.example/callback',
  'http://localhost:3000.evil.example/callback',
  'http://127.0.0.1:3000/callback',
  'http://[::1]:3000/callback',
  'https://localhost:3000/callback',
  'http://localhost:99999/callback',
  'http://localhost:/callback',
  '//evil.example/callback',
  ' http://localhost:3000/callback',
  'http://localhost:3000/callback\r\nSet-Cookie: a=b',
  'data:text/html,hello',
])('a signed-in person is not sent to %j', async (redirectUri) => {
  const { status, location, html } = await person.go(authorize({ redirect_uri: redirectUri }))
  expect([status, location]).toEqual([400, undefined])
  expect(html).toContain('AADSTS50011')
  expect(html).not.toMatch(/name="code"/)
})

test('the public client’s loopback address takes any port and no path', async () => {
  const at = (redirectUri: string) =>
    person.go(authorize({ client_id: cloud.app.public, redirect_uri: redirectUri }))
  expect((await at('http://localhost:54321')).location).toMatch(/^http:\/\/localhost:54321\?code=/)
  expect((await at('http://localhost:54321/')).location).toMatch(/^http:\/\/localhost:54321\/\?code=/)
  expect((await at('http://localhost:54321/elsewhere')).status).toBe(400)
})

test('an error goes to the redirect URI only when that is registered', async () => {
  const bad = { response_type: 'nonsense', state: 'mine' }
  const told = await person.go(authorize(bad))
  expect(told.location).toMatch(/^http:\/\/localhost:3000\/callback\?error=unsupported_response_type/)
  const kept = await person.go(authorize({ ...bad, redirect_uri: 'https://evil.example/' }))
  expect([kept.status, kept.location]).toEqual([400, undefined])
})

test('sign-out goes on only to a registered address', async () => {
  const leave = (uri: string) =>
    openBrowser(cloud).go(
      `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/logout?${new URLSearchParams({ post_logout_redirect_uri: uri, client_id: cloud.app.spa, state: 's' })}`,
    )
  expect((await leave('http://localhost:3000/out')).location).toBe('http://localhost:3000/out?state=s')
  for (const uri of [
    'https://evil.example/',
    `${cloud.origin}.evil.example/`,
    `${cloud.origin}@evil.example/`,
    'http://localhost:3000/out@evil.example',
  ]) {
    const { status, location, html } = await leave(uri)
    expect([status, location]).toEqual([200, undefined])
    expect(html).not.toContain('evil.example')
  }
})

test('sign-out loads the front-channel address of each application that was signed in to, then goes on', async () => {
  const { json } = await cloud.graph('GET', `/applications(appId='${cloud.app.daemon}')`)
  const patched = await cloud.graph('PATCH', `/applications/${json.id}`, {
    body: { web: { logoutUrl: 'https://localhost:3000/signed-out' } },
  })
  expect(patched.status).toBe(204)
  await person.go(authorize({}))
  const { html } = await person.go(
    `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/logout?${new URLSearchParams({ post_logout_redirect_uri: 'http://localhost:3000/callback', client_id: cloud.app.daemon })}`,
  )
  const frame = /<iframe[^>]*src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const url = new URL(frame)
  expect(url.origin + url.pathname).toBe('https://localhost:3000/signed-out')
  expect(url.searchParams.get('iss')).toContain(cloud.lab.tenantId)
  expect(url.searchParams.get('sid')).toBeTruthy()
  expect(html).toContain('http-equiv="refresh"')
  expect(html).toContain('url=http://localhost:3000/callback')
  const silent = new URL((await person.go(authorize({ prompt: 'none' }))).location ?? '')
  expect(silent.searchParams.get('error')).toBe('login_required')
})
