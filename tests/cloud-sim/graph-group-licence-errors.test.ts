import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

const p2 = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
let cloud: OpenCloud
let groupId: string

const buy = async (units: number) =>
  cloud.send('/api/Subscriptions', {
    method: 'POST',
    headers: { authorization: `Bearer ${await cloud.userToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ skuPartNumber: 'AAD_PREMIUM_P2', units }),
  })
const statesOf = async (id: string) =>
  (await cloud.graph('GET', `/users/${id}?$select=licenseAssignmentStates,assignedLicenses`)).json

beforeAll(async () => {
  cloud = await openCloud()
  await buy(1)
  const group = {
    displayName: 'Licensed',
    mailEnabled: false,
    mailNickname: 'licensed',
    securityEnabled: true,
  }
  groupId = (await cloud.graph('POST', '/groups', { body: group })).json.id
  await cloud.graph('POST', `/groups/${groupId}/assignLicense`, {
    body: { addLicenses: [{ skuId: p2 }], removeLicenses: [] },
  })
})
afterAll(() => cloud.close())

const join = async (name: string): Promise<string> => {
  const { id } = await cloud.addUser(name)
  await cloud.graph('POST', `/groups/${groupId}/members/$ref`, {
    body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` },
  })
  return id
}

test('the member for whom no unit is left gets no licence and a CountViolation, until one is bought', async () => {
  const [first, second] = [await join('served'), await join('unserved')]
  expect((await statesOf(first)).licenseAssignmentStates).toMatchObject([
    { skuId: p2, state: 'Active', error: 'None', assignedByGroup: groupId },
  ])
  const left = await statesOf(second)
  expect(left.assignedLicenses).toEqual([])
  expect(left.licenseAssignmentStates).toMatchObject([{ skuId: p2, state: 'Error', error: 'CountViolation' }])
  const errors = (await cloud.graph('GET', `/groups/${groupId}/membersWithLicenseErrors?$select=id`)).json
    .value
  expect(errors.map((member: { id: string }) => member.id)).toEqual([second])
  expect((await cloud.graph('GET', '/subscribedSkus')).json.value[0]).toMatchObject({ consumedUnits: 1 })

  await buy(2)
  expect((await cloud.graph('POST', `/users/${second}/reprocessLicenseAssignment`)).status).toBe(200)
  expect((await statesOf(second)).assignedLicenses).toEqual([{ disabledPlans: [], skuId: p2 }])
  expect((await cloud.graph('GET', `/groups/${groupId}/membersWithLicenseErrors`)).json.value).toEqual([])
})

test('company subscriptions say how many there are and when the next thing happens', async () => {
  const { value } = (await cloud.graph('GET', '/directory/subscriptions')).json
  expect(value).toMatchObject([
    { skuId: p2, skuPartNumber: 'AAD_PREMIUM_P2', status: 'Enabled', totalLicenses: 2 },
  ])
})
