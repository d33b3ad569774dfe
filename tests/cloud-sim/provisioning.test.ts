import { createHash, pbkdf2Sync } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { syncedHashInput } from '#core/entra/synced-hash-input.ts'
import { annasPassword, openResetCloud, type ResetCloud } from './support/reset-cloud.ts'

let cloud: ResetCloud
let sync: CloudUser
beforeEach(async () => {
  cloud = await openResetCloud({ onboarded: false })
  const { body } = await cloud.call('POST', '/provisioning/v1/connector-account', {
    as: cloud.admin,
    json: { serverName: 'CONNECT01' },
  })
  sync = cloud.user(body.userPrincipalName)
})
afterEach(() => cloud.close())

const anchor = (name: string) => createHash('md5').update(name).digest('base64')
const call = (method: string, path: string, json?: unknown) =>
  cloud.call(method, `/provisioning/v1/${path}`, { as: sync, ...(json === undefined ? {} : { json }) })
const change = (operation: string, name: string, attributes: object = {}, type = 'User') => ({
  operation,
  type,
  sourceAnchor: anchor(name),
  attributes,
})
const person = (name: string, more: object = {}) =>
  change('add', name, {
    userPrincipalName: `${name}@contoso.com`,
    displayName: name,
    mailNickname: name,
    accountEnabled: true,
    mail: `${name}@contoso.com`,
    proxyAddresses: [`SMTP:${name}@contoso.com`],
    ...more,
  })
const send = async (...changes: object[]) => (await call('POST', 'export', { changes })).body.results

const importAll = async (cookie = '') => {
  const objects = []
  for (let more = true; more; ) {
    const { body } = await call('GET', `objects?cookie=${cookie}`)
    objects.push(...body.objects)
    cookie = body.cookie
    more = body.more
  }
  return { objects, cookie }
}

test('the connector account is made once per server, with its role alone, and turns synchronisation on', async () => {
  const again = await cloud.call('POST', '/provisioning/v1/connector-account', {
    as: cloud.admin,
    json: { serverName: 'CONNECT01' },
  })
  expect(again.body.userPrincipalName).toBe(sync.userPrincipalName)
  expect(again.body.userPrincipalName).toMatch(/^Sync_CONNECT01_[0-9a-f]{12}@contoso\.onmicrosoft\.com$/)
  expect(await cloud.checksOut(again.body.userPrincipalName, again.body.password)).toBe(true)
  expect(cloud.directory.rolesOf(sync.id)).toEqual(['Directory Synchronization Accounts'])
  expect(cloud.directory.tenant().onPremisesSyncEnabled).toBe(true)
})

test('nobody else may synchronise, and the account may do nothing else', async () => {
  expect(
    (await cloud.call('POST', '/provisioning/v1/export', { as: cloud.admin, json: { changes: [] } })).status,
  ).toBe(403)
  expect((await cloud.call('GET', '/provisioning/v1/objects', { as: cloud.anna })).status).toBe(403)
  expect((await cloud.call('GET', '/provisioning/v1/objects')).status).toBe(401)
  expect(
    (await cloud.call('POST', '/provisioning/v1/connector-account', { as: sync, json: { serverName: 'X' } }))
      .status,
  ).toBe(403)
})

test('a person is added, changed, disabled, deleted softly, and brought back with the same object', async () => {
  const [added] = await send(
    person('ben', { jobTitle: 'Sales Lead', extensionAttribute3: 'x', businessPhones: ['+65 1234'] }),
  )
  const ben = cloud.user('ben@contoso.com')
  expect(added).toEqual({ sourceAnchor: anchor('ben'), ok: true, cloudAnchor: `User_${ben.id}` })
  expect(ben).toMatchObject({
    onPremisesSyncEnabled: true,
    onPremisesImmutableId: anchor('ben'),
    jobTitle: 'Sales Lead',
    onPremisesExtensionAttributes: { extensionAttribute3: 'x' },
    businessPhones: ['+65 1234'],
    password: null,
  })
  await send({
    ...change('update', 'ben', { jobTitle: null, accountEnabled: false, businessPhones: null }),
    cloudAnchor: added.cloudAnchor,
  })
  expect(cloud.user('ben@contoso.com')).toMatchObject({
    jobTitle: null,
    accountEnabled: false,
    businessPhones: [],
    displayName: 'ben',
  })
  expect(cloud.audits('Disable account')).toHaveLength(1)
  await send(change('delete', 'ben'))
  expect(cloud.directory.findUser('ben@contoso.com')).toBeUndefined()
  await send(person('ben'))
  expect(cloud.user('ben@contoso.com').id).toBe(ben.id)
})

test('a cloud person with the same primary address is taken over; one with a role is not (§8.5)', async () => {
  const kara = await cloud.addUser({
    userPrincipalName: 'kara@contoso.com',
    proxyAddresses: ['SMTP:kara@contoso.com'],
  })
  await cloud.addUser(
    { userPrincipalName: 'boss@contoso.com', proxyAddresses: ['SMTP:boss@contoso.com'] },
    undefined,
    ['User Administrator'],
  )
  const [taken, kept] = await send(person('kara'), person('boss'))
  expect(taken).toMatchObject({ ok: true, cloudAnchor: `User_${kara.id}` })
  expect(cloud.user('kara@contoso.com').onPremisesImmutableId).toBe(anchor('kara'))
  expect(kept).toMatchObject({ ok: false, code: 'ExistingAdminRoleConflict' })
  expect(cloud.user('boss@contoso.com').onPremisesImmutableId).toBeNull()
})

