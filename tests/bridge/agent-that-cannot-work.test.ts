/**
 * Rows of the agent about itself and the password reset service, each with its cause in place: no listener (31044), answers
 * that make no sense (32008), a synchronization service that takes no configuration (32007), a key that cannot be read
 * (32010, 6306). Source: writeback.md §5.1, §5.2.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FaultOperation } from '#core/contracts/fault-operations.ts'
import { logsOn } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

const strong = 'Spring-Harbour-2026!'
const fiveMinutes = 5 * 60_000

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 3, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(0, 1, 2)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))
/** Without those of password hash synchronisation, which goes on meanwhile. */
const ids = (after: number) =>
  rows(after)
    .map(({ id }) => id)
    .filter((id) => id > 6000)
const heartbeat = () => world.cloud.lab.clock.advance(fiveMinutes)
const switchWriteback = (Enable: boolean) =>
  world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
    parameters: { Connector: 'contoso.onmicrosoft.com - AAD', Enable, Credential: administrator },
  })
const nonsense = (operation: FaultOperation) =>
  world.cloud.lab.faults.add({ match: { operation }, effect: { code: 'maintenance' }, times: 1 })

test('no listener is running: 31044 with each heartbeat, until the relay can be reached again', async () => {
  const network = (allow: string[]) => world.verb('network', { way: 'proxy', allow }, 'PUT')
  await network(['*.microsoftonline.com', '*.graph.windows.net'])
  await world.verb('services/ADSync/restart', {})
  const after = mark()
  await heartbeat()
  await heartbeat()
  expect(ids(after)).toEqual([31044, 31044])
  expect(rows(after).find(({ id }) => id === 31044)?.message).toContain('No serviceHost')
  expect((await doors.reset(0, strong))?.pageCode).toBe('SSPR_0030')
  await world.verb('network', { way: 'direct' }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  const healthy = mark()
  await heartbeat()
  expect(ids(healthy)).not.toContain(31044)
  expect(await logsOn(world, upnOf(0), passwordOf(0))).toBe(true)
})

test('a heartbeat that is answered with a page of something else is 32008, not 32015', async () => {
  await nonsense('password-reset.heartbeat')
  const after = mark()
  await heartbeat()
  expect(ids(after)).toEqual([32008])
  expect(rows(after).find(({ id }) => id === 32008)?.message).toContain('not JSON')
  const next = mark()
  await heartbeat()
  expect(ids(next)).not.toContain(32008)
})

test('new keys that are answered with nonsense are 32008, and the old ones go on', async () => {
  await nonsense('password-reset.renew-keys')
  const after = mark()
  expect((await world.verb('writeback/renew-keys', {})).json).toMatchObject({
    outcome: expect.stringMatching(/^failed: the answer is not JSON/),
  })
  expect(ids(after)).toEqual([31018, 32008])
  expect(await doors.reset(0, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(0), strong)).toBe(true)
})

test('switching off that is answered with nonsense is 32008, and writeback is still on; switching on likewise leaves it off', async () => {
  await nonsense('password-reset.offboard')
  const off = mark()
  expect((await switchWriteback(false)).status).toBe(409)
  expect(ids(off)).toEqual([31017, 31012, 32008])
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: true })
  expect((await switchWriteback(false)).status).toBe(200)
  await nonsense('password-reset.onboard')
  const on = mark()
  expect((await switchWriteback(true)).json).toMatchObject({
    error: {
      code: 'WritebackConfigurationFailed',
      message: 'Unable to configure password writeback. Ensure you have the required license.',
    },
  })
  expect(ids(on)).toEqual([31017, 31018, 31004, 32008])
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: false })
  expect((await switchWriteback(true)).status).toBe(200)
})

test('while the synchronization service is stopped nobody keeps what the cloud sent: 32007; again with the service it works', async () => {
  await switchWriteback(false)
  await world.verb('services/ADSync/stop', {})
  const after = mark()
  expect((await switchWriteback(true)).json).toMatchObject({
    error: { code: 'WritebackConfigurationFailed' },
  })
  expect(ids(after)).toEqual([31017, 31018, 31004, 32007])
  expect(rows(after).at(-1)?.message).toContain('Microsoft Azure AD Sync')
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
  await world.verb('services/ADSync/start', {})
  expect((await switchWriteback(true)).status).toBe(200)
  expect(await doors.reset(1, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(1), strong)).toBe(true)
})

test('a private key that is damaged on the disk of the server: 6306 and 32010, nothing listens, and new keys heal it', async () => {
  const disk = world.cloud.lab.store.collection<{ id: string; privateKey: string }>('connect.writeback')
  await world.verb('services/ADSync/stop', {})
  await world.cloud.lab.store.transaction(() => {
    for (const row of [...disk.values()]) disk.put({ ...row, privateKey: row.privateKey.slice(0, 400) })
  })
  const after = mark()
  await world.verb('services/ADSync/start', {})
  expect(ids(after)).toEqual([6306, 32010])
  for (const { message } of rows(after)) expect(message).not.toContain('BEGIN')
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: true, listener: 'failed' })
  expect((await doors.reset(2, strong))?.pageCode).toBe('SSPR_0030')
  const beat = mark()
  await heartbeat()
  expect(ids(beat)).toEqual([31044])
  expect(await logsOn(world, upnOf(2), passwordOf(2))).toBe(true)
  for (const enable of [false, true]) expect((await switchWriteback(enable)).status).toBe(200)
  expect(await doors.reset(2, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(2), strong)).toBe(true)
})
