import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

/** What was asked of Graph stands in the journal: changes, and reads that were refused; nothing secret with them. */
let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

/** What has been told while this was done. */
async function toldOf(work: () => Promise<unknown>) {
  const after = cloud.lab.journal.lastSeq
  await work()
  return cloud.lab.journal.events({ after, type: 'graph.answered' })
}

test('a change is told with its route, its user by name, its status and who did it', async () => {
  const { id, userPrincipalName } = await cloud.addUser('mona')
  const [told, ...more] = await toldOf(() =>
    cloud.graph('PATCH', `/users/${id}`, { body: { jobTitle: 'Baker' } }),
  )
  expect(more).toEqual([])
  expect(told).toMatchObject({
    target: userPrincipalName,
    data: {
      method: 'PATCH',
      path: `/v1.0/users/${id}`,
      route: 'users/{user}',
      status: 204,
      by: 'admin@contoso.com',
      body: { jobTitle: 'Baker' },
    },
  })
})

test('a refused change is told with its code and its message, and passwords are masked', async () => {
  const newPassword = 'Juniper-Slate-47!'
  const currentPassword = 'Never-Was-It-1!'
  const [told] = await toldOf(() =>
    cloud.graph('POST', '/me/changePassword', { body: { currentPassword, newPassword } }),
  )
  expect(told).toMatchObject({
    target: 'admin@contoso.com',
    data: { route: 'users/{user}/changePassword', status: 400, says: expect.stringMatching(/\S/) },
  })
  const text = JSON.stringify(told)
  expect(text).not.toContain(newPassword)
  expect(text).not.toContain(currentPassword)
})

test('reads that are answered are not told, nor what is not there; reads that are refused are', async () => {
  const { userPrincipalName, password } = await cloud.addUser('nils')
  const as = await cloud.userToken(userPrincipalName, password)
  const told = await toldOf(async () => {
    await cloud.graph('GET', '/users')
    await cloud.graph('GET', '/users/nobody')
    await cloud.graph('GET', '/auditLogs/directoryAudits', { as })
  })
  expect(told.map(({ data }) => [data?.path, data?.status, data?.by])).toEqual([
    ['/v1.0/auditLogs/directoryAudits', 403, userPrincipalName],
  ])
})

test('who was deleted is told by the name that they had', async () => {
  const { id, userPrincipalName } = await cloud.addUser('olga')
  const [told] = await toldOf(() => cloud.graph('DELETE', `/users/${id}`))
  expect(told).toMatchObject({ target: userPrincipalName, data: { method: 'DELETE', status: 204 } })
})

test('the requests of a batch are told one by one, the batch itself only when it is refused', async () => {
  const body = (jobTitle: unknown) => ({ jobTitle })
  const headers = { 'Content-Type': 'application/json' }
  const told = await toldOf(() =>
    cloud.graph('POST', '/$batch', {
      body: {
        requests: [
          { id: '1', method: 'PATCH', url: '/me', headers, body: body('Cook') },
          { id: '2', method: 'GET', url: '/me' },
          { id: '3', method: 'PATCH', url: '/users/nobody', headers, body: body('Smith') },
        ],
      },
    }),
  )
  expect(told.map(({ data }) => [data?.route, data?.status])).toEqual([
    ['users/{user}', 204],
    ['users/{user}', 404],
  ])
  const refused = await toldOf(() => cloud.graph('POST', '/$batch', { body: { requests: [] } }))
  expect(refused.map(({ data }) => [data?.path, data?.status])).toEqual([['/v1.0/$batch', 400]])
})

test('a call that a fault has struck is told as it was answered', async () => {
  await cloud.lab.faults.add({ match: { operation: 'graph.patch' }, effect: { code: '429' }, times: 1 })
  const told = await toldOf(async () => {
    await cloud.graph('PATCH', '/me', { body: { jobTitle: 'Weaver' } })
  })
  expect(told.map(({ data }) => data?.status)).toEqual([429])
  const { json } = await cloud.graph('GET', '/me?$select=jobTitle')
  expect(json.jobTitle).not.toBe('Weaver')
})
