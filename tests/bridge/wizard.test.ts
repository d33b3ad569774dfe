/** The Connect wizard page by page, its refusals, and the verbs around it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { admin, type JoinedLab, startJoinedLab } from './support/joined-lab.ts'

let world: JoinedLab
beforeAll(async () => {
  world = await startJoinedLab({ writeback: false })
})
afterAll(() => world.close())

const base = 'DC=contoso,DC=local'
const act = async (action: string, more: object = {}) => {
  const { status, json } = await world.connect('wizard', { action, ...more })
  return { status, state: json as WizardState }
}
const signIn = (username = admin, password = 'Tundra-Signal-88!') => act('sign-in', { username, password })

test('the road leads from welcome to complete, and password writeback comes up on the way (scenario 1)', async () => {
  const after = world.mark()
  expect((await act('open')).state).toMatchObject({ open: true, page: 'welcome' })
  expect((await act('next')).state.page).toBe('additional-tasks')
  expect((await act('choose-task', { task: 'customize-synchronization-options' })).state.page).toBe(
    'connect-to-azure-ad',
  )
  expect((await signIn()).state).toMatchObject({
    page: 'connect-directories',
    signedInAs: admin,
    forests: [{ name: 'contoso.local' }],
  })
  const { state } = await act('next')
  expect(state.organizationalUnits).toEqual(
    expect.arrayContaining([
      { dn: `OU=Staff,${base}`, selected: true },
      { dn: `OU=Sales,OU=Staff,${base}`, selected: true },
      { dn: `OU=Contractors,${base}`, selected: false },
    ]),
  )
  const selected = state.organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn)
  expect((await act('select-ous', { selected })).state).toMatchObject({
    page: 'optional-features',
    features: { passwordHashSync: true, passwordWriteback: false },
  })
  const ready = await act('select-features', {
    features: { passwordHashSync: true, passwordWriteback: true },
  })
  expect(ready.state.page).toBe('ready-to-configure')
  expect(ready.state.plan).toContain('Enable Password writeback')
  const done = await act('configure')
  expect(done.state).toMatchObject({ page: 'complete', features: { passwordWriteback: true } })
  expect(done.state.progress.every(({ state: outcome }) => outcome === 'done')).toBe(true)
  expect(world.windowsEvents(after).slice(0, 5)).toEqual([31017, 31018, 31004, 31005, 31015])
  expect((await act('close')).state.open).toBe(false)
  expect((await world.connect('state')).json).toMatchObject({
    writebackOnboarded: true,
    listener: 'listening',
    keyVersion: 1,
  })
})

test('while it is open no cycle starts', async () => {
  await act('open')
  expect((await world.connect('sync', { policyType: 'Delta' })).status).toBe(409)
  const ran = await world.lab.clock.advance(30 * 60_000)
  expect(ran.find(({ job }) => job === 'synchronisation cycle')?.outcome).toBe('skipped: the wizard is open')
  await act('close')
  expect((await world.connect('sync', { policyType: 'Delta' })).status).toBe(200)
})

test('an action of another page is refused, and the page stays', async () => {
  await act('open')
  const { status, state } = await act('configure')
  expect(status).toBe(422)
  expect(state).toMatchObject({ page: 'welcome', refusal: { code: 'WizardActionNotHere' } })
  await act('close')
  expect((await act('next')).state.refusal?.code).toBe('WizardClosed')
})

test('a wrong password and a user without the role are refused with their reasons', async () => {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  const wrong = await signIn(admin, 'not the password')
  expect(wrong.status).toBe(422)
  expect(wrong.state).toMatchObject({ page: 'connect-to-azure-ad', refusal: { code: 'WizardInvalidGrant' } })
  const helpdesk = await signIn('helpdesk@contoso.com', 'Beacon-Quartz-52!')
  expect(helpdesk.state.refusal?.code).toBe('WizardAuthorizationFailure')
  expect((await signIn()).state.refusal).toBeUndefined()
  await act('close')
})

test('unticking password writeback offboards it, and the blade tells (scenario 47)', async () => {
  const after = world.mark()
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  await signIn()
  const { state } = await act('next')
  await act('select-ous', {
    selected: state.organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn),
  })
  await act('select-features', { features: { passwordHashSync: true, passwordWriteback: false } })
  expect((await act('configure')).state.page).toBe('complete')
  await act('close')
  const ids = world.windowsEvents(after)
  expect(ids.slice(0, 3)).toEqual([31017, 31012, 31013])
  expect(ids).toContain(31016)
  expect((await world.connect('state')).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
})

test('adding a unit to the scope runs an initial cycle that brings its people', async () => {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  await signIn()
  const { state } = await act('next')
  const unknown = await act('select-ous', { selected: ['OU=Nowhere,DC=contoso,DC=local'] })
  expect(unknown.state.refusal?.code).toBe('WizardUnknownOrganizationalUnit')
  await act('select-ous', {
    selected: [
      ...state.organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn),
      `OU=Contractors,${base}`,
    ],
  })
  const ready = await act('select-features', { features: state.features })
  expect(ready.state.plan).toContain('Change domain and OU filtering')
  await act('configure')
  await act('close')
  const { status } = await world.doors.as(admin, '/v1.0/users/ivan@contoso.com')
  expect(status).toBe(200)
})

test('malformed requests get a clear answer', async () => {
  const unknownField = await world.connect('wizard', { action: 'open', extra: true })
  expect(unknownField.status).toBe(400)
  expect(unknownField.json).toMatchObject({ error: { code: 'MalformedRequest' } })
  expect((await world.connect('sync', { policyType: 'Sometimes' })).status).toBe(400)
  expect((await world.connect('services/Spooler/stop', {})).status).toBe(404)
  const floor = await world.connect('scheduler', { CustomizedSyncCycleInterval: '00:05:00' }, 'PUT')
  expect(floor.json).toMatchObject({
    CustomizedSyncCycleInterval: '00:05:00',
    CurrentlyEffectiveSyncCycleInterval: '00:30:00',
  })
})
