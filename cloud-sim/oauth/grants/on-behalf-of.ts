/** A middle tier exchanges the token that a user sent it for one of its own, for the next API. */
import { randomUUID } from 'node:crypto'
import type { CloudUser } from '#core/entra/model.ts'
import { amrOf, type TokenClaims } from '../../access-tokens.ts'
import type { Client } from '../clients.ts'
import { answerUser, askedScopes } from '../grant-answer.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthResult, refused } from '../refusal.ts'
import { type Grant, needed, proveClient } from './grant.ts'

export const onBehalfOf: Grant = async (host, call) => {
  const assertion = needed(call, 'assertion')
  if (!assertion.ok) return assertion
  if (call.form.get('requested_token_use') !== 'on_behalf_of')
    return refused('MissingParameter', { name: 'requested_token_use' })
  const { tenant } = call.path
  if (tenant === undefined) return refused('GrantNotSupportedOverCommon')
  const proven = await proveClient(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (proof === '0') return refused('InvalidClientMissingCredential')
  const user = await userOfAssertion(host, client, assertion.value)
  if (!user.ok) return user
  const asked = askedScopes(client, call)
  if (!asked.ok) return asked
  return answerUser(host, client, proof, call, asked.value, {
    user: user.value.user,
    amr: amrOf(user.value.claims),
    onBehalfOf: true,
    authTime: tenant.lab.clock.now(),
    sessionId: randomUUID(),
  })
}

async function userOfAssertion(
  host: OAuthHost,
  client: Client,
  assertion: string,
): Promise<OAuthResult<{ readonly user: CloudUser; readonly claims: TokenClaims }>> {
  const read = await host.tokens.read(assertion)
  if (!read.ok)
    return read.failure === 'expired'
      ? refused('AssertionExpired')
      : refused('InvalidAssertion', { reason: `It was not accepted: ${read.failure}.` })
  const { bearer } = read
  if (bearer.user === undefined || bearer.tenant !== client.tenant)
    return refused('InvalidAssertion', { reason: 'It is not a user’s token of this tenant.' })
  const named = [client.appId, ...(client.application?.identifierUris ?? []), `api://${client.appId}`]
  if (!named.includes(bearer.audience.replace(/\/+$/, '')))
    return refused('InvalidAssertion', { reason: 'Its audience is not the application that presents it.' })
  return granted({ user: bearer.user, claims: bearer.claims })
}
