/** One attempt to sign in with a password: runs the flow, and writes the sign-in log whatever comes of it. */
import { aadstsOf } from '#core/codes/aadsts.ts'
import type { SignInEntry } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { type OnPremisesVerdict, passwordSignIn } from '#core/entra/sign-in.ts'
import { runFlow } from '#core/steps.ts'
import type { CloudTenant } from '../tenants.ts'
import type { Client } from './clients.ts'
import { granted, type OAuthResult, refused, refusedAs } from './refusal.ts'
import type { Resource } from './resources.ts'

export interface SignInSurroundings {
  readonly client: Client
  readonly resource: Resource
  readonly ipAddress: string
  readonly userAgent: string
  readonly correlationId: string
}

/** Asks Active Directory through the agent's outbound channel. */
export type CheckOnPremises = (
  tenant: CloudTenant,
  user: CloudUser,
  password: string,
  correlationId: string,
) => Promise<OnPremisesVerdict>

export interface SignInAttempt extends SignInSurroundings {
  readonly userPrincipalName: string
  readonly password: string
  /** A page can ask for a new password; a script cannot. */
  readonly interactive: boolean
  readonly checkOnPremises: CheckOnPremises
}

export async function attemptSignIn(
  tenant: CloudTenant,
  attempt: SignInAttempt,
): Promise<OAuthResult<CloudUser>> {
  const { directory, lab } = tenant
  const { userPrincipalName, password, correlationId } = attempt
  const user = userPrincipalName.includes('@') ? directory.findUser(userPrincipalName) : undefined
  const run = {
    journal: lab.journal,
    correlationId,
    flowId: lab.random.guid(),
    target: user?.userPrincipalName ?? userPrincipalName,
  }
  const context = {
    userPrincipalName,
    tenant: directory.tenant(),
    user,
    isLockedOut: ({ id }: CloudUser) => directory.isLockedOut(id),
    checkInCloud: (found: CloudUser) => directory.checkPassword(found, password),
    checkOnPremises: async (found: CloudUser) => {
      const verdict = await attempt.checkOnPremises(tenant, found, password, correlationId)
      if (verdict === 'wrong') await directory.countWrongPassword(found.id)
      return verdict
    },
    mayChangePassword: attempt.interactive,
  }
  const refusal = await runFlow(passwordSignIn, context, run)
  if (refusal !== undefined) {
    logSignIn(
      tenant,
      attempt,
      user,
      userPrincipalName,
      numberOf(refusal.code),
      attempt.interactive ? 'page' : 'ropc',
    )
    return refusedAs(refusal.code, { tenant: tenant.tenantId, user: userPrincipalName })
  }
  // The record may have changed while the password was checked.
  const now = user === undefined ? undefined : directory.findUser(user.id)
  if (now === undefined) return refused('UserAccountNotFound', { tenant: tenant.tenantId })
  if (!attempt.interactive) logSignIn(tenant, attempt, now, userPrincipalName, 0, 'ropc')
  return granted(now)
}

const numberOf = (code: string): number => aadstsOf(code)?.number ?? -1

export type SignInWay = 'page' | 'ropc' | 'deviceCode' | 'session' | 'refresh'

const kinds: Readonly<Record<SignInWay, Pick<SignInEntry, 'kind' | 'clientAppUsed' | 'protocol'>>> = {
  page: { kind: 'interactiveUser', clientAppUsed: 'Browser', protocol: 'oAuth2' },
  ropc: { kind: 'interactiveUser', clientAppUsed: 'Mobile Apps and Desktop clients', protocol: 'ropc' },
  deviceCode: {
    kind: 'interactiveUser',
    clientAppUsed: 'Mobile Apps and Desktop clients',
    protocol: 'deviceCode',
  },
  session: { kind: 'nonInteractiveUser', clientAppUsed: 'Browser', protocol: 'oAuth2' },
  refresh: {
    kind: 'nonInteractiveUser',
    clientAppUsed: 'Mobile Apps and Desktop clients',
    protocol: 'oAuth2',
  },
}

export function logSignIn(
  tenant: CloudTenant,
  about: SignInSurroundings,
  user: CloudUser | undefined,
  userPrincipalName: string,
  errorCode: number,
  way: SignInWay,
): void {
  const entry = errorCode === 0 ? undefined : aadstsOf(errorCode)
  tenant.directory.recordSignIn({
    user:
      user === undefined
        ? null
        : { id: user.id, userPrincipalName: user.userPrincipalName, displayName: user.displayName },
    userPrincipalName,
    app: { appId: about.client.appId, displayName: about.client.displayName },
    resource: { appId: about.resource.principal.appId, displayName: about.resource.principal.displayName },
    errorCode,
    failureReason: errorCode === 0 ? 'Other.' : (entry?.failureReason ?? entry?.because ?? 'Other.'),
    ...kinds[way],
    ipAddress: about.ipAddress,
    userAgent: about.userAgent,
    correlationId: about.correlationId,
  })
}
