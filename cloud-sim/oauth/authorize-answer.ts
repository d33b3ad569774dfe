/** Brings the outcome of a sign-in to the redirect URI: in the query, in the fragment, or by a form that posts itself. */

import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { CloudUser } from '#core/entra/model.ts'
import { addressOf } from '../origin.ts'
import type { CloudTenant } from '../tenants.ts'
import type { AuthorizeParameters } from './authorize-request.ts'
import type { Client } from './clients.ts'
import { userRolesIn } from './consent.ts'
import { clientInfo, tokenScopes } from './grant-answer.ts'
import { issuersOf } from './issuers.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendPage } from './pages/page-frame.ts'
import { errorPage, formPostPage } from './pages/sign-in-pages.ts'
import { describe, newTrace, type OAuthRefusal, shortTimestamp } from './refusal.ts'
import type { AskedScopes } from './resources.ts'
import type { SessionContents } from './sessions.ts'

type Destination = Pick<AuthorizeParameters, 'redirectUri' | 'responseMode' | 'state'>

export function sendToClient(response: Response, to: Destination, values: Readonly<Record<string, string>>) {
  const fields = [
    ...Object.entries(values),
    ...(to.state === undefined ? [] : [['state', to.state] as const]),
  ]
  if (to.responseMode === 'form_post') return sendPage(response, formPostPage(to.redirectUri, fields))
  const text = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString()
  const separator = to.responseMode === 'fragment' ? '#' : to.redirectUri.includes('?') ? '&' : '?'
  response.setHeader('Cache-Control', 'no-store, no-cache')
  response.setHeader('Location', to.redirectUri + separator + text)
  response.statusCode = 302
  response.end()
}

/** The page of a refusal that must not leave this host. */
export function showRefusal(response: Response, refusal: OAuthRefusal, correlationId: string, at: number) {
  const trace = newTrace(correlationId, at)
  sendPage(
    response,
    errorPage('Sign in', `Sorry, but we’re having trouble signing you in. ${describe(refusal, trace)}`, [
      ['Request Id', trace.traceId],
      ['Correlation Id', correlationId],
      ['Timestamp', shortTimestamp(at)],
      ['Message', `${refusal.entry.code} ${refusal.entry.name}`],
      ['Because', refusal.entry.because],
    ]),
  )
}

/** On the way back to a client, missing consent and interaction have their own words (OpenID Connect Core 3.1.2.6). */
const wordFor = (refusal: OAuthRefusal): string =>
  refusal.entry.name === 'DelegationDoesNotExist' ? 'consent_required' : refusal.entry.oauth

export function refuseAuthorize(
  response: Response,
  refusal: OAuthRefusal,
  to: Destination | undefined,
  correlationId: string,
  at: number,
) {
  if (to === undefined) return showRefusal(response, refusal, correlationId, at)
  sendToClient(response, to, {
    error: wordFor(refusal),
    error_description: describe(refusal, newTrace(correlationId, at)),
  })
}

const codeLifetimeMs = 600_000

export async function grantAuthorize(
  host: OAuthHost,
  request: Request,
  response: Response,
  about: {
    readonly parameters: AuthorizeParameters
    readonly client: Client
    readonly asked: AskedScopes
    readonly tenant: CloudTenant
    readonly user: CloudUser
    readonly session: SessionContents
  },
): Promise<void> {
  const { parameters, user, tenant } = about
  const values: Record<string, string> = {}
  const code = parameters.responseType.includes('code') ? newCode(host, about) : undefined
  if (code !== undefined) values.code = code
  const tokens =
    parameters.responseType.includes('id_token') || parameters.responseType.includes('token')
      ? await implicitTokens(host, request, about, code)
      : {}
  if (parameters.clientInfo) values.client_info = clientInfo(user, tenant.tenantId)
  sendToClient(response, parameters, { ...values, ...tokens, session_state: about.session.sid })
}

function newCode(
  host: OAuthHost,
  { parameters, tenant, user, session }: Parameters<typeof grantAuthorize>[3],
): string {
  return host.codes.create(
    {
      tenantId: tenant.tenantId,
      userId: user.id,
      appId: parameters.clientId,
      redirectUri: parameters.redirectUri,
      redirectKind: parameters.redirectKind,
      scope: parameters.scope,
      resource: parameters.resource,
      challenge: parameters.challenge,
      challengeMethod: parameters.challengeMethod,
      nonce: parameters.nonce,
      amr: session.amr,
      authTime: session.authTime,
      sessionId: session.sid,
      validFrom: user.signInSessionsValidFromDateTime,
    },
    tenant.lab.clock.now() + codeLifetimeMs,
  )
}

async function implicitTokens(
  host: OAuthHost,
  request: Request,
  { parameters, client, asked, tenant, user, session }: Parameters<typeof grantAuthorize>[3],
  code: string | undefined,
): Promise<Record<string, string>> {
  const call = {
    client,
    proof: '0',
    resource: asked.resource,
    issuers: issuersOf(request),
    at: tenant.lab.clock.now(),
    ipAddress: addressOf(request),
    capabilities: [],
  } as const
  const grant = {
    user,
    scopes: tokenScopes(client, asked, user.id),
    appRoles: userRolesIn(client, asked.resource, user.id),
    amr: session.amr,
    authTime: session.authTime,
    sessionId: session.sid,
  }
  const access = parameters.responseType.includes('token')
    ? await host.issuer.forUser(call, grant)
    : undefined
  const bound = {
    ...(code === undefined ? {} : { code }),
    ...(access === undefined ? {} : { accessToken: access.token }),
  }
  const idToken = parameters.responseType.includes('id_token')
    ? await host.issuer.idToken(
        { ...call, ...bound, nonce: parameters.nonce },
        { ...grant, scopes: [...asked.oidc] },
        parameters.version,
      )
    : undefined
  return {
    ...(access === undefined
      ? {}
      : {
          access_token: access.token,
          token_type: 'Bearer',
          expires_in: String(access.expiresIn),
          scope: asked.asWritten.join(' '),
        }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  }
}

export const newSessionId = (): string => randomUUID()
