/** The wizard's first installation, express and page by page, with its checks; and the tasks of a server that is installed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

let express: OwnForest
let custom: OwnForest
beforeAll(async () => {
  express = await startOwnForest({ people: 2, install: false })
  custom = await startOwnForest({ people: 2, install: false })
}, 60_000)
afterAll(async () => {
  await express.close()
  await custom.close()
})

const act = async (world: OwnForest, action: string, more: object = {}) => {
  const { status, json } = await world.verb('wizard', { action, ...more })
  return { status, state: json as WizardState }
}
const enterpriseAdmin = { username: 'CONTOSO\\Administrator', password: forest.administratorPassword }
const addContoso = (world: OwnForest, more: object = enterpriseAdmin) =>
  act(world, 'add-directory', { forest: 'contoso.local', ...more })

test('express settings: two sign-ins, and the whole forest is in the tenant', async () => {
  expect((await act(express, 'open')).state).toMatchObject({ page: 'welcome', installed: false })
  expect((await act(express, 'next')).state.page).toBe('express-settings')
  expect((await act(express, 'choose-install', { install: 'express' })).state.page).toBe(
    'connect-to-azure-ad',
  )
  await act(express, 'sign-in', administrator)
  expect((await act(express, 'next')).state.refusal?.code).toBe('WizardNoDirectory')
  const wrong = await addContoso(express, { ...enterpriseAdmin, password: 'not the password' })
  expect(wrong.state).toMatchObject({
    page: 'connect-directories',
    refusal: { code: 'WizardDirectoryCredentials' },
  })
  const nobody = await addContoso(express, { username: 'CONTOSO\\person0', password: 'Lantern-Moss-0!' })
  expect(nobody.state.refusal?.code).toBe('EnterpriseAdminRequired')
  expect(
    (await act(express, 'add-directory', { ...enterpriseAdmin, forest: 'nowhere.local' })).state.refusal
      ?.code,
  ).toBe('WizardUnknownForest')
  expect((await addContoso(express)).state.forests).toEqual([
    { name: 'contoso.local', account: 'CONTOSO\\Administrator' },
  ])
  expect((await addContoso(express)).state.refusal?.code).toBe('WizardForestKnown')
  const suffixes = await act(express, 'next')
  expect(suffixes.state).toMatchObject({
    page: 'sign-in-configuration',
    upnSuffixes: [
      { suffix: 'contoso.local', verified: false },
      { suffix: 'contoso.com', verified: true },
    ],
  })
  expect((await act(express, 'next')).state.refusal?.code).toBe('WizardSuffixesUnverified')
  const ready = await act(express, 'continue-unmatched')
  expect(ready.state).toMatchObject({ page: 'ready-to-configure' })
  expect(JSON.stringify(ready.state)).not.toContain(forest.administratorPassword)
  expect((await act(express, 'configure')).state.page).toBe('complete')
  await act(express, 'close')
  const { status } = await express.cloud.asAdministrator('/v1.0/users/person0@contoso.com')
  expect(status).toBe(200)
  await express.cloud.lab.clock.advance(120_000)
  expect(await express.cloud.signIn('person0@contoso.com', 'Lantern-Moss-0!')).toBeDefined()
  // The account that was typed is not the one that the connector uses.
  expect((await express.verb('state')).json).toMatchObject({
    connectorAccount: { directory: expect.stringMatching(/^CONTOSO\\MSOL_[0-9a-f]{12}$/) },
  })
})

test('customize: every page in order; a pilot group lets only its members through', async () => {
  await act(custom, 'open')
  await act(custom, 'next')
  const road = (await act(custom, 'choose-install', { install: 'customize' })).state.road
  expect(road).toContain('identifying-users')
  await act(custom, 'next')
  expect((await act(custom, 'select-sign-in', { method: 'password-hash-sync' })).state.page).toBe(
    'connect-to-azure-ad',
  )
  await act(custom, 'sign-in', administrator)
  await addContoso(custom)
  await act(custom, 'next')
  const filtering = await act(custom, 'continue-unmatched')
  expect(filtering.state.page).toBe('domain-ou-filtering')
  expect((await act(custom, 'select-ous', { selected: [staff] })).state.page).toBe('identifying-users')
  expect((await act(custom, 'next')).state.page).toBe('filter-users-and-devices')
  expect((await act(custom, 'select-pilot', { group: 'No Such Group' })).state.refusal?.code).toBe(
    'WizardUnknownGroup',
  )
  expect((await act(custom, 'next')).state.page).toBe('optional-features')
  await act(custom, 'select-features', { features: { passwordHashSync: true, passwordWriteback: true } })
  expect((await act(custom, 'next')).state).toMatchObject({
    page: 'ready-to-configure',
    plan: [
      'Make the connector accounts and configure the connectors',
      'Start the synchronization process when configuration completes',
      'Enable Password writeback',
    ],
  })
  expect((await act(custom, 'back')).state.page).toBe('staging-mode')
  await act(custom, 'next')
  expect((await act(custom, 'configure')).state).toMatchObject({ page: 'complete' })
  await act(custom, 'close')
  expect((await custom.verb('state')).json).toMatchObject({ writebackOnboarded: true, listener: 'listening' })
})

test('an administrator’s account is refused as connector account; a user without rights is taken, and its runs tell', async () => {
  const other = await startOwnForest({ people: 1, install: false })
  try {
    await act(other, 'open')
    await act(other, 'next')
    await act(other, 'choose-install', { install: 'express' })
    await act(other, 'sign-in', administrator)
    expect((await addContoso(other, { ...enterpriseAdmin, account: 'existing' })).state.refusal?.code).toBe(
      'ConnectAccountNotAllowed',
    )
    const plain = { username: 'CONTOSO\\person0', password: 'Lantern-Moss-0!', account: 'existing' }
    expect((await addContoso(other, plain)).status).toBe(200)
    await act(other, 'next')
    await act(other, 'continue-unmatched')
    await act(other, 'configure')
    await act(other, 'close')
    const { runs } = (await other.verb('runs')).json as { runs: { profile: string; status: string }[] }
    expect(runs[0]).toMatchObject({ profile: 'Export', status: 'completed-export-errors' })
  } finally {
    await other.close()
  }
})

test('the staging task: this server imports and synchronises, exports nothing and writes nothing back (scenario 38)', async () => {
  const walk = async (enabled: boolean) => {
    await act(custom, 'open')
    await act(custom, 'next')
    await act(custom, 'choose-task', { task: 'configure-staging-mode' })
    await act(custom, 'sign-in', administrator)
    await act(custom, 'select-staging', { enabled })
    const done = await act(custom, 'configure')
    await act(custom, 'close')
    return done.state
  }
  expect((await walk(true)).page).toBe('complete')
  const staging = await custom.connect.synchronize('Delta')
  expect(staging.map(({ profile }) => profile)).not.toContain('Export')
  expect((await custom.verb('state')).json).toMatchObject({ stagingMode: true, listener: 'off' })
  expect((await custom.verb('scheduler')).json).toMatchObject({ StagingModeEnabled: true })
  expect((await walk(false)).page).toBe('complete')
  expect((await custom.verb('state')).json).toMatchObject({ stagingMode: false, listener: 'listening' })
})
