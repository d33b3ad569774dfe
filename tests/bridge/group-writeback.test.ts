/** Group writeback: Microsoft 365 groups of the tenant in a unit of Active Directory, with the connector account's own rights (writeback.md §7.2). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunHistoryRow, WizardState } from '#core/contracts/connect.ts'
import { asDomainAdmin } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

const container = `OU=Cloud Groups,${staff}`
const domainAdmin = { username: 'CONTOSO\\Administrator', password: forest.administratorPassword }

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 3 })
  await asDomainAdmin(world, (client) => client.add(container, { objectClass: 'organizationalUnit' }))
}, 60_000)
afterAll(() => world.close())

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const graph = async (path: string, request?: { method?: string; json?: unknown }) => {
  const { status, json, text } = await world.cloud.asAdministrator(`/v1.0/${path}`, request)
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`)
  return json as { id: string }
}
const idOf = async (index: number) => (await graph(`users/person${index}@contoso.com`)).id
const makeGroup = (name: string, more: object = {}) =>
  graph('groups', {
    json: {
      displayName: name,
      description: `${name} of the tenant`,
      groupTypes: ['Unified'],
      mailEnabled: true,
      mailNickname: name.toLowerCase(),
      securityEnabled: false,
      ...more,
    },
  })
const addMember = async (group: string, index: number) => {
  const id = `https://graph.microsoft.com/v1.0/directoryObjects/${await idOf(index)}`
  await graph(`groups/${group}/members/$ref`, { method: 'POST', json: { '@odata.id': id } })
}
const groupsThere = () =>
  asDomainAdmin(world, async (client) => {
    const attributes = ['displayName', 'description', 'groupType', 'member', 'adminDescription', 'objectGUID']
    const filter = '(objectClass=group)'
    return (await client.search(container, { scope: 'one', filter, attributes })).searchEntries
  })
const cycle = async (): Promise<RunHistoryRow> => {
  const runs = await world.connect.synchronize('Delta')
  const row = runs.find(({ connector, profile }) => connector === 'contoso.local' && profile === 'Export')
  if (row === undefined) throw new Error('nothing was exported to the forest')
  return row
}
async function openFeatures(): Promise<WizardState> {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  await act('sign-in', administrator)
  const { organizationalUnits } = await act('next')
  const selected = organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn)
  return act('select-ous', { selected })
}
let team = ''

test('the wizard wants a unit that is there; nothing is written before it is configured', async () => {
  team = (await makeGroup('Harbour')).id
  await makeGroup('Cloud-Security', { groupTypes: [], mailEnabled: false, securityEnabled: true })
  for (const index of [0, 1]) await addMember(team, index)
  const { features } = await openFeatures()
  const groupWriteback = { ...features, groupWriteback: true }
  const without = await act('select-features', { features: groupWriteback })
  expect(without).toMatchObject({
    page: 'optional-features',
    refusal: { code: 'WizardGroupContainerMissing' },
  })
  const nowhere = { features: groupWriteback, groupWritebackContainer: 'OU=Nowhere,DC=contoso,DC=local' }
  expect((await act('select-features', nowhere)).refusal?.code).toBe('WizardUnknownOrganizationalUnit')
  await world.connect.synchronize('Delta')
  expect(await groupsThere()).toEqual([])
  const ready = await act('select-features', {
    features: groupWriteback,
    groupWritebackContainer: container,
  })
  expect(ready).toMatchObject({ page: 'ready-to-configure', groupWritebackContainer: container })
  expect(ready.plan).toContain('Enable Group writeback')
  expect((await act('configure')).page).toBe('complete')
  await act('close')
})

test('without the right to make groups there the export ends in permission-issue, and nothing is there', async () => {
  const row = await cycle()
  expect(row).toMatchObject({
    status: 'completed-export-errors',
    errors: [{ object: `CN=Group_${team},${container}`, code: 'permission-issue' }],
  })
  expect(await groupsThere()).toEqual([])
})

test('with the rights the group appears as a universal distribution group, its members resolved', async () => {
  const granted = await world.verb('cmdlets/Set-ADSyncUnifiedGroupWritebackPermissions', {
    parameters: { ADobjectDN: container, Credential: domainAdmin },
  })
  expect(granted.json).toMatchObject({ output: [{ Target: container }] })
  expect(await cycle()).toMatchObject({ status: 'success', statistics: { 'export-add': 1 } })
  const [group, ...others] = await groupsThere()
  expect(others).toEqual([])
  expect(group).toMatchObject({
    dn: `CN=Group_${team},${container}`,
    displayName: 'Harbour',
    description: 'Harbour of the tenant',
    groupType: '8',
    adminDescription: `Group_${team}`,
  })
  expect([group?.member].flat().sort()).toEqual([`CN=Person 0,${staff}`, `CN=Person 1,${staff}`])
  const { json } = await world.verb('rules')
  expect(JSON.stringify(json)).toContain('Out to AD - Group SOAInAAD')
})

test('it does not come back to the tenant as a second group, and a cycle without changes writes nothing', async () => {
  await world.connect.synchronize('Initial')
  expect((await cycle()).statistics).toEqual({})
  const { json } = await world.cloud.asAdministrator(
    "/v1.0/groups?$filter=displayName eq 'Harbour'&$count=true",
  )
  expect((json as { value: object[] }).value).toHaveLength(1)
})

test('a change in the tenant, and a new member who has just come from Active Directory, follow', async () => {
  await graph(`groups/${team}`, { method: 'PATCH', json: { displayName: 'Harbour crew', description: null } })
  await graph(`groups/${team}/members/${await idOf(0)}/$ref`, { method: 'DELETE' })
  await addMember(team, 2)
  expect(await cycle()).toMatchObject({ status: 'success', statistics: { 'export-update': 1 } })
  const [group] = await groupsThere()
  expect(group).toMatchObject({ displayName: 'Harbour crew', description: [] })
  expect([group?.member].flat().sort()).toEqual([`CN=Person 1,${staff}`, `CN=Person 2,${staff}`])
})

test('a server that knows nothing of the group takes it as it is, and goes on from there', async () => {
  const disk = world.cloud.lab.store.collection('connect.written-groups')
  await graph(`groups/${team}`, { method: 'PATCH', json: { description: 'not for long' } })
  await cycle()
  const [before] = await groupsThere()
  expect(before).toMatchObject({ description: 'not for long' })
  await world.cloud.lab.store.transaction(() => disk.delete(team))
  await graph(`groups/${team}`, {
    method: 'PATCH',
    json: { displayName: 'Harbour hands', description: null },
  })
  expect(await cycle()).toMatchObject({ status: 'success', statistics: { 'export-update': 1 } })
  const [after, ...others] = await groupsThere()
  expect(others).toEqual([])
  expect(after).toMatchObject({
    displayName: 'Harbour hands',
    description: [],
    objectGUID: before?.objectGUID,
  })
})

test('a group of somebody else under the name is left alone, and the export says so', async () => {
  const other = (await makeGroup('Taken')).id
  const dn = `CN=Group_${other},${container}`
  await asDomainAdmin(world, (client) =>
    client.add(dn, { objectClass: 'group', sAMAccountName: 'taken', description: 'somebody else' }),
  )
  expect(await cycle()).toMatchObject({
    status: 'completed-export-errors',
    errors: [{ object: dn, code: 'unexpected-error' }],
  })
  expect((await groupsThere()).find((group) => group.dn === dn)).toMatchObject({
    description: 'somebody else',
    adminDescription: [],
  })
  await asDomainAdmin(world, (client) => client.del(dn))
  expect((await cycle()).statistics).toEqual({ 'export-add': 1 })
  await graph(`groups/${other}`, { method: 'DELETE' })
  await cycle()
})

test('deleted in Active Directory it is made again; deleted in the tenant it goes', async () => {
  const dn = `CN=Group_${team},${container}`
  await asDomainAdmin(world, (client) => client.del(dn))
  expect(await cycle()).toMatchObject({ statistics: { 'export-add': 1 } })
  expect(await groupsThere()).toHaveLength(1)
  await graph(`groups/${team}`, { method: 'DELETE' })
  expect(await cycle()).toMatchObject({ status: 'success', statistics: { 'export-delete': 1 } })
  expect(await groupsThere()).toEqual([])
})

test('switched off nothing more is written, and what is there stays', async () => {
  const kept = (await makeGroup('Lighthouse')).id
  expect(await cycle()).toMatchObject({ statistics: { 'export-add': 1 } })
  const { features } = await openFeatures()
  const ready = await act('select-features', { features: { ...features, groupWriteback: false } })
  expect(ready.plan).toContain('Disable Group writeback')
  await act('configure')
  await act('close')
  await graph(`groups/${kept}`, { method: 'PATCH', json: { displayName: 'Beacon' } })
  expect((await cycle()).statistics).toEqual({})
  expect(await groupsThere()).toMatchObject([{ displayName: 'Lighthouse' }])
})
