/** A Connect server whose clock is off: refused by what it dates and signs, never by a flag (writeback.md §5.5, scenario 24). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { domainDn, logsOn, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 2 })
  await write(world, domainDn, { minPwdAge: '0' })
})
afterAll(async () => {
  await doors?.close()
  await world.close()
})

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const setClock = async (change: object) => (await world.verb('clock', change, 'PUT')).json
const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))
const ids = (after: number) => rows(after).map(({ id }) => id)

async function tickWriteback(): Promise<WizardState> {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  await act('sign-in', administrator)
  const { organizationalUnits } = await act('next')
  const selected = organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn)
  const { features } = await act('select-ous', { selected })
  await act('select-features', { features: { ...features, passwordWriteback: true } })
  const end = await act('configure')
  await act('close')
  return end
}

test('ticking password writeback fails at the end, with 32011, and nothing is onboarded', async () => {
  expect(await setClock({ behind: 'PT10M' })).toMatchObject({ offsetMs: -600_000 })
  const after = mark()
  const { refusal, page } = await tickWriteback()
  expect(page).toBe('ready-to-configure')
  expect(refusal).toMatchObject({
    code: 'WritebackConfigurationFailed',
    says: 'Unable to configure password writeback. Ensure you have the required license.',
  })
  expect(refusal?.because).toContain('clock')
  expect(ids(after)).toEqual([31017, 31018, 31004, 32011])
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
})

test('five minutes are tolerated; with the clock right it works', async () => {
  await setClock({ ahead: '4m' })
  expect((await tickWriteback()).page).toBe('complete')
  await setClock({})
  doors = openThreeDoors(world)
  await doors.prepare(0, 1)
  expect(await doors.reset(0, 'Spring-Harbour-2026!')).toBeUndefined()
})

test('a clock that goes wrong later leaves the open connection alone, and the next one is refused by its signature', async () => {
  await setClock({ behind: '30m' })
  const heartbeat = mark()
  await world.cloud.lab.clock.advance(5 * 60_000)
  expect(ids(heartbeat)).toContain(32015)
  const after = mark()
  await world.verb('services/ADSync/restart', {})
  expect(ids(after)).toEqual([31016, 31034, 32002, 6800])
  expect(rows(after).at(-1)?.message).toContain(
    'The token provider was unable to provide a security token. (401) ExpiredToken',
  )
  expect((await doors.reset(1, 'Spring-Harbour-2026!'))?.pageCode).toBe('SSPR_0030')
  expect(await logsOn(world, upnOf(1), passwordOf(1))).toBe(true)
  await setClock({ ahead: '30m' })
  const ahead = mark()
  await world.verb('services/ADSync/restart', {})
  expect(rows(ahead).at(-1)?.message).toContain('TokenFromTheFuture')
  await setClock({})
  await world.verb('services/ADSync/restart', {})
  expect(await doors.reset(1, 'Spring-Harbour-2026!')).toBeUndefined()
  expect(await logsOn(world, upnOf(1), 'Spring-Harbour-2026!')).toBe(true)
})

test('a server that runs ahead takes requests on an open connection for expired', async () => {
  await setClock({ ahead: '10m' })
  const after = mark()
  expect((await doors.reset(0, 'Autumn-Ferry-2026!'))?.pageCode).toBe('SSPR_0029')
  expect(ids(after)).toEqual([31001, 32003, 31003])
  expect(await logsOn(world, upnOf(0), 'Autumn-Ferry-2026!')).toBe(false)
  await setClock({})
})

test('Set-Date adjusts the clock, and what makes no sense is refused', async () => {
  const adjusted = await world.verb('cmdlets/Set-Date', { parameters: { Adjust: '-00:10:00' } })
  expect(adjusted.json).toMatchObject({ output: [{ Offset: '-600 s' }] })
  expect((await world.verb('cmdlets/Set-Date', { parameters: { Adjust: '00:10:00' } })).json).toMatchObject({
    output: [{ Offset: '0 s' }],
  })
  for (const wrong of [{ ahead: 'soon' }, { ahead: '1m', behind: '1m' }, { offset: 3 }, { behind: 'P9999W' }])
    expect((await world.verb('clock', wrong, 'PUT')).status).toBe(400)
  expect((await world.verb('clock')).json).toMatchObject({ offsetMs: 0 })
})
