/** What a sign-in between two pages is about: whose it is, for which application, from where. */
import type { Request } from 'express'
import type { CloudUser } from '#core/entra/model.ts'
import { addressOf, originOf } from '../origin.ts'
import type { CloudTenant } from '../tenants.ts'
import { clientAt } from './authorize-request.ts'
import { type Client, findClient } from './clients.ts'
import type { SignInSurroundings } from './log-sign-in.ts'
import type { OAuthHost } from './oauth-host.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'
import { findResource, parseScopes } from './resources.ts'
import type { SignInState } from './sign-in-state.ts'

export interface SignedIn {
  readonly tenant: CloudTenant
  readonly user: CloudUser
}

export const segmentOf = (state: SignInState): string =>
  state.parameters?.segment ?? state.device?.segment ?? 'common'
export const browserOf = (state: SignInState): string =>
  state.parameters?.browser ?? state.device?.browser ?? ''
export const correlationOf = (state: SignInState): string =>
  state.parameters?.correlationId ?? state.device?.correlationId ?? ''
/** Address of a page's form. */
export const formAt = (state: SignInState, step: string): string => `/${segmentOf(state)}/login${step}`

/** The application that waits: of the device flow, or of the authorize request, in the user's tenant once that is known. */
export function clientOfState(
  host: OAuthHost,
  state: SignInState,
  tenant: CloudTenant | undefined,
): OAuthResult<Client> {
  const appId = state.parameters?.clientId ?? host.deviceCodes.byUserCode(state.device?.userCode ?? '')?.appId
  if (appId === undefined) return refused('BadVerificationCode')
  return tenant === undefined ? clientAt(host, undefined, appId) : findClient(tenant, appId)
}

export function signedIn(host: OAuthHost, state: SignInState): SignedIn | undefined {
  const tenant = host.tenants.byId(state.session?.tid ?? '')
  const user = tenant?.directory.findUser(state.session?.oid ?? '')
  if (tenant === undefined || user === undefined || !user.accountEnabled) return undefined
  return user.signInSessionsValidFromDateTime === state.session?.validFrom ? { tenant, user } : undefined
}

const scopeOf = (host: OAuthHost, state: SignInState): string | undefined =>
  state.parameters?.scope ?? host.deviceCodes.byUserCode(state.device?.userCode ?? '')?.scope

/** For the policies and the log: which application and resource the sign-in is for, and where it comes from. */
export function surroundingsOf(
  host: OAuthHost,
  request: Request,
  state: SignInState,
  tenant: CloudTenant,
): OAuthResult<SignInSurroundings> {
  const client = clientOfState(host, state, tenant)
  if (!client.ok) return client
  const scope = scopeOf(host, state)
  const asked = scope === undefined ? undefined : parseScopes(tenant, scope, [originOf(request)])
  const resource = asked?.ok === true ? granted(asked.value.resource) : findResource(tenant, '', [])
  if (!resource.ok) return resource
  return granted({
    client: client.value,
    resource: resource.value,
    ipAddress: addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    correlationId: correlationOf(state),
  })
}
