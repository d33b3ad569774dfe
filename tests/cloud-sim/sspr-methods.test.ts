import { afterEach, beforeEach, expect, test } from 'vitest'
import { authenticatorCode } from '#cloud-sim/sspr/authenticator-codes.ts'
import { newestCode, openResetCloud, type ResetCloud, startSession, step } from './support/reset-cloud.ts'

let cloud: ResetCloud
beforeEach(async () => {
  cloud = await openResetCloud()
  await cloud.setPolicy({ unlockWithoutReset: false })
})
afterEach(() => cloud.close())

const api = '/passwordreset/v1'
const methods = {
  email: true,
  mobilePhone: true,
  officePhone: false,
  securityQuestions: true,
  appNotification: true,
  appCode: true,
}
const offered = (body: { methods: { method: string }[] }) => body.methods.map(({ method }) => method)
const post = (path: string, json: unknown = {}) =>
  cloud.call('POST', `${api}/registration/${path}`, { as: cloud.anna, json })

async function withAuthenticator(): Promise<string> {
  await cloud.setPolicy({ methods })
  const { body } = await post('authenticator')
  await post('authenticator/verifications', { code: authenticatorCode(body.secret, cloud.lab.clock.now()) })
  return body.secret
}

const answers = ['Where were you born?', 'Name of your first school?', 'Your first pet?'].map(
  (question, index) => ({ question, answer: `Answer ${index}` }),
)

test('TOTP codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect(
    [59, 1_111_111_109, 20_000_000_000].map((seconds) => authenticatorCode(secret, seconds * 1000)),
  ).toEqual(['287082', '081804', '353130'])
})

test('with one gate the app shows codes only, and a code is good once', async () => {
  const secret = await withAuthenticator()
  const { body } = await startSession(cloud, 'anna@contoso.com')
  expect(offered(body)).toEqual(['mobileSms', 'mobileCall', 'email', 'appCode'])
  await step(cloud, body.id, 'challenges', { method: 'appCode' })
  const code = authenticatorCode(secret, cloud.lab.clock.now())
  expect((await step(cloud, body.id, 'verifications', { method: 'appCode', code })).body.page).toBe(
    'new-password',
  )
  const again = await startSession(cloud, 'anna@contoso.com')
  await step(cloud, again.body.id, 'challenges', { method: 'appCode' })
  expect(
    (await step(cloud, again.body.id, 'verifications', { method: 'appCode', code })).body.error.code,
  ).toBe('IncorrectCode')
})

test('with two gates a notification is approved on the phone, and the app is used up for the second gate', async () => {
  await withAuthenticator()
  await cloud.setPolicy({ methodsRequired: 2 })
  const { body } = await startSession(cloud, 'anna@contoso.com')
  expect(body).toMatchObject({ gate: 1, gates: 2 })
  const asked = await step(cloud, body.id, 'challenges', { method: 'appNotification' })
  const { number } = asked.body.onPhone
  expect(asked.body.onPhone).toEqual({ answer: 'waiting', number: expect.stringMatching(/^\d\d$/) })
  const proof = () => step(cloud, body.id, 'verifications', { method: 'appNotification', code: '' })
  expect((await proof()).body.error.code).toBe('PushPending')
  expect((await step(cloud, body.id, 'push', { code: 'guessed', approve: true })).status).toBe(403)
  expect((await proof()).body.error.code).toBe('PushPending')
  expect(
    (await step(cloud, body.id, 'push', { code: newestCode(cloud, 'push'), approve: true, number })).status,
  ).toBe(204)
  const second = (await proof()).body
  expect(second).toMatchObject({ page: 'verify', gate: 2 })
  expect(offered(second)).toEqual(['mobileSms', 'mobileCall', 'email'])
})

test('a wrong number in the app denies the request, and the right one comes too late', async () => {
  await withAuthenticator()
  await cloud.setPolicy({ methodsRequired: 2 })
  const { body } = await startSession(cloud, 'anna@contoso.com')
  const asked = await step(cloud, body.id, 'challenges', { method: 'appNotification' })
  const { number } = asked.body.onPhone
  const code = newestCode(cloud, 'push')
  const wrong = number === '42' ? '43' : '42'
  const answer = (typed?: string) =>
    step(cloud, body.id, 'push', { code, approve: true, ...(typed ? { number: typed } : {}) })
  expect((await answer(wrong)).body.error.code).toBe('NumberMismatch')
  expect((await answer(number)).body.error.code).toBe('IncorrectCode')
  const proof = await step(cloud, body.id, 'verifications', { method: 'appNotification', code: '' })
  expect(proof.body.error.code).toBe('PushDenied')
  const again = await step(cloud, body.id, 'challenges', { method: 'appNotification' })
  expect(again.body.onPhone).toMatchObject({ answer: 'waiting' })
  expect((await cloud.call('GET', `${api}/sessions/${body.id}`)).body).toMatchObject({
    page: 'verify',
    gate: 1,
  })
})

