/** Redeems an authorization code: once, by the client and redirect URI it was issued to, with the verifier of its challenge. */
import { createHash } from 'node:crypto'
import type { CloudTenant } from '#cloud-sim/tenants.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { isConfidential } from '../clients.ts'
import { answerUser, askedScopes } from '../grant-answer.ts'
import type { CodeGrant, OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthResult, refused } from '../refusal.ts'
import type { TokenCall } from '../token-request.ts'
import { type Grant, needed, proveClient } from './grant.ts'

export const authorizationCode: Grant = async (host, call) => {
  const code = needed(call, 'code')
  if (!code.ok) return code
  const issued = host.codes.peek(code.value)
  const tenant = issued === undefined ? call.path.tenant : host.tenants.byId(issued.tenantId)
  if (tenant === undefined) return refused('InvalidGrant')
  if (call.path.tenant !== undefined && call.path.tenant !== tenant)
    return refused('InvalidGrantRedeemAgainstWrongTenant')
  const proven = await proveClient(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  // Nothing of the code is used up before the caller has proven to be its owner; then it is gone, whatever comes.
  if (issued === undefined || issued.appId !== client.appId) return refused('InvalidGrant')
  if (proof === '0' && issued.redirectKind === 'web' && isConfidential(client))
    return refused('InvalidClientMissingCredential')
  const taken = takeCode(host, code.value, tenant)
  if (!taken.ok) return taken
  const fits = checkCode(taken.value, call, tenant)
  if (!fits.ok) return fits
  const asked = askedScopes(client, call, { scope: issued.scope, resource: issued.resource })
  if (!asked.ok) return asked
  // The ID and refresh tokens were agreed on at the authorize endpoint.
  const oidc = new Set([
    ...asked.value.oidc,
    ...issued.scope.split(' ').filter((scope) => /^(openid|profile|email|offline_access)$/.test(scope)),
  ])
  return answerUser(
    host,
    client,
    proof,
    call,
    { ...asked.value, oidc },
    {
      user: fits.value,
      amr: issued.amr,
      authTime: issued.authTime,
      sessionId: issued.sessionId,
      nonce: issued.nonce,
      isSpa: issued.redirectKind === 'spa',
    },
  )
}

function takeCode(host: OAuthHost, code: string, { lab }: CloudTenant): OAuthResult<CodeGrant> {
  const taken = host.codes.take(code, lab.clock.now())
  if (taken.state === 'good') return granted(taken.grant)
  return taken.state === 'used'
    ? refused('OAuth2AuthorizationCodeAlreadyRedeemed')
    : refused(taken.state === 'expired' ? 'ExpiredOrRevokedGrant' : 'InvalidGrant')
}

function checkCode(code: CodeGrant, call: TokenCall, tenant: CloudTenant): OAuthResult<CloudUser> {
  const redirectUri = call.form.get('redirect_uri')
  if (redirectUri !== null && redirectUri !== code.redirectUri)
    return refused('InvalidReplyTo', { redirectUri, app: code.appId })
  const pkce = checkVerifier(code, call.form.get('code_verifier'))
  if (!pkce.ok) return pkce
  if (code.redirectKind === 'spa' && call.origin === undefined) return refused('SpaOnlyCrossOrigin')
  if (code.redirectKind !== 'spa' && call.origin !== undefined && call.origin !== 'null')
    return refused('CrossOriginNotAllowed', { origin: call.origin })
  const user = tenant.directory.findUser(code.userId)
  if (user === undefined) return refused('UserAccountNotInDirectory', { tenant: tenant.tenantId })
  if (!user.accountEnabled) return refused('UserDisabled')
  if (user.signInSessionsValidFromDateTime > code.validFrom) return refused('ExpiredOrRevokedGrant')
  return granted(user)
}

function checkVerifier(
  { challenge, challengeMethod }: CodeGrant,
  verifier: string | null,
): OAuthResult<true> {
  if (challenge === undefined) return verifier === null ? granted(true) : refused('PkceMismatch')
  if (verifier === null) return refused('MissingParameter', { name: 'code_verifier' })
  const given =
    challengeMethod === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  return given === challenge ? granted(true) : refused('PkceMismatch')
}
