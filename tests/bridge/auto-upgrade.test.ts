/** Automatic upgrade: a newer version is released, and the server installs it where it qualifies and nothing is in the way (writeback.md §7.6). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logsOn } from './support/access-list.ts'
import { type OwnForest, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 1, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(0)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const release = async (connectRelease: string | null) => {
  const path = '/api/LabSwitches'
  const { status } = await world.cloud.asAdministrator(path, { method: 'PATCH', json: { connectRelease } })
  expect(status).toBe(200)
  await world.connect.synchronize('Delta')
}
const cmdlet = (name: string, parameters: object = {}) => world.verb(`cmdlets/${name}`, { parameters })
const version = async () => ((await world.verb('state')).json as { version: string }).version
/** Six hours: one look, whenever the last one was. Rows of the upgrade, and those of the service around it. */
async function sixHours() {
  const after = world.cloud.lab.journal.lastSeq
  await world.cloud.lab.clock.advance(6 * 3_600_000)
  return world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .map(({ data }) => ({
      source: String(data?.source),
      id: Number(data?.eventId),
      message: String(data?.message),
    }))
    .filter(({ source, id }) => source === 'Azure AD Connect Upgrade' || id === 31015 || id === 31016)
}

test('while nothing newer is released nothing happens, and an older version is none', async () => {
  expect(await sixHours()).toEqual([])
  await release('2.5.9.0')
  expect(await sixHours()).toEqual([])
  expect(await version()).toBe('2.5.79.0')
})

test('an open wizard keeps it from upgrading, and so do a stopped service and a scheduler that is off', async () => {
  await release('2.6.1.0')
  const code = async () => {
    const [row, ...others] = await sixHours()
    expect(others).toEqual([])
    expect(row).toMatchObject({ source: 'Azure AD Connect Upgrade', id: 301 })
    return row?.message.split(',')[0]
  }
  await world.verb('wizard', { action: 'open' })
  expect(await code()).toBe('Result: UpgradeAbortedSyncOrConfigurationInProgress')
  await world.verb('wizard', { action: 'close' })
  await world.verb('scheduler', { SyncCycleEnabled: false }, 'PUT')
  expect(await code()).toBe('Result: UpgradeAbortedSyncCycleDisabled')
  await world.verb('scheduler', { SyncCycleEnabled: true }, 'PUT')
  await world.verb('services/ADSync/stop', {})
  expect(await code()).toBe('Result: UpgradeAbortedServiceIsNotRunning')
  await world.verb('services/ADSync/start', {})
  expect(await version()).toBe('2.5.79.0')
})

test('switched off, the server does not look; with an account of its own it does not qualify', async () => {
  await cmdlet('Set-ADSyncAutoUpgrade', { AutoUpgradeState: 'Disabled' })
  expect(await sixHours()).toEqual([])
  await cmdlet('Set-ADSyncAutoUpgrade', { AutoUpgradeState: 'Enabled' })
  const stored = world.cloud.lab.store.collection<{ id: string; forests: { account: object }[] }>(
    'connect.configuration',
  )
  const account = [...stored.values()][0]?.forests[0]?.account
  await world.verb(
    'connectors/contoso.local',
    { account: { username: 'CONTOSO\\svc-sync', password: 'x' } },
    'PUT',
  )
  expect(await sixHours()).toEqual([
    {
      source: 'Azure AD Connect Upgrade',
      id: 302,
      message:
        'Result: UpgradeNotSupportedNonMsolAccount, Installed version: 2.5.79.0, Released version: 2.6.1.0',
    },
  ])
  await world.verb('connectors/contoso.local', { account }, 'PUT')
  expect(await version()).toBe('2.5.79.0')
})

test('with nothing in the way the service restarts in the new version, once, and writeback works on', async () => {
  expect((await sixHours()).map(({ id }) => id)).toEqual([31016, 31015, 300])
  expect(await version()).toBe('2.6.1.0')
  expect(await sixHours()).toEqual([])
  expect(await doors.reset(0, 'Spring-Harbour-2026!')).toBeUndefined()
  expect(await logsOn(world, upnOf(0), 'Spring-Harbour-2026!')).toBe(true)
  const again = await world.anotherConnect()
  const verbs = await world.serveVerbs(again)
  expect((await verbs.send('state')).json).toMatchObject({ version: '2.6.1.0' })
  await verbs.close()
  await again.close()
})
