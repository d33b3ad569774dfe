import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let groupId: string
let ids: string[]
const eventual = { ConsistencyLevel: 'eventual' }

beforeAll(async () => {
  cloud = await openCloud()
  const group = {
    displayName: 'Everybody',
    mailEnabled: false,
    mailNickname: 'everybody',
    securityEnabled: true,
  }
  groupId = (await cloud.graph('POST', '/groups', { body: group })).json.id
  ids = []
  for (const name of ['ada', 'ben', 'cem']) {
    const { id } = await cloud.addUser(`linked-${name}`, { jobTitle: name })
    ids.push(id)
    await cloud.graph('POST', `/groups/${groupId}/members/$ref`, {
      body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` },
    })
  }
})
afterAll(() => cloud.close())

test('members are paged, cast, filtered and counted like any collection', async () => {
  const first = (await cloud.graph('GET', `/groups/${groupId}/members?$top=2&$select=id,jobTitle`)).json
  const second = (await cloud.graph('GET', first['@odata.nextLink'])).json
  expect([...first.value, ...second.value].map((member: { id: string }) => member.id).sort()).toEqual(
    [...ids].sort(),
  )
  expect(second['@odata.nextLink']).toBeUndefined()
  const cast = `/groups/${groupId}/members/microsoft.graph.user`
  const found = (await cloud.graph('GET', `${cast}?$filter=jobTitle eq 'ben'&$select=jobTitle`)).json.value
  expect(found).toEqual([{ '@odata.type': '#microsoft.graph.user', jobTitle: 'ben' }])
  expect((await cloud.graph('GET', `${cast}/$count`, { headers: eventual })).text).toBe('3')
  const devices = await cloud.graph('GET', `/groups/${groupId}/members/microsoft.graph.device`)
  expect([devices.status, devices.json.value]).toEqual([200, []])
})

test('what something is in can be asked of users, groups and any directory object', async () => {
  const outer = { displayName: 'Outer', mailEnabled: false, mailNickname: 'outer', securityEnabled: true }
  const members = [`https://graph.microsoft.com/v1.0/directoryObjects/${groupId}`]
  const made = await cloud.graph('POST', '/groups', { body: { ...outer, 'members@odata.bind': members } })
  const outerId = made.json.id
  for (const base of [`users/${ids[0]}`, `directoryObjects/${ids[0]}`]) {
    const direct = (await cloud.graph('GET', `/${base}/memberOf?$select=id`)).json.value
    expect(direct.map((group: { id: string }) => group.id)).toEqual([groupId])
    const check = await cloud.graph('POST', `/${base}/checkMemberGroups`, { body: { groupIds: [outerId] } })
    expect(check.json.value).toEqual([outerId])
  }
  const nested = await cloud.graph('POST', `/groups/${groupId}/getMemberGroups`, {
    body: { securityEnabledOnly: true },
  })
  expect(nested.json.value).toEqual([outerId])
})

test('names with apostrophes are found by key, by path and by filter', async () => {
  const { id } = await cloud.addUser("o'hara")
  for (const path of [
    "/users('o''hara@contoso.com')",
    "/USERS/o'hara%40contoso.com",
    `/users?$filter=userPrincipalName eq 'o''hara@contoso.com'&$select=id, displayName`,
  ]) {
    const { json } = await cloud.graph('GET', path)
    expect((json.value?.[0] ?? json).id).toBe(id)
  }
})

test('directory objects expand one property a query', async () => {
  const answer = await cloud.graph('GET', '/users?$expand=manager,memberOf')
  expect([answer.status, answer.json.error.code]).toEqual([400, 'Request_UnsupportedQuery'])
})

test('HEAD answers as GET without the body', async () => {
  const answer = await cloud.graph('HEAD', `/users/${ids[0]}`)
  expect([answer.status, answer.text]).toEqual([200, ''])
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100)
})

test('what was shown of a user is forgotten as soon as the user changes', async () => {
  const before = (await cloud.graph('GET', `/users/${ids[1]}`)).json
  expect((await cloud.graph('GET', `/users/${ids[1]}`)).json).toEqual(before)
  await cloud.graph('PATCH', `/users/${ids[1]}`, { body: { jobTitle: 'changed' } })
  expect((await cloud.graph('GET', `/users/${ids[1]}`)).json.jobTitle).toBe('changed')
  const listed = (await cloud.graph('GET', '/users?$top=999')).json.value
  expect(listed.find((user: { id: string }) => user.id === ids[1]).jobTitle).toBe('changed')
})
