import { expect, test } from 'vitest'
import { acknowledged } from '#core/sync/connector-space.ts'
import { anchorOfGuid } from '#core/sync/source-anchor.ts'
import { guid, importedUser, SyncWorld } from './sync-world.ts'

const exportAll = (world: SyncWorld) => {
  for (const [id, object] of world.cloud) {
    const after = acknowledged(object, object.cloudAnchor ?? `User_${id}`)
    if (after === undefined) world.cloud.delete(id)
    else world.cloud.set(id, after)
  }
}

test('a user in scope is projected and goes out to the tenant as an addition under Graph’s names', () => {
  const world = new SyncWorld()
  const { statistic } = world.synchronize(
    importedUser(1, { givenName: 'Anna', sn: 'Berg', title: 'Account Manager', mail: 'anna@contoso.com' }),
  )
  expect(statistic).toBe('disconnector-projected-flow')
  const { pendingExport, id } = world.onlyCloudObject()
  expect(id).toBe(anchorOfGuid(guid(1)))
  expect(pendingExport?.operation).toBe('add')
  expect(pendingExport?.attributes).toMatchObject({
    accountEnabled: true,
    userPrincipalName: 'user1@contoso.com',
    onPremisesUserPrincipalName: 'user1@contoso.com',
    displayName: 'User 1',
    givenName: 'Anna',
    surname: 'Berg',
    jobTitle: 'Account Manager',
    onPremisesSamAccountName: 'user1',
    onPremisesDomainName: 'contoso.local',
    onPremisesNetBiosName: 'CONTOSO',
  })
})

test('the source anchor is objectGUID in Active Directory’s byte order, and is to be written to ms-DS-ConsistencyGuid', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1, {}, { id: '6f9619ff-8b86-d011-b42d-00c04fc964ff' }))
  const anchor = Buffer.from('ff19966f868b11d0b42d00c04fc964ff', 'hex').toString('base64')
  expect([...world.cloud.keys()]).toEqual([anchor])
  expect(world.directory.get('6f9619ff-8b86-d011-b42d-00c04fc964ff')?.pendingExport).toEqual({
    'mS-DS-ConsistencyGuid': anchor,
  })
})

test('a filled ms-DS-ConsistencyGuid is the anchor and is left alone', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1, { 'mS-DS-ConsistencyGuid': 'AAECAwQFBgcICQoLDA0ODw==' }))
  expect(world.onlyCloudObject().id).toBe('AAECAwQFBgcICQoLDA0ODw==')
  expect(world.object(1).pendingExport).toBeNull()
})

test('a changed ms-DS-ConsistencyGuid of a joined user is an error, and nothing goes out', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  exportAll(world)
  const { statistic, directory } = world.synchronize({
    ...world.object(1),
    attributes: {
      ...world.object(1).attributes,
      'mS-DS-ConsistencyGuid': 'AAECAwQFBgcICQoLDA0ODw==',
      title: 'Other',
    },
    pendingImport: 'update',
  })
  expect(statistic).toBe('flow-failure')
  expect(directory?.error?.code).toBe('SourceAnchorHasChanged')
  expect(world.onlyCloudObject().pendingExport).toBeNull()
})

test('an update names only what changed, and a cleared attribute comes as null', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1, { title: 'Engineer', department: 'Engineering' }))
  exportAll(world)
  const { title: _, ...rest } = world.object(1).attributes
  world.synchronize({
    ...world.object(1),
    attributes: { ...rest, department: 'Sales' },
    pendingImport: 'update',
  })
  expect(world.onlyCloudObject().pendingExport).toEqual({
    operation: 'update',
    attributes: { jobTitle: null, department: 'Sales' },
  })
})

test('an import without consequence changes no record', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  exportAll(world)
  const before = { metaverse: [...world.metaverse.values()], cloud: [...world.cloud.values()] }
  const { statistic } = world.synchronize({ ...world.object(1), pendingImport: 'update' })
  expect(statistic).toBe('connector-no-flow')
  expect([...world.metaverse.values()]).toEqual(before.metaverse)
  expect([...world.cloud.values()][0]).toBe(before.cloud[0])
})

