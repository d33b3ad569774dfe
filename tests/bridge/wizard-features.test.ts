/** The wizard's pages around optional features, single sign-on, devices, federation and troubleshooting (writeback.md §7.1, §7.2). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'
import { asDomainAdmin, domainDn, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, passwordOf, staff, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 3 })
  await write(world, `CN=Person 0,${staff}`, { division: 'Harbour', employeeNumber: '4711' })
})
afterAll(() => world.close())

const enterpriseAdmin = { username: 'CONTOSO\\Administrator', password: forest.administratorPassword }
const somebody = { username: 'CONTOSO\\person1', password: passwordOf(1) }

const act = async (action: WizardAction) => (await world.verb('wizard', action)).json as WizardState
const openTask = async (task: NonNullable<WizardState['task']>) => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-task', task })
  return act({ action: 'sign-in', ...administrator })
}
/** *Customize synchronization options*, up to *Optional features*. */
const openFeatures = async () => {
  await openTask('customize-synchronization-options')
  const { organizationalUnits } = await act({ action: 'next' })
  const selected = organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn)
  return act({ action: 'select-ous', selected })
}
const finish = async () => {
  const end = await act({ action: 'configure' })
  expect([end.page, end.refusal]).toEqual(['complete', undefined])
  return act({ action: 'close' })
}
const person = async (index: number, select: string) =>
  (await world.cloud.asAdministrator(`/v1.0/users/person${index}@contoso.com?$select=${select}`))
    .json as Record<string, unknown>
const synchronizationFeatures = async () => {
  const { json } = await world.cloud.asAdministrator('/v1.0/directory/onPremisesSynchronization')
  return (json as { value: { features: Record<string, boolean> }[] }).value[0]?.features
}
const entry = (dn: string) =>
  asDomainAdmin(world, async (client) => {
    const { searchEntries } = await client.search(dn, { scope: 'base' }).catch(() => ({ searchEntries: [] }))
    return searchEntries[0]
  })

test('directory extensions bring chosen attributes of the schema to the tenant, under the name of its extension app', async () => {
  await openFeatures()
  const offered = await act({ action: 'select-features', features: { directoryExtensions: true } })
  expect(offered.page).toBe('directory-extensions')
  expect(offered.directoryExtensions?.available).toEqual(
    expect.arrayContaining(['division', 'employeeNumber']),
  )
  expect(offered.directoryExtensions?.available).not.toContain('department')
  const unknown = await act({ action: 'select-extensions', selected: ['shoeSize'] })
  expect(unknown).toMatchObject({ page: 'directory-extensions', refusal: { code: 'WizardUnknownAttribute' } })
  const ready = await act({ action: 'select-extensions', selected: ['division', 'employeeNumber'] })
  expect(ready.plan).toContain('Configure Directory extension attribute sync')
  await finish()

  const { json } = await world.cloud.asAdministrator(
    "/v1.0/applications?$filter=displayName eq 'Tenant Schema Extension App'",
  )
  const [app] = (json as { value: { id: string; appId: string }[] }).value
  const prefix = `extension_${app?.appId.replaceAll('-', '')}`
  const registered = await world.cloud.asAdministrator(`/v1.0/applications/${app?.id}/extensionProperties`)
  expect((registered.json as { value: { name: string }[] }).value.map(({ name }) => name)).toEqual([
    `${prefix}_division`,
    `${prefix}_employeeNumber`,
  ])
  const names = `${prefix}_division,${prefix}_employeeNumber`
  expect(await person(0, names)).toMatchObject({
    [`${prefix}_division`]: 'Harbour',
    [`${prefix}_employeeNumber`]: '4711',
  })
  expect((await synchronizationFeatures())?.directoryExtensionsEnabled).toBe(true)
  const filtered = await world.cloud.asAdministrator(
    `/v1.0/users?$filter=${prefix}_division eq 'Harbour'&$select=userPrincipalName`,
  )
  expect((filtered.json as { value: unknown[] }).value).toEqual([
    { userPrincipalName: 'person0@contoso.com' },
  ])

  await write(world, `CN=Person 0,${staff}`, { division: 'Workshop' })
  await world.connect.synchronize('Delta')
  expect(await person(0, names)).toMatchObject({ [`${prefix}_division`]: 'Workshop' })

  await openFeatures()
  await act({ action: 'select-features', features: { directoryExtensions: false } })
  await finish()
  expect(await person(0, names)).toMatchObject({ [`${prefix}_division`]: null })
})

