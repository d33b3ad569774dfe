/** What follows a right password, or a believed assertion: a session, and the pages that are still to come. */
import type { Request, Response } from 'express'
import type { CloudUser } from '#core/entra/model.ts'
import type { CloudTenant } from '../tenants.ts'
import { newSessionId } from './authorize-answer.ts'
import { continueSignIn } from './continue-sign-in.ts'
import type { OAuthHost } from './oauth-host.ts'
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
