/** A Connect server whose programs speak no TLS 1.2: the cloud really does not take what they offer (writeback.md §5.5, §7.4). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { domainDn, logsOn, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

const strong = 'Spring-Harbour-2026!'
const aborted = 'The request was aborted: Could not create SSL/TLS secure channel.'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 2, install: false })
  await write(world, domainDn, { minPwdAge: '0' })
})
afterAll(async () => {
  await doors?.close()
  await world.close()
})

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const setTls = (tls12: boolean) => world.verb('tls', { tls12 }, 'PUT')
const restart = () => world.verb('services/ADSync/restart', {})
const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))
const ids = (after: number) => rows(after).map(({ id }) => id)

test('the first installation does not begin without TLS 1.2', async () => {
  expect((await setTls(false)).json).toEqual({ tls12: false })
  await act('open')
  expect(await act('next')).toMatchObject({ page: 'welcome', refusal: { code: 'WizardTls12Disabled' } })
  await setTls(true)
  expect((await act('next')).page).toBe('express-settings')
  await act('close')
  await world.install({ passwordWriteback: false })
})

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

test('the sign-in window has a browser’s TLS, and the wizard’s end says “license”; 32009 tells what it was', async () => {
  await setTls(false)
  await restart()
  const after = mark()
  const { refusal, page } = await tickWriteback()
  expect(page).toBe('ready-to-configure')
  expect(refusal).toMatchObject({
    code: 'WritebackConfigurationFailed',
    says: 'Unable to configure password writeback. Ensure you have the required license.',
  })
  expect(refusal?.because).toContain(aborted)
  expect(rows(after)).toEqual([
    { id: 32009, message: expect.stringContaining(`Error getting auth token. Details: ${aborted}`) },
  ])
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
  const { json } = await world.cloud.asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies')
  expect(json).toMatchObject({ status: 'not-configured' })
})

test('cycles do not reach the tenant either; Active Directory is asked as ever', async () => {
  const runs = await world.connect.synchronize('Delta')
  const statuses = runs.map(({ connector, status }) => [connector, status])
  expect(statuses).toContainEqual(['contoso.local', 'success'])
  expect(statuses).toContainEqual(['contoso.onmicrosoft.com - AAD', 'no-start-connection'])
})

test('the service takes it up when it is restarted, not before; then it works', async () => {
  await setTls(true)
  expect((await tickWriteback()).refusal?.code).toBe('WritebackConfigurationFailed')
  await restart()
  expect((await tickWriteback()).page).toBe('complete')
  doors = openThreeDoors(world)
  await doors.prepare(0, 1)
  expect(await doors.reset(0, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(0), strong)).toBe(true)
})

test('switched off later: the open connection lives until the service is restarted, then the relay cannot be reached', async () => {
  await setTls(false)
  const after = mark()
  await restart()
  expect(ids(after)).toEqual([31016, 31034, 32002, 6800])
  for (const { message } of rows(after).slice(1)) expect(message).toContain(aborted)
  const beat = mark()
  await world.cloud.lab.clock.advance(5 * 60_000)
  expect(ids(beat).filter((id) => id > 6000)).toEqual([31044, 32015])
  expect((await doors.reset(1, strong))?.pageCode).toBe('SSPR_0030')
  expect(await logsOn(world, upnOf(1), passwordOf(1))).toBe(true)
  await setTls(true)
  await restart()
  expect(await doors.reset(1, strong)).toBeUndefined()
})

test('behind a proxy it is the same: the tunnel opens, and the cloud does not take what is spoken inside', async () => {
  const allow = ['*.microsoftonline.com', '*.graph.windows.net', '*.servicebus.windows.net']
  await world.verb('network', { way: 'proxy', allow }, 'PUT')
  await setTls(false)
  const after = mark()
  await restart()
  expect(ids(after)).toEqual([31016, 31034, 32002, 6800])
  expect(rows(after).at(-1)?.message).toContain(aborted)
  await setTls(true)
  await restart()
  expect((await world.verb('state')).json).toMatchObject({ listener: 'listening' })
  await world.verb('network', { way: 'direct' }, 'PUT')
  await restart()
})

test('Get- and Set-ADSyncToolsTls12 show and change the registry, and what makes no sense is refused', async () => {
  const off = await world.verb('cmdlets/Set-ADSyncToolsTls12', { parameters: { Enabled: '$false' } })
  const { output } = off.json as { output: { Path: string; Name: string; Value: number }[] }
  const valuesOf = (name: string) => output.filter(({ Name }) => Name === name).map(({ Value }) => Value)
  expect(valuesOf('SchUseStrongCrypto')).toEqual([0, 0])
  expect(valuesOf('DisabledByDefault')).toEqual([1, 1])
  await world.verb('cmdlets/Set-ADSyncToolsTls12', { parameters: { Enabled: '$true' } })
  expect((await world.verb('tls')).json).toEqual({ tls12: true })
  for (const wrong of [{ tls12: 'no' }, {}, { tls12: false, tls13: true }])
    expect((await world.verb('tls', wrong, 'PUT')).status).toBe(400)
  expect((await world.verb('tls')).json).toEqual({ tls12: true })
})
