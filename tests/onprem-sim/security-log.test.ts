import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addUser,
  changePassword,
  firstPassword,
  logsOn,
  replace,
  resetPassword,
  securityEvents,
} from './accounts.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

/** The ids that one action writes about the account. */
async function writtenBy(dn: string, action: () => Promise<unknown>): Promise<unknown[]> {
  const before = securityEvents(world, dn).length
  await action().catch(() => undefined)
  return securityEvents(world, dn).slice(before)
}

it('writes an event for everything that happens to an account, as a domain controller numbers them', async () => {
  const dn = `CN=logged,CN=Users,${base}`
  const on = (action: () => Promise<unknown>) => writtenBy(dn, action)
  expect(await on(() => addUser(admin, 'logged'))).toEqual(expect.arrayContaining([4720, 4722]))
  expect(await on(() => logsOn(world, dn))).toEqual([4624])
  expect(await on(() => logsOn(world, dn, 'Wrong-Old-11!'))).toEqual([4625])
  expect(await on(() => admin.modify(dn, replace('userAccountControl', '514')))).toEqual([4725, 4738])
  expect(await on(() => admin.modify(dn, replace('userAccountControl', '512')))).toEqual([4722, 4738])
  expect(await on(() => admin.modify(dn, replace('description', 'seen')))).toEqual([4738])
  expect(await on(() => admin.modify(dn, resetPassword('Copper-Field-58!')))).toContain(4724)
  await admin.modify(base, replace('minPwdAge', '0'))
  const user = await world.bound(dn, 'Copper-Field-58!')
  expect(await on(() => user.modify(dn, changePassword('Copper-Field-58!', firstPassword)))).toContain(4723)
  await admin.modify(base, replace('lockoutThreshold', '1'))
  expect(await on(() => logsOn(world, dn, 'Wrong-Old-11!'))).toEqual(expect.arrayContaining([4625, 4740]))
  expect(await on(() => admin.modify(dn, replace('lockoutTime', '0')))).toEqual([4767, 4738])
  expect(await on(() => admin.del(dn))).toEqual([4726])
})

it('writes a refused reset as a failure, who tried it included, and never a password', async () => {
  const dn = await addUser(admin, 'victim')
  const thief = await world.bound(await addUser(admin, 'thief'), firstPassword)
  await expect(thief.modify(dn, resetPassword('Taken-Over-99!'))).rejects.toMatchObject({ code: 50 })
  const [event] = world.lab.journal.events({ type: 'windows-event.written', target: dn }).slice(-1)
  expect(event?.data).toMatchObject({ eventId: 4724, level: 'Audit Failure' })
  expect(String(event?.data?.message)).toContain('CONTOSO\\thief')
  expect(JSON.stringify(world.lab.journal.events())).not.toMatch(/Taken-Over-99|Lantern-Moss/)
})
