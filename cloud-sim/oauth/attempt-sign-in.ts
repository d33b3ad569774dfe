/** One attempt to sign in with a password: runs the flow, and writes the sign-in log whatever comes of it. */
import { aadstsOf } from '#core/codes/aadsts.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { type OnPremisesVerdict, passwordSignIn, type SignInContext } from '#core/entra/sign-in.ts'
import { runFlow } from '#core/steps.ts'
import { checkAgainstNobody } from '../directory/password-verifier.ts'
import type { CloudTenant } from '../tenants.ts'
import { requireAccess } from './access/require-access.ts'
import { logSignIn, type SignInSurroundings } from './log-sign-in.ts'
import { granted, type OAuthResult, refused, refusedAs } from './refusal.ts'

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
  const { userPrincipalName, correlationId, interactive } = attempt
  const user = userPrincipalName.includes('@') ? directory.findUser(userPrincipalName) : undefined
  if (user === undefined) await checkAgainstNobody(attempt.password)
  const run = {
    journal: lab.journal,
    correlationId,
    flowId: lab.random.guid(),
    target: user?.userPrincipalName ?? userPrincipalName,
  }
  const refusal = await runFlow(passwordSignIn, contextOf(tenant, attempt, user), run)
  const log = (errorCode: number) =>
    logSignIn(tenant, attempt, user, userPrincipalName, errorCode, interactive ? 'page' : 'ropc')
  if (refusal !== undefined) {
    log(aadstsOf(refusal.code)?.number ?? -1)
    return refusedAs(refusal.code, { tenant: tenant.tenantId, user: userPrincipalName })
  }
  // The record may have changed while the password was checked.
  const now = user === undefined ? undefined : directory.findUser(user.id)
  if (now === undefined) return refused('UserAccountNotFound', { tenant: tenant.tenantId })
  return interactive ? granted(now) : admitWithoutPage(tenant, attempt, now)
}

/** The password, or the assertion, was right; a page would now ask for what else the tenant wants. The log has the outcome. */
export async function admitWithoutPage(
  tenant: CloudTenant,
  about: SignInSurroundings,
  user: CloudUser,
): Promise<OAuthResult<CloudUser>> {
  const facts = { ...about, tenant, user, amr: ['pwd'], interactive: false }
  const { verdict, outcome } = await requireAccess(facts, about.correlationId)
  const errorCode = outcome.ok ? 0 : outcome.refusal.entry.number
  logSignIn(tenant, about, user, user.userPrincipalName, errorCode, 'ropc', { verdict })
  return outcome.ok ? granted(user) : outcome
}

function contextOf(
  tenant: CloudTenant,
  { userPrincipalName, password, correlationId, interactive, checkOnPremises }: SignInAttempt,
  user: CloudUser | undefined,
): SignInContext {
  const { directory } = tenant
  return {
    userPrincipalName,
    tenant: directory.tenant(),
    user,
    isLockedOut: ({ id }) => directory.isLockedOut(id),
    checkInCloud: (found) => directory.checkPassword(found, password),
    checkOnPremises: async (found) => {
      const verdict = await checkOnPremises(tenant, found, password, correlationId)
      if (verdict === 'wrong') await directory.countWrongPassword(found.id)
      if (verdict === 'right') await directory.clearLockout(found.id)
      return verdict
    },
    mayChangePassword: interactive,
  }
}