test('app and attribute filtering narrows what flows, and lets it flow again', async () => {
  expect(await person(0, 'department')).toMatchObject({ department: 'Sales' })
  await openFeatures()
  const apps = await act({ action: 'select-features', features: { attributeFiltering: true } })
  expect(apps).toMatchObject({ page: 'app-filtering', attributeFiltering: { apps: null } })
  expect((await act({ action: 'select-apps', apps: ['Notepad'] })).refusal?.code).toBe('WizardUnknownApp')
  const attributes = await act({ action: 'select-apps', apps: ['Intune', '3rd party applications'] })
  expect(attributes.page).toBe('attribute-filtering')
  const names = attributes.attributeFiltering?.attributes.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['userPrincipalName', 'mail', 'employeeId']))
  expect(names).not.toContain('department')
  const mandatory = await act({ action: 'leave-out-attributes', leftOut: ['userPrincipalName'] })
  expect(mandatory.refusal?.code).toBe('WizardAttributeMandatory')
  await act({ action: 'leave-out-attributes', leftOut: ['surname'] })
  await finish()
  expect(await person(0, 'department,surname,givenName,accountEnabled')).toMatchObject({
    department: null,
    surname: null,
    givenName: 'Person',
    accountEnabled: true,
  })
  const { json } = await world.verb('rules')
  const targets = (json as { rules: { direction: string; flows: { target: string }[] }[] }).rules
    .filter(({ direction }) => direction === 'Outbound')
    .flatMap(({ flows }) => flows.map(({ target }) => target))
  expect(targets).not.toContain('department')

  await openFeatures()
  await act({ action: 'select-features', features: { attributeFiltering: false } })
  await finish()
  expect(await person(0, 'department,surname')).toMatchObject({ department: 'Sales', surname: '0' })
})

test('features of Exchange are refused, because the forest’s schema has never seen it', async () => {
  const { features } = await openFeatures()
  for (const name of ['exchangeHybrid', 'exchangeMailPublicFolders']) {
    const refused = await act({ action: 'select-features', features: { ...features, [name]: true } })
    expect(refused).toMatchObject({
      page: 'optional-features',
      refusal: { code: 'WizardExchangeSchemaMissing', says: expect.stringContaining('contoso.local') },
    })
  }
  expect((await act({ action: 'select-features', features })).page).toBe('ready-to-configure')
  await act({ action: 'close' })
})

test('device options: a service connection point for hybrid join, a container for device writeback', async () => {
  const { features } = await openFeatures()
  const early = await act({ action: 'select-features', features: { ...features, deviceWriteback: true } })
  expect(early.refusal?.code).toBe('WizardDeviceContainerMissing')
  await act({ action: 'close' })

  await openTask('configure-device-options')
  const page = await act({ action: 'select-device-option', option: 'hybrid-join' })
  expect(page).toMatchObject({ page: 'device-forest', forestsToSignIn: ['contoso.local'] })
  expect((await act({ action: 'next' })).refusal?.code).toBe('WizardForestsLeft')
  const stranger = await act({ action: 'sign-in-forest', forest: 'contoso.local', ...somebody })
  expect(stranger.refusal?.code).toBe('EnterpriseAdminRequired')
  await act({ action: 'sign-in-forest', forest: 'contoso.local', ...enterpriseAdmin })
  await act({ action: 'next' })
  await finish()
  const services = `CN=Services,CN=Configuration,${domainDn}`
  const point = await entry(
    `CN=62a0ff2e-97b9-4513-943f-0d221bd30080,CN=Device Registration Configuration,${services}`,
  )
  expect(point?.keywords).toEqual(
    expect.arrayContaining(['azureADName:contoso.onmicrosoft.com', `azureADId:${world.cloud.lab.tenantId}`]),
  )

  await openTask('configure-device-options')
  await act({ action: 'select-device-option', option: 'enable-device-writeback' })
  await act({ action: 'sign-in-forest', forest: 'contoso.local', ...enterpriseAdmin })
  const ready = await act({ action: 'next' })
  expect(ready.plan).toEqual(
    expect.arrayContaining(['Prepare the forest for device writeback', 'Enable Device writeback']),
  )
  await finish()
  expect((await entry(`CN=RegisteredDevices,${domainDn}`))?.objectClass).toContain('msDS-DeviceContainer')
  expect((await synchronizationFeatures())?.deviceWritebackEnabled).toBe(true)
  expect((await openFeatures()).features.deviceWriteback).toBe(true)
  await act({ action: 'close' })
})

test('single sign-on makes the computer account AZUREADSSOACC, as an administrator of the domain', async () => {
  await openTask('change-user-sign-in')
  const federated = await act({ action: 'select-sign-in', method: 'federation', singleSignOn: true })
  expect(federated.refusal?.code).toBe('WizardSingleSignOnManaged')
  const page = await act({ action: 'select-sign-in', method: 'password-hash-sync', singleSignOn: true })
  expect(page).toMatchObject({ page: 'single-sign-on', forestsToSignIn: ['contoso.local'] })
  const stranger = await act({ action: 'sign-in-forest', forest: 'contoso.local', ...somebody })
  expect(stranger.refusal?.code).toBe('WizardDomainAdminRequired')
  const wrong = { ...enterpriseAdmin, password: 'wrong' }
  expect((await act({ action: 'sign-in-forest', forest: 'contoso.local', ...wrong })).refusal?.code).toBe(
    'WizardDirectoryCredentials',
  )
  const known = await act({ action: 'sign-in-forest', forest: 'contoso.local', ...enterpriseAdmin })
  expect(known.forestsToSignIn).toEqual([])
  expect((await act({ action: 'next' })).plan).toContain('Enable single sign-on')
  expect(await entry(`CN=AZUREADSSOACC,CN=Computers,${domainDn}`)).toBeUndefined()
  await finish()
  const computer = await entry(`CN=AZUREADSSOACC,CN=Computers,${domainDn}`)
  expect(computer).toMatchObject({ sAMAccountName: 'AZUREADSSOACC$' })
  expect(computer?.servicePrincipalName).toContain('HOST/autologon.microsoftazuread-sso.com')
})

