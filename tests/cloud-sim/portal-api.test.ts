import { afterEach, beforeEach, expect, test } from 'vitest'
import { openResetCloud, type ResetCloud } from './support/reset-cloud.ts'

let cloud: ResetCloud
beforeEach(async () => {
  cloud = await openResetCloud()
})
afterEach(() => cloud.close())

const policies = '/api/PasswordReset/PasswordResetPolicies'
const onPremises = '/api/PasswordReset/OnPremisesPasswordResetPolicies'
const get = async (path: string) => (await cloud.call('GET', path, { as: cloud.admin })).body
const put = (path: string, json: unknown) => cloud.call('PUT', path, { as: cloud.admin, json })

test('a blade is read, changed in part, and the change stands in the audit log once', async () => {
  expect(await get(policies)).toMatchObject({
    objectId: cloud.lab.tenantId,
    enablementType: 2,
    numberOfAuthenticationMethodsRequired: 1,
  })
  expect((await put(policies, { enablementType: 0 })).status).toBe(204)
  expect((await put(policies, { enablementType: 0 })).status).toBe(204)
  expect(await get(policies)).toMatchObject({ enablementType: 0, numberOfAuthenticationMethodsRequired: 1 })
  expect(cloud.audits('Self-service password reset policy changes')).toEqual([
    expect.objectContaining({
      category: 'DirectoryManagement',
      targetResources: [
        expect.objectContaining({
          modifiedProperties: [{ displayName: 'enabled', oldValue: '["All"]', newValue: '["None"]' }],
        }),
      ],
    }),
  ])
})

test.each([
  [
    { numberOfAuthenticationMethodsRequired: 2, mobilePhoneOptionEnabled: false },
    'numberOfAuthenticationMethodsRequired',
  ],
  [
    { emailOptionEnabled: false, mobilePhoneOptionEnabled: false, mobileAppCodeEnabled: true },
    'mobileAppCodeEnabled',
  ],
  [
    { enablementType: 1, passwordResetEnabledGroupIds: ['00000000-0000-4000-8000-000000000001'] },
    'passwordResetEnabledGroupIds',
  ],
  [{ registrationReconfirmIntevalInDays: 731 }, 'registrationReconfirmIntevalInDays'],
  [
    { customizeHelpdeskLink: true, customHelpdeskEmailOrUrl: 'javascript:alert(1)' },
    'customHelpdeskEmailOrUrl',
  ],
  [{ enablementtype: 2 }, 'enablementtype'],
])('%j is refused by the name of its field, and nothing is saved', async (change, field) => {
  const before = await get(policies)
  const { status, body } = await put(policies, change)
  expect(status).toBe(400)
  expect(body.error.fields.map((each: { field: string }) => each.field)).toEqual([field])
  expect(await get(policies)).toEqual(before)
  expect(cloud.audits('Self-service password reset policy changes')).toEqual([])
})

test('the on-premises blade takes one field a call, and not its read-only ones', async () => {
  expect((await put(onPremises, { passwordWritebackEnabled: false })).status).toBe(204)
  expect((await put(onPremises, { passwordWritebackEnabled: true, accountUnlockEnabled: true })).status).toBe(
    400,
  )
  expect((await put(onPremises, {})).status).toBe(400)
  expect((await put(onPremises, { passwordWritebackSupported: true })).body.error.fields[0].field).toBe(
    'passwordWritebackSupported',
  )
  expect(await get(onPremises)).toMatchObject({ passwordWritebackEnabled: false, accountUnlockEnabled: true })
})

