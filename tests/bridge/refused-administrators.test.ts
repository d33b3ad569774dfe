/** Who may configure directory synchronisation: what the wizard and the verbs say to everybody else (writeback.md §7.4, scenario 24). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { roleId } from '#core/entra/roles.ts'
import { administrator } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 2 })
})
afterAll(() => world.close())

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState
const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => Number(data?.eventId))

/** Opens the wizard, signs in, closes it; answers why the page refused. */
async function refusalOf(username: string, password: string): Promise<string | undefined> {
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  const { refusal, page } = await act('sign-in', { username, password })
  await act('close')
  expect(page).toBe(refusal === undefined ? 'connect-directories' : 'connect-to-azure-ad')
  return refusal?.code
}

async function makeAdministrator(userPrincipalName: string, role: Parameters<typeof roleId>[0]) {
  const { asAdministrator } = world.cloud
  const { json } = await asAdministrator(`/v1.0/users/${userPrincipalName}`)
  const assigned = await asAdministrator('/v1.0/roleManagement/directory/roleAssignments', {
    json: {
      principalId: (json as { id: string }).id,
      roleDefinitionId: roleId(role),
      directoryScopeId: '/',
    },
  })
  expect(assigned.status).toBe(201)
}

async function addCloudUser(name: string, mustChange: boolean) {
  const password = 'Orchid-Tunnel-19!'
  const userPrincipalName = `${name}@contoso.onmicrosoft.com`
  const made = await world.cloud.asAdministrator('/v1.0/users', {
    json: {
      accountEnabled: true,
      displayName: name,
      mailNickname: name,
      userPrincipalName,
      passwordProfile: { password, forceChangePasswordNextSignIn: mustChange },
    },
  })
  expect(made.status).toBe(201)
  return { userPrincipalName, password }
}

test('another role is not enough; Hybrid Identity Administrator is', async () => {
  const { userPrincipalName, password } = await addCloudUser('kara', false)
  await makeAdministrator(userPrincipalName, 'User Administrator')
  expect(await refusalOf(userPrincipalName, password)).toBe('WizardAuthorizationFailure')
  await makeAdministrator(userPrincipalName, 'Hybrid Identity Administrator')
  expect(await refusalOf(userPrincipalName, password)).toBeUndefined()
})

test('a password that has to be changed first, a name without a domain, and a wrong password', async () => {
  const { userPrincipalName, password } = await addCloudUser('liam', true)
  await makeAdministrator(userPrincipalName, 'Global Administrator')
  expect(await refusalOf(userPrincipalName, password)).toBe('WizardUserPasswordExpired')
  expect(await refusalOf('liam', password)).toBe('WizardUnknownUserType')
  expect(await refusalOf(userPrincipalName, 'wrong')).toBe('WizardInvalidGrant')
})

test('without the federation service a federated administrator gets nowhere: not into the wizard, and 32009 from the cmdlet', async () => {
  const upn = 'person0@contoso.com'
  await makeAdministrator(upn, 'Global Administrator')
  expect(await refusalOf(upn, passwordOf(0))).toBeUndefined()
  const chosen = await world.verb('user-sign-in', { method: 'federation', ...administrator }, 'PUT')
  expect(chosen.status).toBe(200)
  // Nothing answers at the service's address here; tests/bridge/federated-administrator.test.ts has one.
  expect(await refusalOf(upn, passwordOf(0))).toBe('WizardUserRealmDiscoveryFailed')
  const after = mark()
  const { status, json } = await world.verb('cmdlets/Set-ADSyncAADPasswordResetConfiguration', {
    parameters: {
      Connector: 'contoso.onmicrosoft.com - AAD',
      Enable: true,
      Credential: { username: upn, password: passwordOf(0) },
    },
  })
  expect([status, json]).toMatchObject([409, { error: { code: 'WizardFederatedAdministrator' } }])
  expect(rows(after)).toEqual([32009])
  expect((await world.verb('state')).json).toMatchObject({ writebackOnboarded: false, listener: 'off' })
  expect(await refusalOf(administrator.username, administrator.password)).toBeUndefined()
})

test('while the sign-in service is out of reach the wizard says so, and nobody gets in', async () => {
  await world.verb('network', { way: 'proxy', allow: ['azure.com'] }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  expect(await refusalOf(administrator.username, administrator.password)).toBe(
    'WizardUserRealmDiscoveryFailed',
  )
  await world.verb('network', { way: 'direct' }, 'PUT')
  await world.verb('services/ADSync/restart', {})
  expect(await refusalOf(administrator.username, administrator.password)).toBeUndefined()
})
