/** What follows a right password, or a believed assertion: a session, and the pages that are still to come. */
import type { Request, Response } from 'express'
import type { CloudUser } from '#core/entra/model.ts'
import { addressOf, originOf } from '../origin.ts'
import type { CloudTenant } from '../tenants.ts'
import { newSessionId } from './authorize-answer.ts'
import { clientOfState, continueSignIn, correlationOf } from './continue-sign-in.ts'
import type { SignInSurroundings } from './log-sign-in.ts'
import type { OAuthHost } from './oauth-host.ts'
import { granted, type OAuthResult } from './refusal.ts'
import { findResource, parseScopes } from './resources.ts'
import type { SignInState } from './sign-in-state.ts'

export function openSession(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  { tenant, user }: { readonly tenant: CloudTenant; readonly user: CloudUser },
) {
  const session = {
    tid: tenant.tenantId,
    oid: user.id,
    sid: newSessionId(),
    amr: ['pwd'],
    authTime: tenant.lab.clock.now(),
    validFrom: user.signInSessionsValidFromDateTime,
    apps: [],
  }
  return continueSignIn(host, request, response, { ...state, session, typed: true })
}

/** For the sign-in log: which application and resource the sign-in is for, and where it comes from. */
export function surroundingsOf(
  host: OAuthHost,
  request: Request,
  state: SignInState,
  tenant: CloudTenant,
): OAuthResult<SignInSurroundings> {
  const client = clientOfState(host, state, tenant)
  if (!client.ok) return client
  const asked =
    state.parameters === undefined
      ? undefined
      : parseScopes(tenant, state.parameters.scope, [originOf(request)])
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
