/** Signs an administrator in to the tenant and sees that they may configure directory synchronisation (writeback.md §7.3, §7.4). */
import { decodeJwt } from 'jose'
import { z } from 'zod'
import { aadsts } from '#core/codes/aadsts.ts'
import type { ConnectRefusalCode } from '#core/codes/connect-refusals.ts'
import { roleId } from '#core/entra/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import {
  type CloudAccount,
  type CloudConnection,
  CloudRefusal,
  CloudUnreachable,
} from '../connectors/cloud-connection.ts'

const tokenClaims = z.object({ wids: z.array(z.string()).default([]) })
const administrators: ReadonlySet<string> = new Set([
  roleId('Global Administrator'),
  roleId('Hybrid Identity Administrator'),
])

/** Refusals whose own text would tell a stranger too much: the wizard says just that the sign-in failed. */
const wrongCredentials: ReadonlySet<string> = new Set(
  (
    ['InvalidUserNameOrPassword', 'UserAccountNotFound', 'IdsLocked', 'InvalidPasswordNullPassword'] as const
  ).map((name) => aadsts(name).code),
)

export async function signInAdministrator(
  cloud: CloudConnection,
  account: CloudAccount,
): Promise<Result<string, ConnectRefusal>> {
  if (!account.username.includes('@')) return fail(refusal('WizardUnknownUserType'))
  try {
    const { token } = await cloud.signIn(account)
    const { wids } = tokenClaims.parse(decodeJwt(token))
    return wids.some((role) => administrators.has(role))
      ? ok(token)
      : fail(refusal('WizardAuthorizationFailure'))
  } catch (error) {
    if (error instanceof CloudUnreachable)
      return fail(refusal('WizardUserRealmDiscoveryFailed', error.message))
    if (!(error instanceof CloudRefusal)) throw error
    return fail(await reasonFor(cloud, account, error))
  }
}

/** The cloud takes no password of a federated user, and says no more than that it is wrong. */
async function reasonFor(
  cloud: CloudConnection,
  { username }: CloudAccount,
  { code, message }: CloudRefusal,
): Promise<ConnectRefusal> {
  const reason = reasons[code]
  if (reason !== undefined) return refusal(reason)
  if (await isFederated(cloud, username)) return refusal('WizardFederatedAdministrator')
  return wrongCredentials.has(code)
    ? refusal('WizardInvalidGrant')
    : refusal('WizardInvalidGrant', firstLine(message))
}

/** False when nobody can tell. */
export async function isFederated(cloud: CloudConnection, username: string): Promise<boolean> {
  try {
    return await cloud.isFederated(username)
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable) return false
    throw error
  }
}

/** Codes with a reason of their own on the wizard’s page. */
const reasons: Readonly<Record<string, ConnectRefusalCode>> = {
  [aadsts('InvalidPasswordExpiredPassword').code]: 'WizardUserPasswordExpired',
}

const firstLine = (text: string): string => text.split('\n')[0]?.trim() ?? text
