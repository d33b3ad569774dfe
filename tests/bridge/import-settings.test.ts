/** The settings of one server as a file, and a second server that gets them by its wizard (writeback.md §7.1: import settings). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectServer } from '#bridge/connect-server.ts'
import type { WizardState } from '#core/contracts/connect.ts'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import { asDomainAdmin } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

const sales = `OU=Sales,${staff}`
const apprentices = `OU=Apprentices,${sales}`
const enterpriseAdmin = { username: 'CONTOSO\\Administrator', password: forest.administratorPassword }

let world: OwnForest
let second: ConnectServer
let verbs: Awaited<ReturnType<OwnForest['serveVerbs']>>
beforeAll(async () => {
  world = await startOwnForest({ people: 2, writeback: true })
  await asDomainAdmin(world, async (client) => {
    for (const dn of [sales, apprentices]) await client.add(dn, { objectClass: 'organizationalUnit' })
  })
  second = await world.anotherConnect('CONNECT02')
  verbs = await world.serveVerbs(second)
}, 60_000)
afterAll(async () => {
  await verbs.close()
  await second.close()
  await world.close()
})

const first = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const act = async (action: string, more: object = {}) =>
  (await verbs.send('wizard', { action, ...more })).json as WizardState
const exported = async () => syncSettings.parse((await world.verb('settings')).json)
const importing = async (settings: unknown) => {
  await act('open')
  await act('next')
  await act('choose-install', { install: 'customize' })
  return act('import-settings', { settings })
}

test('before the first installation there is nothing to export', async () => {
  expect(await verbs.send('settings')).toMatchObject({
    status: 409,
    json: { error: { code: 'ConnectNotInstalled' } },
  })
})

test('what the wizard has configured is in the file, and no account and no password', async () => {
  await first('open')
  await first('next')
  await first('choose-task', { task: 'customize-synchronization-options' })
  await first('sign-in', administrator)
  await first('next')
  const { features } = await first('select-ous', { selected: [staff, sales] })
  await first('select-features', {
    features: { ...features, attributeFiltering: true, directoryExtensions: true, groupWriteback: true },
    groupWritebackContainer: sales,
  })
  await first('next')
  await first('leave-out-attributes', { leftOut: ['companyName'] })
  await first('select-extensions', { selected: ['carLicense'] })
  expect((await first('configure')).page).toBe('complete')
  await first('close')
  const settings = await exported()
  expect(settings).toMatchObject({
    serverName: 'CONNECT01',
    tenant: { initialDomain: 'contoso.onmicrosoft.com' },
    forests: [{ name: 'contoso.local', scope: { included: [staff], excluded: [apprentices] } }],
    userSignIn: 'password-hash-sync',
    passwordWriteback: true,
    attributeFiltering: { apps: null, leftOut: ['companyName'] },
    directoryExtensions: ['carLicense'],
    groupWritebackContainer: sales,
  })
  const text = JSON.stringify(settings)
  for (const secret of ['MSOL_', 'Sync_', forest.administratorPassword, administrator.password, 'PRIVATE'])
    expect(text).not.toContain(secret)
  const { json } = await world.verb('cmdlets/Get-ADSyncServerConfiguration', { parameters: {} })
  expect(json).toMatchObject({ output: [{ forests: settings.forests }] })
})

test('what is no such file is refused on the page, and the page stays', async () => {
  const settings = await exported()
  for (const wrong of ['not JSON', {}, { ...settings, format: 2 }, { ...settings, passwords: [] }]) {
    const { refusal, page } = await importing(wrong)
    expect(refusal?.code).toBe('WizardSettingsFile')
    expect(page).toBe('required-components')
    await act('close')
  }
  const far = { ...settings, forests: [{ ...settings.forests[0], name: 'nowhere.local' }] }
  expect((await importing(far)).refusal?.code).toBe('WizardUnknownForest')
  await act('close')
  expect((await importing({ ...settings, sourceAnchor: 'mail' })).refusal?.code).toBe(
    'WizardUnknownSourceAnchor',
  )
  await act('close')
  const attributeFiltering = { apps: ['Minesweeper'], leftOut: [] }
  expect((await importing({ ...settings, attributeFiltering })).refusal?.code).toBe('WizardUnknownApp')
  await act('close')
})

test('settings of another tenant go no further than the sign-in', async () => {
  const settings = await exported()
  const tenant = { id: '00000000-0000-4000-8000-000000000000', initialDomain: 'fabrikam.onmicrosoft.com' }
  await importing({ ...settings, tenant })
  await act('select-sign-in', { method: 'password-hash-sync' })
  const { refusal, page } = await act('sign-in', administrator)
  expect(refusal?.code).toBe('WizardSettingsTenant')
  expect(refusal?.says).toContain('fabrikam.onmicrosoft.com')
  expect(page).toBe('connect-to-azure-ad')
  await act('close')
})

test('a unit that is gone from the forest is named before anything is configured', async () => {
  const settings = await exported()
  const [only] = settings.forests
  const scope = { included: [staff, `OU=Closed,${staff}`], excluded: [] }
  await importing({ ...settings, forests: [{ ...only, scope }] })
  await act('select-sign-in', { method: 'password-hash-sync' })
  await act('sign-in', administrator)
  expect((await act('next')).refusal?.code).toBe('WizardNoDirectory')
  await act('add-directory', { forest: 'contoso.local', ...enterpriseAdmin })
  expect((await act('next')).refusal).toMatchObject({ code: 'WizardUnknownOrganizationalUnit' })
  await act('close')
  expect((await verbs.send('wizard')).json).toMatchObject({ installed: false })
})

test('a second server takes everything over but the accounts, stands by, and exports nothing', async () => {
  const settings = await exported()
  const imported = await importing(settings)
  expect(imported).toMatchObject({ page: 'user-sign-in', imported: { serverName: 'CONNECT01' } })
  expect(imported.road).not.toContain('domain-ou-filtering')
  await act('select-sign-in', { method: settings.userSignIn })
  await act('sign-in', administrator)
  await act('add-directory', { forest: 'contoso.local', ...enterpriseAdmin })
  await act('next')
  const staging = await act('continue-unmatched')
  expect(staging).toMatchObject({ page: 'staging-mode', stagingMode: true })
  await act('next')
  expect((await act('configure')).page).toBe('complete')
  await act('close')
  const { exportedAt, serverName, passwordWriteback, ...same } = syncSettings.parse(
    (await verbs.send('settings')).json,
  )
  expect(serverName).toBe('CONNECT02')
  expect(passwordWriteback).toBe(false)
  expect(settings).toMatchObject(same)
  expect((await verbs.send('state')).json).toMatchObject({ stagingMode: true, writebackOnboarded: false })
  const state = async (server: (path: string) => ReturnType<OwnForest['verb']>) =>
    (await server('state')).json as { connectorAccount: { directory: string; cloud: string } }
  const [mine, other] = [await state(world.verb), await state((path) => verbs.send(path))]
  expect(mine.connectorAccount.cloud).not.toBe(other.connectorAccount.cloud)
  expect(mine.connectorAccount.directory).not.toBe(other.connectorAccount.directory)
  const { runs } = (await verbs.send('runs')).json as { runs: { profile: string }[] }
  expect(runs.map(({ profile }) => profile)).toContain('Full Import')
  expect(runs.map(({ profile }) => profile)).not.toContain('Export')
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: true, listener: 'listening' })
})
