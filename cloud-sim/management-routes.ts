/**
 * What `az` and Terraform ask of Azure Resource Manager when they sign in: tenants, subscriptions (none here), metadata;
 * and the retired Azure AD Graph, which says so.
 */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { CloudHost } from './cloud-host.ts'
import { faceOf, originsOf } from './origin.ts'
import { bearerOf, requireBearer } from './require-bearer.ts'

const audiences = ['https://management.core.windows.net', 'https://management.azure.com']

function tenantsOf(request: Request) {
  const { tenant } = bearerOf(request)
  const { domains, displayName } = tenant.directory.tenant()
  const defaultDomain = domains.find((domain) => domain.isDefault)?.name
  return [
    {
      id: `/tenants/${tenant.tenantId}`,
      tenantId: tenant.tenantId,
      displayName,
      defaultDomain,
      domains: domains.map(({ name }) => name),
      tenantType: 'AAD',
      tenantCategory: 'Home',
      countryCode: 'US',
    },
  ]
}

function metadata(request: Request, response: Response): void {
  const { login, graph, own } = originsOf(request)
  response.json([
    {
      name: 'HybridIdentityLab',
      portal: own,
      authentication: {
        loginEndpoint: login,
        audiences: audiences.map((audience) => `${audience}/`),
        tenant: 'common',
        identityProvider: 'AAD',
      },
      graphAudience: `${graph}/`,
      graph: `${graph}/`,
      microsoftGraphResourceId: `${graph}/`,
      resourceManager: own,
      suffixes: {},
    },
  ])
}

export function createManagementRouter(host: CloudHost): Router {
  const router = express.Router()
  const bearer = requireBearer(host, { audiences })
  // On a host of many services these short paths are meant for Resource Manager only with its api-version.
  const isMeant: RequestHandler = (request, _response, next) =>
    next(faceOf(request) === 'management' || 'api-version' in request.query ? undefined : 'route')
  router.use((request, response, next) => {
    if (faceOf(request) !== 'retired') return next()
    const message = 'Azure AD Graph (graph.windows.net) is retired. Use Microsoft Graph.'
    response.status(403).json({
      'odata.error': { code: 'Authentication_RequestDenied', message: { lang: 'en', value: message } },
    })
  })
  router.get('/subscriptions', isMeant, bearer, (_request, response) =>
    response.json({ value: [], count: { type: 'Total', value: 0 } }),
  )
  router.get('/tenants', isMeant, bearer, (request, response) => response.json({ value: tenantsOf(request) }))
  router.get('/metadata/endpoints', isMeant, metadata)
  return router
}
