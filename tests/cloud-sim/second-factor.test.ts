import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'
import {
  addPolicy,
  allowConditionalAccess,
  answerOnPhone,
  appCode,
  authorizeUrl,
  claimsOf,
  newest,
  numberOn,
  type Person,
  parametersAt,
  phoneNumber,
  redeem,
  redirect,
  registerMethods,
  signInsOf,
  typePassword,
} from './support/second-factor.ts'

let cloud: OpenCloud
let group: string

/** A member of the group that the policy is for. */
async function addMember(name: string, methods: readonly ('phone' | 'app')[]): Promise<Person> {
  const user = await cloud.addUser(name)
  await cloud.graph('POST', `/groups/${group}/members/$ref`, {
    body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${user.id}` },
  })
  await registerMethods(cloud, user, methods)
  return user
}

beforeAll(async () => {
  cloud = await openCloud()
  await allowConditionalAccess(cloud)
  const made = await cloud.graph('POST', '/groups', {
    body: { displayName: 'Second factor', mailEnabled: false, mailNickname: 'second', securityEnabled: true },
  })
  group = made.json.id
  await addPolicy(cloud, 'Everybody twice', { includeGroups: [group] })
})
afterAll(() => cloud.close())

test('nobody outside the policy is asked', async () => {
  const user = await cloud.addUser('outsider')
  const browser = await typePassword(cloud, user)
  expect(browser.page().html).toContain('Stay signed in?')
  expect((await cloud.signIn(user.userPrincipalName, user.password)).status).toBe(200)
})

test('the number on the page, typed into the app, lets the sign-in go on, and the tokens say so', async () => {
  const user = await addMember('pusher', ['app', 'phone'])
  const browser = await typePassword(cloud, user)
  const shown = browser.page().html
  expect(shown).toContain('Approve sign-in request')
  expect(await browser.poll()).toBe('waiting')
  expect((await browser.press()).html).toContain(`>${numberOn(shown)}</p>`)
  const answer = await answerOnPhone(cloud, newest(cloud, 'push'), { approve: true, number: numberOn(shown) })
  expect(answer.status).toBe(204)
  expect(await browser.poll()).toBe('answered')
  expect((await browser.press()).html).toContain('Stay signed in?')
  const { location } = await browser.press({}, 'idBtn_Back')
  const tokens = (await redeem(cloud, parametersAt(location).code)).json
  expect(claimsOf(tokens.access_token).amr).toEqual(['pwd', 'mfa'])
  const [row, interrupted] = await signInsOf(cloud, user)
  expect(row).toMatchObject({
    status: { errorCode: 0 },
    conditionalAccessStatus: 'success',
    authenticationRequirement: 'multiFactorAuthentication',
    mfaDetail: { authMethod: 'Mobile app notification' },
    appliedConditionalAccessPolicies: [
      { displayName: 'Everybody twice', result: 'success', enforcedGrantControls: ['Mfa'] },
    ],
  })
  expect(
    row.authenticationDetails.map((step: Record<string, unknown>) => [
      step.authenticationMethod,
      step.authenticationStepRequirement,
      step.succeeded,
    ]),
  ).toEqual([
    ['Password', 'Primary authentication', true],
    ['Mobile app notification', 'Multifactor authentication', true],
  ])
  expect(interrupted).toMatchObject({ status: { errorCode: 50074 }, conditionalAccessStatus: 'failure' })
})

test('a browser that remembers the sign-in is not asked again, a fresh sign-in is', async () => {
  const user = await addMember('remembered', ['app'])
  const browser = await typePassword(cloud, user)
  await browser.press({}, 'signInAnotherWay')
  await browser.choose('authMethodId', 'PhoneAppOTP')
  await browser.press({ otc: appCode(cloud) }, 'idSubmit_SAOTCC_Continue')
  await browser.press({}, 'idBtn_Back')
  const pushes = cloud.lab.inbox.messages({ kind: 'push' }).length
  expect(parametersAt((await browser.go(authorizeUrl(cloud))).location)).toHaveProperty('code')
  const silent = parametersAt((await browser.go(authorizeUrl(cloud, { prompt: 'none' }))).location)
  const tokens = (await redeem(cloud, silent.code)).json
  expect(claimsOf(tokens.access_token).amr).toEqual(['pwd', 'mfa'])
  const refreshed = await cloud.token({
    grant_type: 'refresh_token',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    refresh_token: tokens.refresh_token,
  })
  expect(claimsOf(refreshed.json.access_token).amr).toEqual(['pwd', 'mfa'])
  expect(cloud.lab.inbox.messages({ kind: 'push' }).length).toBe(pushes)
  expect((await browser.go(authorizeUrl(cloud, { prompt: 'login' }))).html).toContain('loginfmt')
})

test('a wrong number is a no: the sign-in does not go on, and can be tried again', async () => {
  const user = await addMember('mistyped', ['app'])
  const browser = await typePassword(cloud, user)
  const number = numberOn(browser.page().html)
  const push = newest(cloud, 'push')
  const wrong = await answerOnPhone(cloud, push, { approve: true, number: number === '42' ? '43' : '42' })
  expect([wrong.status, wrong.json.error.code]).toEqual([403, 'NumberMismatch'])
  expect((await answerOnPhone(cloud, push, { approve: true, number })).json.error.code).toBe('IncorrectCode')
  const { html, location } = await browser.press()
  expect([location, html]).toEqual([undefined, expect.stringContaining('was denied')])
  expect(browser.cookies.size).toBe(0)
  expect((await browser.choose('authMethodId', 'PhoneAppNotification')).html).toContain('DisplaySign')
  const [row] = await signInsOf(cloud, user)
  expect(row).toMatchObject({
    status: { errorCode: 500121 },
    mfaDetail: { authMethod: 'Mobile app notification' },
  })
  expect(row.authenticationDetails[0]).toMatchObject({ authenticationMethod: 'Password', succeeded: true })
  expect(row.authenticationDetails[1]).toMatchObject({ succeeded: false })
})

test('whoever denies a prompt may report it, once, and the audit log has it', async () => {
  const user = await addMember('robbed', ['app'])
  await typePassword(cloud, user)
  const push = newest(cloud, 'push')
  expect((await answerOnPhone(cloud, push, { approve: false, report: true })).status).toBe(204)
  const reports = async () =>
    (
      await cloud.graph(
        'GET',
        `/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Fraud reported - no action taken'`,
      )
    ).json.value
  expect(await reports()).toEqual([])
  expect((await answerOnPhone(cloud, push, { approve: false, report: true })).status).toBe(204)
  expect((await answerOnPhone(cloud, push, { approve: false, report: true })).status).toBe(403)
  expect(await reports()).toMatchObject([
    {
      initiatedBy: { user: { userPrincipalName: user.userPrincipalName } },
      targetResources: [{ id: user.id }],
    },
  ])
})

