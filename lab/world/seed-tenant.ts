/** Puts a world's people, subscriptions and settings into the tenant, through Graph and the portal API. */
import { enablementTypes } from '#core/contracts/sspr.ts'
import type { World } from '#core/contracts/world.ts'
import { type Doors, expectSuccess } from '../scenarios/doors.ts'

type Tenant = World['tenant']

export const firstAdministratorOf = ({ users }: Tenant) => {
  const first = users.find((user) => user.roles.includes('Global Administrator'))
  if (!first) throw new Error('a world needs a user with the role Global Administrator')
  return first
}

export async function seedTenant(doors: Doors, tenant: Tenant): Promise<void> {
  const admin = firstAdministratorOf(tenant).userPrincipalName
  const call = async (where: string, method: string, path: string, json: unknown) =>
    expectSuccess(where, await doors.as(admin, path, { method, json })).json
  for (const { skuPartNumber, units } of tenant.subscriptions)
    await call(`Subscription ${skuPartNumber}`, 'POST', '/api/Subscriptions', { skuPartNumber, units })
  const roles = await roleDefinitions(doors, admin)
  for (const user of tenant.users) {
    const id = user.userPrincipalName === admin ? undefined : await addUser(call, user)
    if (id !== undefined) for (const role of user.roles) await assignRole(call, id, role, roles)
  }
  await seedPolicy(call, tenant)
  if (Object.keys(tenant.switches).length > 0)
    await call('Switches', 'PATCH', '/api/LabSwitches', tenant.switches)
}

type Call = (where: string, method: string, path: string, json: unknown) => Promise<unknown>

async function addUser(call: Call, user: Tenant['users'][number]): Promise<string> {
  const made = await call(`User ${user.userPrincipalName}`, 'POST', '/v1.0/users', {
    accountEnabled: true,
    displayName: user.displayName,
    mailNickname: user.userPrincipalName.split('@')[0],
    userPrincipalName: user.userPrincipalName,
    ...(user.usageLocation === undefined ? {} : { usageLocation: user.usageLocation }),
    passwordProfile: { password: user.password, forceChangePasswordNextSignIn: false },
  })
  return (made as { id: string }).id
}

async function roleDefinitions(doors: Doors, admin: string): Promise<Map<string, string>> {
  const { value } = expectSuccess(
    'Roles',
    await doors.as(admin, '/v1.0/roleManagement/directory/roleDefinitions'),
  ).json as {
    value: { id: string; displayName: string }[]
  }
  return new Map(value.map((role) => [role.displayName, role.id]))
}

async function assignRole(
  call: Call,
  principalId: string,
  role: string,
  roles: ReadonlyMap<string, string>,
): Promise<void> {
  const roleDefinitionId = roles.get(role)
  if (roleDefinitionId === undefined)
    throw new Error(`no role ${role}; there are ${[...roles.keys()].join(', ')}`)
  await call(`Role ${role}`, 'POST', '/v1.0/roleManagement/directory/roleAssignments', {
    principalId,
    roleDefinitionId,
    directoryScopeId: '/',
  })
}

async function seedPolicy(call: Call, { passwordReset }: Tenant): Promise<void> {
  const types = { None: enablementTypes.none, Selected: enablementTypes.selected, All: enablementTypes.all }
  await call('Password reset', 'PUT', '/api/PasswordReset/PasswordResetPolicies', {
    enablementType: types[passwordReset.enabled],
    numberOfAuthenticationMethodsRequired: passwordReset.methodsRequired,
  })
  const blade = '/api/PasswordReset/OnPremisesPasswordResetPolicies'
  if (passwordReset.writeBack) await call('Writeback', 'PUT', blade, { passwordWritebackEnabled: true })
  if (passwordReset.unlockWithoutReset) await call('Unlock', 'PUT', blade, { accountUnlockEnabled: true })
}
