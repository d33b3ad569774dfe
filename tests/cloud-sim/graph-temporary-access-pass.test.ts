import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let path: string
beforeAll(async () => {
  cloud = await openCloud()
  const { id } = await cloud.addUser('newcomer')
  path = `/users/${id}/authentication/temporaryAccessPassMethods`
  const policy =
    '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass'
  await cloud.graph('PATCH', policy, { body: { state: 'enabled' } })
})
afterAll(() => cloud.close())

const make = (body: object = {}) => cloud.graph('POST', path, { body })
const list = async () => (await cloud.graph('GET', path)).json.value

test('a pass is shown once, and one at a time', async () => {
  const made = await make({ lifetimeInMinutes: 30, isUsableOnce: true })
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({
    temporaryAccessPass: expect.stringMatching(/^\S{8}$/),
    lifetimeInMinutes: 30,
    isUsableOnce: true,
    isUsable: true,
    methodUsabilityReason: 'EnabledByPolicy',
  })
  expect(await list()).toMatchObject([{ id: made.json.id, temporaryAccessPass: null }])
  expect((await make()).status).toBe(400)
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain(made.json.temporaryAccessPass)
  await cloud.lab.clock.advance(31 * 60_000)
  expect(await list()).toMatchObject([{ isUsable: false, methodUsabilityReason: 'Expired' }])
})

test('an expired one gives way to the next, which may begin later and can be taken away', async () => {
  const startDateTime = new Date(cloud.lab.clock.now() + 3_600_000).toISOString()
  const made = await make({ startDateTime })
  expect([made.status, made.json.methodUsabilityReason]).toEqual([201, 'NotYetValid'])
  expect((await cloud.graph('DELETE', `${path}/00000000-0000-4000-8000-000000000000`)).status).toBe(404)
  expect((await cloud.graph('DELETE', `${path}/${made.json.id}`)).status).toBe(204)
  expect(await list()).toEqual([])
})

test('nobody makes one for themselves, and lifetimes have their limits', async () => {
  const own = await cloud.graph('POST', '/me/authentication/temporaryAccessPassMethods', { body: {} })
  expect(own.status).toBe(403)
  expect((await make({ lifetimeInMinutes: 9 })).status).toBe(400)
  expect((await make({ lifetimeInMinutes: 43_201 })).status).toBe(400)
  expect(await list()).toEqual([])
})