test('federation is managed where there is one: its certificate is renewed and told to the tenant', async () => {
  await act({ action: 'open' })
  const before = await act({ action: 'next' })
  expect(before.tasks).not.toContain('manage-federation')
  const early = await act({ action: 'choose-task', task: 'manage-federation' })
  expect(early.refusal?.code).toBe('WizardActionNotHere')
  await act({ action: 'close' })
  expect((await world.verb('user-sign-in', { method: 'federation', ...administrator }, 'PUT')).status).toBe(
    200,
  )
  const certificate = () =>
    world.cloud.tenant.directory.tenant().domains.find(({ name }) => name === 'contoso.com')?.federation
      ?.signingCertificate
  const old = certificate()
  expect((await openTask('manage-federation')).page).toBe('federation-tasks')
  await act({ action: 'select-federation-task', task: 'reset-trust' })
  await finish()
  expect(certificate()).toBe(old)
  await openTask('manage-federation')
  await act({ action: 'select-federation-task', task: 'renew-certificate' })
  await finish()
  expect(certificate()).not.toBe(old)
  await world.verb('user-sign-in', { method: 'password-hash-sync', ...administrator }, 'PUT')
})

test('troubleshooting says what is wrong, with everything and with one user', async () => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  const { page, findings } = await act({ action: 'choose-task', task: 'troubleshoot' })
  expect(page).toBe('troubleshooting')
  expect(findings).toContainEqual({
    check: 'Password writeback',
    status: 'Warning',
    message: expect.any(String),
  })
  const user = `CN=Nobody,${staff}`
  const about = await act({ action: 'diagnose', user })
  expect(about.findings?.at(-1)).toMatchObject({ status: 'Failed', message: expect.stringContaining(user) })
  await act({ action: 'close' })
})

test('privacy settings are kept, and lead back to the tasks', async () => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  const page = await act({ action: 'choose-task', task: 'privacy-settings' })
  expect(page).toMatchObject({ page: 'privacy-settings', telemetry: true })
  const after = await act({ action: 'select-privacy', telemetry: false })
  expect(after).toMatchObject({ page: 'additional-tasks', telemetry: false })
  await act({ action: 'close' })
})

test('without “Start the synchronization process” nothing runs until the scheduler is switched on again', async () => {
  await openTask('configure-staging-mode')
  await act({ action: 'next' })
  const before = world.cloud.lab.journal.lastSeq
  const end = await act({ action: 'configure', startSynchronization: false })
  expect(end.progress.map(({ line }) => line)).toContain('Leave the synchronization process switched off')
  await act({ action: 'close' })
  expect((await world.verb('scheduler')).json).toMatchObject({ SyncCycleEnabled: false })
  await world.cloud.lab.clock.advance(65 * 60_000)
  expect(world.cloud.lab.journal.events({ after: before, type: 'sync.run-finished' })).toEqual([])
  await world.verb('scheduler', { SyncCycleEnabled: true }, 'PUT')
})

test('two people at one wizard: the second is told that it is at work, and no page is skipped', async () => {
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-task', task: 'configure-staging-mode' })
  const both = await Promise.all([
    act({ action: 'sign-in', ...administrator }),
    act({ action: 'sign-in', ...administrator }),
  ])
  expect(both.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'WizardBusy'])
  expect((await world.verb('wizard')).json).toMatchObject({ page: 'staging-mode' })
  await act({ action: 'close' })
})

test('what makes no sense is refused and moves nothing', async () => {
  await act({ action: 'open' })
  for (const body of [
    {},
    { action: 'select-extensions', selected: Array.from({ length: 101 }, (_, index) => `a${index}`) },
    { action: 'sign-in', username: 'x'.repeat(1000), password: '' },
    { action: 'select-features', features: { userWriteback: true } },
    { action: 'sign-in-forest', forest: '', username: '', password: '' },
  ])
    expect((await world.verb('wizard', body)).status).toBe(400)
  for (const action of [
    { action: 'select-apps', apps: null },
    { action: 'diagnose' },
    { action: 'select-privacy', telemetry: true },
  ] as const)
    expect((await act(action)).refusal?.code).toBe('WizardActionNotHere')
  expect((await world.verb('wizard')).json).toMatchObject({ page: 'welcome' })
  await act({ action: 'close' })
})
