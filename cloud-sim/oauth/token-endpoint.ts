/**
 * POST /{tenant}/oauth2/v2.0/token and /{tenant}/oauth2/token. Body: form. Answers tokens, or an AADSTS error body
 * (400; 401 for invalid_client). Grants: client_credentials, password, authorization_code, refresh_token, device_code
 * (also by its full name), jwt-bearer (on behalf of), saml1_1-bearer (federated users).
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Claim } from '../front-door.ts'
import { readForm } from '../read-body.ts'
import { newCorrelationId } from './correlation.ts'
import type { TokenAnswer } from './grant-answer.ts'
import { authorizationCode } from './grants/authorization-code.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import { deviceCode } from './grants/device-code.ts'
import type { Grant } from './grants/grant.ts'
import { onBehalfOf } from './grants/on-behalf-of.ts'
import { passwordGrant } from './grants/password.ts'
import { refreshToken } from './grants/refresh-token.ts'
import { samlBearer } from './grants/saml-bearer.ts'
import type { OAuthHost } from './oauth-host.ts'
import { newTrace, type OAuthResult, refusalBody, refused } from './refusal.ts'
import { resolveTenant } from './tenant-path.ts'
import { readTokenCall, type TokenCall } from './token-request.ts'

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: clientCredentials,
  password: passwordGrant,
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  device_code: deviceCode,
  'urn:ietf:params:oauth:grant-type:device_code': deviceCode,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalfOf,
  'urn:ietf:params:oauth:grant-type:saml1_1-bearer': samlBearer,
}

const headersOf = (correlationId: string, origin: string | undefined): OutgoingHttpHeaders => ({
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store, no-cache',
  Pragma: 'no-cache',
  'x-ms-request-id': correlationId,
  'client-request-id': correlationId,
  'x-ms-ests-server': '2.1.0 - WEULR1 ProdSlices',
  // Browsers must be able to read why a redemption was refused.
  ...(origin === undefined
    ? {}
    : {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': 'x-ms-request-id,x-ms-httpver,client-request-id',
      }),
})

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}

const tokenPath = /^\/([^/?]+)\/oauth2\/(v2\.0\/)?token\/?(?:\?|$)/i

export const claimToken =
  (host: OAuthHost): Claim =>
  (request) => {
    const [, segment = '', v2] = request.method === 'POST' ? (tokenPath.exec(request.url ?? '') ?? []) : []
    if (segment === '') return undefined
    return (response) => answerToken(host, request, response, segment, v2 === undefined ? 1 : 2)
  }

async function answerToken(
  host: OAuthHost,
  request: IncomingMessage,
  response: ServerResponse,
  segment: string,
  version: 1 | 2,
): Promise<void> {
  const body = await readForm(request)
  const form = body.ok ? body.value : new URLSearchParams()
  const correlationId = newCorrelationId(request, form)
  const path = resolveTenant(host.tenants, segment)
  const answer = !body.ok
    ? refused('InvalidRequest')
    : path.ok
      ? await grantToken(host, readTokenCall(request, form, path.value, version, correlationId))
      : path
  const tenant = path.ok && path.value.tenant !== undefined ? path.value.tenant : [...host.tenants.all()][0]
  const [status, sent] = answer.ok
    ? [200, answer.value]
    : [
        answer.refusal.entry.status,
        refusalBody(answer.refusal, newTrace(correlationId, tenant?.lab.clock.now() ?? 0)),
      ]
  const text = JSON.stringify(sent)
  const length = Buffer.byteLength(text)
  response.writeHead(status, {
    ...headersOf(correlationId, request.headers.origin),
    'Content-Length': length,
  })
  response.end(text)
}

async function grantToken(host: OAuthHost, call: TokenCall): Promise<OAuthResult<TokenAnswer>> {
  const grantType = call.form.get('grant_type')
  if (grantType === null) return refused('MissingParameter', { name: 'grant_type' })
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined
  return grant === undefined ? refused('UnsupportedGrantType', { grantType }) : grant(host, call)
}
