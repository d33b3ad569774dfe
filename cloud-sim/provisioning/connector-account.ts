/** The account that the Connect server signs in with: `Sync_<server>_<12 hex>` with the role made for it. */
import { randomBytes } from 'node:crypto'
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { roleId } from '#core/entra/roles.ts'
import { newUser } from '../directory/new-records.ts'
import { createVerifier } from '../directory/password-verifier.ts'
import { userTarget } from '../directory/passwords.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export interface ConnectorAccount {
  readonly userPrincipalName: string
  readonly password: string
}

const role = roleId('Directory Synchronization Accounts')

/** Few hold this role: one per Connect server. */
function accountOf(directory: TenantDirectory, serverName: string): CloudUser | undefined {
  const prefix = `sync_${serverName}_`.toLowerCase()
  for (const id of directory.links.to('role', role)) {
    const user = directory.findUser(id)
    if (user?.userPrincipalName.toLowerCase().startsWith(prefix)) return user
  }
  return undefined
}

function freshAccount(directory: TenantDirectory, serverName: string): CloudUser {
  const { lab } = directory
  const suffix = Buffer.from(lab.random.bytes(6)).toString('hex')
  const domain = directory.tenant().domains.find((each) => each.isInitial)?.name ?? ''
  const mailNickname = `Sync_${serverName}_${suffix}`
  return newUser({
    id: lab.random.guid(),
    userPrincipalName: `${mailNickname}@${domain}`,
    displayName: 'On-Premises Directory Synchronization Service Account',
    mailNickname,
    createdDateTime: lab.clock.now(),
    passwordPolicies: 'DisablePasswordExpiration',
  })
}

/** Makes the account, or gives the one of this server a new password; turns directory synchronisation on. */
export async function renewConnectorAccount(
  directory: TenantDirectory,
  serverName: string,
  by: Actor,
  correlationId: string,
): Promise<ConnectorAccount> {
  const password = randomBytes(24).toString('base64url')
  const verifier = await createVerifier(password)
  const there = accountOf(directory, serverName)
  const account = there ?? freshAccount(directory, serverName)
  const now = directory.lab.clock.now()
  await directory.transaction(() => {
    directory.putUser({ ...account, password: verifier, lastPasswordChangeDateTime: now })
    if (there === undefined) {
      directory.links.add('role', role, account.id)
      directory.recordChange('addUser', by, userTarget(account), correlationId)
      directory.recordChange('addMemberToRole', by, userTarget(account), correlationId)
    } else directory.recordChange('resetUserPassword', by, userTarget(account), correlationId)
    turnOn(directory, by, correlationId)
  })
  return { userPrincipalName: account.userPrincipalName, password }
}

function turnOn(directory: TenantDirectory, by: Actor, correlationId: string): void {
  const tenant = directory.tenant()
  if (tenant.onPremisesSyncEnabled === true) return
  directory.putTenant({ ...tenant, onPremisesSyncEnabled: true })
  const target = { id: directory.tenantId, displayName: tenant.displayName, type: 'Directory' } as const
  directory.recordChange('setDirSyncEnabled', by, target, correlationId)
}
