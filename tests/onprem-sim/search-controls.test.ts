import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { BerReader } from '#onprem-sim/wire/ber-reader.ts'
import { add, addUser, read, remove, replace } from './accounts.ts'
import { control, domainScope, extendedDn } from './control-values.ts'
import { ask, element } from './ntlm-client.ts'
import {
  administrator,
  administratorPassword,
  base,
  type RunningDirectory,
  startDirectory,
} from './running-directory.ts'

let world: RunningDirectory
let admin: Client
const ou = `OU=Letters,${base}`
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
  await admin.add(ou, { objectClass: ['organizationalUnit'] })
  for (const [at, name] of ['delta', 'alfa', 'charlie', 'bravo', 'echo'].entries())
    await addUser(admin, name, { sn: `S${at}`, uidNumber: String(1000 + at) }, ou)
})
afterAll(() => world.close())

const integer = (value: number): Buffer => element(0x02, Buffer.from([value]))
const text = (value: string): Buffer => element(0x04, Buffer.from(value))
const hex = (bytes: Buffer): string => bytes.toString('hex')
const names = async (...controls: ReturnType<typeof control>[]): Promise<unknown[]> => {
  const options = { scope: 'one' as const, filter: '(objectClass=user)', attributes: ['cn'] }
  return (await admin.search(ou, options, controls)).searchEntries.map((entry) => entry.cn)
}
const sortBy = (attribute: string, reverse = false) =>
  control(
    '1.2.840.113556.1.4.473',
    hex(element(0x30, element(0x30, text(attribute), ...(reverse ? [Buffer.from('8101ff', 'hex')] : [])))),
  )

it('sorts both ways, and refuses to sort by what it does not know when that is critical', async () => {
  expect(await names(sortBy('cn'))).toEqual(['alfa', 'bravo', 'charlie', 'delta', 'echo'])
  expect(await names(sortBy('sn', true))).toEqual(['echo', 'bravo', 'charlie', 'alfa', 'delta'])
  await expect(names(sortBy('noSuchAttribute'))).rejects.toThrow()
})

it('shows a window of a sorted list (VLV)', async () => {
  const window = control(
    '2.16.840.1.113730.3.4.9',
    hex(element(0x30, integer(1), integer(1), element(0xa0, integer(3), integer(0)))),
  )
  expect(await names(sortBy('cn'), window)).toEqual(['bravo', 'charlie', 'delta'])
  await expect(names(window)).rejects.toThrow()
})

it('finds the place of a value in a sorted list (VLV), and says how long the list is', async () => {
  const window = (value: string) =>
    control(
      '2.16.840.1.113730.3.4.9',
      hex(element(0x30, integer(0), integer(1), element(0x81, Buffer.from(value)))),
    )
  expect(await names(sortBy('cn'), window('c'))).toEqual(['charlie', 'delta'])
  expect(await names(sortBy('cn'), window('zulu'))).toEqual([])
})

it('searches the objects that a DN attribute of the base names (ASQ), and only from a base', async () => {
  const group = `CN=Duet,${ou}`
  await admin.add(group, {
    objectClass: ['group'],
    sAMAccountName: ['duet'],
    member: [`CN=alfa,${ou}`, `CN=bravo,${ou}`],
  })
  const scoped = (attribute: string) =>
    control('1.2.840.113556.1.4.1504', hex(element(0x30, text(attribute))))
  const members = async (filter: string, scope: 'base' | 'sub', attribute = 'member') =>
    (await admin.search(group, { scope, filter, attributes: ['cn'] }, scoped(attribute))).searchEntries.map(
      ({ cn }) => cn,
    )
  expect((await members('(objectClass=user)', 'base')).sort()).toEqual(['alfa', 'bravo'])
  expect(await members('(cn=bravo)', 'base')).toEqual(['bravo'])
  await expect(members('(cn=bravo)', 'sub')).rejects.toMatchObject({ code: 12 })
  await expect(members('(cn=bravo)', 'base', 'description')).rejects.toMatchObject({ code: 12 })
  await admin.del(group)
})

it('searches other naming contexts from the domain when the phantom root is asked for, and refers to none', async () => {
  const options = (value: number) => control('1.2.840.113556.1.4.1340', hex(element(0x30, integer(value))))
  const partitions = async (...controls: ReturnType<typeof control>[]) => {
    const wanted = { scope: 'sub' as const, filter: '(objectClass=crossRefContainer)', attributes: ['cn'] }
    const { searchEntries, searchReferences } = await admin.search(base, wanted, controls)
    return { found: searchEntries.map(({ cn }) => cn), references: searchReferences.length }
  }
  expect(await partitions()).toEqual({ found: [], references: 3 })
  expect(await partitions(options(1))).toEqual({ found: [], references: 0 })
  expect(await partitions(options(2))).toEqual({ found: ['Partitions'], references: 0 })
})

