import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rights } from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { add, addUser, firstPassword, logsOn, read, remove, replace } from './accounts.ts'
import { grant } from './descriptors.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

/** Read twice: what the first left behind, the second is given. */
const readAgain = async (dn: string, attributes: string[]) => {
  const first = await read(admin, dn, attributes)
  expect(await read(admin, dn, attributes)).toEqual(first)
  return first
}

const sidOf = async (dn: string): Promise<string> => {
  const name = 'objectSid'
  const { searchEntries } = await admin.search(dn, { attributes: [name], explicitBufferAttributes: [name] })
  const value = searchEntries[0]?.[name]
  return (Buffer.isBuffer(value) ? sidFromBytes(value) : undefined) ?? ''
}

const addUnit = async (name: string): Promise<string> => {
  const dn = `OU=${name},${base}`
  await admin.add(dn, { objectClass: 'organizationalUnit' })
  return dn
}

it('shows a change of the object, of its container and of those it refers to at once, after it was read before', async () => {
  const unit = await addUnit('Harbour')
  const boss = await addUser(admin, 'boss', {}, unit)
  const clerk = await addUser(admin, 'clerk', { manager: boss, title: 'Clerk' }, unit)
  for (const attributes of [['title'], ['title', 'manager'], ['*']]) await readAgain(clerk, attributes)

  await admin.modify(clerk, replace('title', 'Chief clerk'))
  for (const attributes of [['title'], ['title', 'manager'], ['*']])
    expect(await readAgain(clerk, attributes)).toMatchObject({ title: 'Chief clerk' })

  await admin.modifyDN(unit, 'OU=Quay')
  const [movedBoss, movedClerk] = [boss, clerk].map((dn) => dn.replace('Harbour', 'Quay'))
  for (const attributes of [['title'], ['title', 'manager'], ['*']])
    expect((await readAgain(movedClerk ?? '', attributes)).dn).toBe(movedClerk)
  expect(await readAgain(movedClerk ?? '', ['manager'])).toMatchObject({ manager: movedBoss })

  await admin.del(movedBoss ?? '')
  for (const attributes of [['title', 'manager'], ['*']])
    expect(await readAgain(movedClerk ?? '', attributes)).not.toMatchObject({ manager: movedBoss })
})

it('shows links and counters that stand in other records', async () => {
  const dn = await addUser(admin, 'counted')
  const group = `CN=remembering,CN=Users,${base}`
  await admin.add(group, { objectClass: 'group', sAMAccountName: 'remembering' })
  const attributes = ['memberOf', 'badPwdCount']
  expect(await readAgain(dn, attributes)).toMatchObject({ badPwdCount: '0' })
  await readAgain(dn, ['*'])

  await admin.modify(group, add('member', dn))
  await admin.modify(base, replace('lockoutThreshold', '5'))
  expect(await logsOn(world, dn, 'not the password')).toBe('52e')
  for (const asked of [attributes, ['*']])
    expect(await readAgain(dn, asked)).toMatchObject({ memberOf: group, badPwdCount: '1' })
  await admin.modify(group, remove('member', dn))
  for (const asked of [attributes, ['*']])
    expect(await readAgain(dn, asked)).not.toMatchObject({ memberOf: group })
})

it('gives nobody what another was given, and an account no more than it may read now', async () => {
  const [reader, secret] = [
    await addUser(admin, 'reader'),
    await addUser(admin, 'secret', { mail: 's@x.de' }),
  ]
  const asReader = await world.bound(reader, firstPassword)
  expect(await read(admin, secret, ['mail'])).toMatchObject({ mail: 's@x.de' })
  expect(await read(asReader, secret, ['mail'])).toMatchObject({ mail: 's@x.de' })
  const sid = await sidOf(reader)
  await grant(admin, secret, [{ type: 'deny', flags: 0, mask: rights.readProperty, sid }])
  expect(await read(asReader, secret, ['mail'])).toMatchObject({ mail: [] })
  expect(await read(admin, secret, ['mail'])).toMatchObject({ mail: 's@x.de' })
})
