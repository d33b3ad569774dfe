/** An application gets a token for itself; the sign-in log has it, refused or not. */
import type { CloudTenant } from '../../tenants.ts'
import { findClient } from '../clients.ts'
import { appRolesOf } from '../consent.ts'
import { requestOf, type TokenAnswer, v1Numbers } from '../grant-answer.ts'
import { logAppSignIn } from '../log-app-sign-in.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthRefusal, type OAuthResult, refused } from '../refusal.ts'
import { findResource } from '../resources.ts'
import type { TokenCall } from '../token-request.ts'
import { type Grant, proveClient } from './grant.ts'

export const clientCredentials: Grant = async (host, call) => {
  const { tenant } = call.path
  // /common names no tenant whose application this could be.
  if (tenant === undefined) return refused('GrantNotSupportedOverCommon')
  const answer = await grantToApp(host, call, tenant)
  if (!answer.ok) logRefusedApp(call, tenant, answer.refusal.entry)
  return answer
}

async function grantToApp(
  host: OAuthHost,
  call: TokenCall,
  tenant: CloudTenant,
): Promise<OAuthResult<TokenAnswer>> {
  const proven = await proveClient(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (proof === '0') return refused('InvalidClientMissingCredential')
  const scope = call.form.get('scope')
  if (call.version === 2 && scope === null) return refused('MissingParameter', { name: 'scope' })
  if (call.version === 2 && call.form.has('resource')) return refused('ResourceNotSupportedOnV2')
  if (call.version === 2 && !/\/\.default$/.test(scope ?? ''))
    return refused('ClientCredentialsScopeNotDefault', { scope: scope ?? '' })
  const resource = findResource(tenant, resourceName(call), call.own)
  if (!resource.ok) return resource
  const access = await host.issuer.forApp(
    requestOf(client, proof, resource.value, call),
    appRolesOf(client, resource.value),
  )
  logAppSignIn(client, resource.value, call)
  if (call.version === 1) return granted({ ...v1Numbers(access, resource.value), access_token: access.token })
  return granted({
    token_type: 'Bearer',
    expires_in: access.expiresIn,
    ext_expires_in: access.expiresIn,
    access_token: access.token,
  })
}

const resourceName = ({ version, form }: TokenCall): string =>
  version === 1 ? (form.get('resource') ?? '') : (form.get('scope') ?? '').replace(/\/\.default$/, '')

/** A resource that nobody knows counts as Graph in the log; an application that nobody knows has no row. */
function logRefusedApp(call: TokenCall, tenant: CloudTenant, entry: OAuthRefusal['entry']): void {
  const client = findClient(tenant, call.clientId ?? '')
  const named = findResource(tenant, resourceName(call), call.own)
  const resource = named.ok ? named : findResource(tenant, '', call.own)
  if (client.ok && resource.ok) logAppSignIn(client.value, resource.value, call, entry)
}
