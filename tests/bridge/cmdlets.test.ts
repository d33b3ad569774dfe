/** The cmdlets over HTTP, as the console and the command line call them (core/contracts/connect-cmdlets.ts). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { cmdletAnswer, cmdletList } from '#core/contracts/connect-cmdlets.ts'
import { takeFromDomain } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors } from './support/three-doors.ts'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 4, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(0)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const domainAdministrator = {
  username: 'CONTOSO\\Administrator',
  password: forest.administratorPassword,
}
const run = async (name: string, parameters: Record<string, unknown> = {}) => {
  const { status, json } = await world.verb(`cmdlets/${name}`, { parameters })
  return status === 200
    ? cmdletAnswer.parse(json).output
    : { status, ...(json as { error: { code: string; message: string } }).error }
}

test('every cmdlet tells its parameters, with their types and what they may be', async () => {
  const { cmdlets } = cmdletList.parse((await world.verb('cmdlets')).json)
  const start = cmdlets.find(({ name }) => name === 'Start-ADSyncSyncCycle')
  expect(start?.parameters).toEqual([
    {
      name: 'PolicyType',
      type: 'String',
      mandatory: false,
      position: 0,
      values: ['Delta', 'Initial'],
      help: 'Delta (default) or Initial.',
    },
  ])
  const enable = cmdlets.find(({ name }) => name === 'Enable-ADSyncExportDeletionThreshold')
  expect(enable?.parameters.map(({ name, mandatory }) => [name, mandatory])).toEqual([
    ['DeletionThreshold', true],
    ['Credential', true],
  ])
})

test('names are taken in any case, as far as they are unique; values as typed', async () => {
  const [state] = (await run('set-adsyncscheduler', {
    cust: '03:00:00',
    syncC: '$false',
    nextsync: 'initial',
  })) as Record<string, unknown>[]
  expect(state).toMatchObject({
    CustomizedSyncCycleInterval: '03:00:00',
    CurrentlyEffectiveSyncCycleInterval: '03:00:00',
    SyncCycleEnabled: false,
    NextSyncCyclePolicyType: 'Initial',
  })
  await run('Set-ADSyncScheduler', {
    CustomizedSyncCycleInterval: '',
    SyncCycleEnabled: true,
    NextSyncCyclePolicyType: 'Delta',
  })
  expect(await run('Get-ADSyncScheduler')).toMatchObject([
    { CustomizedSyncCycleInterval: null, CurrentlyEffectiveSyncCycleInterval: '00:30:00' },
  ])
})

test('what cannot be bound is refused in one sentence, and nothing changes', async () => {
  expect(await run('Start-ADSyncSyncCycle', { PolicyType: 'Sometimes' })).toMatchObject({
    status: 400,
    code: 'CmdletParameters',
  })
  expect(await run('Set-ADSyncScheduler', { Interval: '03:00:00' })).toMatchObject({
    message: 'Cannot bind the parameters: there is no parameter Interval.',
  })
  expect(await run('Set-ADSyncScheduler', { SyncCycleEnabled: 'perhaps' })).toMatchObject({ status: 400 })
  expect(await run('Enable-ADSyncExportDeletionThreshold', { 0: '10' })).toMatchObject({
    message: 'Cannot bind the parameters: Credential is mandatory.',
  })
  expect(await run('Remove-Everything')).toMatchObject({ status: 404, code: 'UnknownCmdlet' })
  expect(await run('Get-ADSyncScheduler')).toMatchObject([{ SyncCycleEnabled: true }])
})

test('a cycle is started and answers at once; its rows follow; a second one is refused meanwhile', async () => {
  const before = ((await run('Get-ADSyncRunProfileResult')) as unknown[]).length
  expect(await run('Start-ADSyncSyncCycle', { 0: 'delta' })).toEqual([{ Result: 'Success' }])
  expect(await run('Start-ADSyncSyncCycle')).toMatchObject({ status: 409, code: 'SyncCycleInProgress' })
  await expect
    .poll(async () => ((await run('Get-ADSyncRunProfileResult')) as unknown[]).length)
    .toBe(before + 6)
  await expect.poll(async () => run('Get-ADSyncConnectorRunStatus')).toEqual([])
})

test('a cycle that is stopped says so in the run history, and the next one does the rest', async () => {
  await run('Start-ADSyncSyncCycle', { PolicyType: 'Initial' })
  expect(await run('Stop-ADSyncSyncCycle')).toEqual([{ Result: 'Success' }])
  const rows = (await run('Get-ADSyncRunProfileResult', { NumberRequested: 6 })) as { status: string }[]
  expect(rows.some(({ status }) => status === 'stopped-user-termination')).toBe(true)
  const next = await world.connect.synchronize('Delta')
  expect(next.every(({ status }) => status === 'success')).toBe(true)
})

test('one run profile alone; a full one for one connector in the next cycle', async () => {
  expect(
    await run('Invoke-ADSyncRunProfile', {
      ConnectorName: 'CONTOSO.LOCAL',
      RunProfileName: 'full import',
    }),
  ).toMatchObject([{ connector: 'contoso.local', profile: 'Full Import', status: 'success' }])
  await run('Set-ADSyncSchedulerConnectorOverride', {
    ConnectorName: 'contoso.local',
    FullImportRequired: '$true',
  })
  expect((await world.connect.synchronize('Delta')).map(({ profile }) => profile).slice(0, 3)).toEqual([
    'Full Import',
    'Delta Import',
    'Delta Synchronization',
  ])
  expect(await run('Get-ADSyncSchedulerConnectorOverride')).toMatchObject([{ FullImportRequired: false }])
  expect(await run('Invoke-ADSyncRunProfile', { 0: 'fabrikam.local', 1: 'Export' })).toMatchObject({
    code: 'UnknownConnectObject',
  })
})

test('the deletion threshold is set in the tenant, by an administrator only', async () => {
  expect(await run('Get-ADSyncExportDeletionThreshold')).toEqual([
    { DeletionPrevention: 1, ThresholdCount: 500 },
  ])
  expect(
    await run('Enable-ADSyncExportDeletionThreshold', {
      DeletionThreshold: 10,
      Credential: { username: 'person0@contoso.com', password: 'Lantern-Moss-0!' },
    }),
  ).toMatchObject({ status: 409, code: 'WizardAuthorizationFailure' })
  expect(
    await run('Enable-ADSyncExportDeletionThreshold', {
      DeletionThreshold: 10,
      Credential: administrator,
    }),
  ).toEqual([{ DeletionPrevention: 1, ThresholdCount: 10 }])
  expect(await run('Disable-ADSyncExportDeletionThreshold', { Credential: administrator })).toEqual([
    { DeletionPrevention: 0, ThresholdCount: 0 },
  ])
  await run('Enable-ADSyncExportDeletionThreshold', { 0: '500', Credential: administrator })
})

test('features of the tenant are switched by name', async () => {
  const [features] = (await run('Set-ADSyncAADCompanyFeature', {
    ForcePasswordChangeOnLogOn: '$true',
    Credential: administrator,
  })) as Record<string, boolean>[]
  expect(features?.userForcePasswordChangeOnLogonEnabled).toBe(true)
  expect(await run('Get-ADSyncAADCompanyFeature')).toMatchObject([
    { userForcePasswordChangeOnLogonEnabled: true },
  ])
})

test('rights that were lost come back with Set-ADSyncPasswordWritebackPermissions, and a reset works again', async () => {
  await takeFromDomain(world, ({ objectType }) => objectType === extendedRights.resetPassword)
  expect((await doors.reset(0, 'Spring-Harbour-2026!'))?.code).toBe('OnPremisesAdminActionRequired')
  const Credential = { ...domainAdministrator, password: 'not the password' }
  expect(await run('Set-ADSyncPasswordWritebackPermissions', { Credential })).toMatchObject({
    code: 'DirectoryRefused',
  })
  const [granted] = (await run('Set-ADSyncPasswordWritebackPermissions', {
    Credential: domainAdministrator,
  })) as { Rights: string[] }[]
  expect(granted?.Rights).toContain('Reset password')
  expect(await doors.reset(0, 'Spring-Harbour-2026!')).toBeUndefined()
})

test('switching writeback off and on again is the wizard’s check-box: rows, keys and audit (scenario 47)', async () => {
  const { journal } = world.cloud.lab
  const after = journal.lastSeq
  const Connector = 'contoso.onmicrosoft.com - AAD'
  expect(
    await run('Set-ADSyncAADPasswordResetConfiguration', {
      Connector: 'fabrikam.onmicrosoft.com - AAD',
      Enable: '$false',
      Credential: administrator,
    }),
  ).toMatchObject({ code: 'UnableToLocateConnector' })
  expect(
    await run('Set-ADSyncAADPasswordResetConfiguration', {
      Connector,
      Enable: '$false',
      Credential: administrator,
    }),
  ).toMatchObject([{ Enabled: false, Listener: 'off', KeyVersion: null }])
  expect(
    await run('Set-ADSyncAADPasswordResetConfiguration', {
      Connector,
      Enable: '$true',
      Credential: administrator,
    }),
  ).toMatchObject([{ Enabled: true, Listener: 'listening', KeyVersion: 2 }])
  const ids = journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => data?.eventId)
  expect(ids).toEqual([31017, 31012, 31013, 31016, 31017, 31018, 31004, 31005, 31015])
  const audits = journal
    .events({ after, type: 'audit.recorded' })
    .map(({ data }) => data?.activityDisplayName)
  expect(audits.filter((name) => /password writeback/.test(String(name)))).toEqual([
    'Disable password writeback for directory',
    'Enable password writeback for directory',
  ])
})

test('diagnostics find what is wrong', async () => {
  const states = async (parameters = {}) =>
    Object.fromEntries(
      ((await run('Invoke-ADSyncDiagnostics', parameters)) as { Check: string; Status: string }[]).map(
        ({ Check, Status }) => [Check, Status],
      ),
    )
  expect(Object.values(await states({ PasswordSync: true }))).not.toContain('Failed')
  await run('Stop-Service', { 0: 'adsync' })
  expect(await states()).toMatchObject({ Service: 'Failed', 'Password writeback': 'Failed' })
  await run('Start-Service', { Name: 'ADSync' })
  expect(await run('Get-Service')).toMatchObject([{ Name: 'ADSync', Status: 'Running' }])
  expect(await states({ DistinguishedName: 'CN=Nobody,OU=Staff,DC=contoso,DC=local' })).toMatchObject({
    'Connector space': 'Failed',
  })
})

test('the event log is read newest first, and saved as CSV and as Windows event XML', async () => {
  const [newest] = (await run('Get-WinEvent', { ProviderName: 'passwordresetservice', MaxEvents: '1' })) as {
    Id: number
  }[]
  expect(newest?.Id).toBe(31015)
  const csv = (await world.verb('event-log.csv?source=PasswordResetService&id=31018')).text
    .trim()
    .split('\r\n')
  expect(csv[0]?.replace('\uFEFF', '')).toBe('Level,Date and Time,Source,Event ID,Task Category,Message')
  expect(csv[1]).toMatch(
    /^"Information","2026-01-1\dT[\d:.]+Z","PasswordResetService","31018","None","TrackingId: /,
  )
  const xml = (await world.verb('event-log.xml?limit=5')).text
  expect(
    xml.match(/<Event xmlns="http:\/\/schemas.microsoft.com\/win\/2004\/08\/events\/event">/g),
  ).toHaveLength(5)
  expect(xml).toContain('<Provider Name="PasswordResetService"/>')
  expect((await world.verb('event-log?limit=lots')).status).toBe(400)
})
