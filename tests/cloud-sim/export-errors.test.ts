/** What the tenant refuses of an export, each from its own cause (writeback.md §8.8); and that a refusal writes nothing. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CloudUser } from '#core/entra/model.ts'
import { openResetCloud, type ResetCloud } from './support/reset-cloud.ts'

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
const change = (operation: string, type: string, name: string, attributes: object = {}) => ({
  operation,
  type,
  sourceAnchor: anchor(name),
  attributes,
})
const person = (name: string, more: object = {}) =>
  change('add', 'User', name, { userPrincipalName: `${name}@contoso.com`, displayName: name, ...more })
const group = (name: string, more: object = {}) =>
  change('add', 'Group', name, { displayName: name, ...more })
const send = async (...changes: object[]) =>
  (await cloud.call('POST', '/provisioning/v1/export', { as: sync, json: { changes } })).body.results

test('an address is not shared between types: user, group and contact (ObjectTypeMismatch)', async () => {
  const proxyAddresses = ['SMTP:sales@contoso.com']
  await send(group('sales', { proxyAddresses }))
  const [user, contact] = await send(
    person('ben', { proxyAddresses: ['smtp:SALES@contoso.com'] }),
    change('add', 'Contact', 'partner', { displayName: 'Partner', proxyAddresses }),
  )
  expect([user.code, contact.code]).toEqual(['ObjectTypeMismatch', 'ObjectTypeMismatch'])
  expect(cloud.directory.findUser('ben@contoso.com')).toBeUndefined()
  await send(person('chloe', { proxyAddresses: ['SMTP:chloe@contoso.com'] }))
  const [late] = await send(
    change('update', 'Group', 'sales', { proxyAddresses: ['SMTP:chloe@contoso.com'] }),
  )
  expect(late.code).toBe('ObjectTypeMismatch')
  expect(cloud.directory.groupByImmutableId(anchor('sales'))?.proxyAddresses).toEqual(proxyAddresses)
  await send(change('delete', 'Group', 'sales'))
  expect((await send(person('ben', { proxyAddresses })))[0].ok).toBe(true)
})

test('too long a value and too many of them have codes of their own', async () => {
  const many = Array.from({ length: 401 }, (_, index) => `smtp:a${index}@contoso.com`)
  const [long, large, fits] = await send(
    person('ben', { jobTitle: 'x'.repeat(129) }),
    person('chloe', { proxyAddresses: many }),
    person('david', { jobTitle: 'x'.repeat(128), proxyAddresses: many.slice(1) }),
  )
  expect(long).toMatchObject({ ok: false, code: 'ExceededAllowedLength' })
  expect(large).toMatchObject({ ok: false, code: 'LargeObject' })
  expect(fits.ok).toBe(true)
  expect(cloud.directory.findUser('ben@contoso.com')).toBeUndefined()
  expect(cloud.directory.findUser('chloe@contoso.com')).toBeUndefined()
})

test('a photo above 100 KB is an ExceededAllowedLength, and what is no base64 is not valid', async () => {
  const photo = (size: number) => ({ thumbnailPhoto: Buffer.alloc(size, 7).toString('base64') })
  const [large, odd, fits] = await send(
    person('ben', photo(102_403)),
    person('chloe', { thumbnailPhoto: 'not base64!' }),
    person('david', photo(102_400)),
  )
  expect(large).toMatchObject({ ok: false, code: 'ExceededAllowedLength' })
  expect(odd).toMatchObject({ ok: false, code: 'DataValidationFailed' })
  expect(fits.ok).toBe(true)
  expect(cloud.directory.findUser('ben@contoso.com')).toBeUndefined()
})

test('a name moves between two federated domains only by way of the initial domain', async () => {
  await federate('contoso.com', 'fabrikam.com')
  await send(person('ben'))
  const rename = async (userPrincipalName: string) =>
    (await send(change('update', 'User', 'ben', { userPrincipalName })))[0]
  expect(await rename('ben@fabrikam.com')).toMatchObject({ ok: false, code: 'FederatedDomainChangeError' })
  expect(cloud.user('ben@contoso.com').onPremisesImmutableId).toBe(anchor('ben'))
  expect((await rename('benjamin@contoso.com')).ok).toBe(true)
  expect((await rename('ben@contoso.onmicrosoft.com')).ok).toBe(true)
  expect((await rename('ben@fabrikam.com')).ok).toBe(true)
})

test('what the tenant masters itself is not deleted by an export (error type 114)', async () => {
  const kara = await cloud.addUser({ userPrincipalName: 'kara@contoso.com' })
  const [refused] = await send({
    ...change('delete', 'User', 'kara'),
    cloudAnchor: `User_${kara.id}`,
  })
  expect(refused).toMatchObject({ ok: false, code: 'DeletionAccessViolation' })
  expect(cloud.directory.findUser('kara@contoso.com')).toBeDefined()
  expect(cloud.audits('Delete user')).toHaveLength(0)
})

test('where the quota of objects is used up nothing is added, while what is there goes on', async () => {
  await send(person('ben'))
  const quota = cloud.directory.countUsers() + cloud.directory.groupsInOrder('id').size + 1
  const { body } = await cloud.call('PATCH', '/api/LabSwitches', {
    as: cloud.admin,
    json: { objectQuota: quota },
  })
  expect(body.objectQuota).toBe(quota)
  const [last, user, team, contact, update] = await send(
    person('chloe'),
    person('david'),
    group('sales'),
    change('add', 'Contact', 'partner', { displayName: 'Partner' }),
    change('update', 'User', 'ben', { jobTitle: 'Lead' }),
  )
  expect([last.ok, update.ok]).toEqual([true, true])
  expect([user.code, team.code, contact.code]).toEqual(Array(3).fill('QuotaExceeded'))
  expect(cloud.directory.findUser('david@contoso.com')).toBeUndefined()
  await send(change('delete', 'User', 'chloe'))
  expect((await send(person('david')))[0].ok).toBe(true)
})

async function federate(...names: readonly string[]) {
  const tenant = cloud.directory.tenant()
  const [first] = tenant.domains.filter(({ isInitial }) => !isInitial)
  if (first === undefined) throw new Error('the tenant has a domain of its own')
  const domains = names.map((name) => ({ ...first, name, authenticationType: 'Federated' as const }))
  await cloud.directory.transaction(() =>
    cloud.directory.putTenant({
      ...tenant,
      domains: [...tenant.domains.filter(({ isInitial }) => isInitial), ...domains],
    }),
  )
}

async function setFeatures(features: Record<string, boolean>): Promise<void> {
  const tenant = cloud.directory.tenant()
  const directorySync = {
    ...tenant.directorySync,
    features: { ...tenant.directorySync.features, ...features },
  }
  await cloud.directory.transaction(() => cloud.directory.putTenant({ ...tenant, directorySync }))
}

test('taking over by the anchor is blocked where the tenant says so (InvalidHardMatch), and goes where it does not', async () => {
  const kara = await cloud.addUser({
    userPrincipalName: 'kara@contoso.com',
    onPremisesImmutableId: anchor('kara'),
  })
  await setFeatures({ blockCloudObjectTakeoverThroughHardMatchEnabled: true })
  const [blocked] = await send(person('kara', { displayName: 'Kara of on premises' }))
  expect(blocked).toMatchObject({ ok: false, code: 'InvalidHardMatch' })
  expect(cloud.user('kara@contoso.com')).toMatchObject({
    onPremisesSyncEnabled: null,
    displayName: kara.displayName,
  })
  await setFeatures({ blockCloudObjectTakeoverThroughHardMatchEnabled: false })
  const [taken] = await send(person('kara', { displayName: 'Kara of on premises' }))
  expect(taken).toMatchObject({ ok: true, cloudAnchor: `User_${kara.id}` })
  expect(cloud.user('kara@contoso.com')).toMatchObject({ onPremisesSyncEnabled: true })
})

test('with soft match blocked, or by name switched off, a new person comes beside the one of the cloud', async () => {
  const address = ['SMTP:kara@contoso.com']
  const kara = await cloud.addUser({ userPrincipalName: 'kara@contoso.com', proxyAddresses: address })
  await setFeatures({ blockSoftMatchEnabled: true })
  const [beside] = await send(person('kara', { proxyAddresses: address }))
  expect(beside.ok).toBe(true)
  const second = cloud.directory.userByImmutableId(anchor('kara'))
  expect(second?.id).not.toBe(kara.id)
  expect(second?.userPrincipalName).toMatch(/^kara\+\d{4}@/)
  expect(cloud.directory.userById(kara.id)?.onPremisesImmutableId).toBeNull()

  const liam = await cloud.addUser({ userPrincipalName: 'liam@contoso.com' })
  await setFeatures({ blockSoftMatchEnabled: false, softMatchOnUpnEnabled: false })
  await send(person('liam'))
  expect(cloud.directory.userByImmutableId(anchor('liam'))?.id).not.toBe(liam.id)
  const mia = await cloud.addUser({ userPrincipalName: 'mia@contoso.com' })
  await setFeatures({ softMatchOnUpnEnabled: true })
  await send(person('mia'))
  expect(cloud.directory.userByImmutableId(anchor('mia'))?.id).toBe(mia.id)
})

test('a licensed user keeps the sign-in name that came first until SynchronizeUpnForManagedUsers is on', async () => {
  await send(person('noah'))
  const noah = cloud.user('noah@contoso.com')
  const [skuId] = [...cloud.directory.subscriptions()].map(({ id }) => id)
  await cloud.directory.transaction(() =>
    cloud.directory.putUser({ ...noah, assignedLicenses: [{ skuId: skuId ?? '', disabledPlans: [] }] }),
  )
  await setFeatures({ synchronizeUpnForManagedUsersEnabled: false })
  const rename = change('update', 'User', 'noah', {
    userPrincipalName: 'noah.new@contoso.com',
    jobTitle: 'Chef',
  })
  expect((await send(rename))[0].ok).toBe(true)
  expect(cloud.directory.userById(noah.id)).toMatchObject({
    userPrincipalName: 'noah@contoso.com',
    jobTitle: 'Chef',
  })
  await setFeatures({ synchronizeUpnForManagedUsersEnabled: true })
  await send(rename)
  expect(cloud.directory.userById(noah.id)?.userPrincipalName).toBe('noah.new@contoso.com')
})

test('a value that another object holds: refused on an update once quarantine is off (AttributeValueMustBeUnique)', async () => {
  await send(person('olga', { proxyAddresses: ['SMTP:olga@contoso.com'] }), person('pia'))
  await setFeatures({ quarantineUponProxyAddressesConflictEnabled: false })
  const [refused] = await send(change('update', 'User', 'pia', { proxyAddresses: ['SMTP:olga@contoso.com'] }))
  expect(refused).toMatchObject({ ok: false, code: 'AttributeValueMustBeUnique' })
  expect(cloud.user('pia@contoso.com').proxyAddresses).toEqual([])
})
