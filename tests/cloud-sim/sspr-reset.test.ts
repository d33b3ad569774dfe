import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  annasPassword,
  newestCode,
  openResetCloud,
  passGates,
  type ResetCloud,
  startSession,
  step,
} from './support/reset-cloud.ts'

let cloud: ResetCloud
beforeEach(async () => {
  cloud = await openResetCloud()
})
afterEach(() => cloud.close())

const anna = 'anna@contoso.com'
const nothingReachedTheAgent = () => expect(cloud.agent.received).toEqual([])
const passwordIsUnchanged = async () => expect(await cloud.checksOut(anna, annasPassword)).toBe(true)

test('a forgotten password is reset on premises and in the cloud at once (scenario 10)', async () => {
  const id = await passGates(cloud, anna)
  const { status, body } = await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ page: 'done', outcome: 'PasswordReset' })
  expect(cloud.agent.received).toEqual([
    expect.objectContaining({
      operation: 'reset',
      cloudAnchor: `User_${cloud.anna.id}`,
      userPrincipalName: anna,
      newPassword: 'Quartz-Meadow-81!',
    }),
  ])
  expect(await cloud.checksOut(anna, 'Quartz-Meadow-81!')).toBe(true)
  expect(await cloud.checksOut(anna, annasPassword)).toBe(false)
})

test('the audit log tells a reset in the published order under one correlation id', async () => {
  const id = await passGates(cloud, anna)
  const { body } = await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  const rows = cloud.events('audit.recorded').filter((event) => event.correlationId === body.correlationId)
  expect(rows.map((row) => [row.data?.activityDisplayName, row.data?.resultReason])).toEqual([
    ['User started password reset', ''],
    ['Self-service password reset flow activity progress', 'User submitted their user ID'],
    ['Self-service password reset flow activity progress', 'User was presented with verification options'],
    ['Self-service password reset flow activity progress', 'User started the mobile SMS verification option'],
    [
      'Self-service password reset flow activity progress',
      'User completed the mobile SMS verification option',
    ],
    [
      'Self-service password reset flow activity progress',
      'User completed all verification steps required to reset their password',
    ],
    ['Self-service password reset flow activity progress', 'User submitted a new password'],
    ['Reset user password', ''],
    ['Update StsRefreshTokenValidFrom Timestamp', ''],
    ['Reset password (self-service)', 'Successfully completed reset.'],
    ['Self-service password reset flow activity progress', 'User successfully reset password'],
  ])
  expect(rows.at(-2)?.data?.additionalDetails).toEqual([
    { key: 'OnPremisesAgent', value: 'Microsoft Entra Connect' },
  ])
  expect(cloud.agent.requests[0]?.trackingId).toBe(body.correlationId)
})

test('no password and no code is in the journal', async () => {
  const id = await passGates(cloud, anna)
  const code = newestCode(cloud, 'sms')
  await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  const journal = JSON.stringify(cloud.lab.journal.events())
  expect(journal).not.toContain('Quartz-Meadow-81!')
  expect(journal).not.toContain(code)
})

test('one flow shows every step of the reset, and one more mail goes out than codes', async () => {
  const id = await passGates(cloud, anna)
  await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  const flow = cloud.lab.journal.events({ flow: 'self-service-reset' })
  expect(flow.filter((event) => event.type === 'flow.started')).toHaveLength(1)
  expect(flow.filter((event) => event.type === 'step.passed').map((event) => event.step)).toEqual(
    flow[0]?.data?.steps && (flow[0].data.steps as { name: string }[]).map(({ name }) => name),
  )
  expect(flow.at(-1)).toMatchObject({ type: 'flow.finished' })
  expect(flow.at(-1)?.code).toBeUndefined()
  expect(cloud.lab.inbox.messages({ kind: 'email' }).map((mail) => mail.to)).toEqual(['home@example.org'])
})

