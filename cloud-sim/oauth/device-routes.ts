/** The device flow's two ends: the endpoint that hands out codes, and the page where a person types one and signs in. */
import type { Request, Response, Router } from 'express'
import { originOf, originsOf } from '../origin.ts'
import { readForm } from '../read-body.ts'
import { clientAt } from './authorize-request.ts'
import { allowsPublicFlows } from './clients.ts'
import { askWho } from './continue-sign-in.ts'
import { newCorrelationId } from './correlation.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendPage } from './pages/page-frame.ts'
import * as pages from './pages/sign-in-pages.ts'
import { newTrace, type OAuthRefusal, refusalBody, refused } from './refusal.ts'
import { parseScopes } from './resources.ts'
import { browserName } from './sessions.ts'
import type { SignInState } from './sign-in-state.ts'
import { resolveTenant } from './tenant-path.ts'
import { sendJson } from './token-endpoint.ts'

const lifetimeSeconds = 900
const intervalSeconds = 5

/**
 * POST /{tenant}/oauth2[/v2.0]/devicecode {client_id, scope | resource} → {user_code, device_code, verification_uri,
 * expires_in, interval, message}; version 1 says `verification_url` and writes numbers as strings.
 */
const deviceCodeEndpoint =
  (host: OAuthHost, version: 1 | 2) => async (request: Request<{ tenant: string }>, response: Response) => {
    const body = await readForm(request)
    const form = body.ok ? body.value : new URLSearchParams()
    const correlationId = newCorrelationId(request, form)
    response.setHeader('Cache-Control', 'no-store, no-cache')
    const refuse = (refusal: OAuthRefusal) =>
      sendJson(
        response,
        refusal.entry.status,
        refusalBody(refusal, newTrace(correlationId, [...host.tenants.all()][0]?.lab.clock.now() ?? 0)),
      )
    const path = resolveTenant(host.tenants, request.params.tenant)
    if (!path.ok) return refuse(path.refusal)
    const clientId = form.get('client_id')
    if (clientId === null) return refuse(refused('MissingParameter', { name: 'client_id' }).refusal)
    const client = clientAt(host, path.value.tenant, clientId)
    if (!client.ok) return refuse(client.refusal)
    if (!allowsPublicFlows(client.value)) return refuse(refused('InvalidClientMissingCredential').refusal)
    const resource = form.get('resource') ?? undefined
    const scope =
      version === 1 ? `${resource ?? ''}/.default openid offline_access` : (form.get('scope') ?? '')
    if (scope === '') return refuse(refused('MissingParameter', { name: 'scope' }).refusal)
    const asked = parseScopes(client.value.tenant, scope, [originOf(request)])
    if (!asked.ok) return refuse(asked.refusal)
    const { clock } = client.value.tenant.lab
    const endsAt = clock.now() + lifetimeSeconds * 1000
    const flow = host.deviceCodes.start({
      tenantId: path.value.tenant?.tenantId,
      appId: client.value.appId,
      scope,
      resource,
      expiresAt: () => clock.now() > endsAt,
    })
    const uri = `${originsOf(request).login}/devicelogin`
    const message = `To sign in, open the page ${uri} in a browser and enter the code ${flow.userCode} to authenticate.`
    const codes = { user_code: flow.userCode, device_code: flow.deviceCode, message }
    if (version === 1)
      return sendJson(response, 200, {
        ...codes,
        verification_url: uri,
        expires_in: String(lifetimeSeconds),
        interval: String(intervalSeconds),
      })
    sendJson(response, 200, {
      ...codes,
      verification_uri: uri,
      expires_in: lifetimeSeconds,
      interval: intervalSeconds,
    })
  }

const codePage = () => (request: Request, response: Response) => {
  const code = new URL(request.url, originOf(request)).searchParams.get('otc') ?? ''
  sendPage(response, pages.deviceCodePage('/devicelogin', { code }))
}

const enterCode = (host: OAuthHost) => async (request: Request, response: Response) => {
  const form = await readForm(request, 16 * 1024)
  const code = form.ok ? (form.value.get('otc') ?? '') : ''
  const flow = host.deviceCodes.byUserCode(code)
  if (flow === undefined || flow.state !== 'pending' || flow.expiresAt(0))
    return sendPage(
      response,
      pages.deviceCodePage('/devicelogin', {
        code,
        error: 'That code didn’t work. Check the code and try again.',
      }),
    )
  const browser = browserName(new URL(request.url, originOf(request)).searchParams.get('lab_browser'))
  const startedAt =
    (host.tenants.byId(flow.tenantId ?? '') ?? [...host.tenants.all()][0])?.lab.clock.now() ?? 0
  const device = {
    userCode: flow.userCode,
    correlationId: newCorrelationId(request),
    browser,
    segment: flow.tenantId ?? 'organizations',
  }
  const state: SignInState = {
    startedAt,
    device,
    typed: false,
    registrationSettled: false,
    staySettled: true,
    stay: false,
    consentSettled: false,
    deviceSettled: false,
  }
  await askWho(host, request, response, state)
}

export function mountDevice(router: Router, host: OAuthHost): void {
  router.post('/:tenant/oauth2/v2.0/devicecode', deviceCodeEndpoint(host, 2))
  router.post('/:tenant/oauth2/devicecode', deviceCodeEndpoint(host, 1))
  for (const path of ['/devicelogin', '/common/oauth2/deviceauth', '/device']) {
    router.get(path, codePage())
    router.post(path, enterCode(host))
  }
}
