/** Uninstalling and installing anew: what the server knew is gone, what it made elsewhere is found again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 2, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(0)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const objectOf = async (index: number) =>
  (await world.cloud.asAdministrator(`/v1.0/users/${upnOf(index)}`)).json as { id: string }
const uninstall = () => world.verb('uninstall', {})

test('while the wizard is open nothing is uninstalled', async () => {
  await act('open')
  expect((await uninstall()).status).toBe(409)
  await act('close')
  expect((await world.verb('state')).json).toMatchObject({ listener: 'listening' })
})

test('uninstalled, the server knows nothing and does nothing; the tenant keeps its people and finds nobody listening', async () => {
  const after = world.cloud.lab.journal.lastSeq
  expect((await uninstall()).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
  const ids = world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .map(({ data }) => data?.eventId)
  expect(ids).toEqual([31016])
  expect((await world.verb('wizard')).json).toMatchObject({ installed: false, forests: [] })
  expect((await world.verb('connectors')).json).toEqual({ connectors: [] })
  expect((await world.verb('runs')).json).toEqual({ runs: [] })
  expect((await world.verb('sync', { policyType: 'Delta' })).json).toMatchObject({
    error: { code: 'ConnectNotInstalled' },
  })
  expect((await uninstall()).status).toBe(409)
  expect((await objectOf(1)).id).toBeDefined()
  expect((await doors.reset(0, 'Spring-Harbour-2026!'))?.pageCode).toBe('SSPR_0030')
})

test('the first installation is walked again, and everybody is joined to the object of before', async () => {
  const before = [await objectOf(0), await objectOf(1)]
  expect(await act('open')).toMatchObject({ page: 'welcome', installed: false })
  await act('next')
  await act('choose-install', { install: 'express' })
  await act('sign-in', administrator)
  await act('add-directory', {
    forest: 'contoso.local',
    username: 'CONTOSO\\Administrator',
    password: forest.administratorPassword,
  })
  await act('next')
  await act('continue-unmatched')
  expect((await act('configure')).page).toBe('complete')
  await act('close')
  expect([await objectOf(0), await objectOf(1)].map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  const { runs } = (await world.verb('runs')).json as { runs: { status: string }[] }
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['success']))
  await world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
    parameters: { Enable: true, Credential: administrator },
  })
  expect(await doors.reset(0, 'Spring-Harbour-2026!')).toBeUndefined()
})
