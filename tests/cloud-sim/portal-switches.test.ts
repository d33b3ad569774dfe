/** The lab's switches: where a tenant may be less strict than the product. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const turn = async (change: Record<string, unknown>, as?: string) =>
  cloud.send('/api/LabSwitches', {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${as ?? (await cloud.userToken())}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(change),
  })
const scope = 'https://graph.microsoft.com/User.Read openid offline_access'

test('a refresh token works once, and again and again once the tenant allows it', async () => {
  const { json } = await cloud.signIn(admin.upn, admin.password, scope)
  const refresh = () =>
    cloud.token({
      grant_type: 'refresh_token',
      client_id: cloud.app.public,
      refresh_token: json.refresh_token,
    })
  expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 400])
  expect((await turn({ refreshTokenReuse: 'allowed' })).json).toEqual({
    permissionsEnforced: true,
    licenceEnforcement: 'strict',
    refreshTokenReuse: 'allowed',
    objectQuota: null,
    connectRelease: null,
  })
  expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 200])
})

test('without enforcement a token without permissions may read', async () => {
  const user = await cloud.addUser('reader')
  const token = await cloud.userToken(user.userPrincipalName, user.password, scope)
  const read = () => cloud.graph('GET', '/auditLogs/directoryAudits', { as: token })
  expect((await read()).status).toBe(403)
  await turn({ permissionsEnforced: false, licenceEnforcement: 'lenient' })
  expect((await read()).status).toBe(200)
})

test('only a Global Administrator turns a switch, and only one that there is', async () => {
  const user = await cloud.addUser('meddler')
  const token = await cloud.userToken(user.userPrincipalName, user.password)
  expect((await turn({ permissionsEnforced: false }, token)).status).toBe(403)
  expect((await turn({ everythingGoes: true })).status).toBe(400)
  expect((await turn({ refreshTokenReuse: 'sometimes' })).status).toBe(400)
})
