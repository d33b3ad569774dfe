import { afterEach, beforeEach, expect, test } from 'vitest'
import { registrationNeeded } from '#cloud-sim/sspr/registration-need.ts'
import { issueRegistrationTicket } from '#cloud-sim/sspr/registration-tickets.ts'
import {
  annasPassword,
  newestCode,
  openResetCloud,
  type ResetCloud,
  startSession,
} from './support/reset-cloud.ts'

let cloud: ResetCloud
beforeEach(async () => {
  cloud = await openResetCloud()
})
afterEach(() => cloud.close())

const api = '/passwordreset/v1'
const forget = () =>
  cloud.directory.transaction(() =>
    cloud.directory.putMethods({
      ...cloud.directory.methodsOf(cloud.anna.id),
      mobilePhone: null,
      email: null,
      confirmedAt: null,
    }),
  )

test('a person registers phone and e-mail by codes, and each leaves a row (seed S8)', async () => {
  await forget()
  expect(registrationNeeded(cloud.directory, cloud.user('anna@contoso.com'))).toEqual({
    needed: true,
    because: 'never-registered',
  })
  const bearer = await issueRegistrationTicket(cloud.host, cloud.directory, cloud.anna, {
    resumeUrl: '/resume',
  })
  const state = await cloud.call('GET', `${api}/registration`, { bearer })
  expect(state.body).toMatchObject({
    userPrincipalName: 'anna@contoso.com',
    displayName: 'Anna Berg',
    required: 1,
    registered: [],
    allowed: ['mobilePhone', 'email'],
    interrupted: true,
  })
  for (const [method, value, kind] of [
    ['mobilePhone', '+65 98765432', 'sms'],
    ['email', 'anna@home.example', 'email'],
  ] as const) {
    await cloud.call('POST', `${api}/registration/challenges`, { bearer, json: { method, value } })
    const verified = await cloud.call('POST', `${api}/registration/verifications`, {
      bearer,
      json: { method, code: newestCode(cloud, kind) },
    })
    expect(verified.status).toBe(200)
  }
  expect((await cloud.call('POST', `${api}/registration/complete`, { bearer, json: {} })).body).toEqual({
    resumeUrl: '/resume',
  })
  expect(cloud.directory.methodsOf(cloud.anna.id)).toMatchObject({
    mobilePhone: '+65 98765432',
    email: 'anna@home.example',
    confirmedAt: cloud.lab.clock.now(),
  })
  expect(cloud.audits('User registered for self-service password reset')).toHaveLength(2)
  expect(registrationNeeded(cloud.directory, cloud.anna)).toEqual({ needed: false, because: 'up-to-date' })
})

test('codes are kept as hashes', async () => {
  await cloud.call('POST', `${api}/registration/challenges`, {
    as: cloud.anna,
    json: { method: 'email', value: 'anna@home.example' },
  })
  const kept = [...cloud.lab.store.collection('cloud.sspr-registrations').values()]
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(newestCode(cloud, 'email'))
})

test('registration cannot be finished with too little, nor with what an administrator filled in', async () => {
  await forget()
  await cloud.directory.transaction(() =>
    cloud.directory.putUser({ ...cloud.user('anna@contoso.com'), mobilePhone: '+65 91111111' }),
  )
  const done = await cloud.call('POST', `${api}/registration/complete`, {
    as: cloud.user('anna@contoso.com'),
    json: {},
  })
  expect(done.body.error).toMatchObject({
    code: 'RegistrationIncomplete',
    step: 'require-methods-registered',
  })
  // Filled-in data opens a reset all the same.
  expect((await startSession(cloud, 'anna@contoso.com')).status).toBe(201)
})

test('after 180 days the person is asked again', async () => {
  await cloud.lab.clock.advance(180 * 86_400_000)
  expect(registrationNeeded(cloud.directory, cloud.anna)).toEqual({
    needed: true,
    because: 'time-to-confirm',
  })
})

