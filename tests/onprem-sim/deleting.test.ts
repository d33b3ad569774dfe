import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addUser, firstPassword, logsOn, read, replace, resetPassword } from './accounts.ts'
import { showDeleted, treeDelete } from './control-values.ts'
import { protectFromDeletion, readDescriptor, writeDescriptor } from './descriptors.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const day = 86_400_000
const addUnit = (dn: string): Promise<void> => admin.add(dn, { objectClass: ['organizationalUnit'] })

async function tombstoneOf(sAMAccountName: string): Promise<Record<string, unknown>> {
  const { searchEntries } = await admin.search(
    `CN=Deleted Objects,${base}`,
    { scope: 'sub', filter: `(sAMAccountName=${sAMAccountName})`, attributes: ['*', 'lastKnownParent'] },
    showDeleted,
  )
  return { ...searchEntries[0] }
}

it('hides what is deleted, keeps who it was, and brings it back under the same SID without password and groups', async () => {
  const dn = await addUser(admin, 'phoenix', { description: 'forgotten' })
  const group = `CN=Birds,CN=Users,${base}`
  await admin.add(group, { objectClass: ['group'], sAMAccountName: ['birds'], member: [dn] })
  const { objectSid } = await read(admin, dn, ['objectSid'])
  await admin.del(dn)
  await expect(read(admin, dn, ['cn'])).rejects.toMatchObject({ code: 32 })
  expect(await logsOn(world, 'phoenix@contoso.com')).toBe('52e')
  const tombstone = await tombstoneOf('phoenix')
  expect(tombstone).toMatchObject({
    isDeleted: 'TRUE',
    isRecycled: 'TRUE',
    lastKnownParent: `CN=Users,${base}`,
    sAMAccountName: 'phoenix',
    objectSid,
  })
  expect(tombstone.dn).toMatch(/^CN=phoenix\\0ADEL:[0-9a-f-]{36},CN=Deleted Objects,/)
  expect(tombstone).not.toHaveProperty('description')
  await admin.modify(
    String(tombstone.dn),
    [
      new Change({ operation: 'delete', modification: new Attribute({ type: 'isDeleted', values: [] }) }),
      replace('distinguishedName', dn),
    ],
    showDeleted,
  )
  expect(await read(admin, dn, ['objectSid', 'memberOf', 'userAccountControl'])).toMatchObject({
    objectSid,
    memberOf: [],
  })
  expect(await logsOn(world, dn)).not.toBe('logged on')
  await admin.modify(dn, resetPassword(firstPassword))
  await admin.modify(dn, replace('userAccountControl', '512'))
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('lets go of a tombstone for good after 180 days', async () => {
  const dn = await addUser(admin, 'mortal')
  await admin.del(dn)
  await world.lab.clock.advance(179 * day)
  expect(await tombstoneOf('mortal')).toMatchObject({ isDeleted: 'TRUE' })
  await world.lab.clock.advance(2 * day)
  expect(await tombstoneOf('mortal')).toEqual({})
})

it('deletes a tree only when told so, and as a whole', async () => {
  const ou = `OU=Tree,${base}`
  await addUnit(ou)
  await addUnit(`OU=Branch,${ou}`)
  await addUser(admin, 'leaf', {}, `OU=Branch,${ou}`)
  await expect(admin.del(ou)).rejects.toThrow(/00002015/)
  await admin.del(ou, treeDelete)
  await expect(read(admin, ou, ['ou'])).rejects.toMatchObject({ code: 32 })
  const { searchEntries } = await admin.search(base, { filter: '(sAMAccountName=leaf)', attributes: ['cn'] })
  expect(searchEntries).toEqual([])
})

it('keeps an object that is protected from accidental deletion, until the box is unticked', async () => {
  const parent = `OU=Kept,${base}`
  const ou = `OU=Precious,${parent}`
  await addUnit(parent)
  await addUnit(ou)
  const [before, parentBefore] = [await readDescriptor(admin, ou), await readDescriptor(admin, parent)]
  await protectFromDeletion(admin, ou, parent)
  await expect(admin.del(ou)).rejects.toMatchObject({ code: 50 })
  await expect(admin.del(ou, treeDelete)).rejects.toMatchObject({ code: 50 })
  expect(await read(admin, ou, ['ou'])).toMatchObject({ ou: 'Precious' })
  await writeDescriptor(admin, ou, before)
  await writeDescriptor(admin, parent, parentBefore)
  await admin.del(ou)
})

it('refuses to delete what the domain cannot be without', async () => {
  for (const dn of [base, `CN=Users,${base}`, `CN=Domain Admins,CN=Users,${base}`, `CN=Builtin,${base}`])
    await expect(admin.del(dn), dn).rejects.toThrow()
  expect(await read(admin, `CN=Domain Admins,CN=Users,${base}`, ['cn'])).toMatchObject({
    cn: 'Domain Admins',
  })
})
