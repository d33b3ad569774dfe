import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { add, addUser, firstPassword, read, replace } from './accounts.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const addGroup = async (name: string, groupType: string, members: string[]): Promise<string> => {
  const dn = `CN=${name},CN=Users,${base}`
  await admin.add(dn, {
    objectClass: ['group'],
    sAMAccountName: [name],
    groupType: [groupType],
    ...(members.length > 0 ? { member: members } : {}),
  })
  return dn
}

it('works out the groups of an account through nesting, the primary group included, distribution groups not', async () => {
  const dn = await addUser(admin, 'nested')
  const inner = await addGroup('inner', '-2147483646', [dn])
  await addGroup('outer', '-2147483644', [inner])
  await addGroup('mailing', '2', [dn])
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: ['tokenGroups'],
    explicitBufferAttributes: ['tokenGroups'],
  })
  const sids = [searchEntries[0]?.tokenGroups]
    .flat()
    .flatMap((sid) => (Buffer.isBuffer(sid) ? [sidFromBytes(sid)] : []))
  const namesOf = async (sid: string | undefined) => (await read(admin, `<SID=${sid}>`, ['cn'])).cn
  expect((await Promise.all(sids.map(namesOf))).sort()).toEqual(['Domain Users', 'Users', 'inner', 'outer'])
  await expect(
    admin.search(base, { scope: 'sub', filter: '(cn=nested)', attributes: ['tokenGroups'] }),
  ).rejects.toMatchObject({ code: 1 })
})

it('states canonical name, principal name, relative id of a group, and what a user may write', async () => {
  const dn = await addUser(admin, 'writer')
  expect(await read(admin, dn, ['canonicalName', 'msDS-PrincipalName'])).toMatchObject({
    canonicalName: 'contoso.local/Users/writer',
    'msDS-PrincipalName': 'CONTOSO\\writer',
  })
  expect(await read(admin, `CN=Domain Users,CN=Users,${base}`, ['primaryGroupToken'])).toMatchObject({
    primaryGroupToken: '513',
  })
  const self = await world.bound(dn, firstPassword)
  const { allowedAttributesEffective } = await read(self, dn, ['allowedAttributesEffective'])
  expect(allowedAttributesEffective).toContain('telephoneNumber')
  expect(allowedAttributesEffective).not.toContain('userAccountControl')
  await self.modify(dn, replace('telephoneNumber', '4711'))
  await expect(self.modify(dn, replace('userAccountControl', '66048'))).rejects.toMatchObject({ code: 50 })
})

it('counts versions of attributes and shows links that are gone, as repadmin reads them', async () => {
  const dn = await addUser(admin, 'versioned')
  const group = await addGroup('versions', '-2147483646', [dn])
  await admin.modify(dn, replace('description', 'one'))
  await admin.modify(dn, replace('description', 'two'))
  const { 'msDS-ReplAttributeMetaData': attributes } = await read(admin, dn, ['msDS-ReplAttributeMetaData'])
  const description = [attributes]
    .flat()
    .find((one) => String(one).includes('<pszAttributeName>description<'))
  expect(description).toContain('<dwVersion>2</dwVersion>')
  const links = async () =>
    String((await read(admin, group, ['msDS-ReplValueMetaData']))['msDS-ReplValueMetaData'])
  expect(await links()).toContain('<ftimeDeleted>1601-01-01T00:00:00Z</ftimeDeleted>')
  await admin.modify(group, replace('member'))
  expect(await links()).not.toContain('1601-01-01')
})

it('keeps links both ways, whichever end is renamed, and the primary group out of memberOf', async () => {
  const dn = await addUser(admin, 'linked')
  const boss = await addUser(admin, 'boss')
  await admin.modify(dn, replace('manager', boss))
  const group = await addGroup('linkers', '-2147483646', [dn])
  await admin.modifyDN(boss, 'CN=chief')
  await admin.modifyDN(group, 'CN=linkmakers')
  expect(await read(admin, dn, ['manager', 'memberOf'])).toMatchObject({
    manager: `CN=chief,CN=Users,${base}`,
    memberOf: `CN=linkmakers,CN=Users,${base}`,
  })
  expect(await read(admin, `CN=chief,CN=Users,${base}`, ['directReports'])).toMatchObject({
    directReports: dn,
  })
  const domainUsers = `CN=Domain Users,CN=Users,${base}`
  await expect(admin.modify(domainUsers, add('member', dn))).rejects.toMatchObject({ code: 68 })
})
