/** POST /login.srf {wa, wresult, wctx}: what a federation service's page posts back after it has asked for the password. */
import { askWho, continueSignIn } from '../continue-sign-in.ts'
import type { Step } from '../page-step.ts'
import { pageTextOf } from '../password-step.ts'
import { segmentOf, surroundingsOf } from '../sign-in-about.ts'
import { openSession } from '../signed-in-session.ts'
import { attemptFederatedSignIn } from './attempt-federated-sign-in.ts'

export const believeAssertion: Step = async (host, request, response, state, form) => {
  const userPrincipalName = state.userName ?? ''
  const tenant = host.tenants.ofUpn(userPrincipalName, host.tenants.find(segmentOf(state)))
  if (tenant === undefined) return continueSignIn(host, request, response, state)
  const about = surroundingsOf(host, request, state, tenant)
  const answer = about.ok
    ? await attemptFederatedSignIn(host, tenant, {
        ...about.value,
        text: form.get('wresult') ?? '',
        userPrincipalName,
        interactive: true,
      })
    : about
  if (!answer.ok)
    return askWho(host, request, response, { ...state, userName: undefined }, pageTextOf(answer.refusal))
  const { userPrincipalName: userName } = answer.value
  return openSession(host, request, response, { ...state, userName }, { tenant, user: answer.value })
}
