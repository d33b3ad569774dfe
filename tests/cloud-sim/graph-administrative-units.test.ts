import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let unitId: string
let inside: { readonly id: string; readonly userPrincipalName: string; readonly password: string }
let outside: typeof inside
let helper: typeof inside
const helpdesk = '729827e3-9c14-49f7-bb1b-9608f156bbb8'
const members = () => `/directory/administrativeUnits/${unitId}/members`
const linkTo = (id: string) => ({ body: { '@odata.id': `${cloud.origin}/v1.0/directoryObjects/${id}` } })

beforeAll(async () => {
  cloud = await openCloud()
  for (const name of ['inside', 'outside', 'helper']) {
    const user = await cloud.addUser(name)
    if (name === 'inside') inside = user
    else if (name === 'outside') outside = user
    else helper = user
  }
  const made = await cloud.graph('POST', '/directory/administrativeUnits', {
    body: { displayName: 'Seattle' },
  })
  expect(made.status).toBe(201)
  unitId = made.json.id
})
afterAll(() => cloud.close())

test('users join a unit once, are found in it, and see it among what they are in', async () => {
  expect((await cloud.graph('POST', `${members()}/$ref`, linkTo(inside.id))).status).toBe(204)
  expect((await cloud.graph('POST', `${members()}/$ref`, linkTo(inside.id))).status).toBe(400)
  const found = (await cloud.graph('GET', `${members()}?$select=id`)).json.value
  expect(found).toEqual([{ '@odata.type': '#microsoft.graph.user', id: inside.id }])
  const memberOf = (await cloud.graph('GET', `/users/${inside.id}/memberOf`)).json.value
  expect(memberOf).toMatchObject([
    { '@odata.type': '#microsoft.graph.administrativeUnit', id: unitId, displayName: 'Seattle' },
  ])
})

test('a role over a unit resets passwords in it and nowhere else', async () => {
  const reset = async (who: typeof inside, password: string) =>
    (
      await cloud.graph('PATCH', `/users/${who.id}`, {
        as: await cloud.userToken(helper.userPrincipalName, helper.password),
        body: { passwordProfile: { password, forceChangePasswordNextSignIn: false } },
      })
    ).status
  expect(await reset(inside, 'Quarry-Violet-17!')).toBe(403)
  const given = await cloud.graph('POST', '/roleManagement/directory/roleAssignments', {
    body: {
      roleDefinitionId: helpdesk,
      principalId: helper.id,
      directoryScopeId: `/administrativeUnits/${unitId}`,
    },
  })
  expect([given.status, given.json.directoryScopeId]).toEqual([201, `/administrativeUnits/${unitId}`])
  expect(await reset(inside, 'Quarry-Violet-17!')).toBe(204)
  expect((await cloud.signIn(inside.userPrincipalName, 'Quarry-Violet-17!')).status).toBe(200)
  expect(await reset(outside, 'Quarry-Violet-17!')).toBe(403)
  expect((await cloud.signIn(outside.userPrincipalName, outside.password)).status).toBe(200)
  const held = (await cloud.graph('GET', `/users/${helper.id}/scopedRoleMemberOf`)).json.value
  expect(held).toMatchObject([{ roleId: helpdesk, administrativeUnitId: unitId }])
  expect(
    (await cloud.graph('DELETE', `/roleManagement/directory/roleAssignments/${given.json.id}`)).status,
  ).toBe(204)
  expect(await reset(inside, 'Walnut-Harbor-52!')).toBe(403)
})

test('roles that have no meaning over a unit are not given there', async () => {
  const body = (roleId: string) => ({ body: { roleId, roleMemberInfo: { id: helper.id } } })
  const path = `/directory/administrativeUnits/${unitId}/scopedRoleMembers`
  const global = await cloud.graph('POST', path, body('62e90394-69f5-4237-9190-012177145e10'))
  expect(global.status).toBe(400)
  const made = await cloud.graph('POST', path, body(helpdesk))
  expect([made.status, made.json.roleMemberInfo.displayName]).toEqual([201, 'helper'])
  expect((await cloud.graph('POST', path, body(helpdesk))).status).toBe(400)
  expect((await cloud.graph('GET', made.headers.get('location') ?? '')).json.id).toBe(made.json.id)
})

test('a unit that is deleted takes its roles with it and leaves its members', async () => {
  expect((await cloud.graph('DELETE', `/directory/administrativeUnits/${unitId}`)).status).toBe(204)
  expect((await cloud.graph('GET', members())).status).toBe(404)
  expect((await cloud.graph('GET', `/users/${helper.id}/scopedRoleMemberOf`)).json.value).toEqual([])
  expect((await cloud.graph('GET', `/users/${inside.id}/memberOf`)).json.value).toEqual([])
  expect((await cloud.graph('GET', `/users/${inside.id}`)).status).toBe(200)
  const audits = (await cloud.graph('GET', '/auditLogs/directoryAudits')).json.value
  const names = audits.map((row: { activityDisplayName: string }) => row.activityDisplayName)
  expect(names).toEqual(
    expect.arrayContaining([
      'Add administrative unit',
      'Add scoped member to role',
      'Delete administrative unit',
    ]),
  )
})

test('units of a kind that the lab has not are refused, and nothing is made', async () => {
  const body = {
    displayName: 'Dynamic',
    membershipType: 'Dynamic',
    membershipRule: 'user.city -eq "Seattle"',
  }
  expect((await cloud.graph('POST', '/directory/administrativeUnits', { body })).status).toBe(400)
  expect((await cloud.graph('GET', '/directory/administrativeUnits')).json.value).toEqual([])
})
