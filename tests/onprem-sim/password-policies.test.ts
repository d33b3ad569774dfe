import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  add,
  addUser,
  changePassword,
  firstPassword,
  logsOn,
  read,
  remove,
  replace,
  resetPassword,
} from './accounts.ts'
import { policyHints, policyHintsDeprecated } from './control-values.ts'
import { denyPasswordChange } from './descriptors.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const day = 86_400_000
const interval = (ms: number): string => String(-ms * 10_000)

it('has the policy of a new domain: 24 remembered, 42 days, 1 day, 7 characters, complex, no lockout', async () => {
  expect(
    await read(admin, base, [
      'pwdHistoryLength',
      'maxPwdAge',
      'minPwdAge',
      'minPwdLength',
      'pwdProperties',
      'lockoutThreshold',
    ]),
  ).toMatchObject({
    pwdHistoryLength: '24',
    maxPwdAge: interval(42 * day),
    minPwdAge: interval(day),
    minPwdLength: '7',
    pwdProperties: '1',
    lockoutThreshold: '0',
  })
})

it('refuses a reset that is too simple or holds the account name or a part of the display name, with 53', async () => {
  const dn = await addUser(admin, 'harriet', { displayName: 'Harriet Lindqvist-Moor' })
  for (const password of ['alllowercase', 'xHarriet-99', 'Lindqvist#4711', 'a-moor-In-7-fogs'])
    await expect(admin.modify(dn, resetPassword(password))).rejects.toThrow(/0000052D: SvcErr/)
  expect(await logsOn(world, dn)).toBe('logged on')
  await admin.modify(dn, resetPassword('Copper-Field-58!'))
  expect(await logsOn(world, dn, 'Copper-Field-58!')).toBe('logged on')
})

it.each([
  ['2239', policyHints],
  ['2066', policyHintsDeprecated],
])(
  'holds history and minimum age for a reset with policy hints (%s), and not without',
  async (oid, hints) => {
    const dn = await addUser(admin, `hinted${oid}`)
    await expect(admin.modify(dn, resetPassword('Copper-Field-58!'), hints)).rejects.toMatchObject({
      code: 53,
    })
    await world.lab.clock.advance(day + 1000)
    await expect(admin.modify(dn, resetPassword(firstPassword), hints)).rejects.toMatchObject({ code: 53 })
    await admin.modify(dn, resetPassword('Copper-Field-58!'), hints)
    await admin.modify(dn, resetPassword(firstPassword))
    expect(await logsOn(world, dn)).toBe('logged on')
  },
)

