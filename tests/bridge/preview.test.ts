/** What a cycle would do, before it does it; and what the tenant's rules do to what is exported. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { previewAnswer } from '#core/contracts/connect-preview.ts'
import { asDomainAdmin, write } from './support/access-list.ts'
import { type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 4 })
  // The anchors that the first export wrote come back with the next import.
  await world.connect.synchronize('Delta')
}, 60_000)
afterAll(() => world.close())

const dnOf = (index: number) => `CN=Person ${index},${staff}`
const preview = async (policyType: 'Delta' | 'Initial' = 'Delta', limit = 500) =>
  previewAnswer.parse((await world.verb('preview', { policyType, limit })).json)
const tenant = 'contoso.onmicrosoft.com - AAD'

test('a preview shows additions, changes and deletions with their attributes, and leaves no trace', async () => {
  await write(world, dnOf(0), { title: 'Engineer' })
  await asDomainAdmin(world, async (client) => {
    await client.del(dnOf(1))
    await client.add(`CN=Person 9,${staff}`, {
      objectClass: 'user',
      sAMAccountName: 'person9',
      userPrincipalName: 'person9@contoso.com',
      userAccountControl: '544',
    })
  })
  const { journal, store } = world.cloud.lab
  const before = journal.lastSeq
  const spaces = store.collection('connect.directory-objects').size
  const shown = await preview()
  expect(shown.connectors).toEqual([
    {
      name: 'contoso.local',
      staged: { adds: 1, updates: 1, deletes: 1 },
      exports: { adds: 0, updates: 1, deletes: 0 },
    },
    { name: tenant, staged: expect.anything(), exports: { adds: 1, updates: 1, deletes: 1 } },
  ])
  const of = (operation: string) =>
    shown.changes.find((change) => change.connector === tenant && change.operation === operation)
  expect(of('update')).toMatchObject({
    object: 'person0@contoso.com',
    attributes: [{ name: 'jobTitle', after: 'Engineer' }],
  })
  expect(of('delete')?.attributes).toContainEqual({ name: 'displayName', before: 'Person 1' })
  expect(of('add')?.object).toBe('person9@contoso.com')
  // Nothing was staged, logged, or told to anybody.
  expect(store.collection('connect.directory-objects').size).toBe(spaces)
  expect(journal.events({ after: before }).filter(({ place }) => place === 'connect')).toEqual([])
  expect((await world.cloud.asAdministrator('/v1.0/users/person9@contoso.com')).status).toBe(404)
  expect((await preview()).changes).toHaveLength(shown.changes.length)
})

test('the cycle then does what the preview said', async () => {
  const said = (await preview()).connectors.find(({ name }) => name === tenant)?.exports
  const rows = await world.connect.synchronize('Delta')
  const exported = rows.find(({ connector, profile }) => connector === tenant && profile === 'Export')
  expect(exported?.statistics).toEqual({
    'export-add': said?.adds,
    'export-update': said?.updates,
    'export-delete': said?.deletes,
  })
  const after = await preview()
  expect(after.changes.filter(({ connector }) => connector === tenant)).toEqual([])
})

test('more deletions than the threshold allows are announced, and stop the export (scenario 43)', async () => {
  await world.verb('cmdlets/Enable-ADSyncExportDeletionThreshold', {
    parameters: { 0: 1, Credential: { username: 'admin@contoso.com', password: 'Tundra-Signal-88!' } },
  })
  await asDomainAdmin(world, async (client) => {
    await client.del(dnOf(2))
    await client.del(dnOf(3))
  })
  expect((await preview('Delta', 1)).more).toBe(true)
  expect((await preview()).warnings).toMatchObject([{ code: 'stopped-deletion-threshold-exceeded' }])
  const rows = await world.connect.synchronize('Delta')
  expect(rows.find(({ connector, profile }) => connector === tenant && profile === 'Export')?.status).toBe(
    'stopped-deletion-threshold-exceeded',
  )
  expect((await world.cloud.asAdministrator('/v1.0/users/person2@contoso.com')).status).toBe(200)
})

test('a request that makes no sense is refused, and so is one on a stopped server', async () => {
  expect((await world.verb('preview', { policyType: 'Sometimes' })).status).toBe(400)
  await world.verb('services/ADSync/stop', {})
  expect((await world.verb('preview', {})).status).toBe(409)
  await world.verb('services/ADSync/start', {})
})
