/**
 * The error propagation table of writeback.md §5.4, a test per row and an assertion per column: each cause is really there (in
 * the domain controller, on the relay, in the keys), and all three doors are tried. After each no the old password still works
 * on both sides, and the new one on neither.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { withCannotChangePassword } from '#core/active-directory/user-cannot-change-password.ts'
import {
  asDomainAdmin,
  changeAccessList,
  domainDn,
  logsOn,
  takeFromDomain,
  write,
} from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, staff, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type Said, type ThreeDoors, upnOf } from './support/three-doors.ts'

const people = 25
let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(...Array.from({ length: people }, (_, index) => index))
  await write(world, domainDn, { minPwdAge: '0' })
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const strong = 'Spring-Harbour-2026!'
const dnOf = (index: number) => `CN=Person ${index},${staff}`
const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))

const operations = {
  reset: { start: 31001, fail: 31003, activity: 'Reset password (self-service)' },
  change: { start: 31006, fail: 31008, activity: 'Change password (self-service)' },
  portal: { start: 31009, fail: 31011, activity: 'Reset password (by admin)' },
} as const
type Operation = keyof typeof operations

interface Expected {
  /** The engine's row 6329 stands before it when there is an hr. */
  readonly event: number
  readonly hr?: string
  readonly reset: string
  /** The code that the SSPR page shows; absent: words alone. */
  readonly page?: string
  /** The page stays, for another password. */
  readonly stays?: boolean
  readonly change: number
  readonly portal: string
  readonly reason: string
}

const adminAction = {
  reset: 'OnPremisesAdminActionRequired',
  page: 'SSPR_0029',
  change: 120015,
  portal: 'OnPremisesAdminActionRequired',
  reason: 'OnPremisesAdminActionRequired',
} as const

const shown = (operation: Operation, said: Said | undefined) =>
  operation === 'change' ? said?.number : said?.code

/** What the door itself shows: the reset page's code or its text, the change page's number, the portal's code. */
function expectShown(operation: Operation, said: Said | undefined, expected: Omit<Expected, 'event'>) {
  expect(shown(operation, said), `${operation} says`).toBe(expected[operation])
  if (operation === 'portal') return
  expect(said?.says, `${operation} has words for it`).not.toBe('')
  if (operation === 'reset')
    expect({ page: said?.pageCode, stays: said?.retry }).toEqual({
      page: expected.page,
      stays: expected.stays ?? false,
    })
}

/** One door: what it says, what the Connect server logged, the hr and the audit row's reason. */
async function expectAtDoor(
  index: number,
  operation: Operation,
  expected: Expected,
  newPassword = strong,
  oldPassword = passwordOf(index),
) {
  const { start, fail, activity } = operations[operation]
  const after = mark()
  const said = await doors[operation](index, newPassword, oldPassword)
  expectShown(operation, said, expected)
  const written = rows(after)
  const engine = expected.hr === undefined ? [] : [6329]
  expect(
    written.map(({ id }) => id),
    `${operation} logs`,
  ).toEqual([start, ...engine, expected.event, fail])
  const { hr = '' } = expected
  for (const { id, message } of written)
    if (id !== start)
      expect(message, `${id}`).toContain(hr === '' ? '' : id === 6329 ? `0x${hr}` : `hr=${hr}`)
  expect(await doors.auditReason(index, activity), `${operation} is audited`).toBe(expected.reason)
}

async function expectUnchanged(index: number, password = passwordOf(index), refused = strong) {
  if (refused !== password) {
    expect(await logsOn(world, upnOf(index), refused), 'Active Directory has the new password').toBe(false)
    expect(await doors.signsIn(index, refused), 'the cloud has the new password').toBe(false)
  }
  expect(await logsOn(world, upnOf(index), password), 'Active Directory knows the old password').toBe(true)
  expect(await doors.signsIn(index, password), 'the cloud knows the old password').toBe(true)
}

/** All three doors, with the cause in place; then the cause goes and the old password is tried. */
async function expectRow(
  index: number,
  expected: Expected,
  restore: () => Promise<unknown> = async () => undefined,
  newPassword = strong,
): Promise<void> {
  try {
    for (const operation of ['reset', 'change', 'portal'] as const)
      await expectAtDoor(index, operation, expected, newPassword)
  } finally {
    await restore()
  }
  await expectUnchanged(index, passwordOf(index), newPassword)
}