test('a code by text message works once, in its time, and stands in no journal', async () => {
  const user = await addMember('texter', ['phone'])
  const browser = await typePassword(cloud, user)
  expect(browser.page().html).toContain('***-***-**67')
  expect(browser.page().html).not.toContain(phoneNumber)
  const { code = '', to } = newest(cloud, 'sms')
  expect(to).toBe(phoneNumber)
  const before = browser.page()
  expect(
    (await browser.press({ otc: code === '000000' ? '000001' : '000000' }, 'idSubmit_SAOTCC_Continue')).html,
  ).toContain('code didn&#39;t work')
  await browser.press({ otc: code }, 'idSubmit_SAOTCC_Continue')
  expect(browser.page().html).toContain('Stay signed in?')
  const again = openBrowser(cloud)
  const token = /name="flowToken" value="([^"]+)"/.exec(before.html)?.[1] ?? ''
  const replayed = await again.go(
    `/${cloud.lab.tenantId}/login/mfa`,
    new URLSearchParams({ flowToken: token, otc: code }),
  )
  expect(replayed.html).not.toContain('Stay signed in?')
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain(code)
})

test('a code that is older than three minutes is too old', async () => {
  const user = await addMember('latecomer', ['phone'])
  const browser = await typePassword(cloud, user)
  const { code = '' } = newest(cloud, 'sms')
  await cloud.lab.clock.advance(4 * 60_000)
  const { html } = await browser.press({ otc: code }, 'idSubmit_SAOTCC_Continue')
  expect(html).toContain('Nobody answered in time')
  expect(html).not.toContain('Stay signed in?')
})

test('a code of the app is good once', async () => {
  const user = await addMember('coder', ['app'])
  const code = appCode(cloud)
  const first = await typePassword(cloud, user)
  await first.press({}, 'signInAnotherWay')
  await first.choose('authMethodId', 'PhoneAppOTP')
  expect((await first.press({ otc: code }, 'idSubmit_SAOTCC_Continue')).html).toContain('Stay signed in?')
  const second = await typePassword(cloud, user)
  await second.press({}, 'signInAnotherWay')
  await second.choose('authMethodId', 'PhoneAppOTP')
  expect((await second.press({ otc: code }, 'idSubmit_SAOTCC_Continue')).html).toContain(
    'code didn&#39;t work',
  )
})

test('a call is approved with the pound key', async () => {
  const user = await addMember('caller', ['phone'])
  const browser = await typePassword(cloud, user)
  await browser.press({}, 'signInAnotherWay')
  expect((await browser.choose('authMethodId', 'TwoWayVoiceMobile')).html).toContain('being called')
  expect((await answerOnPhone(cloud, newest(cloud, 'call'), { approve: true })).status).toBe(204)
  expect((await browser.press()).html).toContain('Stay signed in?')
})

test('five wrong codes lock the second factor, the right one too, for ten minutes', async () => {
  const user = await addMember('guesser', ['phone'])
  const browser = await typePassword(cloud, user)
  const { code = '' } = newest(cloud, 'sms')
  const wrong = code === '000000' ? '000001' : '000000'
  const page = browser.page()
  const flowToken = /name="flowToken" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
  const submit = (otc: string) =>
    browser.go(`/${cloud.lab.tenantId}/login/mfa`, new URLSearchParams({ flowToken, otc }))
  for (let count = 1; count < 5; count++) expect((await submit(wrong)).html).toContain('code didn&#39;t work')
  expect((await submit(wrong)).html).toContain('Too many attempts')
  expect((await submit(code)).html).toContain('Too many attempts')
  const fresh = await typePassword(cloud, user)
  expect(fresh.page().html).toContain('Too many attempts')
  await cloud.lab.clock.advance(11 * 60_000)
  expect((await typePassword(cloud, user)).page().html).toContain('Code from the text message')
})

