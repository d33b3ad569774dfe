/** An authorize request, checked: first what may not even be answered at the redirect URI, then the rest. */
import { z } from 'zod'
import type { CloudTenant } from '../tenants.ts'
import { type Client, findClient, onlyRedirect, redirectKind } from './clients.ts'
import type { OAuthHost } from './oauth-host.ts'
import { granted, type OAuthRefusal, type OAuthResult, refused } from './refusal.ts'
import { type AskedScopes, parseScopes } from './resources.ts'
import { browserName } from './sessions.ts'
import type { TenantPath } from './tenant-path.ts'

export const responseModes = ['query', 'fragment', 'form_post'] as const

/** What a sign-in carries from page to page, sealed. */
export const authorizeParameters = z.object({
  segment: z.string(),
  version: z.union([z.literal(1), z.literal(2)]),
  clientId: z.string(),
  redirectUri: z.string(),
  redirectKind: z.enum(['web', 'spa', 'public']),
  responseType: z.array(z.enum(['code', 'id_token', 'token'])),
  responseMode: z.enum(responseModes),
  scope: z.string(),
  resource: z.string().optional(),
  state: z.string().optional(),
  nonce: z.string().optional(),
  challenge: z.string().optional(),
  challengeMethod: z.enum(['S256', 'plain']),
  prompt: z.string().optional(),
  loginHint: z.string().optional(),
  maxAge: z.number().optional(),
  browser: z.string(),
  clientInfo: z.boolean(),
  correlationId: z.string(),
})
export type AuthorizeParameters = z.infer<typeof authorizeParameters>

/** A refusal that may be told to the application, at its redirect URI. */
export type AuthorizeAnswer =
  | {
      readonly ok: true
      readonly parameters: AuthorizeParameters
      readonly client: Client
      readonly asked: AskedScopes
    }
  | {
      readonly ok: false
      readonly refusal: OAuthRefusal
      readonly to?: Pick<AuthorizeParameters, 'redirectUri' | 'responseMode' | 'state'>
    }

/** At an alias any tenant that knows the application will do until the user is known. */
export function clientAt(
  host: OAuthHost,
  tenant: CloudTenant | undefined,
  clientId: string,
): OAuthResult<Client> {
  if (tenant !== undefined) return findClient(tenant, clientId)
  let last: OAuthResult<Client> = refused('UnauthorizedClient_DoesNotMatchRequest', {
    appId: clientId,
    tenant: 'common',
  })
  for (const each of host.tenants.all()) {
    last = findClient(each, clientId)
    if (last.ok) return last
  }
  return last
}

const responseTypes: Readonly<Record<string, AuthorizeParameters['responseType']>> = {
  code: ['code'],
  id_token: ['id_token'],
  'code id_token': ['code', 'id_token'],
  'id_token code': ['code', 'id_token'],
  'id_token token': ['id_token', 'token'],
  'token id_token': ['id_token', 'token'],
  token: ['token'],
}

export interface AuthorizeCall {
  readonly path: TenantPath
  readonly version: 1 | 2
  readonly query: URLSearchParams
  readonly correlationId: string
  /** Origins where the lab's own screens may be. */
  readonly origins: readonly string[]
}

export function readAuthorize(host: OAuthHost, call: AuthorizeCall): AuthorizeAnswer {
  const { query, path } = call
  const clientId = query.get('client_id')
  if (clientId === null || clientId === '') return refused('MissingParameter', { name: 'client_id' })
  const client = clientAt(host, path.tenant, clientId)
  if (!client.ok) return client
  const redirectUri = query.get('redirect_uri') ?? onlyRedirect(client.value)
  if (redirectUri === undefined) return refused('NoReplyAddress')
  const kind = redirectKind(client.value, redirectUri, call.origins)
  if (kind === undefined) return refused('InvalidReplyTo', { redirectUri, app: clientId })
  return readAnswerable(call, client.value, redirectUri, kind)
}