it('remembers 24 passwords and no more', async () => {
  const dn = await addUser(admin, 'historian')
  for (let count = 0; count < 23; count += 1) await admin.modify(dn, resetPassword(`Granite-Path-${count}!`))
  await world.lab.clock.advance(day + 1000)
  const hinted = () => admin.modify(dn, resetPassword(firstPassword), policyHints)
  await expect(hinted()).rejects.toMatchObject({ code: 53 })
  await admin.modify(dn, resetPassword('Granite-Path-23!'))
  await world.lab.clock.advance(day + 1000)
  await hinted()
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('refuses a change by somebody who cannot change the password, while an administrator resets it', async () => {
  const dn = await addUser(admin, 'fixedpassword')
  await world.lab.clock.advance(day + 1000)
  await denyPasswordChange(admin, dn)
  const user = await world.bound(dn, firstPassword)
  await expect(user.modify(dn, changePassword(firstPassword, 'Walnut-River-27!'))).rejects.toMatchObject({
    code: 50,
  })
  expect(await logsOn(world, dn)).toBe('logged on')
  await admin.modify(dn, resetPassword('Copper-Field-58!'))
  expect(await logsOn(world, dn, 'Copper-Field-58!')).toBe('logged on')
})

async function addPolicy(name: string, precedence: string, more: Record<string, string>): Promise<string> {
  const dn = `CN=${name},CN=Password Settings Container,CN=System,${base}`
  await admin.add(dn, {
    objectClass: ['msDS-PasswordSettings'],
    'msDS-PasswordSettingsPrecedence': precedence,
    'msDS-PasswordReversibleEncryptionEnabled': 'FALSE',
    'msDS-PasswordHistoryLength': '2',
    'msDS-PasswordComplexityEnabled': 'FALSE',
    'msDS-MinimumPasswordLength': '3',
    'msDS-MinimumPasswordAge': '0',
    'msDS-MaximumPasswordAge': interval(10 * day),
    'msDS-LockoutThreshold': '1',
    'msDS-LockoutObservationWindow': interval(day / 24),
    'msDS-LockoutDuration': interval(day / 24),
    ...more,
  })
  return dn
}

it('lets the fine-grained policy of a user win over that of its group, and the lower precedence among equals', async () => {
  const dn = await addUser(admin, 'graced')
  const group = `CN=Weak,CN=Users,${base}`
  await admin.add(group, { objectClass: ['group'], sAMAccountName: 'weak', groupType: '-2147483646' })
  await admin.modify(group, add('member', dn))
  const late = await addPolicy('Late', '20', { 'msDS-PSOAppliesTo': group })
  const early = await addPolicy('Early', '10', { 'msDS-PSOAppliesTo': group })
  const resultant = async () => (await read(admin, dn, ['msDS-ResultantPSO']))['msDS-ResultantPSO']
  expect(await resultant()).toBe(early)
  await admin.modify(dn, resetPassword('abc'))
  expect(await logsOn(world, dn, 'abc')).toBe('logged on')
  await admin.modify(late, add('msDS-PSOAppliesTo', dn))
  expect(await resultant()).toBe(late)
  expect(await logsOn(world, dn, 'wrong')).toBe('52e')
  expect(await logsOn(world, dn, 'abc')).toBe('775')
  await admin.modify(dn, replace('lockoutTime', '0'))
  await world.lab.clock.advance(11 * day)
  expect(await logsOn(world, dn, 'abc')).toBe('532')
  await admin.modify(late, remove('msDS-PSOAppliesTo', dn))
  await admin.del(early)
  expect(await resultant()).toBe(late)
})

it('tells when a password expires, and takes a password age of hours seriously', async () => {
  const dn = await addUser(admin, 'shortlived')
  await admin.modify(base, [replace('minPwdAge', '0'), replace('maxPwdAge', interval(day / 4))])
  const { pwdLastSet, ...computed } = await read(admin, dn, [
    'pwdLastSet',
    'msDS-UserPasswordExpiryTimeComputed',
  ])
  const expires = BigInt(String(computed['msDS-UserPasswordExpiryTimeComputed']))
  expect(expires - BigInt(String(pwdLastSet))).toBe(BigInt(day / 4) * 10_000n)
  await world.lab.clock.advance(day / 4)
  expect(await logsOn(world, dn)).toBe('532')
  await admin.modify(base, [replace('maxPwdAge', interval(42 * day)), replace('minPwdAge', interval(day))])
  expect(await logsOn(world, dn)).toBe('logged on')
})

it('refuses the Connect server once RestrictRemoteSam names others only, whatever the access list says', async () => {
  const dn = await addUser(admin, 'restricted')
  const service = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${base}`
  const sddl = 'RestrictRemoteSam=O:SYG:SYD:(A;;RC;;;SY)'
  await admin.modify(service, replace('msDS-Other-Settings', sddl))
  await world.lab.clock.advance(day + 1000)
  const writeBack = () => admin.modify(dn, resetPassword('Copper-Field-58!'), policyHints)
  await expect(writeBack()).rejects.toThrow(/00000005/)
  expect(await logsOn(world, dn)).toBe('logged on')
  await admin.modify(service, replace('msDS-Other-Settings', 'RestrictRemoteSam=O:BAG:BAD:(A;;RC;;;BA)'))
  await writeBack()
  expect(await logsOn(world, dn, 'Copper-Field-58!')).toBe('logged on')
})
