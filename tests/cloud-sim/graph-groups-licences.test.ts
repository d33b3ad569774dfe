import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

const p2 = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const day = 86_400_000
let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
  await buy('AAD_PREMIUM_P2', 2)
  await buy('ENTERPRISEPACK', 5)
})
afterAll(() => cloud.close())

const buy = async (skuPartNumber: string, units: number) =>
  cloud.send('/api/Subscriptions', {
    method: 'POST',
    headers: { authorization: `Bearer ${await cloud.userToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ skuPartNumber, units }),
  })
const assign = (id: string, add: string[], remove: string[] = []) =>
  cloud.graph('POST', `/users/${id}/assignLicense`, {
    body: { addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })), removeLicenses: remove },
  })
const newGroup = async (name: string, more: object = {}) =>
  (
    await cloud.graph('POST', '/groups', {
      body: { displayName: name, mailEnabled: false, mailNickname: name, securityEnabled: true, ...more },
    })
  ).json.id as string
const join = (group: string, id: string) =>
  cloud.graph('POST', `/groups/${group}/members/$ref`, {
    body: { '@odata.id': `${cloud.origin}/v1.0/directoryObjects/${id}` },
  })

test('a licence needs a usage location, a free unit and a subscription, in that many words', async () => {
  const [first, second, third] = [
    await cloud.addUser('lic1', { usageLocation: 'SG' }),
    await cloud.addUser('lic2', { usageLocation: 'SG' }),
    await cloud.addUser('lic3', { usageLocation: 'SG' }),
  ]
  const nowhere = await cloud.addUser('nowhere')
  expect((await assign(nowhere.id, [p2])).json.error.message).toMatch(/invalid usage location/)
  expect((await assign(first.id, [p2])).status).toBe(200)
  expect((await assign(second.id, [p2])).status).toBe(200)
  expect((await assign(third.id, [p2])).json.error.message).toMatch(/does not have any available licenses/)
  expect((await assign(third.id, ['00000000-0000-4000-8000-000000000000'])).status).toBe(400)
  expect((await assign(third.id, [], [p2])).json.error.message).toMatch(
    /does not have a corresponding license/,
  )
  expect(
    (await cloud.graph('GET', '/subscribedSkus')).json.value.find(
      (sku: { skuId: string }) => sku.skuId === p2,
    ),
  ).toMatchObject({ consumedUnits: 2, prepaidUnits: { enabled: 2 }, capabilityStatus: 'Enabled' })
  const plans = (
    await cloud.graph('GET', `/users/${first.id}/licenseDetails`)
  ).json.value[0].servicePlans.map((plan: { servicePlanName: string }) => plan.servicePlanName)
  expect(plans).toContain('AAD_PREMIUM')
  expect([
    ...cloud.tenant.directory.plansOf(cloud.tenant.directory.findUser(nowhere.id) ?? failed()),
  ]).toEqual([])
  await assign(second.id, [], [p2])
})

const failed = (): never => {
  throw new Error('not there')
}

test('a group’s licence comes and goes with membership, and a direct one stays', async () => {
  const user = await cloud.addUser('through', { usageLocation: 'SG' })
  const group = await newGroup('licensed')
  await join(group, user.id)
  expect(
    (
      await cloud.graph('POST', `/groups/${group}/assignLicense`, {
        body: { addLicenses: [{ skuId: e3, disabledPlans: [] }], removeLicenses: [] },
      })
    ).status,
  ).toBe(202)
  const states = async () =>
    (await cloud.graph('GET', `/users/${user.id}?$select=assignedLicenses,licenseAssignmentStates`)).json
  expect(await states()).toMatchObject({
    assignedLicenses: [{ skuId: e3 }],
    licenseAssignmentStates: [{ skuId: e3, assignedByGroup: group }],
  })
  expect((await assign(user.id, [], [e3])).status).toBe(400)
  await cloud.graph('DELETE', `/groups/${group}/members/${user.id}/$ref`)
  expect((await states()).assignedLicenses).toEqual([])
  await assign(user.id, [e3])
  await join(group, user.id)
  await cloud.graph('DELETE', `/groups/${group}/members/${user.id}/$ref`)
  expect((await states()).assignedLicenses).toEqual([{ skuId: e3, disabledPlans: [] }])
})

test('an expired subscription warns for thirty days, then its plans are gone', async () => {
  const { directory } = cloud.tenant
  const user = await cloud.addUser('ageing', { usageLocation: 'SG' })
  await assign(user.id, [p2])
  const holder = () => directory.findUser(user.id) ?? failed()
  await directory.transaction(() => {
    const subscription = directory.subscription(p2)
    if (subscription !== undefined)
      directory.putSubscription({ ...subscription, expiresAt: cloud.lab.clock.now() + day })
  })
  await cloud.lab.clock.advance(2 * day)
  expect(directory.subscription(p2)).toMatchObject({ capabilityStatus: 'Warning', enabled: 0, warning: 2 })
  expect(directory.plansOf(holder()).has('AAD_PREMIUM')).toBe(true)
  await cloud.lab.clock.advance(31 * day)
  expect(directory.subscription(p2)).toMatchObject({
    capabilityStatus: 'Suspended',
    warning: 0,
    suspended: 2,
  })
  expect(directory.plansOf(holder()).has('AAD_PREMIUM')).toBe(false)
})

test('members through nested groups, both ways, and a circle does no harm', async () => {
  const token = await cloud.userToken()
  const as = { as: token }
  const user = await cloud.addUserAs(token, 'nested')
  const group = async (name: string) =>
    (
      await cloud.graph('POST', '/groups', {
        ...as,
        body: { displayName: name, mailEnabled: false, mailNickname: name, securityEnabled: true },
      })
    ).json.id as string
  const [outer, inner] = [await group('outer'), await group('inner')]
  const add = (to: string, id: string) =>
    cloud.graph('POST', `/groups/${to}/members/$ref`, {
      ...as,
      body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` },
    })
  await add(outer, inner)
  await add(inner, user.id)
  await add(inner, outer)
  const ids = async (path: string) =>
    (await cloud.graph('GET', path, as)).json.value.map((each: { id: string }) => each.id).sort()
  expect(await ids(`/groups/${outer}/members`)).toEqual([inner])
  expect(await ids(`/groups/${outer}/transitiveMembers/microsoft.graph.user`)).toEqual([user.id])
  expect(await ids(`/users/${user.id}/memberOf`)).toEqual([inner])
  expect(await ids(`/users/${user.id}/transitiveMemberOf`)).toEqual([inner, outer].sort())
  expect(
    (await cloud.graph('POST', `/users/${user.id}/checkMemberGroups`, { ...as, body: { groupIds: [outer] } }))
      .json.value,
  ).toEqual([outer])
  expect((await add(inner, user.id)).json.error.message).toMatch(/already exist/)
})