function readAnswerable(
  call: AuthorizeCall,
  client: Client,
  redirectUri: string,
  kind: AuthorizeParameters['redirectKind'],
): AuthorizeAnswer {
  const { query, version, path } = call
  const state = query.get('state') ?? undefined
  const written = query.get('response_type') ?? ''
  const responseType = responseTypes[written.split(/[ +]+/).filter(Boolean).join(' ')]
  const fallbackMode = responseType === undefined || responseType.join() === 'code' ? 'query' : 'fragment'
  const responseMode = responseModes.find((mode) => mode === query.get('response_mode')) ?? fallbackMode
  const to = { redirectUri, responseMode, ...(state === undefined ? {} : { state }) }
  const no = (result: { readonly refusal: OAuthRefusal }): AuthorizeAnswer => ({
    ok: false,
    refusal: result.refusal,
    to,
  })

  if (written === '') return no(refused('MissingParameter', { name: 'response_type' }))
  if (responseType === undefined)
    return no(refused('InvalidResponseTypeNotEnabled', { responseType: written }))
  const given = query.get('response_mode')
  if (given !== null && given !== responseMode)
    return no(refused('UnsupportedResponseMode', { responseMode: given, reason: '' }))
  if (responseMode === 'query' && responseType.join() !== 'code')
    return no(
      refused('UnsupportedResponseMode', { responseMode: 'query', reason: ' when requesting a token' }),
    )
  const implicit = checkImplicit(client, responseType, query)
  if (!implicit.ok) return no(implicit)
  const challenge = query.get('code_challenge') ?? undefined
  if (kind === 'spa' && responseType.includes('code') && challenge === undefined)
    return no(refused('PkceRequiredForSpa'))
  const resource = query.get('resource') ?? undefined
  if (version === 2 && resource !== undefined) return no(refused('ResourceNotSupportedOnV2'))
  const scope =
    version === 1
      ? `${resource ?? 'https://graph.microsoft.com'}/.default openid profile offline_access`
      : (query.get('scope') ?? '')
  if (scope.trim() === '') return no(refused('MissingParameter', { name: 'scope' }))
  const asked = parseScopes(client.tenant, scope, call.origins)
  if (!asked.ok) return no(asked)
  const maxAge = /^\d+$/.test(query.get('max_age') ?? '') ? Number(query.get('max_age')) : undefined
  const parameters: AuthorizeParameters = {
    segment: path.tenant?.tenantId ?? path.alias ?? 'common',
    version,
    clientId: client.appId,
    redirectUri,
    redirectKind: kind,
    responseType,
    responseMode,
    scope,
    ...optional({
      resource,
      state,
      challenge,
      maxAge,
      nonce: query.get('nonce') ?? undefined,
      prompt: query.get('prompt') ?? undefined,
      loginHint: query.get('login_hint') ?? undefined,
    }),
    challengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    browser: browserName(query.get('lab_browser')),
    clientInfo: query.get('client_info') === '1',
    correlationId: call.correlationId,
  }
  return { ok: true, parameters, client, asked: asked.value }
}

/** Members that are undefined are left out. */
function optional<Values extends Record<string, unknown>>(
  values: Values,
): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>
  }
}

function checkImplicit(
  client: Client,
  responseType: AuthorizeParameters['responseType'],
  query: URLSearchParams,
): OAuthResult<true> {
  if (!responseType.includes('id_token') && !responseType.includes('token')) return granted(true)
  if (responseType.includes('id_token') && client.application?.web.issueIdTokens !== true)
    return refused('IdTokenNotEnabled')
  if (responseType.includes('token') && client.application?.web.issueAccessTokens !== true)
    return refused('InvalidResponseTypeNotEnabled', { responseType: 'token' })
  if (responseType.includes('id_token') && !query.has('nonce'))
    return refused('MissingParameter', { name: 'nonce' })
  return granted(true)
}
