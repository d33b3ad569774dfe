import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startAdminReset } from '#cloud-sim/sspr/admin-reset.ts'
import { passwordResetOperation } from '#cloud-sim/sspr/reset-operations.ts'
import {
  annasPassword,
  correlation,
  openResetCloud,
  passGates,
  type ResetCloud,
  step,
} from './support/reset-cloud.ts'
import type { Said } from './support/scripted-agent.ts'

/** Every row of the propagation table (writeback.md §5.4) that an agent can cause, at all three doors. */
let cloud: ResetCloud
beforeAll(async () => {
  cloud = await openResetCloud()
})
afterAll(() => cloud.close())
beforeEach(async () => {
  cloud.agent.received.length = 0
  await cloud.lab.faults.clear()
  await cloud.lab.clock.advance(25 * 3_600_000)
})

const anna = 'anna@contoso.com'
const newPassword = 'Quartz-Meadow-81!'

const byAdmin = () =>
  startAdminReset(cloud.host, cloud.directory, {
    actor: cloud.admin,
    ipAddress: '',
    user: cloud.user(anna),
    newPassword,
    correlationId: correlation(),
  })

async function atAllDoors() {
  const id = await passGates(cloud, anna)
  const reset = await step(cloud, id, 'reset', { newPassword })
  const change = await cloud.call('POST', '/passwordreset/v1/change', {
    as: cloud.user(anna),
    json: { oldPassword: annasPassword, newPassword },
  })
  const started = await byAdmin()
  if (!started.ok) throw new Error('refused before it began')
  return { reset, change, admin: await started.done }
}

const lastReason = (activity: string) => cloud.audits(activity).at(-1)?.resultReason