test('a disabled account stays in the tenant with accountEnabled false', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  exportAll(world)
  world.synchronize({
    ...world.object(1),
    attributes: { ...world.object(1).attributes, userAccountControl: '514' },
    pendingImport: 'update',
  })
  expect(world.onlyCloudObject().pendingExport).toEqual({
    operation: 'update',
    attributes: { accountEnabled: false },
  })
})

test('a deleted user leaves metaverse and connector space, and a deletion waits for the tenant', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  exportAll(world)
  const { statistic } = world.synchronize({ ...world.object(1), pendingImport: 'delete' })
  expect(statistic).toBe('connector-delete-remove-mv')
  expect(world.metaverse.size).toBe(0)
  expect(world.directory.size).toBe(0)
  expect(world.onlyCloudObject().pendingExport).toEqual({ operation: 'delete', attributes: {} })
})

test('a user deleted before the tenant ever had it leaves nothing to export', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  world.synchronize({ ...world.object(1), pendingImport: 'delete' })
  expect(world.cloud.size).toBe(0)
})

test('a user that comes back before its deletion went out stays in the tenant', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  exportAll(world)
  world.synchronize({ ...world.object(1), pendingImport: 'delete' })
  world.synchronize(importedUser(1, { title: 'Back again' }))
  expect(world.onlyCloudObject().pendingExport).toEqual({
    operation: 'update',
    attributes: { jobTitle: 'Back again' },
  })
})

test.each([
  ['a critical system object', { isCriticalSystemObject: 'TRUE' }],
  ['an account of Connect', { sAMAccountName: 'MSOL_0123456789ab' }],
  ['an account without sAMAccountName', { sAMAccountName: '' }],
  ['a system mailbox', { mailNickname: 'SystemMailbox{1f05a927}' }],
  ['a CAS_ account', { sAMAccountName: 'CAS_{0123}' }],
  ['a system recipient', { msExchRecipientTypeDetails: '4096' }],
])('%s is held back by the default filters', (_, attributes) => {
  const world = new SyncWorld()
  const { statistic } = world.synchronize(importedUser(1, attributes))
  expect(statistic).toBe('disconnector-filtered')
  expect(world.object(1).filteredBy).toEqual(expect.any(String))
  expect(world.metaverse.size + world.cloud.size).toBe(0)
})

test('adminDescription User_… keeps a user in the metaverse and out of the tenant', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1, { adminDescription: 'User_NoSync' }))
  expect(world.metaverse.size).toBe(1)
  expect(world.cloud.size).toBe(0)
})

test('members and managers go out as the anchors of those who are in the tenant', () => {
  const world = new SyncWorld()
  world.synchronize(importedUser(1))
  world.synchronize(importedUser(2, { manager: guid(1) }))
  world.synchronize({
    ...importedUser(3),
    type: 'group',
    attributes: {
      cn: 'Sales Team',
      sAMAccountName: 'Sales Team',
      groupType: '-2147483646',
      member: [guid(1), guid(2), guid(99)],
    },
  })
  const waiting = (n: number) => world.cloud.get(anchorOfGuid(guid(n)))?.pendingExport?.attributes
  expect(waiting(2)?.manager).toBe(anchorOfGuid(guid(1)))
  expect(waiting(3)).toMatchObject({
    securityEnabled: true,
    mailEnabled: false,
    members: [anchorOfGuid(guid(1)), anchorOfGuid(guid(2))],
  })
})

test('accounts of two forests with one anchor join, and the enabled one carries the account', () => {
  const world = new SyncWorld()
  const anchor = { 'mS-DS-ConsistencyGuid': 'AAECAwQFBgcICQoLDA0ODw==' }
  world.synchronize(
    importedUser(1, { ...anchor, userAccountControl: '514', title: 'From the resource forest' }),
  )
  const { statistic } = world.synchronize(
    importedUser(2, { ...anchor, userPrincipalName: 'anna@contoso.com' }, { connector: 'fabrikam.local' }),
  )
  expect(statistic).toBe('disconnector-joined-flow')
  expect(world.onlyCloudObject().pendingExport?.attributes).toMatchObject({
    accountEnabled: true,
    userPrincipalName: 'anna@contoso.com',
    onPremisesDomainName: 'fabrikam.local',
    jobTitle: 'From the resource forest',
  })
})