it('stops at the size limit with the entries found so far', async () => {
  const options = { scope: 'one' as const, filter: '(objectClass=user)' }
  expect((await admin.search(ou, { ...options, sizeLimit: 2 })).searchEntries).toHaveLength(2)
})

it('names objects by GUID and SID in front of their DN when asked', async () => {
  const { searchEntries } = await admin.search(
    ou,
    { scope: 'one', filter: '(cn=alfa)', attributes: ['cn'] },
    extendedDn,
  )
  expect(searchEntries[0]?.dn).toMatch(/^<GUID=[0-9a-f-]{36}>;<SID=S-1-5-21-[\d-]+>;CN=alfa,/)
})

it('refers to the other naming contexts below the domain, unless told to stay inside', async () => {
  const search = { scope: 'sub' as const, filter: '(cn=alfa)', attributes: ['cn'] }
  expect((await admin.search(base, search)).searchReferences).toHaveLength(3)
  expect((await admin.search(base, search, domainScope)).searchReferences).toEqual([])
})

const dirSync = (cookie: Buffer, flags = 0) =>
  element(
    0xa0,
    element(
      0x30,
      text('1.2.840.113556.1.4.841'),
      Buffer.from('0101ff', 'hex'),
      element(
        0x04,
        element(
          0x30,
          element(0x02, flags === 0 ? Buffer.alloc(1) : Buffer.from([0x80, 0, 0, 0])),
          element(0x02, Buffer.from('7fffff', 'hex')),
          element(0x04, cookie),
        ),
      ),
    ),
  )

/** A DirSync round over a raw connection: the entries' names with their attributes, and the cookie of the next round. */
async function dirSyncRound(cookie: Buffer, attributes: readonly string[], flags = 0) {
  const socket = await world.raw()
  await ask(
    socket,
    element(
      0x30,
      integer(1),
      element(0x60, integer(3), text(administrator), element(0x80, Buffer.from(administratorPassword))),
    ),
  )
  const search = element(
    0x63,
    text(base),
    Buffer.from('0a01020a0100020100020100010100', 'hex'),
    element(0x87, Buffer.from('objectClass')),
    element(0x30, ...attributes.map(text)),
  )
  const parts: Buffer[] = []
  const done = new Promise<void>((resolve) => {
    socket.on('data', (bytes: Buffer) => {
      parts.push(bytes)
      if (bytes.includes(Buffer.from('MSDS'))) resolve()
    })
  })
  socket.write(element(0x30, integer(2), search, dirSync(cookie, flags)))
  await done
  socket.destroy()
  return readRound(Buffer.concat(parts))
}

function readRound(bytes: Buffer) {
  const entries = new Map<string, string[]>()
  let cookie = Buffer.alloc(0)
  for (const messages = new BerReader(bytes); messages.more; ) {
    const message = messages.enter(0x30)
    message.integer()
    if (message.peek() === 0x64) {
      const body = message.enter(0x64)
      const dn = body.text()
      const attributes: string[] = []
      for (const list = body.enter(0x30); list.more; ) attributes.push(list.enter(0x30).text())
      entries.set(dn, attributes)
    } else if (message.peek() === 0x65) {
      message.next()
      const answer = message.enter(0xa0).enter(0x30)
      answer.text()
      const value = new BerReader(answer.octets()).enter(0x30)
      value.integer()
      value.integer()
      cookie = Buffer.from(value.octets())
    } else message.next()
  }
  return { entries, cookie }
}

it('tells by DirSync what changed since the cookie, attribute by attribute, deletions and members included', async () => {
  const group = `CN=Choir,${ou}`
  await admin.add(group, { objectClass: ['group'], sAMAccountName: ['choir'], member: [`CN=alfa,${ou}`] })
  const first = await dirSyncRound(Buffer.alloc(0), ['description', 'member'])
  expect(first.entries.size).toBeGreaterThan(50)
  await admin.modify(`CN=bravo,${ou}`, replace('description', 'second voice'))
  const second = await dirSyncRound(first.cookie, ['description', 'member'])
  expect([...second.entries.keys()]).toEqual([`CN=bravo,${ou}`])
  expect(second.entries.get(`CN=bravo,${ou}`)).toContain('description')
  await admin.modify(group, [add('member', `CN=bravo,${ou}`), remove('member', `CN=alfa,${ou}`)])
  const third = await dirSyncRound(second.cookie, ['member'], 1)
  expect(third.entries.get(group)).toEqual(expect.arrayContaining(['member;range=1-1', 'member;range=0-0']))
  await admin.del(`CN=echo,${ou}`)
  const fourth = await dirSyncRound(third.cookie, ['description'])
  expect([...fourth.entries.keys()].some((dn) => dn.startsWith('CN=echo\\0ADEL:'))).toBe(true)
  expect((await dirSyncRound(fourth.cookie, [])).entries.size).toBe(0)
})