test('the status line follows the agent: healthy, silent, unreachable, too old, not configured', async () => {
  const status = async () => (await get(onPremises)).status
  expect(await get(onPremises)).toMatchObject({
    status: 'healthy',
    passwordWritebackSupported: true,
    statusText: expect.stringContaining('running'),
  })
  await cloud.lab.clock.advance(17 * 60_000)
  expect(await status()).toBe('cloud-trouble')
  const agent = cloud.directory.writebackAgent()
  if (agent === undefined) throw new Error('no agent')
  const lastHeartbeatAt = cloud.lab.clock.now()
  const put_ = (agentVersion: string) =>
    cloud.directory.transaction(() =>
      cloud.directory.putWritebackAgent({ ...agent, agentVersion, lastHeartbeatAt }),
    )
  await put_('1.6.4.0')
  expect(await status()).toBe('out-of-date')
  await put_('1.0.0.1')
  expect(await status()).toBe('too-old')
  await put_('2.4.129.0')
  await cloud.agent.close()
  while (cloud.host.relay.isListening(cloud.lab.tenantId))
    await new Promise((resolve) => setImmediate(resolve))
  expect(await status()).toBe('unreachable')
  await cloud.call('DELETE', '/passwordreset/agent/v1/onboarding', { as: cloud.admin })
  expect(await get(onPremises)).toMatchObject({
    status: 'not-configured',
    passwordWritebackSupported: false,
    passwordWritebackEnabled: true,
  })
})

test('only administrators save, only known roles read, and a stranger needs a token', async () => {
  const hugo = await cloud.addUser({ userPrincipalName: 'hugo@contoso.com' }, undefined, [
    'Helpdesk Administrator',
  ])
  expect((await cloud.call('GET', policies, { as: hugo })).status).toBe(200)
  expect((await cloud.call('PUT', policies, { as: hugo, json: { enablementType: 0 } })).body.error.code).toBe(
    'InsufficientRole',
  )
  expect((await cloud.call('GET', policies, { as: cloud.anna })).status).toBe(403)
  expect((await cloud.call('GET', policies)).status).toBe(401)
  expect(cloud.directory.passwordResetPolicy().enabled).toBe('All')
})

test('the shop sells known products in sensible numbers', async () => {
  const bought = await cloud.call('POST', '/api/Subscriptions', {
    as: cloud.admin,
    json: { skuPartNumber: 'ENTERPRISEPACK', units: 25 },
  })
  expect([bought.status, bought.body]).toEqual([
    201,
    expect.objectContaining({ skuPartNumber: 'ENTERPRISEPACK', enabled: 25, capabilityStatus: 'Enabled' }),
  ])
  expect(
    (
      await cloud.call('POST', '/api/Subscriptions', {
        as: cloud.admin,
        json: { skuPartNumber: 'NOPE', units: 0 },
      })
    ).body.error.fields.map((each: { field: string }) => each.field),
  ).toEqual(['skuPartNumber', 'units'])
  expect(
    (
      await cloud.call('POST', '/api/Subscriptions', {
        as: cloud.anna,
        json: { skuPartNumber: 'EMS', units: 1 },
      })
    ).status,
  ).toBe(403)
})

test('writeback is onboarded by an administrator of a licensed tenant, with a real key', async () => {
  const onboarding = '/passwordreset/agent/v1/onboarding'
  const json = {
    publicKey: 'no key',
    serverName: 'CONNECT01',
    agentVersion: '2.4.129.0',
    sentAt: cloud.lab.clock.now(),
  }
  expect((await cloud.call('POST', onboarding, { as: cloud.anna, json })).status).toBe(403)
  expect((await cloud.call('POST', onboarding, { as: cloud.admin, json })).body.error.fields[0].field).toBe(
    'publicKey',
  )
  for (const subscription of cloud.directory.subscriptions())
    await cloud.directory.transaction(() =>
      cloud.directory.putSubscription({ ...subscription, capabilityStatus: 'Suspended' }),
    )
  const unlicensed = await cloud.call('POST', onboarding, {
    as: cloud.admin,
    json: { ...json, publicKey: cloud.agent.publicKey },
  })
  expect(unlicensed.body.error.code).toBe('TenantNotLicensedForWriteback')
  expect(cloud.directory.writebackAgent()?.keyVersion).toBe(1)
  expect(cloud.audits('Enable password writeback for directory').map((row) => row?.result)).toEqual([
    'success',
    'failure',
  ])
})
