import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'
import {
  addPolicy,
  allowConditionalAccess,
  authorizeUrl,
  claimsOf,
  newest,
  type Person,
  parametersAt,
  redeem,
  registerMethods,
  signInsOf,
  typePassword,
} from './support/second-factor.ts'

let cloud: OpenCloud
let made: string[] = []
/** Policies of a test end with it. */
const policy = async (
  ...given: Parameters<typeof addPolicy> extends [unknown, ...infer Rest] ? Rest : never
) => {
  const id = await addPolicy(cloud, ...given)
  made.push(id)
  return id
}

beforeAll(async () => {
  cloud = await openCloud()
  await allowConditionalAccess(cloud)
})
afterEach(async () => {
  for (const id of made) await cloud.graph('DELETE', `/identity/conditionalAccess/policies/${id}`)
  made = []
  await cloud.graph('PATCH', '/policies/identitySecurityDefaultsEnforcementPolicy', {
    body: { isEnabled: false },
  })
})
afterAll(() => cloud.close())

const passwordOf = (person: Person) => cloud.signIn(person.userPrincipalName, person.password)
const onlyFor = (person: Person) => ({ includeUsers: [person.id] })

async function sessionOf(person: Person) {
  const browser = await typePassword(cloud, person)
  const { location } = await browser.press({}, 'idBtn_Back')
  return { browser, tokens: (await redeem(cloud, parametersAt(location).code)).json }
}

test('a script with a password is refused with what its library needs to ask the person', async () => {
  const person = await cloud.addUser('scripted')
  await registerMethods(cloud, person, ['phone'])
  expect((await passwordOf(person)).status).toBe(200)
  const id = await policy('Scripts too', onlyFor(person))
  const { status, json } = await passwordOf(person)
  expect(status).toBe(400)
  expect(json).toMatchObject({ error: 'invalid_grant', suberror: 'basic_action', error_codes: [50076] })
  expect(JSON.parse(json.claims)).toEqual({ access_token: { capolids: { essential: true, values: [id] } } })
  expect(json).not.toHaveProperty('access_token')
  const [row, before] = await signInsOf(cloud, person)
  expect(row).toMatchObject({
    status: { errorCode: 50076 },
    conditionalAccessStatus: 'failure',
    authenticationRequirement: 'multiFactorAuthentication',
    appliedConditionalAccessPolicies: [{ id, result: 'failure' }],
  })
  expect(row.authenticationDetails[0]).toMatchObject({ authenticationMethod: 'Password', succeeded: true })
  expect(before).toMatchObject({
    conditionalAccessStatus: 'notApplied',
    appliedConditionalAccessPolicies: [],
  })
})

test('a wrong password is refused as such, policy or not', async () => {
  const person = await cloud.addUser('mistaken')
  await policy('Twice', onlyFor(person))
  expect((await cloud.signIn(person.userPrincipalName, 'wrong')).json.error_codes).toEqual([50126])
})

test('without any method registered the code is another', async () => {
  const person = await cloud.addUser('bare')
  await policy('Twice', onlyFor(person))
  expect((await passwordOf(person)).json.error_codes).toEqual([50079])
})

test('a policy made after the sign-in reaches its refresh token and its browser session', async () => {
  const person = await cloud.addUser('early')
  await registerMethods(cloud, person, ['phone'])
  const { browser, tokens } = await sessionOf(person)
  expect(claimsOf(tokens.access_token).amr).toEqual(['pwd'])
  await policy('Later', onlyFor(person))
  const refresh = () =>
    cloud.token({
      grant_type: 'refresh_token',
      client_id: cloud.app.daemon,
      client_secret: cloud.app.secret,
      refresh_token: tokens.refresh_token,
    })
  expect((await refresh()).json).toMatchObject({ error: 'invalid_grant', error_codes: [50076] })
  const silent = parametersAt((await browser.go(authorizeUrl(cloud, { prompt: 'none' }))).location)
  expect(silent).toMatchObject({
    error: 'interaction_required',
    error_description: expect.stringContaining('AADSTS50076'),
    state: 's',
  })
  expect(silent).not.toHaveProperty('code')
  expect((await browser.go(authorizeUrl(cloud))).html).toContain('Code from the text message')
  await browser.press({ otc: newest(cloud, 'sms').code ?? '' }, 'idSubmit_SAOTCC_Continue')
  const stepped = (await redeem(cloud, parametersAt(browser.page().location).code)).json
  expect(claimsOf(stepped.access_token).amr).toEqual(['pwd', 'mfa'])
  const [row] = await signInsOf(cloud, person)
  expect(row.authenticationDetails.map((step: Record<string, unknown>) => step.authenticationMethod)).toEqual(
    ['Previously satisfied', 'Text message'],
  )
})