test('a dynamic group follows its rule, and nobody is added by hand', async () => {
  const token = await cloud.userToken()
  const user = await cloud.addUserAs(token, 'dynamic', { department: 'Sales' })
  const rule = 'user.department -eq "Sales" and (user.accountEnabled -eq true)'
  const made = await cloud.graph('POST', '/groups', {
    as: token,
    body: {
      displayName: 'All of sales',
      mailEnabled: false,
      mailNickname: 'allsales',
      securityEnabled: true,
      groupTypes: ['DynamicMembership'],
      membershipRule: rule,
      membershipRuleProcessingState: 'On',
    },
  })
  const members = async () =>
    (await cloud.graph('GET', `/groups/${made.json.id}/members`, { as: token })).json.value.map(
      (each: { id: string }) => each.id,
    )
  expect(await members()).toEqual([user.id])
  await cloud.graph('PATCH', `/users/${user.id}`, { as: token, body: { department: 'Engineering' } })
  expect(await members()).toEqual([])
  expect(
    (
      await cloud.graph('POST', `/groups/${made.json.id}/members/$ref`, {
        as: token,
        body: { '@odata.id': `/directoryObjects/${user.id}` },
      })
    ).status,
  ).toBe(400)
  const broken = await cloud.graph('POST', '/groups', {
    as: token,
    body: {
      displayName: 'x',
      mailEnabled: false,
      mailNickname: 'x',
      securityEnabled: true,
      groupTypes: ['DynamicMembership'],
      membershipRule: 'user.department -eq',
    },
  })
  expect(broken.status).toBe(400)
})