test.each([
  ['SSPR is off', () => cloud.setPolicy({ enabled: 'None' })],
  ['there is no licence', () => cloud.license(cloud.anna.id)],
])('where %s, nobody is asked to register and nobody can', async (_name, change) => {
  await forget()
  await change()
  const anna = cloud.user('anna@contoso.com')
  expect(registrationNeeded(cloud.directory, anna)).toEqual({ needed: false, because: 'not-in-scope' })
  const refused = await cloud.call('POST', `${api}/registration/challenges`, {
    as: anna,
    json: { method: 'email', value: 'a@b.example' },
  })
  expect(refused.body.error.code).toBe('RegistrationNotAllowed')
  expect(cloud.lab.inbox.messages()).toEqual([])
})

test('phones and addresses must have their form', async () => {
  for (const [method, value] of [
    ['mobilePhone', '91234567'],
    ['mobilePhone', '+6591234567'],
    ['email', 'not-an-address'],
  ]) {
    const { body } = await cloud.call('POST', `${api}/registration/challenges`, {
      as: cloud.anna,
      json: { method, value },
    })
    expect(body.error.code).toBe('InvalidContact')
  }
})

test('a ticket opens registration and nothing else, and only for a quarter of an hour', async () => {
  const bearer = await issueRegistrationTicket(cloud.host, cloud.directory, cloud.anna)
  const json = { oldPassword: annasPassword, newPassword: 'Quartz-Meadow-81!' }
  expect((await cloud.call('POST', `${api}/change`, { bearer, json })).status).toBe(401)
  await cloud.lab.clock.advance(15 * 60_000 + 1)
  expect((await cloud.call('GET', `${api}/registration`, { bearer })).status).toBe(401)
  expect((await cloud.call('GET', `${api}/registration`, {})).status).toBe(401)
})

test('a change is written on premises first, then in the cloud, as a change', async () => {
  const json = { oldPassword: annasPassword, newPassword: 'Quartz-Meadow-81!' }
  expect((await cloud.call('POST', `${api}/change`, { as: cloud.anna, json })).status).toBe(204)
  expect(cloud.agent.received).toEqual([expect.objectContaining({ operation: 'change', ...json })])
  expect(await cloud.checksOut('anna@contoso.com', 'Quartz-Meadow-81!')).toBe(true)
  expect(cloud.audits('Change password (self-service)')).toEqual([
    expect.objectContaining({ result: 'success', resultReason: 'None' }),
  ])
  expect(cloud.audits('Change user password')).toHaveLength(1)
  expect(cloud.audits('Reset user password')).toHaveLength(0)
})

test('a cloud-only person changes the password without licence and agent; the old one must be right and different', async () => {
  const kara = await cloud.addUser({ userPrincipalName: 'kara@contoso.com' })
  const change = (oldPassword: string, newPassword: string) =>
    cloud.call('POST', `${api}/change`, { as: kara, json: { oldPassword, newPassword } })
  expect((await change('wrong', 'Quartz-Meadow-81!')).body.error).toMatchObject({
    number: 120000,
    retry: true,
  })
  expect((await change(annasPassword, annasPassword)).body.error).toMatchObject({
    number: 120002,
    step: 'require-different-password',
  })
  expect((await change(annasPassword, 'short')).body.error).toMatchObject({
    number: 120002,
    step: 'check-cloud-policy',
  })
  expect((await change(annasPassword, 'Kara-Meadow-81!')).body.error).toMatchObject({ number: 120003 })
  expect((await change(annasPassword, 'Passw0rd!')).body.error).toMatchObject({ number: 120018 })
  expect(await cloud.checksOut('kara@contoso.com', annasPassword)).toBe(true)
  expect((await change(annasPassword, 'Quartz-Meadow-81!')).status).toBe(204)
  expect(cloud.agent.received).toEqual([])
})

test('an unlicensed synced person is told to change the password on premises', async () => {
  await cloud.license(cloud.anna.id, 'ENTERPRISEPACK')
  const { body } = await cloud.call('POST', `${api}/change`, {
    as: cloud.user('anna@contoso.com'),
    json: { oldPassword: annasPassword, newPassword: 'Quartz-Meadow-81!' },
  })
  expect(body.error).toMatchObject({ number: 120012, step: 'require-licence' })
  expect(cloud.agent.received).toEqual([])
})
