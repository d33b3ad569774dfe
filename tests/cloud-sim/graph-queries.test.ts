import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
const eventual = { ConsistencyLevel: 'eventual' }

beforeAll(async () => {
  cloud = await openCloud()
  const chief = await cloud.addUser('chief', { jobTitle: 'Chief' })
  const lead = await cloud.addUser('lead')
  const staff = await cloud.addUser('staff', { mobilePhone: '+1 5550100' })
  for (const [user, manager] of [
    [lead, chief],
    [staff, lead],
  ] as const)
    await cloud.graph('PUT', `/users/${user.id}/manager/$ref`, {
      body: { '@odata.id': `${cloud.origin}/v1.0/users/${manager.id}` },
    })
})
afterAll(() => cloud.close())

const refusals: readonly (readonly [query: string, code: string, part: string])[] = [
  ['$select=id&$select=mail', 'BadRequest', "'$select' was specified more than once"],
  ['$top=1&top=2', 'BadRequest', "'$top' was specified more than once"],
  ['$apply=aggregate(id)', 'BadRequest', "'$apply' is not supported"],
  ['$nonsense=1', 'BadRequest', "'$nonsense' is not supported"],
  ['$format=xml', 'BadRequest', "'xml'"],
  ['$filter=displayName eq 5', 'BadRequest', "'Edm.String' and 'Edm.Int32'"],
  ["$filter=accountEnabled eq 'yes'", 'BadRequest', "'Edm.Boolean' and 'Edm.String'"],
  ['$filter=createdDateTime ge soon', 'BadRequest', 'Edm.DateTimeOffset'],
  ['$orderby=displayName sideways', 'BadRequest', '$orderby=displayName sideways'],
  ['$orderby=displayName,userPrincipalName', 'Request_UnsupportedQuery', 'displayName,userPrincipalName'],
  ['$count=maybe', 'BadRequest', '$count=maybe'],
  ['$expand=manager(', 'BadRequest', '$expand=manager('],
  ['$expand=manager($levels=0)', 'BadRequest', '$expand='],
  ['$expand=manager($levels=max)', 'Request_UnsupportedQuery', '$levels'],
]