test.each([
  [
    'SSPR None',
    'TenantSSPRFlagDisabled',
    'SSPR_0009',
    'require-password-reset-enabled',
    () => cloud.setPolicy({ enabled: 'None' }),
  ],
  [
    'Selected without a group',
    'SsprNotEnabledInUserPolicy',
    'SSPR_0011',
    'require-reset-policy',
    () => cloud.setPolicy({ enabled: 'Selected' }),
  ],
  [
    'not in the group',
    'UserNotMemberOfScopedAccessGroup',
    'SSPR_0013',
    'require-scope-group',
    () => cloud.setPolicy({ enabled: 'Selected', groupId: '00000000-0000-4000-8000-000000000001' }),
  ],
  [
    'Office 365 E3 only',
    'UserNotLicensed',
    'SSPR_0012',
    'require-licence',
    () => cloud.license(cloud.anna.id, 'ENTERPRISEPACK'),
  ],
  [
    'too few methods',
    'UserNotProperlyConfigured',
    'SSPR_0014',
    'require-enough-methods',
    () => cloud.register(cloud.anna.id, { mobilePhone: null, email: null }),
  ],
  [
    'portal toggle off',
    'WritebackNotEnabled',
    'SSPR_0010',
    'require-writeback-enabled',
    () => cloud.setPolicy({ writeBack: false }),
  ],
  [
    'agent stopped',
    'OnPremisesConnectivityError',
    'SSPR_0030',
    'require-listening-agent',
    () => cloud.agent.close(),
  ],
])('%s: the page ends with %s', async (_name, code, pageCode, stepName, break_) => {
  await break_()
  const { status, body } = await startSession(cloud, anna)
  expect(status).toBe(403)
  expect(body.error).toMatchObject({ code, pageCode, step: stepName, retry: false })
  expect(body.error.number).toBe(Number(pageCode.slice(-2)))
  expect(cloud.lab.journal.events({ type: 'step.refused' }).map((event) => [event.step, event.code])).toEqual(
    [[stepName, code]],
  )
  expect(cloud.audits('Reset password (self-service)')).toEqual([
    expect.objectContaining({ result: 'failure' }),
  ])
  expect(cloud.lab.inbox.messages()).toEqual([])
  nothingReachedTheAgent()
  await passwordIsUnchanged()
})

test('methods are checked before writeback, as documented: 14 comes before 10', async () => {
  await cloud.setPolicy({ writeBack: false })
  await cloud.register(cloud.anna.id, { mobilePhone: null, email: null })
  const { body } = await startSession(cloud, anna)
  expect(body.error.code).toBe('UserNotProperlyConfigured')
})

test('a licence in its grace period still opens a reset, a suspended one does not (scenario 8b)', async () => {
  const [licence] = cloud.user(anna).assignedLicenses
  const subscription = cloud.directory.subscription(licence?.skuId ?? '')
  if (subscription === undefined) throw new Error('no subscription')
  await cloud.directory.transaction(() =>
    cloud.directory.putSubscription({ ...subscription, capabilityStatus: 'Warning' }),
  )
  expect((await startSession(cloud, anna)).status).toBe(201)
  await cloud.directory.transaction(() =>
    cloud.directory.putSubscription({ ...subscription, capabilityStatus: 'Suspended' }),
  )
  expect((await startSession(cloud, anna)).body.error.code).toBe('UserNotLicensed')
})

test('unknown people, people of unknown domains and a wrong captcha leave no trace in the audit log', async () => {
  const unknown = await startSession(cloud, 'nobody@contoso.com')
  const foreign = await startSession(cloud, 'anna@elsewhere.example')
  expect([unknown.status, unknown.body.error.code, foreign.body.error.code]).toEqual([
    403,
    'UserNotFound',
    'UserNotFound',
  ])
  expect(unknown.body.error.says).toBe(foreign.body.error.says)
  const captcha = await cloud.call('POST', '/passwordreset/v1/captcha')
  const wrong = await cloud.call('POST', '/passwordreset/v1/sessions', {
    json: { userId: anna, captchaId: captcha.body.captchaId, captcha: 'nonsense' },
  })
  expect(wrong.body.error).toMatchObject({ code: 'CaptchaFailed', retry: true })
  expect(
    cloud
      .events('audit.recorded')
      .filter(
        (event) =>
          event.data?.loggedByService === 'Self-service Password Management' &&
          event.target !== cloud.lab.tenantId,
      ),
  ).toEqual([])
})

test('a captcha is good once', async () => {
  const captcha = await cloud.call('POST', '/passwordreset/v1/captcha')
  const letters = [...String(captcha.body.image).matchAll(/<text[^>]*>([^<]*)</g)]
    .map((found) => found[1])
    .join('')
  const json = { userId: anna, captchaId: captcha.body.captchaId, captcha: letters }
  expect((await cloud.call('POST', '/passwordreset/v1/sessions', { json })).status).toBe(201)
  expect((await cloud.call('POST', '/passwordreset/v1/sessions', { json })).body.error.code).toBe(
    'CaptchaFailed',
  )
})

