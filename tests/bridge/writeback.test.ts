/** Password writeback end to end, each failure by its real cause (writeback.md §5.4 and the scenarios of §10). */
import { Attribute, Change } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { anna, annaDn, annasPassword, type JoinedLab, startJoinedLab } from './support/joined-lab.ts'

let world: JoinedLab
beforeAll(async () => {
  world = await startJoinedLab()
})
afterAll(() => world.close())

const sales = 'OU=Sales,OU=Staff,DC=contoso,DC=local'
const engineering = 'OU=Engineering,OU=Staff,DC=contoso,DC=local'
const ben = 'ben@contoso.com'
const bensPassword = 'Copper-Field-58!'
const benDn = `CN=Ben Okafor,${sales}`

test('an administrator’s reset stands in both directories, and the rows share the tracking id (scenario 16)', async () => {
  const after = world.mark()
  expect(await world.adminReset(anna, 'Spring-Harbour-2026!')).toBeUndefined()
  expect(world.windowsEvents(after).slice(0, 2)).toEqual([31009, 31010])
  const [start, success] = world.windowsRows(after)
  const tracking = /^TrackingId: (\S+),/.exec(start?.message ?? '')?.[1]
  expect(success?.message).toContain(`TrackingId: ${tracking}, ResetUserPasswordByAdminSuccess`)
  expect(success?.message).toContain('AdminUpn: admin@contoso.com')
  expect(success?.message).toContain('ForcePasswordChange: True')
  expect(world.lab.events({ after, correlationId: tracking ?? '' }).map(({ place }) => place)).toEqual(
    expect.arrayContaining(['cloud', 'relay', 'connect', 'directory']),
  )
  // Force change: pwdLastSet is 0, so the right password is told to change (773), the old one is just wrong.
  const { searchEntries } = await world.ldap.search(annaDn, { scope: 'base', attributes: ['pwdLastSet'] })
  expect(searchEntries[0]?.pwdLastSet).toBe('0')
  expect(await world.logsOn(anna, annasPassword)).toBe(false)
})

test('a password that breaks the domain’s policy is refused with hr 80230619, and nothing changed (scenarios 12, 15)', async () => {
  const after = world.mark()
  expect(await world.adminReset(ben, 'harborlanternmoss')).toBe('OnPremisesPolicyViolation')
  expect(world.windowsEvents(after)).toEqual([31009, 6329, 33008, 31011])
  expect(world.windowsRows(after)[2]?.message).toContain('hr=80230619')
  expect(await world.logsOn(ben, bensPassword)).toBe(true)
})

test('a password of the history is refused (scenario 13)', async () => {
  const after = world.mark()
  expect(await world.adminReset(ben, bensPassword)).toBe('OnPremisesPolicyViolation')
  expect(world.windowsEvents(after)).toContain(33008)
  expect(await world.logsOn(ben, bensPassword)).toBe(true)
})

test('a change with the old password stands at once; a wrong old one changes nothing (scenarios 1, 17)', async () => {
  const chloe = 'chloe@contoso.com'
  const wrong = world.mark()
  expect(await world.change(chloe, 'Violet-Stone-63!', 'Meadow-Train-2026!')).toBeUndefined()
  expect(world.windowsEvents(wrong)).toEqual([31006, 31007])
  expect(await world.logsOn(chloe, 'Meadow-Train-2026!')).toBe(true)
  expect(await world.logsOn(chloe, 'Violet-Stone-63!')).toBe(false)
})

test('inside the minimum age a second change is refused (scenario 14)', async () => {
  const emma = 'emma@contoso.com'
  expect(await world.change(emma, 'Garnet-Cloud-84!', 'Meadow-Train-2026!')).toBeUndefined()
  await world.write('DC=contoso,DC=local', { minPwdAge: '-864000000000' })
  const after = world.mark()
  expect(await world.change(emma, 'Meadow-Train-2026!', 'Winter-Train-2026!')).toBe(120004)
  expect(world.windowsEvents(after)).toEqual([31006, 6329, 33008, 31008])
  await world.write('DC=contoso,DC=local', { minPwdAge: '0' })
  expect(await world.logsOn(emma, 'Meadow-Train-2026!')).toBe(true)
})