it('gives no DirSync to somebody without the replication right', async () => {
  const dn = await addUser(admin, 'spy')
  const spy = await world.bound(dn, 'Lantern-Moss-42!')
  const wanted = control('1.2.840.113556.1.4.841', hex(element(0x30, integer(0), integer(100), text(''))))
  await expect(spy.search(base, { scope: 'sub', filter: '(cn=*)' }, wanted)).rejects.toMatchObject({
    code: 50,
  })
})

it('tells a waiting client of a change, and not of others', async () => {
  const socket = await world.raw()
  await ask(
    socket,
    element(
      0x30,
      integer(1),
      element(0x60, integer(3), text(administrator), element(0x80, Buffer.from(administratorPassword))),
    ),
  )
  const search = element(
    0x63,
    text(ou),
    Buffer.from('0a01010a0100020100020100010100', 'hex'),
    element(0x87, Buffer.from('objectClass')),
    element(0x30, text('description')),
  )
  const notify = element(0xa0, element(0x30, text('1.2.840.113556.1.4.528'), Buffer.from('0101ff', 'hex')))
  socket.write(element(0x30, integer(2), search, notify))
  await read(admin, base, ['dc'])
  await admin.modify(`CN=Guest,CN=Users,${base}`, replace('description', 'elsewhere'))
  const heard = new Promise<Buffer>((resolve) => socket.once('data', resolve))
  await admin.modify(`CN=charlie,${ou}`, replace('description', 'heard'))
  expect((await heard).toString('latin1')).toContain('CN=charlie')
  socket.destroy()
})

it('serves the partial attribute set on the global catalog, and takes no writes there', async () => {
  const catalog = world.open('gc')
  await catalog.bind(administrator, administratorPassword)
  await admin.modify(`CN=alfa,${ou}`, [
    replace('carLicense', 'Moss Lane 4'),
    replace('mail', 'alfa@contoso.com'),
  ])
  const { searchEntries } = await catalog.search('', {
    scope: 'sub',
    filter: '(mail=alfa@contoso.com)',
    attributes: ['mail', 'carLicense', 'sAMAccountName'],
  })
  expect(searchEntries).toEqual([
    { dn: `CN=alfa,${ou}`, mail: 'alfa@contoso.com', carLicense: [], sAMAccountName: 'alfa' },
  ])
  await expect(catalog.modify(`CN=alfa,${ou}`, replace('mail', 'x@contoso.com'))).rejects.toMatchObject({
    code: 10,
  })
  const byUnheld = { scope: 'sub' as const, filter: '(carLicense=*)', attributes: ['cn'] }
  expect((await catalog.search('', byUnheld)).searchEntries).toEqual([])
  expect((await admin.search(ou, byUnheld)).searchEntries).toHaveLength(1)
})

it('finds POSIX accounts as SSSD and nslcd ask for them', async () => {
  const filter = '(&(uidNumber>=1001)(uidNumber<=1002)(objectClass=user))'
  const { searchEntries } = await admin.search(ou, { scope: 'sub', filter, attributes: ['uidNumber'] })
  expect(searchEntries.map((entry) => entry.uidNumber).sort()).toEqual(['1001', '1002'])
})

it('finds an object by the raw bytes of its SID, and by <SID=>, <GUID=> and <WKGUID=> names', async () => {
  const dn = `CN=alfa,${ou}`
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: ['objectSid', 'objectGUID'],
    explicitBufferAttributes: ['objectSid', 'objectGUID'],
  })
  const [sid, guid] = [searchEntries[0]?.objectSid, searchEntries[0]?.objectGUID]
  if (!Buffer.isBuffer(sid) || !Buffer.isBuffer(guid)) throw new Error('no SID or GUID')
  for (const name of [`<SID=${sidFromBytes(sid)}>`, `<SID=${hex(sid)}>`, `<GUID=${hex(guid)}>`])
    expect(await read(admin, name, ['cn'])).toMatchObject({ cn: 'alfa' })
  const users = `<WKGUID=A9D1CA15768811D1ADED00C04FD8D5CD,${base}>`
  expect(await read(admin, users, ['cn'])).toMatchObject({ cn: 'Users' })
})