test.each(refusals)('%s is refused: %s, %s', async (query, code, part) => {
  const { status, json } = await cloud.graph('GET', `/users?${query}`)
  expect([status, json.error.code]).toEqual([400, code])
  expect(json.error.message).toContain(part)
  expect(json.error.innerError['request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])(
  'the segment %s, which every object of the language has, is none of Graph',
  async (segment) => {
    for (const path of [`/${segment}`, `/${segment}/x`, `/users/staff@contoso.com/${segment}`]) {
      const { status, json } = await cloud.graph('GET', path)
      expect([status, json.error.code]).toEqual([400, 'BadRequest'])
    }
  },
)

test('a filter offers at most fifteen alternatives, with or and with in', async () => {
  const ask = (count: number, write: (names: readonly string[]) => string) =>
    cloud.graph('GET', `/users?$filter=${write(Array.from({ length: count }, (_, at) => `u${at}`))}`)
  const or = (names: readonly string[]) => names.map((name) => `displayName eq '${name}'`).join(' or ')
  const among = (names: readonly string[]) => `displayName in (${names.map((name) => `'${name}'`).join(',')})`
  for (const write of [or, among]) {
    expect((await ask(15, write)).status).toBe(200)
    const refused = await ask(16, write)
    expect([refused.status, refused.json.error.message]).toEqual([400, expect.stringContaining(': 16.')])
  }
})

test('options of collections are refused on one object, and what is not OData’s is left alone', async () => {
  for (const option of ['$top=5', "$filter=id eq 'x'", '$orderby=displayName'])
    expect((await cloud.graph('GET', `/users/staff@contoso.com?${option}`)).status).toBe(400)
  const { status, json } = await cloud.graph('GET', '/users/staff@contoso.com?$select=id&x=1&x=2')
  expect([status, Object.keys(json).sort()]).toEqual([200, ['@odata.context', 'id']])
})

const byIndex = [
  "startswith(displayName,'al') or startswith(userPrincipalName,'staff')",
  "startswith(displayName,'alt1') or startswith(displayName,'alt12')",
  "(startswith(displayName,'alt') or userPrincipalName eq 'staff@contoso.com') and accountEnabled eq true",
  "userPrincipalName in ('alt3@contoso.com','staff@contoso.com','nobody@contoso.com')",
  "startswith(displayName,'alt2') or jobTitle eq 'Pilot'",
  "not(startswith(displayName,'alt')) or userPrincipalName eq 'alt4@contoso.com'",
]
test('alternatives that indexes answer find the same rows, in the same pages, as a walk over all', async () => {
  for (let at = 1; at <= 14; at++) await cloud.addUser(`alt${at}`)
  const namesOf = async (filter: string) => {
    const names: string[] = []
    const query = new URLSearchParams({ $filter: filter, $select: 'displayName', $orderby: 'displayName' })
    query.set('$top', '3')
    query.set('$count', 'true')
    let link: string | undefined = `/users?${query}`
    let count: number | undefined
    while (link !== undefined) {
      const { json } = await cloud.graph('GET', link, { headers: eventual })
      names.push(...json.value.map((row: { displayName: string }) => row.displayName))
      count ??= json['@odata.count']
      link = json['@odata.nextLink']
    }
    return { names, count }
  }
  for (const filter of byIndex) {
    const found = await namesOf(filter)
    // No index answers a negation.
    expect(found).toEqual(await namesOf(`not(not(${filter}))`))
    expect(found.count).toBe(found.names.length)
    expect(found.names.length).toBeGreaterThan(0)
  }
})

const search = async (text: string) => {
  const answer = await cloud.graph('GET', `/users?$search=${text}&$select=displayName`, { headers: eventual })
  const names = answer.json.value?.map((user: { displayName: string }) => user.displayName).sort()
  return { status: answer.status, names, error: answer.json.error }
}

test('searches join clauses with AND, OR and parentheses, over what is searchable', async () => {
  expect((await search('"displayName:st" OR "displayName:ch"')).names).toEqual(['chief', 'staff'])
  expect((await search('"displayName:st" AND "mobilePhone:5550100"')).names).toEqual(['staff'])
  const both = '("displayName:st" OR "displayName:le") AND "userPrincipalName:lead"'
  expect((await search(both)).names).toEqual(['lead'])
  expect((await search('displayName:st')).error.message).toContain(
    "character ':' is not valid at position 11",
  )
  expect((await search('""')).status).toBe(400)
  expect((await search('("displayName:a"')).status).toBe(400)
  expect((await search('"jobTitle:Chief"')).error.code).toBe('Request_UnsupportedQuery')
})

test('managers of managers come with $levels, to the last', async () => {
  const path = '/users?$expand=manager($levels=max;$select=displayName)&$select=displayName&$count=true'
  const { json } = await cloud.graph('GET', path, { headers: eventual })
  const staff = json.value.find((user: { displayName: string }) => user.displayName === 'staff')
  expect(staff.manager.displayName).toBe('lead')
  expect(staff.manager.manager.displayName).toBe('chief')
  expect(staff.manager.manager.manager).toBeNull()
  const one = await cloud.graph('GET', '/users/staff@contoso.com?$expand=manager($select=displayName)')
  expect(one.json.manager.manager).toBeUndefined()
})

test('groups, applications and service principals expand what belongs to them', async () => {
  const app = (await cloud.graph('POST', '/applications', { body: { displayName: 'Expanded' } })).json
  const { id } = (await cloud.graph('GET', '/users/chief@contoso.com')).json
  await cloud.graph('POST', `/applications/${app.id}/owners/$ref`, {
    body: { '@odata.id': `${cloud.origin}/v1.0/users/${id}` },
  })
  const owners = (await cloud.graph('GET', `/applications/${app.id}?$expand=owners($select=id)`)).json.owners
  expect(owners).toEqual([{ '@odata.type': '#microsoft.graph.user', id }])
  const owned = (await cloud.graph('GET', `/users/${id}?$expand=ownedObjects`)).json.ownedObjects
  expect(owned.map((object: { id: string }) => object.id)).toEqual([app.id])
  const principals = await cloud.graph('GET', '/servicePrincipals?$expand=appRoleAssignments&$top=5')
  expect(principals.json.value.every((row: object) => 'appRoleAssignments' in row)).toBe(true)
})

test('objects that are named by a GUID are not asked for by another name', async () => {
  for (const path of ['groups/x', 'applications/x/owners', 'servicePrincipals/x', 'directoryObjects/x']) {
    const { status, json } = await cloud.graph('GET', `/${path}`)
    expect([status, json.error.message]).toEqual([400, "Invalid object identifier 'x'."])
  }
  const nobody = '9b4f0c5e-0000-4000-8000-000000000000'
  expect((await cloud.graph('GET', `/groups/${nobody}`)).status).toBe(404)
  expect((await cloud.graph('GET', "/users(userPrincipalName='lead@contoso.com')")).json.displayName).toBe(
    'lead',
  )
})
