/** Resource owner password credentials: scripts, and tests without a browser. */
import { randomUUID } from 'node:crypto'
import type { CloudTenant } from '#cloud-sim/tenants.ts'
import { attemptSignIn } from '../attempt-sign-in.ts'
import { allowsPublicFlows } from '../clients.ts'
import { answerUser, askedScopes } from '../grant-answer.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthResult, refused } from '../refusal.ts'
import type { TokenCall } from '../token-request.ts'
import { type Grant, needed, proveConfidential } from './grant.ts'

export const passwordGrant: Grant = async (host, call) => {
  const [username, password] = [needed(call, 'username'), needed(call, 'password')]
  if (!username.ok) return username
  if (!password.ok) return password
  const tenant = tenantFor(host, call, username.value)
  if (!tenant.ok) return tenant
  const proven = await proveConfidential(call, tenant.value)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (proof === '0' && !allowsPublicFlows(client)) return refused('InvalidClientMissingCredential')
  const asked = askedScopes(client, call)
  if (!asked.ok) return asked
  const signedIn = await attemptSignIn(tenant.value, {
    client,
    resource: asked.value.resource,
    ipAddress: call.ipAddress,
    userAgent: call.userAgent,
    correlationId: call.correlationId,
    userPrincipalName: username.value.trim(),
    password: password.value,
    interactive: false,
    checkOnPremises: host.checkOnPremises,
  })
  if (!signedIn.ok) return signedIn
  return answerUser(host, client, proof, call, asked.value, {
    user: signedIn.value,
    amr: ['pwd'],
    authTime: tenant.value.lab.clock.now(),
    sessionId: randomUUID(),
  })
}

/** /organizations takes passwords, /common and /consumers do not. */
function tenantFor(host: OAuthHost, { path }: TokenCall, username: string): OAuthResult<CloudTenant> {
  if (path.tenant !== undefined) return granted(path.tenant)
  if (path.alias !== 'organizations') return refused('GrantNotSupportedOverCommon')
  const tenant = host.tenants.ofUpn(username)
  return tenant === undefined ? refused('UserAccountNotFound', { tenant: path.alias }) : granted(tenant)
}
