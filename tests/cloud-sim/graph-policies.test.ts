import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
const base = '/identity/conditionalAccess'
const policy = {
  displayName: 'Block old protocols',
  state: 'enabledForReportingButNotEnforced',
  conditions: {
    clientAppTypes: ['exchangeActiveSync', 'other'],
    users: { includeUsers: ['All'] },
    applications: { includeApplications: ['All'] },
  },
  grantControls: { operator: 'OR', builtInControls: ['block'] },
}

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

test('without the licence there are no policies, and none can be made', async () => {
  expect((await cloud.graph('GET', `${base}/policies`)).json.value).toEqual([])
  const refused = await cloud.graph('POST', `${base}/policies`, { body: policy })
  expect([refused.status, refused.json.error.code]).toEqual([403, 'AccessDenied'])
  expect((await cloud.graph('GET', `${base}/policies`)).json.value).toEqual([])
})

test('policies are made, found under both paths, changed and deleted', async () => {
  const { directory } = cloud.tenant
  await directory.transaction(() =>
    directory.putTenant({ ...directory.tenant(), licenceEnforcement: 'lenient' }),
  )
  const made = await cloud.graph('POST', `${base}/policies`, { body: policy })
  expect([made.status, made.json.conditions.users.excludeUsers, made.json.sessionControls]).toEqual([
    201,
    [],
    null,
  ])
  const { id } = made.json
  expect((await cloud.graph('GET', `/policies/conditionalAccessPolicies/${id}`)).json.displayName).toBe(
    policy.displayName,
  )
  const found = await cloud.graph(
    'GET',
    `${base}/policies?$filter=displayName eq 'Block old protocols'&$select=id`,
  )
  expect(found.json.value).toEqual([{ id }])
  expect((await cloud.graph('PATCH', `${base}/policies/${id}`, { body: { state: 'disabled' } })).status).toBe(
    204,
  )
  const after = (await cloud.graph('GET', `${base}/policies/${id}`)).json
  expect([after.state, after.grantControls.builtInControls]).toEqual(['disabled', ['block']])
  for (const wrong of [
    { ...policy, state: 'on' },
    { ...policy, grantControls: null },
    { ...policy, nope: 1 },
  ])
    expect((await cloud.graph('POST', `${base}/policies`, { body: wrong })).status).toBe(400)
  expect((await cloud.graph('DELETE', `${base}/policies/${id}`)).status).toBe(204)
  expect((await cloud.graph('GET', `${base}/policies/${id}`)).status).toBe(404)
})

test('locations are of a kind, and each kind has its own members', async () => {
  const ip = {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    displayName: 'Office',
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/24' }],
  }
  const made = await cloud.graph('POST', `${base}/namedLocations`, { body: ip })
  expect(made.json).toMatchObject({ ...ip, isTrusted: false })
  expect(made.json).not.toHaveProperty('countriesAndRegions')
  const bad = { ...ip, ipRanges: [{ cidrAddress: '203.0.113.0' }] }
  expect((await cloud.graph('POST', `${base}/namedLocations`, { body: bad })).status).toBe(400)
  const untyped = { displayName: 'Nowhere', countriesAndRegions: ['US'] }
  expect((await cloud.graph('POST', `${base}/namedLocations`, { body: untyped })).status).toBe(400)
})

test.each([
  ['/policies/identitySecurityDefaultsEnforcementPolicy', 'isEnabled', false, true],
  ['/policies/adminConsentRequestPolicy', 'isEnabled', false, true],
  ['/policies/deviceRegistrationPolicy', 'userDeviceQuota', 50, 5],
  ['/policies/crossTenantAccessPolicy/default', 'isServiceDefault', true, undefined],
  ['/policies/authorizationPolicy', 'allowInvitesFrom', 'everyone', 'none'],
])('%s has a default and keeps what is written', async (path, member, before, after) => {
  const read = async () => (await cloud.graph('GET', path)).json[member]
  expect(await read()).toBe(before)
  const body = after === undefined ? { inboundTrust: { isMfaAccepted: true } } : { [member]: after }
  expect((await cloud.graph('PATCH', path, { body })).status).toBe(204)
  expect(await read()).toBe(after ?? false)
  const refused = await cloud.graph('PATCH', path, { body: { [member]: { wrong: true } } })
  expect(refused.status).toBe(400)
  expect(await read()).toBe(after ?? false)
})

test('members of an object in a policy change one by one', async () => {
  const path = '/policies/authorizationPolicy'
  const body = { defaultUserRolePermissions: { allowedToCreateApps: false } }
  expect((await cloud.graph('PATCH', path, { body })).status).toBe(204)
  const { defaultUserRolePermissions } = (await cloud.graph('GET', path)).json
  expect(defaultUserRolePermissions).toMatchObject({
    allowedToCreateApps: false,
    allowedToReadOtherUsers: true,
  })
})

test('the built-in authentication strengths are there', async () => {
  const { value } = (await cloud.graph('GET', '/policies/authenticationStrengthPolicies')).json
  expect(value.map((each: { displayName: string }) => each.displayName)).toContain('Phishing-resistant MFA')
  const path = `${base}/authenticationStrength/policies/00000000-0000-0000-0000-000000000004`
  expect((await cloud.graph('GET', path)).json.allowedCombinations).toContain('fido2')
})