test('a method that somebody else has, or that is not registered, cannot be chosen', async () => {
  const user = await addMember('narrow', ['phone'])
  const browser = await typePassword(cloud, user)
  await browser.press({}, 'signInAnotherWay')
  const flowToken = /name="flowToken" value="([^"]+)"/.exec(browser.page().html)?.[1] ?? ''
  const pushes = cloud.lab.inbox.messages({ kind: 'push' }).length
  const { html } = await browser.go(
    `/${cloud.lab.tenantId}/login/mfa/begin`,
    new URLSearchParams({ flowToken, authMethodId: 'PhoneAppNotification' }),
  )
  expect(html).toContain('Verify your identity')
  expect(cloud.lab.inbox.messages({ kind: 'push' }).length).toBe(pushes)
})

test('after the migration only methods that the methods policy names can be used', async () => {
  const user = await addMember('migrated', ['phone', 'app'])
  const path = '/policies/authenticationMethodsPolicy'
  await cloud.graph('PATCH', path, { body: { policyMigrationState: 'migrationComplete' } })
  const browser = await typePassword(cloud, user)
  const offered = (await browser.press({}, 'signInAnotherWay')).html
  await cloud.graph('PATCH', path, { body: { policyMigrationState: 'preMigration' } })
  expect(offered).toContain('PhoneAppNotification')
  expect(offered).not.toContain('OneWaySMS')
})

test('before the second factor no other page of the sign-in leads on', async () => {
  const user = await addMember('sneaky', ['app'])
  const browser = await typePassword(cloud, user)
  const flowToken = /name="flowToken" value="([^"]+)"/.exec(browser.page().html)?.[1] ?? ''
  for (const step of ['/kmsi?stay=1', '/skip', '/consent?answer=accept', '/register', '/device']) {
    const { html, location } = await browser.go(
      `/${cloud.lab.tenantId}/login${step}`,
      new URLSearchParams({ flowToken }),
    )
    expect([step, location]).toEqual([step, undefined])
    expect(html).toContain('Approve sign-in request')
  }
  expect(browser.cookies.size).toBe(0)
})

test('who has registered nothing is asked to, cannot skip it, and proves it afterwards', async () => {
  const user = await addMember('newcomer', [])
  const browser = await typePassword(cloud, user)
  expect(browser.page().html).toContain('More information required')
  expect(browser.page().html).not.toContain('Skip for now')
  expect((await signInsOf(cloud, user))[0].status.errorCode).toBe(50072)
  await browser.press()
  const { url } = browser.page()
  const ticket = new URL(url).searchParams.get('ticket') ?? ''
  const call = (method: string, path: string, body?: unknown) =>
    cloud.send(`/passwordreset/v1/registration${path}`, {
      method,
      headers: { authorization: `Bearer ${ticket}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  expect((await call('GET', '')).json).toMatchObject({
    registersFor: 'second-factor',
    allowed: ['mobilePhone'],
    further: { authenticator: { allowed: true } },
  })
  const early = await call('POST', '/complete', {})
  expect(early.json.error.code).toBe('RegistrationIncomplete')
  const mail = await call('POST', '/challenges', { method: 'email', value: 'new@home.example' })
  expect(mail.status).toBe(403)
  await call('POST', '/challenges', { method: 'mobilePhone', value: phoneNumber })
  await call('POST', '/verifications', { method: 'mobilePhone', code: newest(cloud, 'sms').code })
  const { resumeUrl } = (await call('POST', '/complete', {})).json
  expect((await browser.go(resumeUrl)).html).toContain('Code from the text message')
  await browser.press({ otc: newest(cloud, 'sms').code ?? '' }, 'idSubmit_SAOTCC_Continue')
  const { location } = await browser.press({}, 'idBtn_Back')
  expect(location?.startsWith(redirect)).toBe(true)
})

test('the pages speak the reader’s language and the product’s name of their time', async () => {
  const user = await addMember('reader', ['app'])
  const read = async (choices: Record<string, string>) => {
    const browser = openBrowser(cloud)
    for (const [name, value] of Object.entries(choices)) browser.cookies.set(name, value)
    await browser.go(authorizeUrl(cloud))
    await browser.press({ loginfmt: user.userPrincipalName })
    return (await browser.press({ passwd: user.password })).html
  }
  expect(await read({})).toContain('multifactor authentication of Microsoft Entra ID')
  expect(await read({ 'hybridlab.wording': 'azure-ad' })).toContain('multifactor authentication of Azure AD')
  expect(await read({ 'hybridlab.language': 'de', 'hybridlab.wording': 'azure-ad' })).toContain(
    'Multi-Faktor-Authentifizierung von Azure AD',
  )
})