test('a call is confirmed with the pound key, or by typing the code that it says', async () => {
  await cloud.setPolicy({ methods, methodsRequired: 1 })
  const { body } = await startSession(cloud, 'anna@contoso.com')
  const call = { method: 'mobileCall', phoneNumber: '+65 91234567' }
  expect((await step(cloud, body.id, 'challenges', call)).body.onPhone).toEqual({ answer: 'waiting' })
  await step(cloud, body.id, 'push', { code: newestCode(cloud, 'call'), approve: true })
  const pressed = await step(cloud, body.id, 'verifications', { method: 'mobileCall', code: '' })
  expect(pressed.body.page).toBe('new-password')
})

test('security questions: all answers must be right, and a wrong one is counted', async () => {
  await cloud.setPolicy({ methods })
  expect((await post('questions', { answers: [answers[0], answers[0], answers[1]] })).body.error.code).toBe(
    'DuplicateAnswers',
  )
  expect((await post('questions', { answers: answers.slice(0, 2) })).status).toBe(400)
  expect((await post('questions', { answers })).body.further.securityQuestions).toEqual({
    allowed: true,
    registered: 3,
    toRegister: 3,
  })
  const { body } = await startSession(cloud, 'anna@contoso.com')
  const asked = await step(cloud, body.id, 'challenges', { method: 'securityQuestions' })
  expect([...asked.body.questions].sort()).toEqual(answers.map(({ question }) => question).sort())
  const wrong = await step(cloud, body.id, 'verifications', { method: 'securityQuestions', code: 'x\ny\nz' })
  expect(wrong.body.error.code).toBe('IncorrectCode')
  const now = await cloud.call('GET', `${api}/sessions/${body.id}`)
  const right = now.body.questions
    .map((question: string) => answers.find((each) => each.question === question)?.answer.toUpperCase())
    .join('\n')
  expect(
    (await step(cloud, body.id, 'verifications', { method: 'securityQuestions', code: right })).body.page,
  ).toBe('new-password')
  expect(
    JSON.stringify([...cloud.lab.store.collection('cloud.authentication-methods').values()]),
  ).not.toContain('Answer 0')
})

test('an administrator is never asked security questions', async () => {
  await cloud.setPolicy({ methods })
  await post('questions', { answers })
  await cloud.directory.transaction(() =>
    cloud.directory.links.add('role', '729827e3-9c14-49f7-bb1b-9608f156bbb8', cloud.anna.id),
  )
  const { body } = await startSession(cloud, 'anna@contoso.com')
  expect(body.gates).toBe(2)
  expect(offered(body)).not.toContain('securityQuestions')
  expect((await post('questions', { answers })).body.error.code).toBe('MethodNotOffered')
})

test('a call reaches the phone, and the office number need not be typed', async () => {
  await cloud.setPolicy({ methods: { ...methods, officePhone: true } })
  await cloud.directory.transaction(() =>
    cloud.directory.putUser({ ...cloud.user('anna@contoso.com'), businessPhones: ['+65 67890123 x45'] }),
  )
  const { body } = await startSession(cloud, 'anna@contoso.com')
  expect(body.methods.find((each: { method: string }) => each.method === 'officeCall')).toEqual({
    method: 'officeCall',
    hint: '***-***-**23',
    needsFullNumber: false,
  })
  await step(cloud, body.id, 'challenges', { method: 'officeCall' })
  expect(
    (await step(cloud, body.id, 'verifications', { method: 'officeCall', code: newestCode(cloud, 'call') }))
      .body.page,
  ).toBe('new-password')
})

test('six texts within an hour are one too many, for a day', async () => {
  const { body } = await startSession(cloud, 'anna@contoso.com')
  const text = () => step(cloud, body.id, 'challenges', { method: 'mobileSms', phoneNumber: '+65 91234567' })
  for (let round = 0; round < 5; round++) expect((await text()).status).toBe(200)
  expect((await text()).body.error).toMatchObject({ code: 'TooManyVerifications' })
  expect((await step(cloud, body.id, 'challenges', { method: 'email' })).status).toBe(200)
  await cloud.lab.clock.advance(2 * 3_600_000)
  const later = await startSession(cloud, 'anna@contoso.com')
  expect(
    (await step(cloud, later.body.id, 'challenges', { method: 'mobileSms', phoneNumber: '+65 91234567' }))
      .body.error.code,
  ).toBe('TooManyVerifications')
})

test('whoever is refused can ask the administrators for help, once', async () => {
  await cloud.setPolicy({ enabled: 'None' })
  const { body } = await startSession(cloud, 'anna@contoso.com')
  const json = { userId: 'anna@contoso.com', correlationId: body.error.correlationId }
  expect((await cloud.call('POST', `${api}/contact-administrator`, { json })).status).toBe(204)
  expect((await cloud.call('POST', `${api}/contact-administrator`, { json })).status).toBe(204)
  expect(
    (
      await cloud.call('POST', `${api}/contact-administrator`, {
        json: { ...json, userId: 'nobody@contoso.com' },
      })
    ).status,
  ).toBe(204)
  expect(cloud.lab.inbox.messages({ kind: 'email' }).map((mail) => mail.to)).toEqual(['admin@contoso.com'])
})
