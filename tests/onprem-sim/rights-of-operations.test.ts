import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { schemaGuids } from '#core/active-directory/control-access-rights.ts'
import { aceFlags, rights } from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { addUser, firstPassword, read, replace } from './accounts.ts'
import { grant, readDescriptor, writeDescriptor } from './descriptors.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
let clerk: Client
let clerkSid: string
const ou = `OU=Office,${base}`
const annex = `OU=Annex,${base}`

beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
  for (const dn of [ou, annex]) await admin.add(dn, { objectClass: ['organizationalUnit'] })
  const dn = await addUser(admin, 'clerk')
  clerk = await world.bound(dn, firstPassword)
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: ['objectSid'],
    explicitBufferAttributes: ['objectSid'],
  })
  const sid = searchEntries[0]?.objectSid
  clerkSid = Buffer.isBuffer(sid) ? (sidFromBytes(sid) ?? '') : ''
})
afterAll(() => world.close())

const contact = (name: string, parent = ou): Promise<void> =>
  clerk.add(`CN=${name},${parent}`, { objectClass: ['contact'] })
const allow = (mask: number, more: { objectType?: string; flags?: number } = {}) => ({
  type: 'allow' as const,
  flags: 0,
  mask,
  sid: clerkSid,
  ...more,
})
const denied = { code: 50 }

it('takes an object from somebody who may create that class there, and no other class', async () => {
  await expect(contact('first')).rejects.toMatchObject(denied)
  await grant(admin, ou, [allow(rights.createChild, { objectType: '5cb41ed0-0e4c-11d0-a286-00aa003049e2' })])
  await contact('first')
  const group = clerk.add(`CN=crew,${ou}`, { objectClass: ['group'], sAMAccountName: ['crew'] })
  await expect(group).rejects.toMatchObject(denied)
  await expect(contact('elsewhere', annex)).rejects.toMatchObject(denied)
})

it('takes a value from somebody who may write that attribute, and no other attribute', async () => {
  await addUser(admin, 'written', {}, ou)
  const dn = `CN=written,${ou}`
  await expect(clerk.modify(dn, replace('lockoutTime', '0'))).rejects.toMatchObject(denied)
  await grant(admin, dn, [allow(rights.writeProperty, { objectType: schemaGuids.lockoutTime })])
  await clerk.modify(dn, replace('lockoutTime', '0'))
  const both = [replace('lockoutTime', '0'), replace('description', 'taken')]
  await expect(clerk.modify(dn, both)).rejects.toMatchObject(denied)
  expect(await read(admin, dn, ['description'])).toMatchObject({ description: [] })
})

it('needs rights at both ends for a move, and DELETE or DELETE_CHILD for a deletion', async () => {
  const dn = `CN=mover,${ou}`
  await admin.add(dn, { objectClass: ['contact'] })
  await expect(clerk.modifyDN(dn, `CN=mover,${annex}`)).rejects.toMatchObject(denied)
  await expect(clerk.del(dn)).rejects.toMatchObject(denied)
  expect(await read(admin, dn, ['cn'])).toMatchObject({ cn: 'mover' })
  await grant(admin, ou, [allow(rights.deleteChild)])
  await clerk.del(dn)
  await expect(read(admin, dn, ['cn'])).rejects.toMatchObject({ code: 32 })
})

it('shows no value that may not be read, and finds nothing by it', async () => {
  const dn = await addUser(admin, 'discreet', { description: 'hush' })
  expect(await read(clerk, dn, ['description'])).toMatchObject({ description: 'hush' })
  const before = await readDescriptor(admin, dn)
  const hide = { ...allow(rights.readProperty), type: 'deny' as const }
  await writeDescriptor(admin, dn, { ...before, dacl: [hide, ...(before.dacl ?? [])] })
  expect(await read(clerk, dn, ['description'])).toMatchObject({ description: [] })
  const search = { scope: 'sub' as const, filter: '(description=hush)', attributes: ['cn'] }
  expect((await clerk.search(base, search)).searchEntries).toEqual([])
  expect((await admin.search(base, search)).searchEntries).toHaveLength(1)
})

it('lets nobody rewrite an access list without WRITE_DAC, and passes what is inherited down until it is switched off', async () => {
  const child = `OU=Desk,${ou}`
  await admin.add(child, { objectClass: ['organizationalUnit'] })
  const own = await readDescriptor(clerk, child)
  await expect(writeDescriptor(clerk, child, own)).rejects.toMatchObject(denied)
  const all = rights.createChild | rights.deleteChild
  await grant(admin, ou, [allow(all, { flags: aceFlags.containerInherit })])
  await contact('inherited', child)
  const inherited = await readDescriptor(admin, child)
  const isOwn = ({ flags }: { flags: number }) => (flags & aceFlags.inherited) === 0
  await writeDescriptor(admin, child, {
    ...inherited,
    control: inherited.control | 0x1000,
    dacl: (inherited.dacl ?? []).filter(isOwn),
  })
  await expect(contact('cut-off', child)).rejects.toMatchObject(denied)
})
