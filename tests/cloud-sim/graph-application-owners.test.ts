import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let owner: { id: string; token: string }
let appId: string
const graphCli = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

beforeAll(async () => {
  cloud = await openCloud()
  const { id, userPrincipalName, password } = await cloud.addUser('olga')
  // A client of Microsoft's own: what its user may do is all that decides.
  const { json } = await cloud.token({
    grant_type: 'password',
    client_id: graphCli,
    username: userPrincipalName,
    password,
    scope: 'https://graph.microsoft.com/.default',
  })
  owner = { id, token: json.access_token }
  appId = (await cloud.graph('POST', '/applications', { body: { displayName: 'Payroll' } })).json.id
})
afterAll(() => cloud.close())

const reference = (id: string) => ({
  '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
})
const rename = (displayName: string) =>
  cloud.graph('PATCH', `/applications/${appId}`, { as: owner.token, body: { displayName } })
const nameNow = async () => (await cloud.graph('GET', `/applications/${appId}`)).json.displayName

test('an owner changes an application without a role, and nobody else does', async () => {
  expect((await rename('Mine')).status).toBe(403)
  expect(await nameNow()).toBe('Payroll')
  const body = reference(owner.id)
  expect((await cloud.graph('POST', `/applications/${appId}/owners/$ref`, { body })).status).toBe(204)
  expect((await cloud.graph('POST', `/applications/${appId}/owners/$ref`, { body })).status).toBe(400)
  expect((await rename('Mine')).status).toBe(204)
  expect(await nameNow()).toBe('Mine')
  const secret = await cloud.graph('POST', `/applications/${appId}/addPassword`, {
    as: owner.token,
    body: {},
  })
  expect(secret.json.secretText).toEqual(expect.any(String))
  const { value } = (await cloud.graph('GET', `/applications/${appId}/owners`)).json
  expect(value).toMatchObject([{ '@odata.type': '#microsoft.graph.user', id: owner.id }])
  expect((await cloud.graph('DELETE', `/applications/${appId}/owners/${owner.id}/$ref`)).status).toBe(204)
  expect((await rename('Still mine')).status).toBe(403)
  expect(await nameNow()).toBe('Mine')
  const rows = (await cloud.graph('GET', '/auditLogs/directoryAudits')).json.value
  const activities = rows.map(
    ({ activityDisplayName }: { activityDisplayName: string }) => activityDisplayName,
  )
  expect(activities).toContain('Add owner to application')
  expect(activities).toContain('Remove owner from application')
})

test('an owner is a person or an application: a group and a stranger are refused', async () => {
  const group = { displayName: 'g', mailEnabled: false, mailNickname: 'g', securityEnabled: true }
  const { id } = (await cloud.graph('POST', '/groups', { body: group })).json
  const add = (ref: string) =>
    cloud.graph('POST', `/applications/${appId}/owners/$ref`, { body: reference(ref) })
  expect((await add(id)).status).toBe(400)
  expect((await add('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await cloud.graph('GET', `/applications/${appId}/owners`)).json.value).toEqual([])
})

test('a refused sign-in of an application is in the log, with its number', async () => {
  const refused = await cloud.token({
    grant_type: 'client_credentials',
    client_id: cloud.app.daemon,
    client_secret: 'not the secret',
    scope: 'https://graph.microsoft.com/.default',
  })
  expect(refused.status).toBe(401)
  const [row] = cloud.lab.journal.events({ type: 'sign-in.recorded' }).slice(-1)
  expect(row?.data).toMatchObject({ appId: cloud.app.daemon, status: { errorCode: 7000215 } })
  expect(JSON.stringify(row)).not.toContain('not the secret')
})

test('OwnedBy lets an application change what it created, and nothing else', async () => {
  const made = (await cloud.graph('POST', '/applications', { body: { displayName: 'Deployer' } })).json
  const { secretText } = (await cloud.graph('POST', `/applications/${made.id}/addPassword`, { body: {} }))
    .json
  const principal = (await cloud.graph('POST', '/servicePrincipals', { body: { appId: made.appId } })).json
  const graphApp = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
  const graph = (await cloud.graph('GET', graphApp)).json
  const role = graph.appRoles.find(
    ({ value }: { value: string }) => value === 'Application.ReadWrite.OwnedBy',
  )
  const body = { principalId: principal.id, resourceId: graph.id, appRoleId: role.id }
  const given = await cloud.graph('POST', `/servicePrincipals/${principal.id}/appRoleAssignments`, { body })
  expect(given.status).toBe(201)
  const { json } = await cloud.token({
    grant_type: 'client_credentials',
    client_id: made.appId,
    client_secret: secretText,
    scope: 'https://graph.microsoft.com/.default',
  })
  const as = json.access_token
  const own = await cloud.graph('POST', '/applications', { as, body: { displayName: 'Deployed' } })
  expect(own.status).toBe(201)
  const change = (id: string) =>
    cloud.graph('PATCH', `/applications/${id}`, { as, body: { displayName: 'Changed' } })
  expect([(await change(own.json.id)).status, (await change(appId)).status]).toEqual([204, 403])
  expect(await nameNow()).toBe('Mine')
})
