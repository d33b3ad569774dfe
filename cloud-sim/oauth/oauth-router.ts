/** The token service's routes but the token endpoint, which is at the front door. Source of paths and fields: graph.md §1. */
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { readJson } from '../read-body.ts'
import { mountDevice } from './device-routes.ts'
import { mountLogout } from './logout.ts'
import { credentialType, instanceDiscovery, keySet, openIdConfiguration, userRealm } from './metadata.ts'
import type { OAuthHost } from './oauth-host.ts'
import { mountAnswers } from './second-factor/answer-routes.ts'
import { mountSignIn } from './sign-in-routes.ts'
import { sendJson } from './token-endpoint.ts'
import { userInfo } from './user-info.ts'

const preflight = (request: Request, response: Response): void => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '*')
  response.setHeader('Access-Control-Max-Age', '86400')
  response.statusCode = 204
  response.end()
}

export function createOAuthRouter(host: OAuthHost): Router {
  const router = express.Router({ caseSensitive: false })
  router.options(
    [
      '/:tenant/oauth2/v2.0/token',
      '/:tenant/oauth2/token',
      '/:tenant/v2.0/.well-known/openid-configuration',
      '/:tenant/discovery/instance',
    ],
    preflight,
  )
  router.get('/:tenant/v2.0/.well-known/openid-configuration', openIdConfiguration(host, 2))
  router.get('/:tenant/.well-known/openid-configuration', openIdConfiguration(host, 1))
  router.get('/:tenant/discovery/v2.0/keys', keySet(host))
  router.get('/:tenant/discovery/keys', keySet(host))
  router.get('/:tenant/discovery/instance', instanceDiscovery(host))
  router.get('/:tenant/userrealm/:upn', userRealm(host))
  router.post('/:tenant/GetCredentialType', async (request, response) => {
    const body = await readJson(request, 16 * 1024)
    const asked = z.object({ username: z.string().max(256) }).safeParse(body.ok ? body.value : undefined)
    sendJson(
      response,
      asked.success ? 200 : 400,
      asked.success
        ? credentialType(host, request.params.tenant, asked.data.username)
        : { error: { code: '6000' } },
    )
  })
  for (const path of ['/oidc/userinfo', '/:tenant/openid/userinfo']) {
    router.get(path, userInfo(host))
    router.post(path, userInfo(host))
  }
  mountSignIn(router, host)
  mountAnswers(router, host)
  mountDevice(router, host)
  mountLogout(router, host)
  return router
}
