import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

test('records for DNS, whoever uses the name, and no federation where the cloud signs people in', async () => {
  const domain = '/domains/contoso.com'
  const proofs = (await cloud.graph('GET', `${domain}/verificationDnsRecords`)).json.value
  expect(proofs.map((each: { recordType: string }) => each.recordType)).toEqual(['Txt', 'Mx'])
  expect((await cloud.graph('GET', `${domain}/verificationDnsRecords/${proofs[0].id}`)).json.text).toBe(
    proofs[0].text,
  )
  const services = (await cloud.graph('GET', `${domain}/serviceConfigurationRecords`)).json.value
  expect(services).toContainEqual(
    expect.objectContaining({ mailExchange: 'contoso-com.mail.protection.outlook.com', preference: 0 }),
  )
  const { id } = await cloud.addUser('named')
  const users = (await cloud.graph('GET', `${domain}/domainNameReferences/microsoft.graph.user?$select=id`))
    .json.value
  expect(users.map((user: { id: string }) => user.id)).toContain(id)
  expect((await cloud.graph('GET', `${domain}/federationConfiguration`)).json.value).toEqual([])
  await cloud.graph('POST', '/domains', { body: { id: 'unused.example' } })
  expect((await cloud.graph('GET', '/domains/unused.example/domainNameReferences')).json.value).toEqual([])
  expect(
    (await cloud.graph('GET', '/domains/unused.example/serviceConfigurationRecords')).json.value,
  ).toEqual([])
})

test('a group’s name can be asked about before it is made', async () => {
  const ask = async (mailNickname: string) =>
    cloud.graph('POST', '/directoryObjects/validateProperties', {
      body: { entityType: 'Group', displayName: 'Team', mailNickname },
    })
  expect((await ask('team')).status).toBe(204)
  const body = {
    displayName: 'Team',
    mailEnabled: true,
    mailNickname: 'team',
    securityEnabled: false,
    groupTypes: ['Unified'],
  }
  const { id } = (await cloud.graph('POST', '/groups', { body })).json
  const taken = await ask('TEAM')
  expect([taken.status, taken.json.error.code, taken.json.error.details[0].code]).toEqual([
    422,
    'Request_UnprocessableEntity',
    'PropertyConflict',
  ])
  const own = { body: { mailNickname: 'team' } }
  expect((await cloud.graph('POST', `/groups/${id}/validateProperties`, own)).status).toBe(204)
})

test('a preferred page size is kept to where no other is asked for', async () => {
  for (const name of ['one', 'two', 'three']) await cloud.addUser(name)
  const headers = { prefer: 'odata.maxpagesize=2' }
  const preferred = await cloud.graph('GET', '/users?$select=id', { headers })
  expect([preferred.json.value.length, preferred.headers.get('preference-applied')]).toEqual([
    2,
    'odata.maxpagesize=2',
  ])
  const rest = await cloud.graph('GET', preferred.json['@odata.nextLink'], { headers })
  expect(rest.json.value).toHaveLength(2)
  const asked = await cloud.graph('GET', '/users?$select=id&$top=1', { headers })
  expect([asked.json.value.length, asked.headers.get('preference-applied')]).toEqual([1, null])
})

test('objects are asked for by their ids only', async () => {
  const { status } = await cloud.graph('POST', '/directoryObjects/getByIds', { body: { ids: ['contoso'] } })
  expect(status).toBe(400)
})
