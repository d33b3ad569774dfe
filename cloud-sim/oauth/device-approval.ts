/** The end of a device flow: the signed-in person confirms which application was meant, and the device gets its tokens. */
import type { Request, Response } from 'express'
import { addressOf } from '../origin.ts'
import { clientAt } from './authorize-request.ts'
import { type Client, findClient } from './clients.ts'
import { logSignIn, type SignInProof } from './log-sign-in.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendPage } from './pages/page-frame.ts'
import * as pages from './pages/sign-in-pages.ts'
import { findResource } from './resources.ts'
import { setSession } from './sessions.ts'
import type { SignedIn } from './sign-in-about.ts'
import { type SignInState, sealState } from './sign-in-state.ts'

/** The application that a device flow is for, in any tenant that knows it. */
export function deviceSurroundings(host: OAuthHost, state: SignInState): Client | undefined {
  const flow = host.deviceCodes.byUserCode(state.device?.userCode ?? '')
  const client =
    flow === undefined ? undefined : clientAt(host, host.tenants.byId(flow.tenantId ?? ''), flow.appId)
  return client?.ok === true ? client.value : undefined
}

export function declineDevice(host: OAuthHost, response: Response, state: SignInState): void {
  const flow = host.deviceCodes.byUserCode(state.device?.userCode ?? '')
  if (flow?.state === 'pending') flow.state = 'declined'
  sendPage(
    response,
    pages.messagePage(
      'Sign-in cancelled',
      'You have cancelled the sign-in of the device. You may close this window.',
    ),
  )
}

/** After the password: asks whether that application was meant, then lets the device have its tokens. */
export async function finishDevice(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  { tenant, user }: SignedIn,
  proof: SignInProof,
) {
  const flow = host.deviceCodes.byUserCode(state.device?.userCode ?? '')
  const client = flow === undefined ? undefined : findClient(tenant, flow.appId)
  const resource = findResource(tenant, '', [])
  if (
    flow === undefined ||
    client === undefined ||
    !client.ok ||
    flow.state !== 'pending' ||
    !resource.ok ||
    state.session === undefined
  )
    return sendPage(
      response,
      pages.deviceCodePage('/devicelogin', { code: '', error: 'That code has been used or has expired.' }),
    )
  if (!state.deviceSettled) {
    const base = `/${state.device?.segment ?? 'organizations'}/login`
    return sendPage(
      response,
      pages.deviceConfirmPage(
        `${base}/device`,
        `${base}/device-decline`,
        await sealState(host, state),
        client.value.displayName,
      ),
    )
  }
  const { session } = state
  flow.state = 'approved'
  flow.approvedBy = {
    tenantId: tenant.tenantId,
    approval: { userId: user.id, authTime: session.authTime, amr: session.amr, sessionId: session.sid },
  }
  const about = {
    client: client.value,
    resource: resource.value,
    ipAddress: addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    correlationId: state.device?.correlationId ?? '',
  }
  logSignIn(tenant, about, user, user.userPrincipalName, 0, 'deviceCode', proof)
  await setSession(host, request, response, session, state.device?.browser ?? '', false)
  sendPage(
    response,
    pages.messagePage(
      client.value.displayName,
      `You have signed in to the ${client.value.displayName} application on your device. You may now close this window.`,
    ),
  )
}
