import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toFileTime } from '#core/active-directory/times.ts'
import { addUser, firstPassword, logsOn, read, remove, replace } from './accounts.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const service = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${base}`
const minute = 60_000

it('keeps an account out at hours it may not log on, and tells that only after the right password', async () => {
  const dn = await addUser(admin, 'hours')
  await admin.modify(dn, replace('logonHours', Buffer.alloc(21)))
  expect(await logsOn(world, dn)).toBe('530')
  expect(await logsOn(world, dn, 'Wrong-Old-11!')).toBe('52e')
  await admin.modify(dn, replace('logonHours', Buffer.alloc(21, 0xff)))
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('lets an account with a list of workstations in where the domain controller is on it', async () => {
  const dn = await addUser(admin, 'stations', { userWorkstations: 'PC17,PC18' })
  expect(await logsOn(world, dn)).toBe('531')
  await admin.modify(dn, replace('userWorkstations', 'PC17,DC01'))
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('keeps an expired account out from the minute on that it expires', async () => {
  const dn = await addUser(admin, 'expiring')
  await admin.modify(dn, replace('accountExpires', toFileTime(world.lab.clock.now() + minute)))
  expect(await logsOn(world, dn)).toBe('logged on')
  await world.lab.clock.advance(minute)
  expect(await logsOn(world, dn)).toBe('701')
  await admin.modify(dn, replace('accountExpires', '0'))
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('forgets wrong passwords after the observation window, and a lock after its duration', async () => {
  const dn = await addUser(admin, 'window')
  await admin.modify(base, [
    replace('lockoutThreshold', '2'),
    replace('lockOutObservationWindow', String(-10 * minute * 10_000)),
    replace('lockoutDuration', String(-30 * minute * 10_000)),
  ])
  expect(await logsOn(world, dn, 'Wrong-Old-11!')).toBe('52e')
  await world.lab.clock.advance(11 * minute)
  expect(await logsOn(world, dn, 'Wrong-Old-12!')).toBe('52e')
  expect(await read(admin, dn, ['badPwdCount'])).toMatchObject({ badPwdCount: '1' })
  expect(await logsOn(world, dn, 'Wrong-Old-13!')).toBe('52e')
  expect(await logsOn(world, dn)).toBe('775')
  expect(await read(admin, dn, ['msDS-User-Account-Control-Computed'])).toMatchObject({
    'msDS-User-Account-Control-Computed': '16',
  })
  await world.lab.clock.advance(31 * minute)
  expect(await logsOn(world, dn)).toBe('logged on')
  expect(await read(admin, dn, ['badPwdCount', 'lockoutTime'])).toMatchObject({
    badPwdCount: '0',
    lockoutTime: '0',
  })
  await admin.modify(base, replace('lockoutThreshold', '0'))
})

it('counts wrong passwords anew once somebody has unlocked the account', async () => {
  const dn = await addUser(admin, 'unlocked')
  await admin.modify(base, replace('lockoutThreshold', '2'))
  for (const guess of ['Wrong-Old-21!', 'Wrong-Old-22!']) await logsOn(world, dn, guess)
  expect(await logsOn(world, dn)).toBe('775')
  await admin.modify(dn, replace('lockoutTime', '0'))
  expect(await read(admin, dn, ['badPwdCount'])).toMatchObject({ badPwdCount: '0' })
  expect(await logsOn(world, dn, 'Wrong-Old-23!')).toBe('52e')
  expect(await logsOn(world, dn)).toBe('logged on')
  await admin.modify(base, replace('lockoutThreshold', '0'))
})

it('leaves a connection anonymous after a failed bind, and after a name without a password', async () => {
  const dn = await addUser(admin, 'rebinder')
  const client = await world.bound(dn, firstPassword)
  await expect(client.bind(dn, 'Wrong-Old-11!')).rejects.toMatchObject({ code: 49 })
  await expect(read(client, base, ['cn'])).rejects.toThrow(/000004DC/)
  await client.bind(dn, firstPassword)
  await client.bind(dn, '')
  await expect(read(client, base, ['cn'])).rejects.toThrow(/000004DC/)
})

it('refuses a name without a password, and binds in clear, once the service is told to', async () => {
  const dn = await addUser(admin, 'strict')
  await admin.modify(
    service,
    replace('msDS-Other-Settings', 'DenyUnauthenticatedBind=1', 'LDAPServerIntegrity=2'),
  )
  const plain = world.open('ldap')
  await expect(plain.bind(dn, '')).rejects.toMatchObject({ code: 48 })
  await expect(plain.bind(dn, firstPassword)).rejects.toThrow(/00002028/)
  await expect(plain.search(base, { scope: 'base' })).rejects.toThrow(/000004DC/)
  expect(await logsOn(world, dn)).toBe('logged on')
  await admin.modify(service, remove('msDS-Other-Settings'))
  await plain.bind(dn, firstPassword)
})

it('takes the password before for as long as OldPasswordAllowedPeriod says, which is not at all at first', async () => {
  const dn = await addUser(admin, 'oldpassword')
  const reset = (password: string) =>
    admin.modify(dn, replace('unicodePwd', Buffer.from(`"${password}"`, 'utf16le')))
  await reset('Copper-Field-58!')
  expect(await logsOn(world, dn)).toBe('52e')
  await admin.modify(service, replace('msDS-Other-Settings', 'OldPasswordAllowedPeriod=60'))
  expect(await logsOn(world, dn)).toBe('logged on')
  await world.lab.clock.advance(61 * minute)
  expect(await logsOn(world, dn)).toBe('52e')
  expect(await logsOn(world, dn, 'Copper-Field-58!')).toBe('logged on')
  await admin.modify(service, remove('msDS-Other-Settings'))
})
