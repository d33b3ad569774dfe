import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDomainController } from '#onprem-sim/domain-controller.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
const ou = `OU=Many,${base}`
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
  await admin.add(ou, { objectClass: ['organizationalUnit'] })
  const users = Array.from({ length: 1600 }, (_, at) => ({
    parent: ou,
    sAMAccountName: `user${at}`,
    name: `User ${at}`,
    attributes: { mail: `user${at}@contoso.com`, sn: `S${at % 10}` },
  }))
  await world.directory.addUsersInBulk(users)
})
afterAll(() => world.close())

const found = async (filter: string, attributes = ['cn']) =>
  (await admin.search(ou, { filter, attributes })).searchEntries

it('finds by account name, mail, bits and prefixes, whatever the letter case', async () => {
  expect(await found('(SAMACCOUNTNAME=USER7)')).toHaveLength(1)
  expect(await found('(mail=User8@Contoso.com)')).toHaveLength(1)
  expect(await found('(&(userAccountControl:1.2.840.113556.1.4.803:=2)(sn=S3))')).toHaveLength(160)
  expect(await found('(cn=User 159*)')).toHaveLength(11)
  expect(await found('(!(objectClass=*))')).toHaveLength(0)
})

it('stops an unpaged search at 1,000 entries, and pages through all', async () => {
  await expect(admin.search(ou, { filter: '(objectClass=user)', attributes: ['cn'] })).rejects.toMatchObject({
    code: 4,
  })
  let seen = 0
  for await (const page of admin.searchPaginated(ou, {
    filter: '(objectClass=user)',
    attributes: ['cn'],
    paged: { pageSize: 500 },
  }))
    seen += page.searchEntries.length
  expect(seen).toBe(1600)
})

it('gives a large group in ranges of 1,500', async () => {
  const group = `CN=All,${ou}`
  await admin.add(group, { objectClass: ['group'], sAMAccountName: ['all'] })
  const members = Array.from({ length: 1600 }, (_, at) => `CN=User ${at},${ou}`)
  await admin.modify(
    group,
    new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: members }) }),
  )
  const { searchEntries } = await admin.search(group, { scope: 'base', attributes: ['member'] })
  expect(searchEntries[0]?.['member;range=0-1499']).toHaveLength(1500)
  const rest = await admin.search(group, { scope: 'base', attributes: ['member;range=1500-*'] })
  expect(rest.searchEntries[0]?.['member;range=1500-*']).toHaveLength(100)
})

it('renames an OU with everything below it, and the members of groups follow', async () => {
  await admin.modifyDN(ou, 'OU=Moved')
  const moved = `OU=Moved,${base}`
  const { searchEntries } = await admin.search(moved, {
    filter: '(sAMAccountName=user5)',
    attributes: ['memberOf'],
  })
  expect(searchEntries[0]?.dn).toBe(`CN=User 5,${moved}`)
  expect(searchEntries[0]?.memberOf).toBe(`CN=All,${moved}`)
  await expect(admin.search(ou, { scope: 'base' })).rejects.toMatchObject({ code: 32 })
  await admin.modifyDN(moved, 'OU=Many')
})

it('makes a tombstone of what is deleted and brings it back', async () => {
  const dn = `CN=User 9,${ou}`
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: ['objectSid'],
    explicitBufferAttributes: ['objectSid'],
  })
  await admin.del(dn)
  expect(await found('(sAMAccountName=user9)')).toHaveLength(0)
  expect(searchEntries).toHaveLength(1)
})

it('is the same directory when it is opened again over the same store', async () => {
  const again = await createDomainController(world.lab, world.options)
  const client = new (await import('ldapts')).Client({ url: `ldap://127.0.0.1:${again.ports.ldap}` })
  await client.bind('CONTOSO\\Administrator', world.options.forest.administratorPassword)
  const { searchEntries } = await client.search(ou, {
    filter: '(sAMAccountName=user77)',
    attributes: ['cn', 'memberOf'],
  })
  expect(searchEntries).toEqual([{ dn: `CN=User 77,${ou}`, cn: 'User 77', memberOf: `CN=All,${ou}` }])
  await client.unbind()
  await again.close()
})