const rows: readonly (readonly [
  string,
  Said,
  {
    readonly reset: string
    readonly change: number
    readonly admin: string
    readonly reason: string
    readonly stays?: true
  },
])[] = [
  [
    'policy violation',
    { ok: false, code: 'ADPasswordPolicyError', hr: '80230619' },
    {
      reset: 'OnPremisesPolicyViolation',
      change: 120004,
      admin: 'OnPremisesPolicyViolation',
      reason: 'OnPremisesPolicyViolation',
      stays: true,
    },
  ],
  [
    'permission denied',
    { ok: false, code: 'ADPermissionsError', hr: '80230626' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'protected account',
    { ok: false, code: 'ADPermissionsError', hr: '80231367' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'disabled',
    { ok: false, code: 'ADUserAccountDisabled' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120014,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'locked',
    { ok: false, code: 'ADUserAccountLockedOut' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120014,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'wrong old password',
    { ok: false, code: 'ADUserIncorrectPassword' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120000,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'not found',
    { ok: false, code: 'ADUserNotFoundError' },
    {
      reset: 'OnPremisesAccountChanged',
      change: 120016,
      admin: 'OnPremisesAccountChanged',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'duplicate',
    { ok: false, code: 'ADMutliMatchError', hr: '80230402' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'LDAP not encrypted',
    { ok: false, code: 'ADConfigurationError', hr: '8023062C' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'domain controller down',
    { ok: false, code: 'ADUnKnownError', hr: '80230818' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'key mismatch',
    { ok: false, code: 'DecryptionError' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'forest added later',
    { ok: false, code: 'ConfigurationError', hr: '8023061f' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
  [
    'a code nobody knows',
    { ok: false, code: 'SomethingNew' },
    {
      reset: 'OnPremisesAdminActionRequired',
      change: 120015,
      admin: 'OnPremisesAdminActionRequired',
      reason: 'OnPremisesAdminActionRequired',
    },
  ],
]

test.each(rows)(
  '%s shows at each door as documented, and changes nothing in the cloud',
  async (_name, said, expected) => {
    cloud.agent.script = () => said
    const { reset, change, admin } = await atAllDoors()
    expect(reset.body.error).toMatchObject({
      code: expected.reset,
      step: 'write-back',
      retry: expected.stays === true,
    })
    expect(change.body.error).toMatchObject({ number: expected.change, step: 'write-back' })
    expect(admin).toMatchObject({ status: 'failed', statusDetail: expected.admin })
    expect(lastReason('Reset password (self-service)')).toBe(expected.reason)
    expect(lastReason('Change password (self-service)')).toBe(expected.reason)
    expect(lastReason('Reset password (by admin)')).toBe(expected.reason)
    expect(await cloud.checksOut(anna, annasPassword)).toBe(true)
    if (typeof said === 'object' && !said.ok && said.hr !== undefined)
      expect(reset.body.error.because).toContain(`hr=${said.hr}`)
  },
)

test('an agent that goes away before the answer: 30 at the page, 120013 on the change page', async () => {
  cloud.agent.script = () => 'silence'
  await cloud.lab.faults.add({ match: { operation: 'relay.deliver' }, effect: { drop: true } })
  const { reset, change, admin } = await atAllDoors()
  expect(reset.body.error).toMatchObject({ code: 'OnPremisesConnectivityError', pageCode: 'SSPR_0030' })
  expect(change.body.error.number).toBe(120013)
  expect(admin.refusal?.says).toContain("can't be reached")
  expect(cloud.agent.received).toEqual([])
})

test('a message that nobody answers expires after five minutes of lab time', async () => {
  cloud.agent.script = () => 'silence'
  const change = cloud.call('POST', '/passwordreset/v1/change', {
    as: cloud.user(anna),
    json: { oldPassword: annasPassword, newPassword },
  })
  while (cloud.agent.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await cloud.lab.clock.advance(5 * 60_000)
  expect((await change).body.error.number).toBe(120008)
})

test('Active Directory took it and the cloud did not: said so at each door, and logged as a success (scenario 31)', async () => {
  cloud.agent.script = () => ({ ok: true })
  await cloud.lab.faults.add({
    match: { operation: 'cloud.commit-password' },
    effect: { code: 'CloudDirectoryUnavailable' },
  })
  const { reset, change, admin } = await atAllDoors()
  expect(reset.body.error).toMatchObject({ code: 'OnPremisesSuccessCloudFailure', step: 'commit-cloud' })
  expect(change.body.error.number).toBe(120005)
  expect(admin.statusDetail).toBe('OnPremisesSuccessCloudFailure')
  expect(cloud.audits('Reset password (self-service)').at(-1)).toMatchObject({
    result: 'success',
    resultReason: 'OnPremisesSuccessCloudFailure',
  })
  expect(cloud.agent.received.map(({ operation }) => operation)).toEqual(['reset', 'change', 'admin-reset'])
  expect(await cloud.checksOut(anna, annasPassword)).toBe(true)
})

test('writeback off is refused at each door without asking the agent (scenarios 2 to 5)', async () => {
  const id = await passGates(cloud, anna)
  await cloud.setPolicy({ writeBack: false })
  const change = await cloud.call('POST', '/passwordreset/v1/change', {
    as: cloud.user(anna),
    json: { oldPassword: annasPassword, newPassword },
  })
  const admin = await byAdmin()
  expect(change.body.error).toMatchObject({ number: 120012, step: 'require-writeback-enabled' })
  if (!admin.ok) throw new Error('an administrator may ask')
  const { status, statusDetail, refusal } = await admin.done
  expect({ status, statusDetail }).toEqual({ status: 'failed', statusDetail: 'WritebackNotEnabled' })
  expect(refusal?.step).toBe('require-writeback-enabled')
  expect(refusal?.because).toContain('"Write back passwords" in the portal: No')
  expect(refusal?.because).toContain('Password writeback in Connect: ticked and onboarded')
  expect(refusal?.because).toContain('agent on the relay: listening')
  expect(cloud.agent.received).toEqual([])
  await cloud.setPolicy({ writeBack: true })
  await cloud.call('DELETE', `/passwordreset/v1/sessions/${id}`)
})

test('an administrator resets: the agent is told to force a change, the next sign-in must change it (scenario 16)', async () => {
  cloud.agent.script = () => ({ ok: true })
  const started = await byAdmin()
  if (!started.ok) throw new Error(started.refusal.code)
  expect(started.operation).toMatchObject({ status: 'running', statusDetail: null })
  expect(await started.done).toMatchObject({ id: started.operation.id, status: 'succeeded' })
  expect(passwordResetOperation(cloud.directory, cloud.anna.id, started.operation.id)?.status).toBe(
    'succeeded',
  )
  expect(passwordResetOperation(cloud.directory, cloud.admin.id, started.operation.id)).toBeUndefined()
  expect(cloud.agent.received).toEqual([
    expect.objectContaining({
      operation: 'admin-reset',
      forcePasswordChange: true,
      adminUpn: 'admin@contoso.com',
      newPassword,
    }),
  ])
  expect(cloud.user(anna).forceChangePasswordNextSignIn).toBe(true)
  expect(await cloud.checksOut(anna, newPassword)).toBe(true)
  expect(cloud.audits('Reset password (by admin)').at(-1)).toMatchObject({
    result: 'success',
    additionalDetails: [{ key: 'OnPremisesAgent', value: 'Microsoft Entra Connect' }],
  })
})

test('who may reset whom is asked before anything else; the own account is not for resets', async () => {
  const hugo = await cloud.addUser({ userPrincipalName: 'hugo@contoso.com' }, undefined, [
    'Helpdesk Administrator',
  ])
  const reset = (actorUpn: string, userUpn: string) =>
    startAdminReset(cloud.host, cloud.directory, {
      actor: cloud.user(actorUpn),
      ipAddress: '',
      user: cloud.user(userUpn),
      newPassword,
      correlationId: correlation(),
    })
  const denied = [
    await reset(anna, 'hugo@contoso.com'),
    await reset('hugo@contoso.com', 'admin@contoso.com'),
    await reset('hugo@contoso.com', 'hugo@contoso.com'),
  ]
  expect(denied.map((answer) => (answer.ok ? 'ok' : [answer.refusal.step, answer.refusal.code]))).toEqual([
    ['authorise', 'NotAuthorizedToReset'],
    ['who-may-reset', 'NotAuthorizedToReset'],
    ['not-own-account', 'OwnPassword'],
  ])
  expect(hugo.lastPasswordChangeDateTime).toBe(cloud.user('hugo@contoso.com').lastPasswordChangeDateTime)
})

test("a cloud-only user's password is generated, and no agent hears of it", async () => {
  await cloud.addUser({ userPrincipalName: 'kara@contoso.com' })
  const user = cloud.user('kara@contoso.com')
  const started = await startAdminReset(cloud.host, cloud.directory, {
    actor: cloud.admin,
    ipAddress: '',
    user,
    correlationId: correlation(),
  })
  if (!started.ok) throw new Error(started.refusal.code)
  expect((await started.done).status).toBe('succeeded')
  expect(await cloud.checksOut('kara@contoso.com', started.generatedPassword ?? '')).toBe(true)
  expect(cloud.agent.received).toEqual([])
})

test('an agent older than 1.0.0419.0911 lets people reset, and administrators not', async () => {
  const agent = cloud.directory.writebackAgent()
  if (agent === undefined) throw new Error('no agent')
  cloud.agent.script = () => ({ ok: true })
  await cloud.directory.transaction(() =>
    cloud.directory.putWritebackAgent({ ...agent, agentVersion: '1.0.418.0' }),
  )
  const admin = await byAdmin()
  expect(admin.ok && (await admin.done).statusDetail).toBe('AgentTooOld')
  const id = await passGates(cloud, anna)
  expect((await step(cloud, id, 'reset', { newPassword: 'Silver-Harbor-93!' })).status).toBe(200)
  await cloud.directory.transaction(() => cloud.directory.putWritebackAgent(agent))
})