test('an account that is disabled on premises is refused before and after the next cycle (scenario 18)', async () => {
  await world.write(benDn, { userAccountControl: '514' })
  const after = world.mark()
  expect(await world.change(ben, bensPassword, 'Meadow-Train-2026!')).toBe(120014)
  expect(world.windowsEvents(after)).toEqual([31006, 33005, 31008])
  await world.write(benDn, { userAccountControl: '512' })
  expect(await world.logsOn(ben, bensPassword)).toBe(true)
})

test('a locked account refuses a change, and a reset unlocks it', async () => {
  const david = 'david@contoso.com'
  for (let attempt = 0; attempt < 5; attempt += 1) await world.logsOn(david, 'Wrong-Password-1!')
  expect(await world.logsOn(david, 'Walnut-River-27!')).toBe(false)
  const after = world.mark()
  expect(await world.change(david, 'Walnut-River-27!', 'Meadow-Train-2026!')).toBe(120014)
  expect(world.windowsEvents(after)).toEqual([31006, 33006, 31008])
  expect(await world.adminReset(david, 'Harvest-Signal-2026!')).toBeUndefined()
  const { searchEntries } = await world.ldap.search(`CN=David Lim,${engineering}`, {
    scope: 'base',
    attributes: ['lockoutTime'],
  })
  expect(searchEntries[0]?.lockoutTime).toBe('0')
})

test('a protected account refuses a reset with hr 80231367, and a change with the old password works (scenario 20)', async () => {
  const henry = 'henry@contoso.com'
  await world.lab.clock.advance(61 * 60_000)
  const after = world.mark()
  expect(await world.adminReset(henry, 'Spring-Harbour-2026!')).toBe('OnPremisesAdminActionRequired')
  const rows = world.windowsRows(after)
  expect(rows.map(({ eventId }) => eventId)).toEqual([31009, 6329, 33004, 31011])
  expect(rows[2]?.message).toContain('hr=80231367')
  expect(await world.change(henry, 'Cobalt-Ridge-16!', 'Meadow-Train-2026!')).toBeUndefined()
  expect(await world.logsOn(henry, 'Meadow-Train-2026!')).toBe(true)
})

test('an account that was deleted on premises before the next cycle is not found (scenario 25)', async () => {
  const grace = 'grace@contoso.com'
  await world.ldap.del(`CN=Grace Tan,${sales}`)
  const after = world.mark()
  expect(await world.adminReset(grace, 'Spring-Harbour-2026!')).toBe('OnPremisesAccountChanged')
  expect(world.windowsEvents(after)).toEqual([31009, 33002, 31011])
  const rows = await world.cycle()
  expect(rows[0]?.statistics.deletes).toBe(1)
})

test('a stopped service is a connectivity problem, not “not enabled” (scenario 22)', async () => {
  const after = world.mark()
  await world.connect('services/ADSync/stop', {})
  expect(world.windowsEvents(after)).toEqual([31016])
  expect(await world.adminReset(ben, 'Spring-Harbour-2026!')).toBe('OnPremisesConnectivityError')
  expect(await world.logsOn(ben, bensPassword)).toBe(true)
  await world.connect('services/ADSync/start', {})
  expect(world.windowsEvents(after)).toEqual([31016, 31015])
})

test('a reserved character in the path is hr 80005000 (scenario 39)', async () => {
  await world.ldap.modifyDN(benDn, 'CN=Ben/Okafor')
  await world.cycle()
  const after = world.mark()
  expect(await world.adminReset(ben, 'Spring-Harbour-2026!')).toBe('OnPremisesAdminActionRequired')
  expect(world.windowsRows(after).find(({ eventId }) => eventId === 33001)?.message).toContain('hr=80005000')
  await world.ldap.modifyDN(`CN=Ben/Okafor,${sales}`, 'CN=Ben Okafor')
  await world.cycle()
})

test('a reset on premises reaches the cloud with the next password pass, and writeback takes no part (scenario 44)', async () => {
  await world.ldap.modify(benDn, passwordReset('Copper-Harvest-99!'))
  const after = world.mark()
  expect((await world.doors.signIn(ben, 'Copper-Harvest-99!')).accessToken).toBeUndefined()
  await world.lab.clock.advance(120_000)
  expect((await world.doors.signIn(ben, 'Copper-Harvest-99!')).accessToken).toBeDefined()
  expect(world.windowsEvents(after)).toEqual([650, 656, 657, 651])
})

function passwordReset(password: string) {
  const modification = new Attribute({
    type: 'unicodePwd',
    values: [Buffer.from(encodeUnicodePwd(password))],
  })
  return new Change({ operation: 'replace', modification })
}
