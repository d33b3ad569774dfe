/** One attempt to sign in with a federation service's assertion: runs the flow and writes the sign-in log. */
import { aadstsOf } from '#core/codes/aadsts.ts'
import { type FederatedSignInContext, federatedSignIn } from '#core/entra/federated-sign-in.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { runFlow } from '#core/steps.ts'
import type { CloudTenant } from '../../tenants.ts'
import { admitWithoutPage } from '../attempt-sign-in.ts'
import { logSignIn, type SignInSurroundings } from '../log-sign-in.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthResult, refused, refusedAs } from '../refusal.ts'

export interface FederatedAttempt extends SignInSurroundings {
  /** The text that holds the assertion. */
  readonly text: string
  /** What was typed before the browser was sent on; empty where nobody typed. */
  readonly userPrincipalName: string
  readonly interactive: boolean
}

export async function attemptFederatedSignIn(
  host: OAuthHost,
  tenant: CloudTenant,
  attempt: FederatedAttempt,
): Promise<OAuthResult<CloudUser>> {
  const { directory, lab } = tenant
  // Loaded late: most labs never federate, and XML takes its time to load.
  const { readAssertion } = await import('./read-assertion.ts')
  const { claimedIssuer, verify } = readAssertion(attempt.text)
  const context: FederatedSignInContext = {
    tenant: directory.tenant(),
    at: lab.clock.now(),
    claimedIssuer,
    domain: undefined,
    assertion: undefined,
    user: undefined,
    verify,
    spend: (id) => host.spentAssertions.spend(id, tenant.tenantId),
    findUser: (immutableId) => directory.userByImmutableId(immutableId),
  }
  const { correlationId, userPrincipalName, interactive } = attempt
  const run = {
    journal: lab.journal,
    correlationId,
    flowId: lab.random.guid(),
    ...(userPrincipalName === '' ? {} : { target: userPrincipalName }),
  }
  const refusal = await runFlow(federatedSignIn, context, run)
  const { user } = context
  const name = user?.userPrincipalName ?? userPrincipalName
  const log = (errorCode: number) =>
    logSignIn(tenant, attempt, user, name, errorCode, interactive ? 'page' : 'ropc')
  if (refusal !== undefined) {
    log(aadstsOf(refusal.code)?.number ?? -1)
    return refusedAs(refusal.code, wordsOf(refusal.facts))
  }
  if (user === undefined) return refused('UserAccountNotInDirectory', { tenant: tenant.tenantId })
  return interactive ? granted(user) : admitWithoutPage(tenant, attempt, user)
}

const wordsOf = (facts: Readonly<Record<string, unknown>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]))
