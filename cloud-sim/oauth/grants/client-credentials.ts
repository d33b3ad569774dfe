/** An application gets a token for itself. */

import { appRolesOf } from '../consent.ts'
import { requestOf, v1Numbers } from '../grant-answer.ts'
import { logAppSignIn } from '../log-app-sign-in.ts'
import { granted, refused } from '../refusal.ts'
import { findResource } from '../resources.ts'
import { type Grant, proveClient } from './grant.ts'

export const clientCredentials: Grant = async (host, call) => {
  const { tenant } = call.path
  // /common names no tenant whose application this could be.
  if (tenant === undefined) return refused('GrantNotSupportedOverCommon')
  const proven = await proveClient(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (proof === '0') return refused('InvalidClientMissingCredential')
  const scope = call.form.get('scope')
  if (call.version === 2 && scope === null) return refused('MissingParameter', { name: 'scope' })
  if (call.version === 2 && call.form.has('resource')) return refused('ResourceNotSupportedOnV2')
  if (call.version === 2 && !/\/\.default$/.test(scope ?? ''))
    return refused('ClientCredentialsScopeNotDefault', { scope: scope ?? '' })
  const named =
    call.version === 1 ? (call.form.get('resource') ?? '') : (scope ?? '').slice(0, -'/.default'.length)
  const resource = findResource(tenant, named, call.own)
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
