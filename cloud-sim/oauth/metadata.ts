/**
 * Discovery: OpenID documents of version 1 and 2, instance discovery, keys, user realm. Fields as the service lists
 * them; every address is on the origin that the client asked, so that MSAL's issuer check holds.
 */
import type { Request, Response } from 'express'
import { faceOf, originsOf } from '../origin.ts'
import { newCorrelationId } from './correlation.ts'
import { issuersOf } from './issuers.ts'
import type { OAuthHost } from './oauth-host.ts'
import { newTrace, refusalBody, refused } from './refusal.ts'
import { resolveTenant, type TenantPath } from './tenant-path.ts'
import { sendJson } from './token-endpoint.ts'

type TenantRequest = Request<{ tenant: string }>

const cors = (response: Response): void => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Methods', 'GET, OPTIONS')
  response.setHeader('Cache-Control', 'max-age=86400, private')
}

function refuseTenant(host: OAuthHost, request: Request, response: Response, tenant: string): void {
  const { refusal } = refused('InvalidTenantName', { tenant })
  const clock = [...host.tenants.all()][0]?.lab.clock
  const body = refusalBody(refusal, newTrace(newCorrelationId(request), clock?.now() ?? 0))
  sendJson(response, 400, { ...body, error: 'invalid_tenant' })
}

/** Documents of an alias keep the alias in their endpoints; those of a domain name the tenant's id. */
const segmentOf = (path: TenantPath): string => path.tenant?.tenantId ?? path.alias ?? ''
/** The literal that stands for "the tenant of whoever signs in". */
const issuerSegment = (path: TenantPath): string =>
  path.tenant?.tenantId ??
  (path.alias === 'consumers' ? '9188040d-6c67-4c5b-b112-36a304b66dad' : '{tenantid}')

const claims = [
  'sub',
  'iss',
  'cloud_instance_name',
  'cloud_instance_host_name',
  'cloud_graph_host_name',
  'msgraph_host',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'acr',
  'nonce',
  'preferred_username',
  'name',
  'tid',
  'ver',
  'at_hash',
  'c_hash',
  'email',
]

function openIdDocument(request: Request, path: TenantPath, version: 1 | 2): Record<string, unknown> {
  const { login, graph, own } = originsOf(request)
  const isMicrosoft = faceOf(request) !== 'all'
  const base = `${login}/${segmentOf(path)}`
  const oauth = version === 2 ? `${base}/oauth2/v2.0` : `${base}/oauth2`
  const issuers = issuersOf(request)
  const keys = version === 2 ? `${base}/discovery/v2.0/keys` : `${login}/common/discovery/keys`
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
      'self_signed_tls_client_auth',
    ],
    jwks_uri: keys,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: [
      'code',
      'id_token',
      'code id_token',
      version === 2 ? 'id_token token' : 'token id_token',
    ],
    scopes_supported: version === 2 ? ['openid', 'profile', 'email', 'offline_access'] : ['openid'],
    issuer: (version === 2 ? issuers.v2 : issuers.v1)(issuerSegment(path)),
    ...(version === 1
      ? { microsoft_multi_refresh_token: true, check_session_iframe: `${oauth}/checksession` }
      : {}),
    request_uri_parameter_supported: false,
    userinfo_endpoint: version === 2 ? `${graph}/oidc/userinfo` : `${base}/openid/userinfo`,
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: claims,
    kerberos_endpoint: `${base}/kerberos`,
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: {},
    tenant_region_scope: path.tenant === undefined ? null : 'EU',
    cloud_instance_name: isMicrosoft ? 'microsoftonline.com' : new URL(own).host,
    cloud_graph_host_name: isMicrosoft ? 'graph.windows.net' : new URL(own).host,
    msgraph_host: isMicrosoft ? 'graph.microsoft.com' : new URL(graph).host,
    rbac_url: 'https://pas.windows.net',
  }
}

export const openIdConfiguration =
  (host: OAuthHost, version: 1 | 2) => (request: TenantRequest, response: Response) => {
    cors(response)
    const path = resolveTenant(host.tenants, request.params.tenant)
    if (!path.ok) return refuseTenant(host, request, response, request.params.tenant)
    sendJson(response, 200, openIdDocument(request, path.value, version))
  }

