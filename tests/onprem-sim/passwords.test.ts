import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  administrator,
  administratorPassword,
  base,
  quoted,
  type RunningDirectory,
  startDirectory,
} from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const day = 86_400_000
const first = 'Lantern-Moss-42!'
const replace = (type: string, ...values: (string | Buffer)[]) =>
  new Change({ operation: 'replace', modification: new Attribute({ type, values: values as string[] }) })
const change = (before: string, after: string) => [
  new Change({
    operation: 'delete',
    modification: new Attribute({ type: 'unicodePwd', values: [quoted(before)] }),
  }),
  new Change({
    operation: 'add',
    modification: new Attribute({ type: 'unicodePwd', values: [quoted(after)] }),
  }),
]

async function addUser(name: string): Promise<string> {
  const dn = `CN=${name},CN=Users,${base}`
  await admin.add(dn, [
    new Attribute({ type: 'objectClass', values: ['user'] }),
    new Attribute({ type: 'sAMAccountName', values: [name] }),
    new Attribute({ type: 'displayName', values: ['Some Body'] }),
    new Attribute({ type: 'userPrincipalName', values: [`${name}@contoso.com`] }),
    new Attribute({ type: 'userAccountControl', values: ['512'] }),
    new Attribute({ type: 'unicodePwd', values: [quoted(first)] }),
  ])
  return dn
}
const logsOn = async (name: string, password: string): Promise<string> => {
  const client = world.open()
  try {
    await client.bind(name, password)
    return 'logged on'
  } catch (error) {
    return /data (\w+)/.exec(String(error))?.[1] ?? String(error)
  } finally {
    await client.unbind()
  }
}

it('takes a bind by DN, UPN, DOMAIN\\name and sam@domain', async () => {
  const dn = await addUser('names')
  for (const name of [
    dn,
    'names@contoso.com',
    'CONTOSO\\names',
    'names@contoso.local',
    'NAMES@CONTOSO.COM',
  ]) {
    expect(await logsOn(name, first)).toBe('logged on')
  }
  expect(await logsOn('names', first)).toBe('52e')
})

it('resets a password: the new one logs on, the old one does not, and the log names who did it', async () => {
  const dn = await addUser('reset')
  await admin.modify(dn, replace('unicodePwd', quoted('Copper-Field-58!')))
  expect(await logsOn(dn, 'Copper-Field-58!')).toBe('logged on')
  expect(await logsOn(dn, first)).toBe('52e')
  const events = world.lab.journal
    .events({ type: 'windows-event.written', target: dn })
    .map((event) => event.data?.eventId)
  expect(events).toContain(4724)
  expect(JSON.stringify(world.lab.journal.events())).not.toContain('Copper-Field-58!')
})

it('refuses a password on a connection without TLS and writes nothing', async () => {
  const dn = await addUser('plain')
  const client = world.open('ldap')
  await client.bind(administrator, administratorPassword)
  await expect(client.modify(dn, replace('unicodePwd', quoted('Violet-Stone-63!')))).rejects.toMatchObject({
    code: 53,
  })
  expect(await logsOn(dn, first)).toBe('logged on')
})

it('refuses a change inside the minimum age, and takes it a day later', async () => {
  const dn = await addUser('young')
  const user = await world.bound(dn, first)
  await expect(user.modify(dn, change(first, 'Walnut-River-27!'))).rejects.toThrow(/0000052D/)
  expect(await logsOn(dn, first)).toBe('logged on')
  await world.lab.clock.advance(day + 1000)
  await user.modify(dn, change(first, 'Walnut-River-27!'))
  expect(await logsOn(dn, 'Walnut-River-27!')).toBe('logged on')
})

it('refuses a change with the wrong old password and one back to a remembered one', async () => {
  const dn = await addUser('changer')
  await world.lab.clock.advance(day + 1000)
  const user = await world.bound(dn, first)
  await expect(user.modify(dn, change('Wrong-Old-11!', 'Garnet-Cloud-84!'))).rejects.toThrow(/00000056/)
  await expect(user.modify(dn, change(first, first))).rejects.toThrow(/0000052D/)
  await expect(user.modify(dn, change(first, 'xChanger-99!'))).rejects.toThrow(/0000052D/)
})

it('locks after the threshold, keeps the right password out, and unlocks by lockoutTime 0', async () => {
  const dn = await addUser('locker')
  await admin.modify(base, replace('lockoutThreshold', '3'))
  for (const _ of [1, 2, 3]) expect(await logsOn(dn, 'Wrong-Old-11!')).toBe('52e')
  expect(await logsOn(dn, first)).toBe('775')
  await admin.modify(dn, replace('lockoutTime', '0'))
  expect(await logsOn(dn, first)).toBe('logged on')
  await admin.modify(base, replace('lockoutThreshold', '0'))
})

it('asks for a change at the next logon, and says disabled and expired', async () => {
  const dn = await addUser('states')
  await admin.modify(dn, replace('pwdLastSet', '0'))
  expect(await logsOn(dn, first)).toBe('773')
  await admin.modify(dn, [replace('pwdLastSet', '-1'), replace('userAccountControl', '514')])
  expect(await logsOn(dn, first)).toBe('533')
  await admin.modify(dn, replace('userAccountControl', '512'))
  await world.lab.clock.advance(43 * day)
  expect(await logsOn(dn, first)).toBe('532')
})

it('never gives a password away', async () => {
  const dn = await addUser('secret')
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: ['unicodePwd', 'ntPwdHistory', 'dBCSPwd', 'cn'],
  })
  expect(searchEntries).toEqual([{ dn, cn: 'secret', unicodePwd: [], ntPwdHistory: [], dBCSPwd: [] }])
})