const policyRow: Expected = {
  event: 33008,
  hr: '80230619',
  reset: 'OnPremisesPolicyViolation',
  stays: true,
  change: 120004,
  portal: 'OnPremisesPolicyViolation',
  reason: 'OnPremisesPolicyViolation',
}

test('policy violation: complexity (scenarios 12 and 15)', async () => {
  await expectRow(0, policyRow, undefined, 'harborlanternmoss')
})

test('policy violation: length', async () => {
  await write(world, domainDn, { minPwdLength: '24' })
  await expectRow(1, policyRow, () => write(world, domainDn, { minPwdLength: '7' }))
})

test('policy violation: history (scenario 13)', async () => {
  await expectRow(2, policyRow, undefined, passwordOf(2))
})

test('policy violation: minimum age holds for resets as well (scenario 14)', async () => {
  const first = 'Meadow-Train-2026!'
  expect(await doors.change(3, first)).toBeUndefined()
  await write(world, domainDn, { minPwdAge: '-864000000000' })
  for (const operation of ['reset', 'change', 'portal'] as const)
    await expectAtDoor(3, operation, policyRow, strong, first)
  await write(world, domainDn, { minPwdAge: '0' })
  await expectUnchanged(3, first)
})

test('a banned password never reaches the Connect server (scenario 45)', async () => {
  const after = mark()
  expect(await doors.reset(4, 'Password123')).toMatchObject({
    code: expect.stringMatching(/Fuzzy/),
    retry: true,
  })
  expect((await doors.change(4, 'Password123'))?.number).toBe(120018)
  expect((await doors.portal(4, 'Password123'))?.code).toMatch(/Fuzzy/)
  expect(rows(after)).toEqual([])
  for (const { activity } of Object.values(operations))
    expect(await doors.auditReason(4, activity)).toMatch(/Fuzzy/)
  await expectUnchanged(4, passwordOf(4), 'Password123')
})

test('permission denied: the connector account lacks Reset Password (scenario 19)', async () => {
  const giveBack = await takeFromDomain(
    world,
    ({ objectType }) => objectType === extendedRights.resetPassword,
  )
  try {
    const expected: Expected = { ...adminAction, event: 33004, hr: '80230626' }
    await expectAtDoor(5, 'reset', expected)
    await expectAtDoor(5, 'portal', expected)
  } finally {
    await giveBack()
  }
  await expectUnchanged(5)
})

test('permission denied: the connector account lacks Change Password', async () => {
  const everyone = new Set(['S-1-1-0', 'S-1-5-10'])
  const giveBack = await takeFromDomain(
    world,
    ({ objectType }) => objectType === extendedRights.changePassword,
  )
  const giveAllBack = await changeAccessList(world, dnOf(6), (descriptor) => ({
    ...descriptor,
    dacl: (descriptor.dacl ?? []).filter(
      ({ objectType, sid }) => objectType !== extendedRights.changePassword || !everyone.has(sid),
    ),
  }))
  try {
    await expectAtDoor(6, 'change', { ...adminAction, event: 33004, hr: '80230626' })
  } finally {
    await giveAllBack()
    await giveBack()
  }
  await expectUnchanged(6)
})

test('adminCount = 1: a reset fails with hr 80231367, a change with the old password works (scenario 20)', async () => {
  await asDomainAdmin(world, async (client) => {
    const { Attribute, Change } = await import('ldapts')
    const modification = new Attribute({ type: 'member', values: [dnOf(7)] })
    await client.modify(
      `CN=Domain Admins,CN=Users,${domainDn}`,
      new Change({ operation: 'add', modification }),
    )
  })
  await world.cloud.lab.clock.advance(61 * 60_000)
  const expected: Expected = { ...adminAction, event: 33004, hr: '80231367' }
  await expectAtDoor(7, 'reset', expected)
  await expectAtDoor(7, 'portal', expected)
  await expectUnchanged(7)
  const after = mark()
  expect(await doors.change(7, 'Meadow-Train-2026!')).toBeUndefined()
  expect(rows(after).map(({ id }) => id)).toEqual([31006, 31007])
  expect(await logsOn(world, upnOf(7), 'Meadow-Train-2026!')).toBe(true)
})

