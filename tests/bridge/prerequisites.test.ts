/** What the wizard checks before it installs (writeback.md §7.1, §7.4), and what it cannot find later (§5.5). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forestProblem } from '#bridge/installation/prepare-forest.ts'
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 2, install: false })
})
afterAll(() => world.close())

const act = async (action: WizardAction) => (await world.verb('wizard', action)).json as WizardState

test('components: folder, SQL Server and service account are looked at, and kept when they are good', async () => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-install', install: 'customize' })
  const choose = async (components: object) =>
    (await act({ action: 'select-components', components })).refusal?.code
  expect(await choose({ installLocation: 'Connect' })).toBe('WizardInstallLocation')
  expect(await choose({ installLocation: 'D:\\Con<nect' })).toBe('WizardInstallLocation')
  expect(await choose({ sqlServer: 'SQL01\\ADSYNC' })).toBe('WizardSqlServerUnreachable')
  const account = { serviceAccount: 'CONTOSO\\person1', serviceAccountPassword: 'wrong' }
  expect(await choose(account)).toBe('WizardServiceAccount')
  expect(await choose({ serviceAccount: 'FABRIKAM\\svc', serviceAccountPassword: 'x' })).toBe(
    'WizardServiceAccount',
  )
  const good = await act({
    action: 'select-components',
    components: { ...account, serviceAccountPassword: passwordOf(1), installLocation: 'D:\\Connect' },
  })
  expect(good).toMatchObject({
    page: 'user-sign-in',
    components: { serviceAccount: 'CONTOSO\\person1', installLocation: 'D:\\Connect' },
  })
  expect(JSON.stringify(good)).not.toContain(passwordOf(1))
  await act({ action: 'close' })
})

test('a firewall that lets the sign-in through and nothing else: company information is unavailable', async () => {
  await world.verb('network', { way: 'proxy', allow: ['*.microsoftonline.com'] }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-install', install: 'express' })
  const refused = await act({ action: 'sign-in', ...administrator })
  expect(refused).toMatchObject({
    page: 'connect-to-azure-ad',
    refusal: { code: 'WizardCompanyInformationUnavailable', because: expect.stringContaining('403') },
  })
  expect(refused.signedInAs).toBeUndefined()
  await world.verb('network', { way: 'direct' }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  expect((await act({ action: 'sign-in', ...administrator })).page).toBe('connect-directories')
  await act({ action: 'close' })
})

test.each([
  ['a forest older than Windows Server 2003', { functionalLevel: 1 }, 'WizardForestFunctionalLevel'],
  [
    'a read-only domain controller',
    { capabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1920'] },
    'WizardReadOnlyController',
  ],
  ['a NetBIOS name with a dot', { netbiosName: 'CON.TOSO' }, 'WizardNetbiosName'],
])('%s is refused', (_what, change, code) => {
  const fine = { functionalLevel: 7, capabilities: ['1.2.840.113556.1.4.800'], netbiosName: 'CONTOSO' }
  expect(forestProblem('contoso.local', fine)).toBeUndefined()
  expect(forestProblem('contoso.local', { ...fine, ...change })?.code).toBe(code)
})

test('a connector of another name than the tenant’s: writeback cannot be switched on, “Unable to locate MA”', async () => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-install', install: 'express' })
  await act({ action: 'sign-in', ...administrator })
  await act({
    action: 'add-directory',
    forest: 'contoso.local',
    username: 'CONTOSO\\Administrator',
    password: forest.administratorPassword,
  })
  await act({ action: 'next' })
  const { page } = (await world.verb('wizard')).json as WizardState
  if (page === 'sign-in-configuration') await act({ action: 'continue-unmatched' })
  expect((await act({ action: 'configure' })).page).toBe('complete')
  await act({ action: 'close' })
  const usual = 'contoso.onmicrosoft.com - AAD'
  const rename = (from: string, name: string) =>
    world.verb(`connectors/${encodeURIComponent(from)}`, { name }, 'PUT')
  expect((await rename(usual, 'Tenant')).status).toBe(200)
  expect((await rename('contoso.local', 'Forest')).status).toBe(400)
  const enable = (Connector?: string) =>
    world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
      parameters: {
        ...(Connector === undefined ? {} : { Connector }),
        Enable: true,
        Credential: administrator,
      },
    })
  expect(await enable('Tenant')).toMatchObject({
    status: 409,
    json: {
      error: {
        code: 'UnableToLocateConnector',
        message: expect.stringMatching(/^Unable to locate MA: .*- AAD/),
      },
    },
  })
  expect((await world.connect.synchronize('Delta')).map(({ status }) => status)).not.toContain('failed')
  await rename('Tenant', usual)
  expect((await enable(usual)).status).toBe(200)
})

test('an express installation upgrades itself, until an administrator says otherwise', async () => {
  const ask = async (cmdlet: string, parameters: object = {}) =>
    ((await world.verb(`cmdlets/${cmdlet}`, { parameters })).json as { output: object[] }).output[0]
  expect(await ask('Get-ADSyncAutoUpgrade')).toMatchObject({ AutoUpgradeState: 'Enabled' })
  await ask('Set-ADSyncAutoUpgrade', { AutoUpgradeState: 'Disabled' })
  expect(await ask('Get-ADSyncAutoUpgrade')).toMatchObject({ AutoUpgradeState: 'Disabled' })
  await world.verb(
    'connectors/contoso.local',
    {
      account: { username: 'CONTOSO\\svc-sync', password: 'x' },
    },
    'PUT',
  )
  await ask('Set-ADSyncAutoUpgrade', { AutoUpgradeState: 'Enabled' })
  expect(await ask('Get-ADSyncAutoUpgrade')).toMatchObject({
    AutoUpgradeState: 'Suspended',
    Reason: 'UpgradeNotSupportedNonMsolAccount',
  })
})

test('an interval may be long, and a cycle runs at least once in seven days', async () => {
  const set = await world.verb('scheduler', { CustomizedSyncCycleInterval: '14.00:00:00' }, 'PUT')
  expect(set.json).toMatchObject({ CurrentlyEffectiveSyncCycleInterval: '7.00:00:00' })
})