test('a duplicate name or address still comes, quarantined, and heals when the value is free (scenario 42)', async () => {
  await send(person('ben'))
  const [second] = await send({
    ...person('ben', { proxyAddresses: ['SMTP:ben@contoso.com', 'smtp:b2@contoso.com'] }),
    sourceAnchor: anchor('other'),
  })
  const other = cloud.directory.userByImmutableId(anchor('other'))
  expect(second.ok).toBe(true)
  expect(other?.userPrincipalName).toMatch(/^ben\+\d{4}@contoso\.onmicrosoft\.com$/)
  expect(other?.proxyAddresses).toEqual(['smtp:b2@contoso.com'])
  expect(
    other?.onPremisesProvisioningErrors.map((error) => [error.propertyCausingError, error.value]),
  ).toEqual([
    ['UserPrincipalName', 'ben@contoso.com'],
    ['ProxyAddress', 'SMTP:ben@contoso.com'],
  ])
  await send(change('delete', 'ben'))
  await call('POST', 'cycle', { serverName: 'CONNECT01', kind: 'sync', at: cloud.lab.clock.now() })
  expect(cloud.directory.userByImmutableId(anchor('other'))).toMatchObject({
    userPrincipalName: 'ben@contoso.com',
    onPremisesProvisioningErrors: [],
  })
})

test('with resiliency off the duplicate is refused and nothing is written', async () => {
  await send(person('ben'))
  const tenant = cloud.directory.tenant()
  const features = {
    ...tenant.directorySync.features,
    quarantineUponUpnConflictEnabled: false,
    quarantineUponProxyAddressesConflictEnabled: false,
  }
  await cloud.directory.transaction(() =>
    cloud.directory.putTenant({ ...tenant, directorySync: { ...tenant.directorySync, features } }),
  )
  const [soft] = await send({ ...person('ben'), sourceAnchor: anchor('other') })
  expect(soft).toMatchObject({ ok: false, code: 'InvalidSoftMatch' })
  await send(person('chloe'))
  const [update] = await send(change('update', 'chloe', { userPrincipalName: 'ben@contoso.com' }))
  expect(update).toMatchObject({ ok: false, code: 'AttributeValueMustBeUnique' })
  expect(cloud.directory.userByImmutableId(anchor('other'))).toBeUndefined()
  expect(cloud.user('chloe@contoso.com').onPremisesImmutableId).toBe(anchor('chloe'))
})

test('a suffix that the tenant does not own becomes the initial domain; a malformed name is refused (scenario 41)', async () => {
  const [moved, bad] = await send(
    person('ivan', { userPrincipalName: 'ivan@contoso.local' }),
    person('eve', { userPrincipalName: 'e ve@contoso.com' }),
  )
  expect(moved.ok).toBe(true)
  expect(cloud.directory.userByImmutableId(anchor('ivan'))?.userPrincipalName).toBe(
    'ivan@contoso.onmicrosoft.com',
  )
  expect(bad).toMatchObject({ ok: false, code: 'IdentityDataValidationFailed' })
})

test('members and managers may come before the object they name, and in any batch', async () => {
  const group = change(
    'add',
    'sales',
    {
      displayName: 'Sales',
      mailNickname: 'sales',
      securityEnabled: true,
      mailEnabled: false,
      members: [anchor('ben'), anchor('chloe')],
    },
    'Group',
  )
  const [made] = await send(group, person('ben', { manager: anchor('chloe') }))
  const id = made.cloudAnchor.replace('Group_', '')
  expect([...cloud.directory.links.to('member', id)]).toEqual([cloud.user('ben@contoso.com').id])
  await send(person('chloe'))
  expect(cloud.directory.links.to('member', id).size).toBe(2)
  expect(cloud.user('ben@contoso.com').managerId).toBe(cloud.user('chloe@contoso.com').id)
  await send({
    ...change('update', 'sales', { members: [anchor('chloe')] }, 'Group'),
    cloudAnchor: made.cloudAnchor,
  })
  expect([...cloud.directory.links.to('member', id)]).toEqual([cloud.user('chloe@contoso.com').id])
  await send(change('delete', 'sales', {}, 'Group'))
  expect(cloud.directory.groupById(id)).toBeUndefined()
  expect(cloud.directory.links.to('member', id).size).toBe(0)
})

