/** A device polls until a person has typed its code and signed in. */
import { answerUser, askedScopes } from '../grant-answer.ts'
import { refused } from '../refusal.ts'
import { type Grant, proveClient } from './grant.ts'

export const deviceCode: Grant = async (host, call) => {
  // msal-python and ADAL send the device code as `code`.
  const code = call.form.get('device_code') ?? call.form.get('code')
  if (code === null || code === '') return refused('MissingParameter', { name: 'device_code' })
  const flow = host.deviceCodes.byDeviceCode(code)
  if (flow === undefined) return refused('BadVerificationCode')
  const tenant =
    host.tenants.byId(flow.approvedBy?.tenantId ?? flow.tenantId ?? '') ??
    call.path.tenant ??
    [...host.tenants.all()][0]
  if (tenant === undefined) return refused('BadVerificationCode')
  const proven = await proveClient(call, tenant)
  if (!proven.ok) return proven
  const { client, proof } = proven.value
  if (flow.appId !== client.appId) return refused('BadVerificationCode')
  if (flow.state === 'declined') return refused('AuthorizationDeclined')
  if (flow.expiresAt(tenant.lab.clock.now())) return refused('CodeExpired')
  if (flow.state === 'pending' || flow.approvedBy === undefined) return refused('AuthorizationPending')
  if (flow.state === 'redeemed') return refused('OAuth2AuthorizationCodeAlreadyRedeemed')
  flow.state = 'redeemed'
  const { approval } = flow.approvedBy
  const user = tenant.directory.findUser(approval.userId)
  if (user === undefined || !user.accountEnabled) return refused('UserDisabled')
  const asked = askedScopes(client, call, { scope: flow.scope, resource: flow.resource })
  if (!asked.ok) return asked
  const oidc = new Set([
    ...asked.value.oidc,
    ...flow.scope.split(' ').filter((scope) => /^(openid|profile|offline_access)$/.test(scope)),
  ])
  return answerUser(
    host,
    client,
    proof,
    call,
    { ...asked.value, oidc },
    { user, amr: approval.amr, authTime: approval.authTime, sessionId: approval.sessionId },
  )
}
