import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
const eventual = { ConsistencyLevel: 'eventual' }
beforeAll(async () => {
  cloud = await openCloud()
  for (let i = 0; i < 12; i++)
    await cloud.addUser(`page${String(i).padStart(2, '0')}`, {
      department: i % 2 === 0 ? 'Sales' : 'Engineering',
      displayName: `Page ${11 - i}`,
    })
})
afterAll(() => cloud.close())

const names = (value: { displayName: string }[]) => value.map((user) => user.displayName)

test('pages survive writes between them and meet every user once', async () => {
  const seen: string[] = []
  let next = `${cloud.origin}/v1.0/users?$top=5&$select=id,displayName`
  while (next) {
    const { json } = await cloud.graph('GET', next)
    seen.push(...json.value.map((user: { id: string }) => user.id))
    next = json['@odata.nextLink']
    await cloud.graph('PATCH', `/users/${seen[0]}`, { body: { jobTitle: `changed ${seen.length}` } })
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(13)
})

test('order, prefix, search, count and conjunctions', async () => {
  const byName = await cloud.graph('GET', '/users?$orderby=displayName desc&$top=3&$select=displayName')
  expect(names(byName.json.value)).toEqual(['Page 9', 'Page 8', 'Page 7'])
  const prefix = await cloud.graph('GET', "/users?$filter=startswith(displayName,'Page 1')")
  expect(names(prefix.json.value).sort()).toEqual(['Page 1', 'Page 10', 'Page 11'])
  const both = await cloud.graph(
    'GET',
    "/users?$filter=department eq 'sales' and startsWith(displayName,'Page 1')&$select=displayName",
  )
  expect(names(both.json.value).sort()).toEqual(['Page 1', 'Page 11'])
  const search = await cloud.graph('GET', '/users?$search="displayName:page 10"', { headers: eventual })
  expect(names(search.json.value)).toEqual(['Page 10'])
  const counted = await cloud.graph('GET', "/users?$count=true&$top=2&$filter=department ne 'Sales'", {
    headers: eventual,
  })
  expect([counted.json['@odata.count'], counted.json.value.length]).toEqual([7, 2])
  expect((await cloud.graph('GET', '/users/$count', { headers: eventual })).text).toBe('13')
  const within = await cloud.graph(
    'GET',
    "/users?$filter=userPrincipalName in ('page00@contoso.com','PAGE01@contoso.com')",
  )
  expect(within.json.value).toHaveLength(2)
})

test.each([
  ["/users?$filter=department ne 'Sales'", 400, 'Request_UnsupportedQuery'],
  ["/users?$filter=endsWith(mail,'a')", 400, 'Request_UnsupportedQuery'],
  ["/users?$filter=startsWith(department,'S')", 400, 'Request_UnsupportedQuery'],
  ['/users?$search="x"', 400, 'Request_UnsupportedQuery'],
  ["/users?$filter=noSuch eq 'x'", 400, 'BadRequest'],
  ['/users?$filter=displayName eq', 400, 'BadRequest'],
  [`/users?$filter=${'('.repeat(500)}`, 400, 'BadRequest'],
  ['/users?$select=noSuch', 400, 'BadRequest'],
  ['/users?$top=1000', 400, 'Request_BadRequest'],
  ['/users?$skip=5', 400, 'Request_UnsupportedQuery'],
  ['/users?$skiptoken=garbage', 400, 'Directory_ExpiredPageToken'],
  ['/users?$orderby=department', 400, 'Request_UnsupportedQuery'],
  ['/subscribedSkus?$top=1', 400, 'Request_UnsupportedQuery'],
  ['/noSuchThing', 400, 'BadRequest'],
  ['/users/nobody@contoso.com', 404, 'Request_ResourceNotFound'],
])('%s is refused with %i %s', async (path, status, code) => {
  const answer = await cloud.graph('GET', path)
  expect([answer.status, answer.json.error.code]).toEqual([status, code])
  expect(answer.json.error.innerError).toMatchObject({
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    'request-id': answer.headers.get('request-id'),
  })
})

test('paths as the clients write them name the same user', async () => {
  const ids = await Promise.all(
    [
      '/users/page00@contoso.com',
      '/users/page00%40contoso.com',
      "/users('page00@contoso.com')",
      "/myorganization/Users('page00%40contoso.com')",
    ].map(async (path) => (await cloud.graph('GET', path)).json.id),
  )
  expect(new Set(ids).size).toBe(1)
  expect(ids[0]).toEqual(expect.any(String))
})

test('creating refuses what is taken, unverified, weak, missing or unknown, and nothing is made of it', async () => {
  const before = cloud.tenant.directory.countUsers()
  const body = {
    accountEnabled: true,
    displayName: 'New',
    mailNickname: 'new',
    userPrincipalName: 'new@contoso.com',
    passwordProfile: { password: 'Pebble-Comet-64!' },
  }
  const refusals = [
    [{ ...body, userPrincipalName: 'PAGE00@contoso.com' }, /userPrincipalName already exists/],
    [{ ...body, userPrincipalName: 'new@elsewhere.example' }, /domain/],
    [{ ...body, passwordProfile: { password: 'weak' } }, /complexity/],
    [{ ...body, displayName: undefined }, /displayName/],
    [{ ...body, noSuch: 1 }, /noSuch/],
    [{ ...body, userPrincipalName: 'two@@contoso.com' }, /userPrincipalName/],
  ] as const
  for (const [given, message] of refusals) {
    const answer = await cloud.graph('POST', '/users', { body: given })
    expect([answer.status, answer.json.error.code]).toEqual([400, 'Request_BadRequest'])
    expect(answer.json.error.message).toMatch(message)
  }
  expect(cloud.tenant.directory.countUsers()).toBe(before)
})

test('a synced user’s mastered properties are refused, and its cloud properties are not', async () => {
  const user = await cloud.addUser('synced')
  const { directory } = cloud.tenant
  await directory.transaction(() => {
    const record = directory.findUser(user.id)
    if (record !== undefined)
      directory.putUser({ ...record, onPremisesSyncEnabled: true, onPremisesImmutableId: 'q83vASNFZ4k=' })
  })
  const refused = await cloud.graph('PATCH', `/users/${user.id}`, {
    body: { displayName: 'Other', usageLocation: 'SG' },
  })
  expect(refused.json.error.message).toMatch(/on-premises mastered/)
  expect(directory.findUser(user.id)).toMatchObject({ displayName: 'synced', usageLocation: null })
  expect((await cloud.graph('PATCH', `/users/${user.id}`, { body: { usageLocation: 'sg' } })).status).toBe(
    204,
  )
  expect(directory.findUser(user.id)?.usageLocation).toBe('SG')
  const found = await cloud.graph('GET', "/users?$filter=onPremisesImmutableId eq 'q83vASNFZ4k='")
  expect(found.json.value.map((each: { id: string }) => each.id)).toEqual([user.id])
})

test('PATCH passwordProfile of a synced user changes the cloud alone: the split password, with Core Directory’s rows only', async () => {
  const user = await cloud.addUser('split')
  const { directory } = cloud.tenant
  await directory.transaction(() => {
    const record = directory.findUser(user.id)
    if (record !== undefined) directory.putUser({ ...record, onPremisesSyncEnabled: true })
  })
  const relayed = cloud.lab.journal.events({ type: 'relay.sent' }).length
  expect(
    (
      await cloud.graph('PATCH', `/users/${user.id}`, {
        body: { passwordProfile: { password: 'Garnet-Cloud-84!', forceChangePasswordNextSignIn: false } },
      })
    ).status,
  ).toBe(204)
  expect((await cloud.signIn(user.userPrincipalName, 'Garnet-Cloud-84!')).status).toBe(200)
  expect(cloud.lab.journal.events({ type: 'relay.sent' })).toHaveLength(relayed)
  const rows = directory.audits
    .ofUser(user.id)
    .map((row) => `${row.loggedByService}: ${row.activityDisplayName}`)
  expect(rows).toContain('Core Directory: Reset user password')
  expect(rows).toContain('Core Directory: Update StsRefreshTokenValidFrom Timestamp')
  expect(rows.some((row) => row.startsWith('Self-service'))).toBe(false)
})

test('delta tells only what changed, removed ones as removed, and a foreign token is refused', async () => {
  const user = await cloud.addUser('deltauser')
  const first = (await cloud.graph('GET', '/users/delta?$select=displayName')).json
  expect(first['@odata.deltaLink']).toEqual(expect.any(String))
  await cloud.graph('PATCH', `/users/${user.id}`, { body: { displayName: 'Changed' } })
  const second = (await cloud.graph('GET', first['@odata.deltaLink'])).json
  expect(second.value).toEqual([{ id: user.id, displayName: 'Changed' }])
  await cloud.graph('DELETE', `/users/${user.id}`)
  const third = (await cloud.graph('GET', second['@odata.deltaLink'])).json
  expect(third.value).toEqual([{ id: user.id, '@removed': { reason: 'changed' } }])
  expect((await cloud.graph('GET', '/users/delta?$deltatoken=garbage')).json.error.code).toBe(
    'syncStateNotFound',
  )
})

test('a deleted user is restored with memberships, and after thirty days is gone for good', async () => {
  const user = await cloud.addUser('deleted')
  await cloud.graph('DELETE', `/users/${user.id}`)
  expect((await cloud.graph('GET', `/users/${user.id}`)).status).toBe(404)
  expect((await cloud.signIn(user.userPrincipalName, user.password)).json.error_codes).toEqual([50034])
  expect((await cloud.graph('POST', `/directory/deletedItems/${user.id}/restore`)).json.id).toBe(user.id)
  expect((await cloud.signIn(user.userPrincipalName, user.password)).status).toBe(200)
  await cloud.graph('DELETE', `/users/${user.id}`)
  await cloud.lab.clock.advance(32 * 86_400_000)
  const token = await cloud.userToken()
  expect((await cloud.graph('GET', `/directory/deletedItems/${user.id}`, { as: token })).status).toBe(404)
})