test('a large group is taken in parts that leave others their turn, and answered when every member is told', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `member${index}`)
  await send(...names.map((name) => person(name)))
  const turns = { now: 0, ofMembers: new Set<number>(), counting: true }
  const count = () => {
    turns.now += 1
    if (turns.counting) setImmediate(count)
  }
  count()
  const told: string[] = []
  const stop = cloud.lab.journal.follow(({ type, data }) => {
    const activity = type === 'audit.recorded' ? String(data?.activityDisplayName) : ''
    if (!activity.includes('member')) return
    told.push(activity)
    turns.ofMembers.add(turns.now)
  })
  const group = (operation: string, members: readonly string[]) =>
    change(operation, 'everybody', { displayName: 'Everybody', members: members.map(anchor) }, 'Group')
  const [added] = await send(group('add', names))
  turns.counting = false
  expect(added.ok).toBe(true)
  const id = String(added.cloudAnchor).replace('Group_', '')
  expect(cloud.directory.links.to('member', id).size).toBe(400)
  expect(told).toEqual(names.map(() => 'Add member to group'))
  expect(turns.ofMembers.size).toBeGreaterThan(1)

  told.length = 0
  const [fewer] = await send(group('update', names.slice(100)))
  expect(fewer.ok).toBe(true)
  expect(cloud.directory.links.to('member', id)).not.toContain(cloud.user('member99@contoso.com').id)
  expect(cloud.directory.links.to('member', id).size).toBe(300)
  expect(told).toEqual(names.slice(0, 100).map(() => 'Remove member from group'))
  stop()
})

test('an import lists everything once and then only what changed', async () => {
  await send(
    person('ben'),
    person('chloe'),
    change('add', 'sales', { displayName: 'Sales', members: [] }, 'Group'),
    change('add', 'partner', { displayName: 'Partner', mail: 'p@x.example' }, 'Contact'),
  )
  const first = await importAll()
  expect(first.objects.map((object) => object.type).sort()).toEqual([
    'Contact',
    'Group',
    'User',
    'User',
    'User',
  ])
  expect((await importAll(first.cookie)).objects).toEqual([])
  await send(change('update', 'ben', { jobTitle: 'x' }), change('delete', 'chloe'))
  const second = await importAll(first.cookie)
  expect(second.objects.map((object) => [object.sourceAnchor, object.deleted])).toEqual([
    [anchor('ben'), false],
    [anchor('chloe'), true],
  ])
  expect((await importAll('rubbish')).objects).toHaveLength(4)
})

test('a password hash is stored as it came, and the person signs in with the on-premises password', async () => {
  await send(person('ben'))
  const salt = Buffer.from('0123456789')
  const hash = pbkdf2Sync(syncedHashInput(ntHash('Copper-Field-58!')), salt, 1000, 32, 'sha256')
  const changedAt = cloud.lab.clock.now() - 60_000
  const credential = {
    sourceAnchor: anchor('ben'),
    hash: hash.toString('base64'),
    salt: salt.toString('base64'),
    iterations: 1000,
    changedAt,
    forceChange: false,
  }
  const { body } = await call('POST', 'credentials', {
    credentials: [credential, { ...credential, sourceAnchor: anchor('nobody') }],
  })
  expect(body.results).toEqual([
    { sourceAnchor: anchor('ben'), ok: true },
    { sourceAnchor: anchor('nobody'), ok: false, code: 'ExportFailed' },
  ])
  expect(await cloud.checksOut('ben@contoso.com', 'Copper-Field-58!')).toBe(true)
  expect(cloud.user('ben@contoso.com')).toMatchObject({
    lastPasswordChangeDateTime: changedAt,
    passwordPolicies: 'DisablePasswordExpiration',
  })
  expect(cloud.audits('Change user password')).toHaveLength(1)
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain(credential.hash)
})

test('the echo of a reset that was written back neither ends the session nor lifts the forced change', async () => {
  const { anna } = cloud
  const by = { kind: 'user', id: anna.id, userPrincipalName: anna.userPrincipalName } as const
  await cloud.directory.setPassword(anna.id, annasPassword, { by, correlationId: 'x', force: true })
  const before = cloud.user('anna@contoso.com')
  const salt = Buffer.from('0123456789')
  const hash = pbkdf2Sync(syncedHashInput(ntHash(annasPassword)), salt, 1000, 32, 'sha256')
  const credential = {
    sourceAnchor: anna.onPremisesImmutableId,
    hash: hash.toString('base64'),
    salt: salt.toString('base64'),
    iterations: 1000,
    changedAt: cloud.lab.clock.now() - 5,
    forceChange: false,
  }
  await call('POST', 'credentials', { credentials: [credential] })
  const after = cloud.user('anna@contoso.com')
  expect(after.signInSessionsValidFromDateTime).toBe(before.signInSessionsValidFromDateTime)
  expect(after.forceChangePasswordNextSignIn).toBe(true)
  expect(after.lastPasswordChangeDateTime).toBe(before.lastPasswordChangeDateTime)
})

test('malformed batches are refused whole, a malformed object alone', async () => {
  expect((await call('POST', 'export', { changes: [{ operation: 'explode' }] })).status).toBe(400)
  expect(
    (await call('POST', 'export', { changes: Array.from({ length: 501 }, () => person('x')) })).status,
  ).toBe(400)
  const [good, bad] = await send(person('ben'), person('chloe', { jobTitle: 7, unknownThing: 'x' }))
  expect([good.ok, bad.ok, bad.code]).toEqual([true, false, 'DataValidationFailed'])
})