test('a subscriber hears of changes after proving its address, and one that cannot prove it hears nothing', async () => {
  const token = await cloud.userToken()
  const heard: unknown[] = []
  const server = createServer((request, response) => {
    const validation = new URL(request.url ?? '/', 'http://x').searchParams.get('validationToken')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (validation === null) heard.push(...JSON.parse(Buffer.concat(chunks).toString()).value)
      response
        .writeHead(200, { 'content-type': 'text/plain' })
        .end(request.url?.startsWith('/liar') ? 'no' : (validation ?? ''))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const expirationDateTime = new Date(cloud.lab.clock.now() + day).toISOString()
  const subscribe = (notificationUrl: string) =>
    cloud.graph('POST', '/subscriptions', {
      as: token,
      body: {
        changeType: 'created,updated',
        notificationUrl,
        resource: 'users',
        expirationDateTime,
        clientState: 'mine',
      },
    })
  expect((await subscribe(`${url}/liar`)).status).toBe(400)
  expect((await subscribe('http://192.0.2.1/')).status).toBe(400)
  expect((await subscribe(`${url}/hook`)).status).toBe(201)
  const user = await cloud.addUserAs(token, 'noticed')
  await expect
    .poll(() => heard)
    .toContainEqual(
      expect.objectContaining({ changeType: 'created', clientState: 'mine', resource: `Users/${user.id}` }),
    )
  await new Promise((resolve) => server.close(resolve))
})

test('an application of one’s own gets a version 2 token for its API, and its secret is shown once', async () => {
  const token = await cloud.userToken()
  const { json: api } = await cloud.graph('POST', '/applications', {
    as: token,
    body: { displayName: 'API', identifierUris: ['api://lab-api'], api: { requestedAccessTokenVersion: 2 } },
  })
  await cloud.graph('POST', '/servicePrincipals', { as: token, body: { appId: api.appId } })
  const { json: secret } = await cloud.graph('POST', `/applications/${api.id}/addPassword`, {
    as: token,
    body: { passwordCredential: { displayName: 'one' } },
  })
  expect(
    JSON.stringify((await cloud.graph('GET', `/applications/${api.id}`, { as: token })).json),
  ).not.toContain(secret.secretText)
  const answer = await cloud.token({
    grant_type: 'client_credentials',
    client_id: api.appId,
    client_secret: secret.secretText,
    scope: 'api://lab-api/.default',
  })
  const [head, body] = answer.json.access_token
    .split('.')
    .slice(0, 2)
    .map((part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>)
  expect(head).not.toHaveProperty('x5t')
  expect(Object.keys(body).sort()).toEqual(
    [
      'aio',
      'aud',
      'azp',
      'azpacr',
      'exp',
      'iat',
      'iss',
      'nbf',
      'oid',
      'rh',
      'sub',
      'tid',
      'uti',
      'ver',
      'xms_ftd',
    ].sort(),
  )
  expect(body).toMatchObject({ aud: api.appId, ver: '2.0' })
  await cloud.graph('POST', `/applications/${api.id}/removePassword`, {
    as: token,
    body: { keyId: secret.keyId },
  })
  expect(
    (
      await cloud.token({
        grant_type: 'client_credentials',
        client_id: api.appId,
        client_secret: secret.secretText,
        scope: 'api://lab-api/.default',
      })
    ).status,
  ).toBe(401)
})

test('registration reports count what people registered', async () => {
  const token = await cloud.userToken()
  const user = await cloud.addUserAs(token, 'reported')
  const added = await cloud.graph('POST', `/users/${user.id}/authentication/phoneMethods`, {
    as: token,
    body: { phoneNumber: '+65 91234567', phoneType: 'mobile' },
  })
  expect(added.status).toBe(201)
  expect(
    (
      await cloud.graph('POST', `/users/${user.id}/authentication/phoneMethods`, {
        as: token,
        body: { phoneNumber: '91234567', phoneType: 'office' },
      })
    ).status,
  ).toBe(400)
  expect(
    (
      await cloud.graph('GET', `/reports/authenticationMethods/userRegistrationDetails/${user.id}`, {
        as: token,
      })
    ).json,
  ).toMatchObject({ methodsRegistered: ['mobilePhone'], isAdmin: false, isMfaRegistered: true })
  const byMethod = await cloud.graph(
    'GET',
    "/reports/authenticationMethods/usersRegisteredByMethod(includedUserTypes='all',includedUserRoles='all')",
    { as: token },
  )
  expect(byMethod.json.userRegistrationMethodCounts).toContainEqual({
    authenticationMethod: 'mobilePhone',
    userCount: 1,
  })
})