test('a block stops page and script alike, whatever else is asked for', async () => {
  const person = await cloud.addUser('blocked')
  const { browser } = await sessionOf(person)
  await policy('Never', onlyFor(person), { grantControls: { operator: 'OR', builtInControls: ['block'] } })
  await policy('Twice', onlyFor(person))
  expect((await passwordOf(person)).json).toMatchObject({ error_codes: [53003], suberror: 'message_only' })
  const { html, location, status } = await browser.go(authorizeUrl(cloud))
  expect([location, status]).toEqual([undefined, 400])
  expect(html).toContain('You cannot access this right now')
  expect(html).toContain('Never')
})

test.each([
  ['compliantDevice', 53000],
  ['domainJoinedDevice', 53001],
  ['approvedApplication', 53002],
])('%s is what nothing here can give', async (control, number) => {
  const person = await cloud.addUser(`asked-for-${control}`)
  await policy('Device', onlyFor(person), { grantControls: { operator: 'OR', builtInControls: [control] } })
  expect((await passwordOf(person)).json.error_codes).toEqual([number])
})

test('of controls joined by OR the one that a person can give is asked for; joined by AND the other remains', async () => {
  const person = await cloud.addUser('either')
  await registerMethods(cloud, person, ['phone'])
  const controls = ['compliantDevice', 'mfa']
  await policy('Either', onlyFor(person), { grantControls: { operator: 'OR', builtInControls: controls } })
  const give = async () => {
    const browser = await typePassword(cloud, person)
    return browser.press({ otc: newest(cloud, 'sms').code ?? '' }, 'idSubmit_SAOTCC_Continue')
  }
  expect((await give()).html).toContain('Stay signed in?')
  await policy('Both', onlyFor(person), { grantControls: { operator: 'AND', builtInControls: controls } })
  expect((await give()).html).toContain('AADSTS53000')
})

test('exclusion, another application, another state and another address leave people alone', async () => {
  const person = await cloud.addUser('spared')
  const everybody = { includeUsers: ['All'], excludeUsers: [(await cloud.graph('GET', '/me')).json.id] }
  const location = await cloud.graph('POST', '/identity/conditionalAccess/namedLocations', {
    body: {
      '@odata.type': '#microsoft.graph.ipNamedLocation',
      displayName: 'Here',
      isTrusted: true,
      ipRanges: [
        { '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '127.0.0.0/8' },
        { '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '::1/128' },
      ],
    },
  })
  expect(location.status).toBe(201)
  await policy('Not them', { ...everybody, excludeUsers: [...everybody.excludeUsers, person.id] })
  await policy('Elsewhere', everybody, {
    conditions: { applications: { includeApplications: ['797f4846-ba00-4fd7-ba43-dac1f8f63013'] } },
  })
  await policy('Off', everybody, { state: 'disabled' })
  await policy('Watching', everybody, { state: 'enabledForReportingButNotEnforced' })
  await policy('Outside', everybody, {
    conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } },
  })
  await policy('At risk', everybody, { conditions: { signInRiskLevels: ['high'] } })
  expect((await passwordOf(person)).status).toBe(200)
  const [row] = await signInsOf(cloud, person)
  expect(
    Object.fromEntries(
      row.appliedConditionalAccessPolicies.map((each: Record<string, string>) => [
        each.displayName,
        each.result,
      ]),
    ),
  ).toEqual({
    'Not them': 'notApplied',
    Elsewhere: 'notApplied',
    Off: 'notEnabled',
    Watching: 'reportOnlyInterrupted',
    Outside: 'notApplied',
    'At risk': 'notApplied',
  })
})

