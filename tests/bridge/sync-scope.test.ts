/** Who is synchronised: pilot group, selective password hashes; and what a second server in staging mode is good for. */
import { Attribute, Change } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectServer } from '#bridge/connect-server.ts'
import type { WizardState } from '#core/contracts/connect.ts'
import { asDomainAdmin, logsOn, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, passwordOf, staff, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 4, writeback: true })
  doors = openThreeDoors(world)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const strong = 'Spring-Harbour-2026!'
const dnOf = (index: number) => `CN=Person ${index},${staff}`
const isInTenant = async (index: number) =>
  (await world.cloud.asAdministrator(`/v1.0/users/${upnOf(index)}`)).status === 200
const member = (operation: 'add' | 'delete', index: number) =>
  asDomainAdmin(world, (client) =>
    client.modify(
      `CN=Pilot,${staff}`,
      new Change({ operation, modification: new Attribute({ type: 'member', values: [dnOf(index)] }) }),
    ),
  )

test('a user marked PHSFiltered sends no hash and gets nothing written back; a colleague does (scenario 40)', async () => {
  await doors.prepare(2, 3)
  await write(world, 'DC=contoso,DC=local', { minPwdAge: '0' })
  await write(world, dnOf(2), { adminDescription: 'PHSFiltered' })
  await world.connect.synchronize('Delta')
  const after = world.cloud.lab.journal.lastSeq
  expect((await doors.reset(2, strong))?.pageCode).toBe('SSPR_0029')
  expect(await logsOn(world, upnOf(2), passwordOf(2))).toBe(true)
  await asDomainAdmin(world, (client) =>
    client.modify(
      dnOf(2),
      new Change({
        operation: 'replace',
        modification: new Attribute({
          type: 'unicodePwd',
          values: [Buffer.from('"Copper-Field-58!"', 'utf16le')],
        }),
      }),
    ),
  )
  await world.cloud.lab.clock.advance(120_000)
  expect(await doors.signsIn(2, 'Copper-Field-58!')).toBe(false)
  const ids = world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => data?.eventId)
  expect(ids).not.toContain(656)
  expect(await doors.reset(3, strong)).toBeUndefined()
})

test('a second server in staging mode sees what it would do, writes nothing, and takes over when it is made active (scenario 38)', async () => {
  const second: ConnectServer = await world.anotherConnect('CONNECT02')
  const verbs = await world.serveVerbs(second)
  try {
    const act = async (action: string, more: object = {}) =>
      (await verbs.send('wizard', { action, ...more })).json as WizardState
    await act('open')
    await act('next')
    await act('choose-install', { install: 'customize' })
    await act('next')
    await act('select-sign-in', { method: 'password-hash-sync' })
    await act('sign-in', administrator)
    await act('add-directory', {
      forest: 'contoso.local',
      username: 'CONTOSO\\Administrator',
      password: forest.administratorPassword,
    })
    await act('next')
    await act('continue-unmatched')
    await act('select-ous', { selected: [staff] })
    await act('next')
    await act('next')
    await act('select-features', { features: { passwordHashSync: true, passwordWriteback: false } })
    await act('select-staging', { enabled: true })
    expect((await act('configure')).page).toBe('complete')
    await act('close')

    await write(world, dnOf(0), { title: 'Engineer' })
    const staged = await second.synchronize('Delta')
    expect(staged.map(({ profile }) => profile)).not.toContain('Export')
    expect(
      (await world.cloud.asAdministrator(`/v1.0/users/${upnOf(0)}?$select=jobTitle`)).json,
    ).toMatchObject({
      jobTitle: null,
    })
    const after = world.cloud.lab.journal.lastSeq
    expect(await doors.reset(3, 'Harvest-Signal-2026!')).toBeUndefined()
    const log = world.cloud.lab.journal
      .events({ after, type: 'windows-event.written' })
      .filter(({ data }) => data?.computer === 'CONNECT02')
    expect(log).toEqual([])

    // Switch-over: the active server goes to staging, the other one leaves it.
    const stage = async (send: typeof verbs.send, enabled: boolean) => {
      const step = async (action: string, more: object = {}) =>
        (await send('wizard', { action, ...more })).json as WizardState
      await step('open')
      await step('next')
      await step('choose-task', { task: 'configure-staging-mode' })
      await step('sign-in', administrator)
      await step('select-staging', { enabled })
      const done = await step('configure')
      await step('close')
      return done.page
    }
    expect(await stage(world.verb, true)).toBe('complete')
    expect(await stage(verbs.send, false)).toBe('complete')
    expect(
      (await world.cloud.asAdministrator(`/v1.0/users/${upnOf(0)}?$select=jobTitle`)).json,
    ).toMatchObject({
      jobTitle: 'Engineer',
    })
    // Writeback has to be enabled again after a switch-over.
    expect((await doors.reset(3, 'Winter-Signal-2026!'))?.pageCode).toBe('SSPR_0030')
    await verbs.send('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
      parameters: { Enable: true, Credential: administrator },
    })
    expect(await doors.reset(3, 'Winter-Signal-2026!')).toBeUndefined()
    // The former server still believes that it is the one: it cannot simply come back.
    expect(await stage(world.verb, false)).toBe('ready-to-configure')
    expect((await world.verb('state')).json).toMatchObject({ stagingMode: true })
  } finally {
    await verbs.close()
    await second.close()
  }
})

test('with a pilot group only its members stay in the tenant, and joining it is enough', async () => {
  const one = await startOwnForest({ people: 3, install: false })
  const before = world
  world = one
  try {
    await asDomainAdmin(one, (client) =>
      client.add(`CN=Pilot,${staff}`, { objectClass: 'group', sAMAccountName: 'Pilot' }),
    )
    await member('add', 0)
    const act = async (action: string, more: object = {}) =>
      (await one.verb('wizard', { action, ...more })).json as WizardState
    await act('open')
    await act('next')
    await act('choose-install', { install: 'customize' })
    await act('next')
    await act('select-sign-in', { method: 'password-hash-sync' })
    await act('sign-in', administrator)
    await act('add-directory', {
      forest: 'contoso.local',
      username: 'CONTOSO\\Administrator',
      password: forest.administratorPassword,
    })
    await act('next')
    await act('continue-unmatched')
    await act('select-ous', { selected: [staff] })
    await act('next')
    expect((await act('select-pilot', { group: 'Pilot' })).pilotGroup).toBe(`CN=Pilot,${staff}`)
    await act('select-features', { features: { passwordHashSync: true, passwordWriteback: false } })
    await act('next')
    await act('configure')
    await act('close')
    expect([await isInTenant(0), await isInTenant(1)]).toEqual([true, false])
    await member('add', 1)
    await member('delete', 0)
    await one.connect.synchronize('Delta')
    expect([await isInTenant(0), await isInTenant(1)]).toEqual([false, true])
  } finally {
    world = before
    await one.close()
  }
})
