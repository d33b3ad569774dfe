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
    const token = await tokenOf(cloud, account)
    const { wids } = tokenClaims.parse(decodeJwt(token))
    return wids.some((role) => administrators.has(role))
      ? ok(token)
      : fail(refusal('WizardAuthorizationFailure'))
  } catch (error) {
    if (error instanceof CloudUnreachable)
      return fail(refusal('WizardUserRealmDiscoveryFailed', error.message))
    if (!(error instanceof CloudRefusal)) throw error
    return fail(reasonFor(error))
  }
}

/** As a sign-in window does: whom the cloud does not know by a password is sent on to the domain's federation service. */
async function tokenOf(cloud: CloudConnection, account: CloudAccount): Promise<string> {
  try {
    return (await cloud.signIn(account)).token
  } catch (error) {
    if (!(error instanceof CloudRefusal) || !wrongCredentials.has(error.code)) throw error
    const service = await cloud.federationServiceOf(account.username)
    if (service === undefined) throw error
    return (await cloud.signInFederated(service, account)).token
  }
}

function reasonFor({ code, message }: CloudRefusal): ConnectRefusal {
  const reason = reasons[code]
  if (reason !== undefined) return refusal(reason)
  return wrongCredentials.has(code)
    ? refusal('WizardInvalidGrant')
    : refusal('WizardInvalidGrant', firstLine(message))
}

/** Codes with a reason of their own on the wizard’s page. */
const reasons: Readonly<Record<string, ConnectRefusalCode>> = {
  [aadsts('InvalidPasswordExpiredPassword').code]: 'WizardUserPasswordExpired',
}

const firstLine = (text: string): string => text.split('\n')[0]?.trim() ?? text