test('the phone number must be typed in full, and a code is valid for five minutes and once', async () => {
  const { body } = await startSession(cloud, anna)
  await step(cloud, body.id, 'intent', { intent: 'reset' })
  const short = await step(cloud, body.id, 'challenges', { method: 'mobileSms', phoneNumber: '67' })
  expect(short.body.error).toMatchObject({ code: 'IncorrectPhoneNumber', retry: true })
  expect(cloud.lab.inbox.messages()).toEqual([])
  await step(cloud, body.id, 'challenges', { method: 'mobileSms', phoneNumber: '+65 9123 4567' })
  const code = newestCode(cloud, 'sms')
  await cloud.lab.clock.advance(5 * 60_000 + 1)
  expect((await step(cloud, body.id, 'verifications', { method: 'mobileSms', code })).body.error.code).toBe(
    'CodeExpired',
  )
})

test('five wrong codes block the account for 24 hours, even for the right one (scenario 32)', async () => {
  const { body } = await startSession(cloud, anna)
  await step(cloud, body.id, 'intent', { intent: 'reset' })
  await step(cloud, body.id, 'challenges', { method: 'mobileSms', phoneNumber: '+65 91234567' })
  const right = newestCode(cloud, 'sms')
  const wrong = right === '000000' ? '000001' : '000000'
  const answers = []
  for (let round = 0; round < 5; round++)
    answers.push(await step(cloud, body.id, 'verifications', { method: 'mobileSms', code: wrong }))
  expect(answers.map((answer) => answer.body.error.code)).toEqual([
    ...Array(4).fill('IncorrectCode'),
    'TooManyProofFailures',
  ])
  expect(answers.at(-1)?.status).toBe(429)
  expect(
    (await step(cloud, body.id, 'verifications', { method: 'mobileSms', code: right })).body.error.code,
  ).toBe('TooManyProofFailures')
  expect(cloud.audits('Blocked from self-service password reset')).toHaveLength(1)
  await cloud.lab.clock.advance(23 * 3_600_000)
  expect((await startSession(cloud, anna)).body.error.code).toBe('TooManyProofFailures')
  await cloud.lab.clock.advance(3_600_000)
  expect((await startSession(cloud, anna)).status).toBe(201)
})

test('a banned password never reaches the agent, and the page stays (scenario 45)', async () => {
  await cloud.setPolicy({ bannedPasswords: ['contoso'] })
  const id = await passGates(cloud, anna)
  const refused = await step(cloud, id, 'reset', { newPassword: 'Contoso1!' })
  expect(refused.body.error).toMatchObject({
    code: 'FuzzyPolicyViolationInvalidPassword',
    step: 'check-banned-passwords',
    retry: true,
  })
  nothingReachedTheAgent()
  await passwordIsUnchanged()
  expect((await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })).status).toBe(200)
  expect(
    cloud.audits('Reset password (self-service)').map((row) => [row?.result, row?.resultReason]),
  ).toEqual([
    ['failure', 'FuzzyPolicyViolationInvalidPassword'],
    ['success', 'Successfully completed reset.'],
  ])
})

test('unlocking leaves the password alone and needs no new one (scenario 11)', async () => {
  const id = await passGates(cloud, anna, 'unlock')
  const { body } = await step(cloud, id, 'unlock')
  expect(body).toMatchObject({ page: 'done', outcome: 'AccountUnlocked' })
  expect(cloud.agent.received).toEqual([expect.objectContaining({ operation: 'unlock' })])
  expect(cloud.agent.received[0]).not.toHaveProperty('newPassword')
  expect(cloud.audits('Unlock user account (self-service)')).toEqual([
    expect.objectContaining({ result: 'success' }),
  ])
  expect(cloud.audits('Reset password (self-service)')).toEqual([])
  await passwordIsUnchanged()
})

test('without the unlock option the first page is the verification (scenario 11b)', async () => {
  await cloud.setPolicy({ unlockWithoutReset: false })
  expect((await startSession(cloud, anna)).body.page).toBe('verify')
})