test('RestrictRemoteSam does not name the connector account: denied although the permissions are right (scenario 21)', async () => {
  const service = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${domainDn}`
  const set = (value: string | null) => write(world, service, { 'msDS-Other-Settings': value })
  await set('RestrictRemoteSam=O:BAG:BAD:(A;;RC;;;BA)')
  try {
    for (const operation of ['reset', 'portal'] as const) {
      const after = mark()
      await expectAtDoor(5, operation, { ...adminAction, event: 33004, hr: '80230626' })
      expect(rows(after).find(({ id }) => id === 6329)?.message).toMatch(
        /Failed to acquire user information: CONTOSO\\MSOL_\w+\. Error Code: ERROR_ACCESS_DENIED/,
      )
    }
  } finally {
    await set(null)
  }
  await expectUnchanged(5)
  expect(await doors.reset(5, strong)).toBeUndefined()
})

test('“User cannot change password” (scenario 20b)', async () => {
  const untick = await changeAccessList(world, dnOf(8), (descriptor) =>
    withCannotChangePassword(descriptor, true),
  )
  await expectRow(8, { ...adminAction, event: 33004, hr: '80230626' }, untick)
})

test('disabled on premises, before the next cycle (scenario 18)', async () => {
  await write(world, dnOf(9), { userAccountControl: '514' })
  await expectRow(9, { ...adminAction, event: 33005, change: 120014 }, () =>
    write(world, dnOf(9), { userAccountControl: '512' }),
  )
})

const lockoutTimeOf = (index: number) =>
  asDomainAdmin(world, async (client) => {
    const { searchEntries } = await client.search(dnOf(index), { scope: 'base', attributes: ['lockoutTime'] })
    return searchEntries[0]?.lockoutTime
  })

test('locked: a change is refused, a reset unlocks', async () => {
  await write(world, domainDn, { lockoutThreshold: '3' })
  const unlockedBy = { reset: 10, portal: 24 } as const
  for (const [operation, index] of Object.entries(unlockedBy) as [keyof typeof unlockedBy, number][]) {
    for (let attempt = 0; attempt < 3; attempt += 1) await logsOn(world, upnOf(index), 'Wrong-Password-1!')
    expect(await logsOn(world, upnOf(index), passwordOf(index))).toBe(false)
    await expectAtDoor(index, 'change', { ...adminAction, event: 33006, change: 120014 })
    const after = mark()
    const { start, activity } = operations[operation]
    expect(await doors[operation](index, 'Meadow-Train-2026!')).toBeUndefined()
    expect(rows(after).map(({ id }) => id)).toEqual([start, start + 1])
    expect(await doors.auditReason(index, activity)).toBe('Successfully completed reset.')
    expect(await logsOn(world, upnOf(index), strong)).toBe(false)
    expect(await lockoutTimeOf(index)).toBe('0')
  }
  expect(await logsOn(world, upnOf(10), 'Meadow-Train-2026!')).toBe(true)
  await write(world, domainDn, { lockoutThreshold: '0' })
})

test('wrong old password (scenario 17)', async () => {
  const after = mark()
  expect((await doors.change(11, strong, 'Wrong-Password-1!'))?.number).toBe(120000)
  expect(rows(after).map(({ id }) => id)).toEqual([31006, 33007, 31008])
  expect(await doors.auditReason(11, operations.change.activity)).toBe('OnPremisesAdminActionRequired')
  await expectUnchanged(11)
})

test('not found: deleted on premises, no cycle yet; afterwards soft-deleted in the cloud (scenario 25)', async () => {
  await asDomainAdmin(world, (client) => client.del(dnOf(12)))
  const expected: Expected = {
    event: 33002,
    reset: 'OnPremisesAccountChanged',
    change: 120016,
    portal: 'OnPremisesAccountChanged',
    reason: 'OnPremisesAdminActionRequired',
  }
  for (const operation of ['reset', 'change', 'portal'] as const) await expectAtDoor(12, operation, expected)
  expect(await doors.signsIn(12, strong)).toBe(false)
  expect(await doors.signsIn(12, passwordOf(12))).toBe(true)
  await world.connect.synchronize('Delta')
  expect(await doors.signsIn(12, passwordOf(12))).toBe(false)
  const { json } = await world.cloud.asAdministrator('/v1.0/directory/deletedItems/microsoft.graph.user')
  expect(JSON.stringify(json)).toContain('Person 12')
})

test('duplicate: two accounts carry one anchor', async () => {
  const guid = await asDomainAdmin(world, async (client) => {
    const attributes = ['mS-DS-ConsistencyGuid']
    const search = { scope: 'base', attributes, explicitBufferAttributes: attributes } as const
    const { searchEntries } = await client.search(dnOf(13), search)
    return searchEntries[0]?.['mS-DS-ConsistencyGuid'] as Buffer
  })
  const twin = `CN=Twin of 13,${staff}`
  await asDomainAdmin(world, (client) =>
    client.add(twin, { objectClass: 'user', sAMAccountName: 'twin13', userAccountControl: '544' }),
  )
  await write(world, twin, { 'mS-DS-ConsistencyGuid': guid })
  await world.connect.synchronize('Delta')
  await expectRow(13, { ...adminAction, event: 33003, hr: '80230402' }, async () => {
    await asDomainAdmin(world, (client) => client.del(twin))
    await world.connect.synchronize('Delta')
  })
  expect(await doors.reset(13, strong)).toBeUndefined()
})

test('LDAP not encrypted: “Sign and encrypt LDAP traffic” is off (scenario 27)', async () => {
  await world.verb('connectors/contoso.local', { signAndEncrypt: false }, 'PUT')
  await expectRow(14, { ...adminAction, event: 33009, hr: '8023062C' }, () =>
    world.verb('connectors/contoso.local', { signAndEncrypt: true }, 'PUT'),
  )
})

test('no domain controller (scenario 28)', async () => {
  await world.directory.close()
  await expectRow(15, { ...adminAction, event: 33001, hr: '80230818' }, () => world.restartDirectory())
})

/** All columns of “agent or relay down”: every door, its words, the audit rows; no row of the request, and nothing has changed. */
async function expectOutOfReach(index: number) {
  const expected = {
    reset: 'OnPremisesConnectivityError',
    page: 'SSPR_0030',
    change: 120013,
    portal: 'OnPremisesConnectivityError',
    reason: 'OnPremisesConnectivityError',
  }
  const after = mark()
  for (const operation of ['reset', 'change', 'portal'] as const) {
    expectShown(operation, await doors[operation](index, strong), expected)
    expect(await doors.auditReason(index, operations[operation].activity)).toBe(expected.reason)
  }
  expect(rows(after)).toEqual([])
  await expectUnchanged(index)
}

test('the agent is stopped: a matter of connection, and no row of the request (scenario 22)', async () => {
  const after = mark()
  await world.verb('services/ADSync/stop', {})
  expect(rows(after).map(({ id }) => id)).toEqual([31016])
  await expectOutOfReach(16)
  await world.verb('services/ADSync/start', {})
  expect(await doors.reset(16, strong)).toBeUndefined()
})

test('the proxy does not let the relay through: the same at all doors, with the cause in the log (scenario 23)', async () => {
  const network = (settings: object) => world.verb('network', settings, 'PUT')
  await network({ way: 'proxy', allow: ['*.microsoftonline.com', '*.graph.windows.net'] })
  const after = mark()
  await world.verb('services/ADSync/restart', {})
  expect(rows(after).map(({ id }) => id)).toEqual([31016, 31034, 32002, 6800])
  for (const { message } of rows(after).slice(1))
    expect(message).toContain('(403) Forbidden: ssprdedicatedsbprodscu.servicebus.windows.net')
  await expectOutOfReach(15)
  await network({ way: 'direct' })
  await world.verb('services/ADSync/restart', {})
  expect(await doors.reset(15, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(15), strong)).toBe(true)
})

test('key mismatch: the answer to renewed keys was lost; switching writeback off and on heals it (scenario 29)', async () => {
  await world.cloud.lab.faults.add({
    match: { operation: 'password-reset.renew-keys' },
    effect: { drop: true },
    phase: 'after',
    times: 1,
  })
  await world.verb('writeback/renew-keys', {})
  for (const operation of ['reset', 'change', 'portal'] as const) {
    const after = mark()
    expectShown(operation, await doors[operation](17, strong), adminAction)
    expect(rows(after).map(({ id }) => id)).toEqual([32004])
    expect(await doors.auditReason(17, operations[operation].activity)).toBe(adminAction.reason)
  }
  await expectUnchanged(17)
  const Connector = 'contoso.onmicrosoft.com - AAD'
  for (const Enable of [false, true]) {
    const answer = await world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
      parameters: { Connector, Enable, Credential: administrator },
    })
    expect(answer.status).toBe(200)
  }
  expect(await doors.reset(17, strong)).toBeUndefined()
})

test('keys that are renewed in time go unnoticed', async () => {
  const after = mark()
  const { json } = await world.verb('writeback/renew-keys', {})
  expect(json).toMatchObject({ outcome: expect.stringMatching(/^key version \d+$/) })
  expect(await doors.reset(18, strong)).toBeUndefined()
  expect(rows(after).map(({ id }) => id)).toEqual([31018, 31001, 31002])
})

test('Active Directory took it, the cloud did not: it says so, and the next password pass heals it (scenario 31)', async () => {
  const cases = [
    [19, 'reset', 'OnPremisesSuccessCloudFailure', 31002],
    [20, 'change', 120005, 31007],
    [21, 'portal', 'OnPremisesSuccessCloudFailure', 31010],
  ] as const
  for (const [index, operation, code, success] of cases) {
    await world.cloud.lab.faults.add({
      match: { operation: 'cloud.commit-password' },
      effect: { drop: true },
      times: 1,
    })
    const after = mark()
    expect(shown(operation, await doors[operation](index, strong))).toBe(code)
    expect(rows(after).map(({ id }) => id)).toEqual([operations[operation].start, success])
    expect(await doors.auditReason(index, operations[operation].activity)).toBe(
      'OnPremisesSuccessCloudFailure',
    )
    expect(await doors.signsIn(index, strong)).toBe(false)
    expect(await logsOn(world, upnOf(index), passwordOf(index))).toBe(false)
  }
  for (const index of [19, 20]) expect(await logsOn(world, upnOf(index), strong)).toBe(true)
  await world.cloud.lab.clock.advance(120_000)
  expect(await doors.signsIn(19, strong)).toBe(true)
  expect(await doors.signsIn(20, strong)).toBe(true)
})

test('writeback off in the tenant: nothing is sent (scenarios 3, 4 and 5)', async () => {
  const put = (passwordWritebackEnabled: boolean) =>
    world.cloud.asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies', {
      method: 'PUT',
      json: { passwordWritebackEnabled },
    })
  await put(false)
  const after = mark()
  expect((await doors.reset(22, strong))?.pageCode).toBe('SSPR_0010')
  expect((await doors.change(22, strong))?.number).toBe(120012)
  expect((await doors.portal(22, strong))?.code).toBe('WritebackNotEnabled')
  expect(rows(after)).toEqual([])
  for (const { activity } of Object.values(operations))
    expect(await doors.auditReason(22, activity)).toBe(
      "User's password is managed on-premises. You can enable Password Writeback to resolve this",
    )
  await put(true)
  await expectUnchanged(22)
})

test('a reserved character in the path is hr 80005000 (scenario 39)', async () => {
  await asDomainAdmin(world, (client) => client.modifyDN(dnOf(23), 'CN=Person/23'))
  await world.connect.synchronize('Delta')
  await expectRow(23, { ...adminAction, event: 33001, hr: '80005000' }, async () => {
    await asDomainAdmin(world, (client) => client.modifyDN(`CN=Person/23,${staff}`, 'CN=Person 23'))
    await world.connect.synchronize('Delta')
  })
})

test('a connector account whose password is too long is hr 800700CE', async () => {
  const stored = world.cloud.lab.store.collection<{ id: string; forests?: { account: object }[] }>(
    'connect.configuration',
  )
  const [before] = [...stored.values()]
  const account = before?.forests?.[0]?.account as { username: string; password: string }
  await world.verb(
    'connectors/contoso.local',
    { account: { ...account, password: `${account.password}${'x'.repeat(257)}` } },
    'PUT',
  )
  await expectRow(4, { ...adminAction, event: 33001, hr: '800700CE' }, () =>
    world.verb('connectors/contoso.local', { account }, 'PUT'),
  )
})
