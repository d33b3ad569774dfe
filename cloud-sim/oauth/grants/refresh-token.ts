/**
 * A refresh token for fresh tokens, on the same or another resource. The real service does not void a used one; here it buys
 * each set of permissions once, unless the tenant's switch `refreshTokenReuse` says otherwise.
 */

import { judgeSignIn } from '../access/judge-sign-in.ts'
import { findClient, isConfidential } from '../clients.ts'
import { answerUser, askedScopes } from '../grant-answer.ts'
import { logSilentSignIn } from '../log-app-sign-in.ts'
import { logSignIn, rememberedSecondFactor } from '../log-sign-in.ts'
import { refused } from '../refusal.ts'
import type { AskedScopes } from '../resources.ts'
import { type Grant, needed, proveClient } from './grant.ts'

export const refreshToken: Grant = async (host, call) => {
  const token = needed(call, 'refresh_token')
  if (!token.ok) return token
  const redeemed = await host.refreshTokens.redeem(token.value, (tenant, { cid }) =>
    findClient(tenant, call.clientId ?? cid),
  )
  if (!redeemed.ok) return redeemed
  const { tenant, contents, user } = redeemed.value
  if (call.path.tenant !== undefined && call.path.tenant !== tenant) return refused('InvalidGrant')
  const proven = await proveClient({ ...call, clientId: call.clientId ?? contents.cid }, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  // Microsoft's own clients share their refresh tokens (the family of client ids).
  if (client.appId !== contents.cid && client.firstParty === undefined) return refused('InvalidGrant')
  if (
    proof === '0' &&
    isConfidential(client) &&
    contents.spaUntil === undefined &&
    !client.application?.isFallbackPublicClient
  )
    return refused('InvalidClientMissingCredential')
  const asked = askedScopes(client, call, { scope: contents.scope, resource: undefined })
  if (!asked.ok) return asked
  const oidc = new Set([
    ...asked.value.oidc,
    'offline_access',
    ...(contents.scope.split(' ').includes('openid') ? ['openid', 'profile'] : []),
  ])
  const bought = permissionsIn(asked.value)
  const once = tenant.directory.tenant().refreshTokenReuse !== 'allowed'
  if (once && !host.spentRefreshTokens.spend(contents.jti, bought)) return refused('InvalidGrant')
  const answer = await answerUser(
    host,
    client,
    proof,
    call,
    { ...asked.value, oidc },
    {
      user,
      amr: contents.amr,
      authTime: contents.authTime,
      sessionId: contents.sid,
      spaUntil: contents.spaUntil,
    },
  )
  const about = {
    client,
    resource: asked.value.resource,
    ipAddress: call.ipAddress,
    userAgent: call.userAgent,
    correlationId: call.correlationId,
  }
  if (!answer.ok) host.spentRefreshTokens.giveBack(contents.jti, bought)
  if (answer.ok) {
    const facts = { ...about, tenant, user, amr: contents.amr, interactive: false }
    logSilentSignIn(client, about, user, 'refresh', () => rememberedSecondFactor(judgeSignIn(facts)))
  } else {
    const { entry, verdict } = answer.refusal
    logSignIn(tenant, about, user, user.userPrincipalName, entry.number, 'refresh', { verdict })
  }
  return answer
}

/** The same however the client orders and spells it. */
const permissionsIn = ({ resource, permissions, isDefault }: AskedScopes): string =>
  [resource.principal.appId, ...permissions.map((name) => name.toLowerCase()).sort(), isDefault].join(' ')