test('an administrator needs two methods whatever the tenant asks for, and no questions (scenario 33)', async () => {
  const helen = await cloud.addUser({ userPrincipalName: 'helen@contoso.com' }, undefined, [
    'Helpdesk Administrator',
  ])
  await cloud.register(helen.id, { email: null })
  const refused = await startSession(cloud, 'helen@contoso.com')
  expect(refused.body.error).toMatchObject({
    code: 'UserNotProperlyConfigured',
    because: expect.stringContaining('1 of 2'),
  })
  await cloud.register(helen.id)
  await cloud.setPolicy({ enabled: 'None' })
  const id = await passGates(cloud, 'helen@contoso.com')
  expect((await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })).status).toBe(200)
  nothingReachedTheAgent()
  expect(await cloud.checksOut('helen@contoso.com', 'Quartz-Meadow-81!')).toBe(true)
})

test('administrators may be kept out altogether (scenario 33b)', async () => {
  const helen = await cloud.addUser({ userPrincipalName: 'helen@contoso.com' }, undefined, [
    'Helpdesk Administrator',
  ])
  await cloud.register(helen.id)
  await cloud.setPolicy({ administratorsMayReset: false })
  expect((await startSession(cloud, 'helen@contoso.com')).body.error).toMatchObject({
    code: 'AdministratorResetDisabled',
    pageCode: 'SSPR_009',
  })
})

test('a session ends after fifteen minutes, and cancelling ends it at once', async () => {
  const { body } = await startSession(cloud, anna)
  await cloud.lab.clock.advance(15 * 60_000)
  expect((await step(cloud, body.id, 'intent', { intent: 'reset' })).status).toBe(410)
  expect(cloud.audits('Self-service password reset flow activity progress').at(-1)?.resultReason).toContain(
    'abandoned',
  )
  const second = await startSession(cloud, anna)
  expect((await cloud.call('DELETE', `/passwordreset/v1/sessions/${second.body.id}`)).status).toBe(204)
  expect((await step(cloud, second.body.id, 'intent', { intent: 'reset' })).status).toBe(410)
  expect((await step(cloud, `${cloud.lab.tenantId}.unknown`, 'intent', { intent: 'reset' })).status).toBe(404)
})

test('nothing may be skipped: no new password before the gates, no second reset after the first', async () => {
  const { body } = await startSession(cloud, anna)
  expect((await step(cloud, body.id, 'reset', { newPassword: 'Quartz-Meadow-81!' })).body.error.code).toBe(
    'WrongMoment',
  )
  nothingReachedTheAgent()
  const id = await passGates(cloud, anna)
  await step(cloud, id, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  expect((await step(cloud, id, 'reset', { newPassword: 'Another-Meadow-81!' })).status).toBe(410)
  expect(cloud.agent.received).toHaveLength(1)
})

test('of two resets at once the second is told so, and only one reaches the agent', async () => {
  const first = await passGates(cloud, anna)
  const second = await passGates(cloud, anna)
  let answer: (value: { ok: true }) => void = () => undefined
  cloud.agent.script = () =>
    new Promise((resolve) => {
      answer = resolve
    })
  const running = step(cloud, first, 'reset', { newPassword: 'Quartz-Meadow-81!' })
  while (cloud.agent.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const other = await step(cloud, second, 'reset', { newPassword: 'Another-Meadow-81!' })
  expect(other.body.error).toMatchObject({ code: 'OperationInProgress', step: 'claim-account', retry: true })
  answer({ ok: true })
  expect((await running).status).toBe(200)
  expect(cloud.agent.received).toHaveLength(1)
})

test('malformed requests are told what is wrong', async () => {
  const broken = await cloud.call('POST', '/passwordreset/v1/sessions', { body: '{"userId":' })
  expect([broken.status, broken.body.error.code]).toEqual([400, 'InvalidRequest'])
  const unknown = await cloud.call('POST', '/passwordreset/v1/sessions', {
    json: { userId: anna, captchaId: 'x', captcha: 'y', extra: 1 },
  })
  expect(unknown.body.error.fields).toEqual([{ field: 'extra', message: 'There is no such field.' }])
  const large = await cloud.call('POST', '/passwordreset/v1/sessions', {
    json: { userId: 'x'.repeat(100_000) },
  })
  expect(large.status).toBe(400)
  expect((await cloud.call('GET', '/passwordreset/v1/nothing')).status).toBe(404)
})
