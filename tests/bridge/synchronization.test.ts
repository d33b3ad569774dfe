/** Cycles between the domain controller and the tenant, seen through Graph, LDAP, the run history and the connector spaces. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, annaDn, type JoinedLab, startJoinedLab } from './support/joined-lab.ts'

let world: JoinedLab
beforeAll(async () => {
  world = await startJoinedLab({ writeback: false })
})
afterAll(() => world.close())

const base = 'DC=contoso,DC=local'
const sales = `OU=Sales,OU=Staff,${base}`

async function graphUser(
  upn: string,
  select = 'id,displayName,jobTitle,userPrincipalName,accountEnabled',
): Promise<Record<string, unknown> | undefined> {
  const { status, json } = await world.doors.as(
    admin,
    `/v1.0/users/${encodeURIComponent(upn)}?$select=${select}`,
  )
  return status === 200 ? (json as Record<string, unknown>) : undefined
}
const exportOf = (rows: Awaited<ReturnType<JoinedLab['cycle']>>) =>
  rows.find(({ profile, connector }) => profile === 'Export' && connector.endsWith(' - AAD'))

async function addUser(dn: string, attributes: Record<string, string> = {}): Promise<void> {
  const name = /^CN=([^,]+)/.exec(dn)?.[1] ?? ''
  const sam = name.replaceAll(' ', '.').toLowerCase()
  await world.ldap.add(dn, {
    objectClass: 'user',
    sAMAccountName: sam,
    userPrincipalName: `${sam}@contoso.com`,
    displayName: name,
    ...attributes,
  })
}

test('the first cycle ran all profiles in order, and only the chosen containers are in the tenant', async () => {
  const { runs } = (await world.connect('runs')).json as {
    runs: { connector: string; profile: string; status: string }[]
  }
  expect(
    runs.map(({ connector, profile, status }) => `${connector}: ${profile}, ${status}`).reverse(),
  ).toEqual([
    'contoso.local: Full Import, success',
    'contoso.onmicrosoft.com - AAD: Full Import, success',
    'contoso.local: Full Synchronization, success',
    'contoso.onmicrosoft.com - AAD: Full Synchronization, success',
    'contoso.onmicrosoft.com - AAD: Export, success',
    'contoso.local: Export, success',
  ])
  expect(await graphUser('anna@contoso.com')).toMatchObject({
    displayName: 'Anna Berg',
    jobTitle: 'Account Manager',
    accountEnabled: true,
  })
  expect(await graphUser('frank@contoso.com')).toMatchObject({ accountEnabled: false })
  expect(await graphUser('ivan@contoso.com')).toBeUndefined()
})

test('the anchor stands in Active Directory and in the tenant', async () => {
  const { searchEntries } = await world.ldap.search(annaDn, {
    scope: 'base',
    attributes: ['objectGUID', 'mS-DS-ConsistencyGuid'],
    explicitBufferAttributes: ['objectGUID', 'mS-DS-ConsistencyGuid'],
  })
  const guid = searchEntries[0]?.objectGUID as Buffer
  expect(searchEntries[0]?.['mS-DS-ConsistencyGuid']).toEqual(guid)
  expect(await graphUser('anna@contoso.com', 'onPremisesImmutableId')).toMatchObject({
    onPremisesImmutableId: guid.toString('base64'),
  })
})

test('a cycle without changes exports nothing', async () => {
  await world.cycle()
  const rows = await world.cycle()
  expect(rows.every(({ status }) => status === 'success')).toBe(true)
  expect(
    rows.flatMap(({ profile, statistics }) => (profile === 'Export' ? Object.keys(statistics) : [])),
  ).toEqual([])
})

test('one changed attribute is one exported update', async () => {
  await world.write(annaDn, { title: 'Key Account Manager' })
  const rows = await world.cycle()
  expect(rows[0]?.statistics).toMatchObject({ updates: 1 })
  expect(exportOf(rows)?.statistics).toEqual({ 'export-update': 1 })
  expect(await graphUser('anna@contoso.com')).toMatchObject({ jobTitle: 'Key Account Manager' })
})

test('a new user arrives, moves out of scope and is gone, moves back and is the same again', async () => {
  const dn = `CN=Nora Vale,${sales}`
  await addUser(dn)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-add': 1 })
  const first = await graphUser('nora.vale@contoso.com')
  expect(first).toBeDefined()
  await world.ldap.modifyDN(dn, `CN=Nora Vale,OU=Contractors,${base}`)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-delete': 1 })
  expect(await graphUser('nora.vale@contoso.com')).toBeUndefined()
  await world.ldap.modifyDN(`CN=Nora Vale,OU=Contractors,${base}`, dn)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-add': 1 })
  expect((await graphUser('nora.vale@contoso.com'))?.id).toBe(first?.id)
})

test('a renamed organizational unit takes its people along', async () => {
  await world.ldap.modifyDN(sales, 'OU=Selling')
  const rows = await world.cycle()
  expect(rows[0]?.statistics.renames).toBeGreaterThan(3)
  expect(await graphUser('anna@contoso.com', 'onPremisesDistinguishedName')).toMatchObject({
    onPremisesDistinguishedName: `CN=Anna Berg,OU=Selling,OU=Staff,${base}`,
  })
  await world.ldap.modifyDN(`OU=Selling,OU=Staff,${base}`, 'OU=Sales')
  await world.cycle()
})

test('a manager is set when the manager’s own account comes into the tenant later, and taken away when it goes', async () => {
  await addUser(`CN=Boss Hart,OU=Contractors,${base}`)
  await addUser(`CN=Team Mate,${sales}`, { manager: `CN=Boss Hart,OU=Contractors,${base}` })
  await world.cycle()
  const managerOf = () =>
    world.doors.as(admin, '/v1.0/users/team.mate@contoso.com/manager?$select=userPrincipalName')
  expect((await managerOf()).status).toBe(404)
  const [outside, inside] = [`CN=Boss Hart,OU=Contractors,${base}`, `CN=Boss Hart,${sales}`]
  await world.ldap.modifyDN(outside, inside)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-add': 1, 'export-update': 1 })
  expect((await managerOf()).json).toMatchObject({ userPrincipalName: 'boss.hart@contoso.com' })
  // On premises nobody touches the team mate's account.
  await world.ldap.modifyDN(inside, outside)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-delete': 1, 'export-update': 1 })
  expect((await managerOf()).status).toBe(404)
  await world.ldap.modifyDN(outside, inside)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-add': 1, 'export-update': 1 })
  expect((await managerOf()).json).toMatchObject({ userPrincipalName: 'boss.hart@contoso.com' })
})

test('a synchronised group has the members that are in the tenant', async () => {
  const { json } = await world.doors.as(
    admin,
    `/v1.0/groups?$filter=${encodeURIComponent("displayName eq 'Sales Team'")}&$expand=members`,
  )
  const { value } = json as { value: { members: { displayName: string }[] }[] }
  expect(value[0]?.members.map(({ displayName }) => displayName).sort()).toEqual(['Anna Berg', 'Ben Okafor'])
})

test('a deleted user is deleted in the tenant with the next cycle', async () => {
  await world.ldap.del(`CN=Team Mate,${sales}`)
  const rows = await world.cycle()
  expect(rows[0]?.statistics).toMatchObject({ deletes: 1 })
  expect(exportOf(rows)?.statistics).toEqual({ 'export-delete': 1 })
  expect(await graphUser('team.mate@contoso.com')).toBeUndefined()
})

test('an unverified suffix becomes mailNickname@initial domain (scenario 41)', async () => {
  await addUser(`CN=Local Only,${sales}`, {
    userPrincipalName: 'local.only@contoso.local',
    mail: 'lo@contoso.com',
  })
  await world.cycle()
  expect(await graphUser('lo@contoso.onmicrosoft.com')).toBeDefined()
  await world.ldap.del(`CN=Local Only,${sales}`)
  await world.cycle()
})

test('the scheduler runs a delta cycle every 30 minutes of lab time', async () => {
  await world.write(annaDn, { title: 'Account Director' })
  const ran = await world.lab.clock.advance(30 * 60_000)
  expect(ran.find(({ job }) => job === 'synchronisation cycle')?.outcome).toBe(
    'delta cycle: 1 exported change, success',
  )
  expect(await graphUser('anna@contoso.com')).toMatchObject({ jobTitle: 'Account Director' })
  expect((await world.connect('scheduler')).json).toMatchObject({
    AllowedSyncCycleInterval: '00:30:00',
    NextSyncCyclePolicyType: 'Delta',
    SyncCycleInProgress: false,
  })
})

test('more deletions than the threshold stop the export, with event 116 (scenario 43)', async () => {
  const crowd = Array.from({ length: 501 }, (_, index) => `CN=Crowd ${index},${sales}`)
  for (const dn of crowd) await addUser(dn)
  expect(exportOf(await world.cycle())?.statistics).toEqual({ 'export-add': 501 })
  for (const dn of crowd) await world.ldap.del(dn)
  const after = world.mark()
  const row = exportOf(await world.cycle())
  expect(row?.status).toBe('stopped-deletion-threshold-exceeded')
  expect(world.windowsEvents(after)).toContain(116)
  expect(await graphUser('crowd.7@contoso.com')).toBeDefined()
}, 60_000)

test('the connector spaces and the metaverse can be looked into', async () => {
  const { connectors } = (await world.connect('connectors')).json as { connectors: { name: string }[] }
  expect(connectors.map(({ name }) => name)).toEqual(['contoso.local', 'contoso.onmicrosoft.com - AAD'])
  const { objects } = (await world.connect('connectors/contoso.local/objects?find=Anna')).json as {
    objects: { metaverseId: string; name: string }[]
  }
  expect(objects[0]?.name).toBe(annaDn)
  const metaverse = await world.connect(`metaverse/${encodeURIComponent(objects[0]?.metaverseId ?? '')}`)
  expect(metaverse.json).toMatchObject({
    type: 'person',
    sourceAnchor: objects[0]?.metaverseId,
    attributes: { accountName: 'anna', accountEnabled: true },
  })
  expect((await world.connect('connectors/nowhere/objects')).status).toBe(404)
})