/** JWKS with certificates; every key carries the issuer it signs for. */
export const keySet = (host: OAuthHost) => async (request: TenantRequest, response: Response) => {
  cors(response)
  const path = resolveTenant(host.tenants, request.params.tenant)
  if (!path.ok) return refuseTenant(host, request, response, request.params.tenant)
  const issuer = issuersOf(request).v2(issuerSegment(path.value))
  const keys = (await host.keys.all()).map(({ jwk }) => ({
    ...jwk,
    cloud_instance_name: 'microsoftonline.com',
    issuer,
  }))
  sendJson(response, 200, { keys })
}

const microsoftAliases = [
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
]

/** GET /common/discovery/instance?api-version=1.1&authorization_endpoint=URL */
export const instanceDiscovery = (host: OAuthHost) => (request: Request, response: Response) => {
  cors(response)
  const { own } = originsOf(request)
  const endpoint = new URL(request.url, own).searchParams.get('authorization_endpoint') ?? ''
  const asked = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isOurs =
    asked !== undefined && (asked.host === new URL(own).host || microsoftAliases.includes(asked.hostname))
  if (!isOurs) {
    const clock = [...host.tenants.all()][0]?.lab.clock
    const trace = newTrace(newCorrelationId(request), clock?.now() ?? 0)
    return sendJson(response, 400, refusalBody(refused('NoSuchInstance').refusal, trace))
  }
  const segment = asked.pathname.split('/')[1] || 'common'
  sendJson(response, 200, {
    tenant_discovery_endpoint: `${asked.origin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: microsoftAliases,
      },
    ],
  })
}

interface RealmPath {
  readonly tenant: string
  readonly upn: string
}

/**
 * GET /{common or tenant}/userrealm/{upn} in any case: how a sign-in name is authenticated. Of labs beside each other that have
 * the same domain, the tenant in the path says which one is meant.
 */
export const userRealm = (host: OAuthHost) => (request: Request<RealmPath>, response: Response) => {
  cors(response)
  const { upn } = request.params
  const domainName = upn.slice(upn.lastIndexOf('@') + 1).toLowerCase()
  const tenant = host.tenants.ofUpn(upn, host.tenants.find(request.params.tenant))
  const domain = tenant?.directory.tenant().domains.find((each) => each.name === domainName)
  if (domain === undefined)
    return sendJson(response, 200, {
      ver: '1.0',
      account_type: 'Unknown',
      cloud_instance_name: 'microsoftonline.com',
      cloud_audience_urn: 'urn:federation:MicrosoftOnline',
    })
  const { federation } = domain
  sendJson(response, 200, {
    ver: '1.0',
    account_type: domain.authenticationType,
    domain_name: domain.name,
    ...(federation === undefined
      ? {}
      : {
          federation_protocol: 'WSTrust',
          federation_metadata_url: federation.metadataExchangeUri,
          federation_active_auth_url: federation.activeSignInUri,
        }),
    cloud_instance_name: 'microsoftonline.com',
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  })
}

/**
 * POST /{common or tenant}/GetCredentialType {username}: whether the name exists and where it signs in. Of labs that share
 * a domain, the tenant in the path says which one is meant. [SIM shape]
 */
export function credentialType(
  host: OAuthHost,
  segment: string,
  userPrincipalName: string,
): Record<string, unknown> {
  const tenant = host.tenants.ofUpn(userPrincipalName, host.tenants.find(segment))
  const domainName = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()
  const domain = tenant?.directory.tenant().domains.find((each) => each.name === domainName)
  const exists = tenant?.directory.findUser(userPrincipalName) !== undefined
  return {
    Username: userPrincipalName,
    Display: userPrincipalName,
    IfExistsResult: exists ? 0 : 1,
    IsUnmanaged: tenant === undefined,
    ThrottleStatus: 0,
    Credentials: { PrefCredential: 1, HasPassword: true },
    EstsProperties: {
      DomainType: domain === undefined ? 1 : domain.authenticationType === 'Federated' ? 4 : 3,
    },
    IsSignupDisallowed: true,
  }
}
