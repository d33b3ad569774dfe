/** Several forests: a connector each, a forest added later, and a person enabled in two of them (writeback.md §4.6, §5.4). */
import { Attribute, Client } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type { WizardState } from '#core/contracts/connect.ts'
import { asDomainAdmin, logsOn, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, secondForest, staff, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 3, writeback: true, second: true })
  doors = openThreeDoors(world)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const strong = 'Spring-Harbour-2026!'
const enterpriseAdmin = {
  username: 'FABRIKAM\\Administrator',
  password: secondForest.administratorPassword,
}
const secondStaff = 'OU=Staff,DC=fabrikam,DC=local'
const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState

async function inFabrikam<Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> {
  const client = new Client({ url: world.secondLdaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  await client.bind(enterpriseAdmin.username, enterpriseAdmin.password)
  try {
    return await work(client)
  } finally {
    await client.unbind()
  }
}

const addPerson = (name: string, more: Record<string, string | Buffer>) =>
  inFabrikam((client) =>
    client.add(
      `CN=${name},${secondStaff}`,
      Object.entries({
        objectClass: 'user',
        sAMAccountName: name,
        displayName: name,
        userAccountControl: '512',
        unicodePwd: Buffer.from(encodeUnicodePwd(`Lantern-Moss-${name.replace(/\D/g, '')}!`)),
        ...more,
      }).map(
        ([type, value]) =>
          new Attribute({ type, values: (typeof value === 'string' ? [value] : [value]) as string[] }),
      ),
    ),
  )

/** Opens the wizard and adds fabrikam.local to the connectors. */
async function addForest(): Promise<WizardState> {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  await act('sign-in', administrator)
  await act('add-directory', { forest: 'fabrikam.local', ...enterpriseAdmin })
  const { organizationalUnits, features } = await act('next')
  await act('select-ous', {
    selected: organizationalUnits.filter(({ selected }) => selected).map(({ dn }) => dn),
  })
  await act('select-features', { features })
  const done = await act('configure')
  await act('close')
  return done
}

test('a second forest gets its own connector account, and its people come to the tenant with an initial cycle', async () => {
  await addPerson('person7', { userPrincipalName: upnOf(7) })
  expect((await act('open')).furtherForests).toEqual(['fabrikam.local'])
  await act('close')
  expect((await addForest()).page).toBe('complete')
  const { connectors } = (await world.verb('connectors')).json as {
    connectors: { name: string; account: string; objects: number }[]
  }
  expect(connectors.map(({ name }) => name)).toEqual([
    'contoso.local',
    'fabrikam.local',
    'contoso.onmicrosoft.com - AAD',
  ])
  expect(connectors[1]?.account).toMatch(/^FABRIKAM\\MSOL_/)
  expect((await world.cloud.asAdministrator(`/v1.0/users/${upnOf(7)}`)).status).toBe(200)
  const cycle = await world.connect.synchronize('Delta')
  expect(cycle.map(({ connector, profile }) => `${connector}: ${profile}`)).toEqual([
    'contoso.local: Delta Import',
    'fabrikam.local: Delta Import',
    'contoso.onmicrosoft.com - AAD: Delta Import',
    'contoso.local: Delta Synchronization',
    'fabrikam.local: Delta Synchronization',
    'contoso.onmicrosoft.com - AAD: Delta Synchronization',
    'contoso.onmicrosoft.com - AAD: Export',
    'contoso.local: Export',
    'fabrikam.local: Export',
  ])
})

test('writeback does not know a forest that was added after it was switched on: 8023061f; the old forest works; off and on heals (scenario 30)', async () => {
  await world.cloud.lab.clock.advance(120_000)
  await doors.prepare(0, 7)
  await write(world, 'DC=contoso,DC=local', { minPwdAge: '0' })
  await inFabrikam(async (client) => {
    const { Change } = await import('ldapts')
    const modification = new Attribute({ type: 'minPwdAge', values: ['0'] })
    await client.modify('DC=fabrikam,DC=local', new Change({ operation: 'replace', modification }))
  })
  const { journal } = world.cloud.lab
  const after = journal.lastSeq
  expect((await doors.reset(7, strong))?.pageCode).toBe('SSPR_0029')
  const rows = journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => data)
  expect(rows.map((row) => row?.eventId)).toEqual([31001, 6329, 32005, 31003])
  expect(String(rows[1]?.message)).toContain('0x8023061f')
  expect(await doors.signsIn(7, 'Lantern-Moss-7!')).toBe(true)
  expect(await doors.reset(0, strong)).toBeUndefined()
  for (const Enable of [false, true])
    await world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
      parameters: { Enable, Credential: administrator },
    })
  expect(await doors.reset(7, strong)).toBeUndefined()
  expect(await doors.signsIn(7, strong)).toBe(true)
})

test('a person enabled in two forests is refused with 33003 and hr 80230402; disabled in one, the other is written (scenario 26)', async () => {
  const guid = await asDomainAdmin(world, async (client) => {
    const attributes = ['mS-DS-ConsistencyGuid']
    const search = { scope: 'base', attributes, explicitBufferAttributes: attributes } as const
    const { searchEntries } = await client.search(`CN=Person 1,${staff}`, search)
    return searchEntries[0]?.['mS-DS-ConsistencyGuid'] as Buffer
  })
  await addPerson('person1', { 'mS-DS-ConsistencyGuid': guid })
  await world.connect.synchronize('Delta')
  await doors.prepare(1)
  const { journal } = world.cloud.lab
  const after = journal.lastSeq
  expect((await doors.reset(1, strong))?.pageCode).toBe('SSPR_0029')
  const rows = journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => data)
  expect(rows.map((row) => row?.eventId)).toEqual([31001, 6329, 33003, 31003])
  expect(String(rows[2]?.message)).toContain('hr=80230402')
  expect(await logsOn(world, upnOf(1), passwordOf(1))).toBe(true)
  await inFabrikam(async (client) => {
    const { Change } = await import('ldapts')
    const modification = new Attribute({ type: 'userAccountControl', values: ['514'] })
    await client.modify(`CN=person1,${secondStaff}`, new Change({ operation: 'replace', modification }))
  })
  await world.connect.synchronize('Delta')
  expect(await doors.reset(1, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(1), strong)).toBe(true)
})
