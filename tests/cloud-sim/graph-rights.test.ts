import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { admin, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
const role = {
  helpdesk: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  userAdmin: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  reports: '4a5d8f65-41da-4de4-8968-e035b65339cf',
}
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

async function withRole(name: string, roleDefinitionId?: string) {
  const user = await cloud.addUser(name)
  if (roleDefinitionId !== undefined) {
    const made = await cloud.graph('POST', '/roleManagement/directory/roleAssignments', {
      body: { principalId: user.id, roleDefinitionId, directoryScopeId: '/' },
    })
    expect(made.status).toBe(201)
  }
  return { ...user, token: await cloud.userToken(user.userPrincipalName, user.password) }
}

test('an ordinary member reads the directory and changes nothing in it', async () => {
  const member = await withRole('member')
  expect((await cloud.graph('GET', '/users', { as: member.token })).status).toBe(200)
  expect((await cloud.graph('POST', '/users', { as: member.token, body: {} })).json.error.code).toBe(
    'Authorization_RequestDenied',
  )
  const { json: me } = await cloud.graph('GET', '/me')
  for (const [method, path, body] of [
    ['PATCH', `/users/${me.id}`, { displayName: 'Mallory' }],
    ['DELETE', `/users/${me.id}`, undefined],
    ['POST', `/users/${me.id}/assignLicense`, { addLicenses: [], removeLicenses: [] }],
    [
      'POST',
      '/roleManagement/directory/roleAssignments',
      {
        principalId: member.id,
        roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
        directoryScopeId: '/',
      },
    ],
    ['POST', '/groups', { displayName: 'g', mailEnabled: false, mailNickname: 'g', securityEnabled: true }],
    ['GET', '/auditLogs/directoryAudits', undefined],
    ['GET', `/users/${me.id}/authentication/methods`, undefined],
    [
      'POST',
      `/users/${me.id}/authentication/methods/${passwordMethod}/resetPassword`,
      { newPassword: 'Meadow-Anchor-31!' },
    ],
    ['PATCH', '/policies/authorizationPolicy', { allowedToUseSSPR: false }],
  ] as const) {
    const answer = await cloud.graph(method, path, {
      as: member.token,
      ...(body === undefined ? {} : { body }),
    })
    expect([method, path, answer.status]).toEqual([method, path, 403])
  }
  expect(cloud.tenant.directory.findUser(me.id)).toMatchObject({
    displayName: 'Ada Lovejoy',
    deletedDateTime: null,
  })
})

test('a token without the permission is refused, whoever holds it', async () => {
  const narrow = await cloud.userToken(admin.upn, admin.password, 'https://graph.microsoft.com/User.Read')
  expect((await cloud.graph('GET', '/me', { as: narrow })).status).toBe(200)
  expect((await cloud.graph('GET', '/users', { as: narrow })).status).toBe(403)
  expect((await cloud.graph('GET', '/groups', { as: narrow })).status).toBe(403)
})

test('the helpdesk resets members and its own kind, and nobody above', async () => {
  const helpdesk = await withRole('helpdesk', role.helpdesk)
  const member = await withRole('forgetful')
  const above = await withRole('useradmin', role.userAdmin)
  const reset = (id: string) =>
    cloud.graph('POST', `/users/${id}/authentication/methods/${passwordMethod}/resetPassword`, {
      as: helpdesk.token,
      body: { newPassword: 'Meadow-Anchor-31!' },
    })
  expect((await reset(member.id)).status).toBe(202)
  expect((await reset(above.id)).status).toBe(403)
  expect((await reset(helpdesk.id)).status).toBe(403)
  expect((await cloud.signIn(above.userPrincipalName, above.password)).status).toBe(200)
  const patch = (id: string) =>
    cloud.graph('PATCH', `/users/${id}`, {
      as: helpdesk.token,
      body: { passwordProfile: { password: 'Walnut-River-27!', forceChangePasswordNextSignIn: false } },
    })
  expect((await patch(member.id)).status).toBe(204)
  expect((await patch(above.id)).status).toBe(403)
})

test('a reset is an operation that ends, and by default nobody has to change it again', async () => {
  const member = await withRole('resettable')
  const accepted = await cloud.graph(
    'POST',
    `/users/${member.id}/authentication/methods/${passwordMethod}/resetPassword`,
    { body: { newPassword: 'Meadow-Anchor-31!' } },
  )
  expect([accepted.status, accepted.json.newPassword]).toEqual([202, undefined])
  const location = accepted.headers.get('location') ?? ''
  expect(location.startsWith(cloud.origin)).toBe(true)
  await expect.poll(async () => (await cloud.graph('GET', location)).json.status).toBe('succeeded')
  expect((await cloud.signIn(member.userPrincipalName, 'Meadow-Anchor-31!')).status).toBe(200)
  expect((await cloud.signIn(member.userPrincipalName, member.password)).json.error_codes).toEqual([50126])
})

test('applications cannot reset passwords by the methods call, and need a role to set them', async () => {
  const member = await withRole('appreset')
  const token = await cloud.appToken()
  expect(
    (
      await cloud.graph(
        'POST',
        `/users/${member.id}/authentication/methods/${passwordMethod}/resetPassword`,
        { as: token, body: { newPassword: 'Meadow-Anchor-31!' } },
      )
    ).status,
  ).toBe(403)
  expect((await cloud.graph('GET', '/me', { as: token })).json.error.code).toBe('BadRequest')
})

test('reports readers read the logs; sign-ins ask for a premium subscription besides', async () => {
  const reader = await withRole('reader', role.reports)
  expect(
    (await cloud.graph('GET', '/auditLogs/directoryAudits?$top=2', { as: reader.token })).json.value,
  ).toHaveLength(2)
  expect((await cloud.graph('GET', '/auditLogs/signIns', { as: reader.token })).json.error.code).toBe(
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  )
  await cloud.send('/api/Subscriptions', {
    method: 'POST',
    headers: { authorization: `Bearer ${await cloud.userToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ skuPartNumber: 'AAD_PREMIUM_P2', units: 2 }),
  })
  const { json } = await cloud.graph(
    'GET',
    "/auditLogs/signIns?$filter=userPrincipalName eq 'reader@contoso.com'",
    { as: reader.token },
  )
  expect(json.value[0]).toMatchObject({
    userPrincipalName: 'reader@contoso.com',
    isInteractive: true,
    status: { errorCode: 0 },
  })
})

test('the audit log pages in order of time, by correlation and by target, with stable ids', async () => {
  const member = await cloud.addUser('audited')
  const correlation = '11111111-2222-4333-8444-555555555555'
  await cloud.graph('PATCH', `/users/${member.id}`, {
    body: { department: 'QA' },
    headers: { 'client-request-id': correlation },
  })
  const byCorrelation = (
    await cloud.graph('GET', `/auditLogs/directoryAudits?$filter=correlationId eq '${correlation}'`)
  ).json.value
  expect(byCorrelation.map((row: { activityDisplayName: string }) => row.activityDisplayName)).toEqual([
    'Update user',
  ])
  const byTarget = (
    await cloud.graph(
      'GET',
      `/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${member.id}')&$orderby=activityDateTime asc`,
    )
  ).json.value
  expect(byTarget.map((row: { activityDisplayName: string }) => row.activityDisplayName)).toEqual([
    'Add user',
    'Update user',
  ])
  const seen: string[] = []
  let next = `${cloud.origin}/v1.0/auditLogs/directoryAudits?$top=7&$orderby=activityDateTime asc`
  while (next) {
    const { json } = await cloud.graph('GET', next)
    seen.push(...json.value.map((row: { id: string }) => row.id))
    next = json['@odata.nextLink']
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(cloud.tenant.directory.audits.size)
})

test.each([
  ['no token', undefined],
  [
    'an unsigned token',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ aud: 'https://graph.microsoft.com', tid: 'x', oid: 'y', exp: 9e9, iat: 1 })).toString('base64url')}.`,
  ],
  ['garbage', 'garbage'],
])('%s is 401 with a challenge', async (_what, token) => {
  const answer = await cloud.send('/v1.0/users', {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  expect([answer.status, answer.json.error.code]).toEqual([401, 'InvalidAuthenticationToken'])
  expect(answer.headers.get('www-authenticate')).toContain('authorization_uri=')
})

test('a token of another host, or for another resource, or past its end, is 401', async () => {
  const stranger = await openCloud('fabrikam')
  const foreign = await cloud.graph('GET', '/users', { as: await stranger.userToken('admin@fabrikam.com') })
  await stranger.close()
  expect(foreign.status).toBe(401)
  const { json } = await cloud.token({
    grant_type: 'client_credentials',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    scope: 'https://management.core.windows.net/.default',
  })
  expect((await cloud.graph('GET', '/users', { as: json.access_token })).json.error.message).toContain(
    'audience',
  )
  const old = await cloud.userToken()
  await cloud.lab.clock.advance(3 * 3_600_000)
  expect((await cloud.graph('GET', '/users', { as: old })).json.error.message).toContain('expired')
})

test('a client that declared CP1 hears at once that sessions were revoked; others keep their token', async () => {
  const token = await cloud.userToken()
  const member = await cloud.addUserAs(token, 'revoked')
  const claims = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] } } })
  const capable = (
    await cloud.token({
      grant_type: 'password',
      client_id: cloud.app.public,
      username: member.userPrincipalName,
      password: member.password,
      scope: 'https://graph.microsoft.com/.default',
      claims,
    })
  ).json.access_token
  const plain = await cloud.userToken(member.userPrincipalName, member.password)
  await cloud.graph('POST', `/users/${member.id}/revokeSignInSessions`, { as: token })
  const refused = await cloud.graph('GET', '/me', { as: capable })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('www-authenticate')).toMatch(/error="insufficient_claims", claims="/)
  expect((await cloud.graph('GET', '/me', { as: plain })).status).toBe(200)
})

test('tenants do not see each other: a token of one finds nothing of the other', async () => {
  const other = await openCloud('tailspin', cloud)
  const foreign = await other.graph('POST', '/users', {
    as: await other.userToken(),
    body: {
      accountEnabled: true,
      displayName: 'Theirs',
      mailNickname: 'theirs',
      userPrincipalName: 'theirs@tailspin.com',
      passwordProfile: { password: 'Pebble-Comet-64!' },
    },
  })
  expect(foreign.status).toBe(201)
  const token = await cloud.userToken()
  expect((await cloud.graph('GET', `/users/${foreign.json.id}`, { as: token })).status).toBe(404)
  const browser = openBrowser(cloud)
  await browser.go(
    `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({ client_id: cloud.app.daemon, response_type: 'code', redirect_uri: 'http://localhost:3000/callback', scope: 'openid' })}`,
  )
  expect((await browser.press({ loginfmt: 'theirs@tailspin.com' })).html).toContain('find an account')
  await other.close()
})
