import { admin, app, asDaemon, graph, info, origin, register, required, tell, token } from './from-lab.mjs'

const { BearerStrategy } = required('passport-azure-ad')

/** Whether a bearer token passes a strategy made from this metadata. */
const passes = (metadata, audience, bearer) =>
  new Promise((resolve, reject) => {
    const strategy = new BearerStrategy(
      {
        identityMetadata: `${origin}/${info.tenantId}${metadata}/.well-known/openid-configuration`,
        clientID: audience,
        audience: [audience, `api://${audience}`],
        loggingLevel: 'error',
        loggingNoPII: true,
      },
      (claims, done) => done(null, { id: claims.oid }, claims),
    )
    strategy.success = () => resolve(true)
    strategy.fail = () => resolve(false)
    strategy.error = reject
    strategy.authenticate({ headers: { authorization: `Bearer ${bearer}` }, query: {}, body: {} }, {})
  })

const api = await register('an API', 'http://localhost:3000/api')
const bearer = await asDaemon()
const scope = { id: 'd9f1a3c2-0000-4000-8000-000000000001', value: 'access', type: 'User' }
const exposed = { identifierUris: [`api://${api.clientId}`], api: { oauth2PermissionScopes: [scope] } }
const change = (body) => graphPatch(`/applications(appId='${api.clientId}')`, body)
async function graphPatch(route, body) {
  await graph('PATCH', route, bearer, body).catch(() => undefined)
}
await change(exposed)
const principal = await (async () => {
  const found = await fetch(`${origin}/v1.0/servicePrincipals(appId='${api.clientId}')`, {
    headers: { authorization: `Bearer ${bearer}` },
  })
  return found.json()
})()
const client = await fetch(`${origin}/v1.0/servicePrincipals(appId='${app('public').clientId}')`, {
  headers: { authorization: `Bearer ${bearer}` },
}).then((found) => found.json())
await graph('POST', '/oauth2PermissionGrants', bearer, {
  clientId: client.id,
  consentType: 'AllPrincipals',
  resourceId: principal.id,
  scope: 'access',
})
const forApi = () =>
  token({
    grant_type: 'password',
    client_id: app('public').clientId,
    username: admin.upn,
    password: admin.password,
    scope: `api://${api.clientId}/access`,
  })
const first = await forApi()
const v1 = await passes('', api.clientId, first)
const v1ByV2 = await passes('/v2.0', api.clientId, first)
await change({ api: { requestedAccessTokenVersion: 2 } })
tell({ v1, v1ByV2, v2: await passes('/v2.0', api.clientId, await forApi()) })
