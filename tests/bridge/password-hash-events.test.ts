/** The rows of source Directory Synchronization: batches, full passes, pings and failures of password hash synchronisation (writeback.md §5.6). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asDomainAdmin, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, staff, startOwnForest } from './support/own-forest.ts'

const people = 120
let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people, install: false })
})
afterAll(() => world.close())

const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place, data }) => place === 'connect' && data?.source === 'Directory Synchronization')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))
const ids = (after: number) => rows(after).map(({ id }) => id)
const setPassword = (index: number, password: string) =>
  asDomainAdmin(world, async (client) => {
    const { Attribute, Change } = await import('ldapts')
    const { encodeUnicodePwd } = await import('#core/active-directory/unicode-pwd.ts')
    const values = [Buffer.from(encodeUnicodePwd(password))]
    const modification = new Attribute({ type: 'unicodePwd', values })
    await client.modify(`CN=Person ${index},${staff}`, new Change({ operation: 'replace', modification }))
  })
const setFeature = async (passwordSyncEnabled: boolean) => {
  const path = `/v1.0/directory/onPremisesSynchronization/${world.cloud.lab.tenantId}`
  const { status } = await world.cloud.asAdministrator(path, {
    method: 'PATCH',
    json: { features: { passwordSyncEnabled } },
  })
  expect(status).toBe(204)
}

test('the first pass goes out in batches of at most 50 users, each with its rows, and ends with 622 and 623', async () => {
  await world.install()
  const written = rows(0)
  const of = (id: number) => written.filter((row) => row.id === id).map(({ message }) => message)
  expect(of(650)).toEqual([50, 50, 20].map((count) => `Provision credentials batch start. Count: ${count}`))
  expect(of(651)).toHaveLength(3)
  expect(of(656).map((message) => message.split('\n').length)).toEqual([50, 50, 20])
  expect(of(656)[0]).toMatch(
    /^Password Change Request - Anchor: [\w+/]+==, Dn: CN=Person \d+,OU=Staff,DC=contoso,DC=local, Change Date: /,
  )
  expect(of(657)[0]).toMatch(/PwdChangeOnLogon=False, Result : Success\.$/m)
  expect(written.slice(-2).map(({ id }) => id)).toEqual([622, 623])
  expect(await world.cloud.signIn('person119@contoso.com', passwordOf(119))).toBeTruthy()
})

test('half an hour without a change: a ping, once', async () => {
  const after = mark()
  await world.cloud.lab.clock.advance(31 * 60_000)
  expect(ids(after)).toEqual([653, 654])
})

test('the tenant’s feature switched off: the batch fails with error code 90, is tried again, and goes out when it is on', async () => {
  await setFeature(false)
  await setPassword(1, 'Spring-Harbour-2026!')
  const after = mark()
  expect(await world.connect.synchronizePasswords()).toMatch(/^failed for contoso.local/)
  expect(ids(after)).toEqual([650, 656, 652, 0])
  expect(rows(after)[2]?.message).toContain(
    'Password Synchronization has not been activated for this company',
  )
  expect(await world.cloud.signIn('person1@contoso.com', 'Spring-Harbour-2026!')).toBeUndefined()
  await setFeature(true)
  expect(await world.connect.synchronizePasswords()).toBe('1 password hash sent')
  expect(await world.cloud.signIn('person1@contoso.com', 'Spring-Harbour-2026!')).toBeTruthy()
})

test('a connector account that has lost its role: 115, and all goes on when the role is back', async () => {
  const { asAdministrator } = world.cloud
  const found = await asAdministrator("/v1.0/users?$filter=startsWith(userPrincipalName,'Sync_')&$select=id")
  const principalId = (found.json as { value: { id: string }[] }).value[0]?.id
  const path = '/v1.0/roleManagement/directory/roleAssignments'
  const held = await asAdministrator(`${path}?$filter=principalId eq '${principalId}'`)
  const [assignment] = (held.json as { value: { id: string; roleDefinitionId: string }[] }).value
  expect((await asAdministrator(`${path}/${assignment?.id}`, { method: 'DELETE' })).status).toBe(204)
  await setPassword(2, 'Spring-Harbour-2026!')
  const after = mark()
  expect(await world.connect.synchronizePasswords()).toMatch(/^failed for contoso.local/)
  expect(ids(after)).toEqual([650, 656, 652, 115, 0])
  const given = await asAdministrator(path, {
    json: { principalId, roleDefinitionId: assignment?.roleDefinitionId, directoryScopeId: '/' },
  })
  expect(given.status).toBe(201)
  expect(await world.connect.synchronizePasswords()).toBe('1 password hash sent')
})

test('a pass that cannot reach the tenant pings in vain: 655', async () => {
  await world.verb('network', { way: 'proxy', allow: ['example.org'] }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  const after = mark()
  await world.cloud.lab.clock.advance(32 * 60_000)
  expect(ids(after)).toEqual(expect.arrayContaining([653, 655]))
  await world.verb('network', { way: 'direct' }, 'PUT')
  await world.verb('services/ADSync/restart', {})
})

test('cloudPasswordPolicyForPasswordSyncedUsers: the flag goes at the next change of password', async () => {
  const policiesOf = async (index: number) => {
    const { json } = await world.cloud.asAdministrator(
      `/v1.0/users/person${index}@contoso.com?$select=passwordPolicies`,
    )
    return (json as { passwordPolicies: string | null }).passwordPolicies
  }
  expect(await policiesOf(3)).toBe('DisablePasswordExpiration')
  const answer = await world.verb('cmdlets/Set-ADSyncAADCompanyFeature', {
    parameters: { ForcePasswordChangeOnLogOn: true, Credential: administrator },
  })
  expect(answer.status).toBe(200)
  const path = `/v1.0/directory/onPremisesSynchronization/${world.cloud.lab.tenantId}`
  await world.cloud.asAdministrator(path, {
    method: 'PATCH',
    json: { features: { cloudPasswordPolicyForPasswordSyncedUsersEnabled: true } },
  })
  expect(await policiesOf(3)).toBe('DisablePasswordExpiration')
  await setPassword(3, 'Spring-Harbour-2026!')
  await world.connect.synchronizePasswords()
  expect(await policiesOf(3)).toBeNull()
})

test('userForcePasswordChangeOnLogon: a temporary password set on premises reaches the cloud, and is to be changed there', async () => {
  await world.connect.synchronize('Delta')
  await setPassword(4, 'Temporary-Crane-2026!')
  await write(world, `CN=Person 4,${staff}`, { pwdLastSet: '0' })
  const after = mark()
  await world.connect.synchronizePasswords()
  expect(rows(after).find(({ id }) => id === 657)?.message).toContain('PwdChangeOnLogon=True')
  expect(await world.cloud.signIn('person4@contoso.com', 'Temporary-Crane-2026!')).toBeUndefined()
  expect(await world.cloud.signIn('person4@contoso.com', passwordOf(4))).toBeUndefined()
  const { json } = await world.cloud.asAdministrator(
    '/v1.0/users/person4@contoso.com?$select=passwordProfile',
  )
  expect(json).toMatchObject({ passwordProfile: { forceChangePasswordNextSignIn: true } })
})