test('a policy for a role finds its holders, through groups too', async () => {
  const person = await cloud.addUser('operator')
  const group = await cloud.graph('POST', '/groups', {
    body: {
      displayName: 'Operators',
      mailEnabled: false,
      mailNickname: 'operators',
      securityEnabled: true,
      isAssignableToRole: true,
    },
  })
  const helpdesk = '729827e3-9c14-49f7-bb1b-9608f156bbb8'
  await cloud.graph('POST', '/roleManagement/directory/roleAssignments', {
    body: { roleDefinitionId: helpdesk, principalId: group.json.id, directoryScopeId: '/' },
  })
  await policy('Helpdesk twice', { includeRoles: [helpdesk] })
  expect((await passwordOf(person)).status).toBe(200)
  await cloud.graph('POST', `/groups/${group.json.id}/members/$ref`, {
    body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${person.id}` },
  })
  expect((await passwordOf(person)).json.error_codes).toEqual([50079])
})

test('an authentication strength leaves the methods that it allows, and none where it allows none', async () => {
  const person = await cloud.addUser('strong')
  await registerMethods(cloud, person, ['phone', 'app'])
  const strength = (last: number) => ({
    grantControls: {
      operator: 'OR',
      builtInControls: [],
      authenticationStrength: { id: `00000000-0000-0000-0000-00000000000${last}` },
    },
  })
  await policy('Any two', onlyFor(person), strength(2))
  expect((await typePassword(cloud, person)).page().html).toContain('Approve sign-in request')
  await policy('Phishing resistant', onlyFor(person), strength(4))
  const refused = (await typePassword(cloud, person)).page()
  expect(refused.html).toContain('You cannot access this right now')
  expect((await passwordOf(person)).json).not.toHaveProperty('access_token')
})

test('the device code flow asks at the page, and a policy can forbid the flow', async () => {
  const person = await cloud.addUser('device')
  await registerMethods(cloud, person, ['phone'])
  const start = () =>
    cloud.send(`/${cloud.lab.tenantId}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: cloud.app.public, scope: 'openid User.Read' }),
    })
  const open = async (userCode: string) => {
    const browser = openBrowser(cloud)
    await browser.go(`${cloud.origin}/devicelogin`)
    await browser.press({ otc: userCode })
    await browser.press({ loginfmt: person.userPrincipalName })
    await browser.press({ passwd: person.password })
    return browser
  }
  await policy('Twice', onlyFor(person))
  const flow = (await start()).json
  const poll = () =>
    cloud.token({ grant_type: 'device_code', client_id: cloud.app.public, device_code: flow.device_code })
  const browser = await open(flow.user_code)
  expect(browser.page().html).toContain('Code from the text message')
  expect((await poll()).json.error).toBe('authorization_pending')
  await browser.press({ otc: newest(cloud, 'sms').code ?? '' }, 'idSubmit_SAOTCC_Continue')
  await browser.press()
  expect(claimsOf((await poll()).json.access_token).amr).toEqual(['pwd', 'mfa'])
  await policy('No device codes', onlyFor(person), {
    conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow' } },
    grantControls: { operator: 'OR', builtInControls: ['block'] },
  })
  expect((await open((await start()).json.user_code)).page().html).toContain('AADSTS53003')
  expect((await typePassword(cloud, person)).page().html).toContain('Code from the text message')
})

test('security defaults ask administrators always, others for their registration, and leave scripts of others alone', async () => {
  const person = await cloud.addUser('ordinary')
  expect((await typePassword(cloud, person)).page().html).toContain('Stay signed in?')
  await cloud.graph('PATCH', '/policies/identitySecurityDefaultsEnforcementPolicy', {
    body: { isEnabled: true },
  })
  expect((await typePassword(cloud, person)).page().html).toContain('More information required')
  expect((await passwordOf(person)).status).toBe(200)
  expect((await cloud.signIn('admin@contoso.com', 'Tundra-Signal-88!')).json.error_codes).toEqual([50079])
  await registerMethods(cloud, person, ['phone'])
  expect((await typePassword(cloud, person)).page().html).toContain('Stay signed in?')
})

test('per-user MFA: enabled asks at pages until a second factor has been given, enforced asks everywhere', async () => {
  const person = await cloud.addUser('switched')
  await registerMethods(cloud, person, ['phone'])
  const path = `/users/${person.id}/authentication/requirements`
  const state = async () => (await cloud.graph('GET', path)).json.perUserMfaState
  expect(await state()).toBe('disabled')
  const own = await cloud.graph('PATCH', path, {
    as: await cloud.userToken(person.userPrincipalName, person.password),
    body: { perUserMfaState: 'enforced' },
  })
  expect([own.status, await state()]).toEqual([403, 'disabled'])
  const odd = await cloud.graph('PATCH', path, { body: { perUserMfaState: 'sometimes' } })
  expect([odd.status, await state()]).toEqual([400, 'disabled'])
  await cloud.graph('PATCH', path, { body: { perUserMfaState: 'enabled' } })
  expect((await passwordOf(person)).status).toBe(200)
  const browser = await typePassword(cloud, person)
  await browser.press({ otc: newest(cloud, 'sms').code ?? '' }, 'idSubmit_SAOTCC_Continue')
  expect(browser.page().html).toContain('Stay signed in?')
  expect(await state()).toBe('enforced')
  expect((await passwordOf(person)).json.error_codes).toEqual([50076])
  await cloud.graph('PATCH', path, { body: { perUserMfaState: 'disabled' } })
  expect((await passwordOf(person)).status).toBe(200)
})
