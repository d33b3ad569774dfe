/**
 * POST /{tenant}/oauth2/v2.0/token and /{tenant}/oauth2/token. Body: form. Answers tokens, or an AADSTS error body
 * (400; 401 for invalid_client). Grants: client_credentials, password, authorization_code, refresh_token, device_code
 * (also by its full name), jwt-bearer (on behalf of), saml1_1-bearer (federated users).
 */
import type { Request, Response } from 'express'
import { readForm } from '../read-body.ts'
import { newCorrelationId } from './correlation.ts'
import { authorizationCode } from './grants/authorization-code.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import { deviceCode } from './grants/device-code.ts'
import type { Grant } from './grants/grant.ts'
import { onBehalfOf } from './grants/on-behalf-of.ts'
import { passwordGrant } from './grants/password.ts'
import { refreshToken } from './grants/refresh-token.ts'
import { samlBearer } from './grants/saml-bearer.ts'
import type { OAuthHost } from './oauth-host.ts'
import { newTrace, type OAuthRefusal, refusalBody, refused } from './refusal.ts'
import { resolveTenant } from './tenant-path.ts'
import { readTokenCall } from './token-request.ts'

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

const headers = (response: Response, correlationId: string, origin: string | undefined): void => {
  response.setHeader('Cache-Control', 'no-store, no-cache')
  response.setHeader('Pragma', 'no-cache')
  response.setHeader('x-ms-request-id', correlationId)
  response.setHeader('client-request-id', correlationId)
  response.setHeader('x-ms-ests-server', '2.1.0 - WEULR1 ProdSlices')
  if (origin === undefined) return
  // Browsers must be able to read why a redemption was refused.
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Expose-Headers', 'x-ms-request-id,x-ms-httpver,client-request-id')
}

export function sendJson(response: Response, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}

export const tokenEndpoint =
  (host: OAuthHost, version: 1 | 2) => async (request: Request<{ tenant: string }>, response: Response) => {
    const body = await readForm(request)
    const form = body.ok ? body.value : new URLSearchParams()
    const correlationId = newCorrelationId(request, form)
    headers(response, correlationId, request.headers.origin)
    const path = resolveTenant(host.tenants, request.params.tenant)
    const refuse = (refusal: OAuthRefusal) => {
      const clock =
        (path.ok ? path.value.tenant : undefined)?.lab.clock ?? [...host.tenants.all()][0]?.lab.clock
      sendJson(
        response,
        refusal.entry.status,
        refusalBody(refusal, newTrace(correlationId, clock?.now() ?? 0)),
      )
    }
    if (!body.ok) return refuse(refused('InvalidRequest').refusal)
    if (!path.ok) return refuse(path.refusal)
    const grantType = form.get('grant_type')
    if (grantType === null) return refuse(refused('MissingParameter', { name: 'grant_type' }).refusal)
    const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined
    if (grant === undefined) return refuse(refused('UnsupportedGrantType', { grantType }).refusal)
    const answer = await grant(host, readTokenCall(request, form, path.value, version, correlationId))
    if (!answer.ok) return refuse(answer.refusal)
    sendJson(response, 200, answer.value)
  }
