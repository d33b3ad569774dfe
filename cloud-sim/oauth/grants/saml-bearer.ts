/**
 * A federation service's assertion for tokens: what clients do with a federated user's name and password, after they have
 * been at the service's WS-Trust endpoint (urn:ietf:params:oauth:grant-type:saml1_1-bearer).
 */
import { randomUUID } from 'node:crypto'
import { allowsPublicFlows } from '../clients.ts'
import { attemptFederatedSignIn } from '../federation/attempt-federated-sign-in.ts'
import { answerUser, askedScopes } from '../grant-answer.ts'
import { refused } from '../refusal.ts'
import { type Grant, needed, proveConfidential } from './grant.ts'

export const samlBearer: Grant = async (host, call) => {
  const assertion = needed(call, 'assertion')
  if (!assertion.ok) return assertion
  const text = Buffer.from(assertion.value, 'base64url').toString('utf8')
  const tenant = call.path.tenant ?? (await tenantOfIssuer(host, text))
  if (tenant === undefined) return refused('GrantNotSupportedOverCommon')
  const proven = await proveConfidential(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (proof === '0' && !allowsPublicFlows(client)) return refused('InvalidClientMissingCredential')
  const asked = askedScopes(client, call)
  if (!asked.ok) return asked
  const signedIn = await attemptFederatedSignIn(host, tenant, {
    client,
    resource: asked.value.resource,
    ipAddress: call.ipAddress,
    userAgent: call.userAgent,
    correlationId: call.correlationId,
    text,
    userPrincipalName: '',
    interactive: false,
  })
  if (!signedIn.ok) return signedIn
  return answerUser(host, client, proof, call, asked.value, {
    user: signedIn.value,
    amr: ['pwd'],
    authTime: tenant.lab.clock.now(),
    sessionId: randomUUID(),
  })
}

/** At /organizations the assertion's issuer says whose tenant is meant; whether it may say so, the flow decides. */
async function tenantOfIssuer(host: Parameters<Grant>[0], text: string) {
  const { readAssertion } = await import('../federation/read-assertion.ts')
  const { claimedIssuer } = readAssertion(text)
  if (claimedIssuer === undefined) return undefined
  return [...host.tenants.all()].find(({ directory }) =>
    directory.tenant().domains.some(({ federation }) => federation?.issuerUri === claimedIssuer),
  )
}
