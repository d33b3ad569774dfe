/** Turns a granted sign-in into the token endpoint's answer: access token, and refresh and ID tokens where asked for. */
import type { CloudUser } from '#core/entra/model.ts'
import { requireAccess } from './access/require-access.ts'
import type { Client, ClientProof } from './clients.ts'
import { consentedScopes, missingScopes, userRolesIn } from './consent.ts'
import type { IssuedToken, TokenRequest, UserGrant } from './issue-tokens.ts'
import type { OAuthHost } from './oauth-host.ts'
import { refreshLifetime } from './refresh-tokens.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'
import { type AskedScopes, canonical, parseScopes, type Resource } from './resources.ts'
import type { TokenCall } from './token-request.ts'

export type TokenAnswer = Readonly<Record<string, unknown>>

/** The `scope` of the request, or for version 1 its `resource` as `.default`. */
export function askedScopes(
  client: Client,
  call: TokenCall,
  fallback?: { readonly scope: string; readonly resource: string | undefined },
): OAuthResult<AskedScopes> {
  const { form, version, own } = call
  if (version === 2 && form.has('resource')) return refused('ResourceNotSupportedOnV2')
  const resource = form.get('resource') ?? (form.has('scope') ? undefined : fallback?.resource)
  if (version === 1 && resource !== undefined)
    return parseScopes(client.tenant, `${resource}/.default openid offline_access`, own)
  return parseScopes(client.tenant, form.get('scope') ?? fallback?.scope ?? '', own)
}

export interface UserSignIn {
  readonly user: CloudUser
  readonly amr: readonly string[]
  readonly authTime: number
  readonly sessionId: string
  readonly nonce?: string | undefined
  readonly spaUntil?: number | undefined
  readonly isSpa?: boolean
  /** A middle tier asks with what its caller has proved. */
  readonly onBehalfOf?: boolean
}

export const requestOf = (
  client: Client,
  proof: ClientProof,
  resource: Resource,
  call: TokenCall,
): TokenRequest => ({
  client,
  proof,
  resource,
  issuers: call.issuers,
  at: client.tenant.lab.clock.now(),
  ipAddress: call.ipAddress,
  capabilities: call.capabilities,
})

/** Permissions of the token: those asked for, or with `.default` all that were consented to. */
export function tokenScopes(client: Client, asked: AskedScopes, userId: string): readonly string[] {
  const consented = consentedScopes(client, asked.resource, userId)
  const named = asked.permissions.map((scope) => canonical(asked.resource, scope))
  const defaults = asked.isDefault
    ? consented === '*'
      ? firstPartyDefaults(asked.resource)
      : [...consented]
    : []
  const oidc = asked.resource.isGraph ? [...asked.oidc].filter((scope) => scope !== 'offline_access') : []
  return [...new Set([...named, ...defaults, ...oidc])].filter((scope) => scope !== 'offline_access')
}

/** Microsoft's own clients come with the user's rights, which Directory.AccessAsUser.All stands for. */
const firstPartyDefaults = (resource: Resource): readonly string[] =>
  resource.isGraph
    ? [
        'AuditLog.Read.All',
        'Directory.AccessAsUser.All',
        'Directory.ReadWrite.All',
        'Group.ReadWrite.All',
        'Policy.Read.All',
        'User.ReadWrite.All',
        'UserAuthenticationMethod.ReadWrite.All',
        'openid',
        'profile',
        'email',
      ]
    : ['user_impersonation']

export async function answerUser(
  host: OAuthHost,
  client: Client,
  proof: ClientProof,
  call: TokenCall,
  asked: AskedScopes,
  signIn: UserSignIn,
): Promise<OAuthResult<TokenAnswer>> {
  const { user } = signIn
  const missing = missingScopes(client, asked.resource, user.id, asked.permissions)
  if (missing.length > 0 || nothingConsented(client, asked, user.id))
    return refused('DelegationDoesNotExist', { appId: client.appId, app: client.displayName })
  const { outcome } = await requireAccess(
    { tenant: client.tenant, client, resource: asked.resource, interactive: false, ...call, ...signIn },
    call.correlationId,
    signIn.onBehalfOf,
  )
  if (!outcome.ok) return outcome
  const scopes = tokenScopes(client, asked, user.id)
  const request = requestOf(client, proof, asked.resource, call)
  const grant: UserGrant = {
    user,
    scopes,
    appRoles: userRolesIn(client, asked.resource, user.id),
    amr: signIn.amr,
    authTime: signIn.authTime,
    sessionId: signIn.sessionId,
  }
  const access = await host.issuer.forUser(request, grant)
  const idToken =
    asked.oidc.has('openid') || call.version === 1
      ? await host.issuer.idToken(
          { ...request, nonce: signIn.nonce },
          { ...grant, scopes: [...asked.oidc] },
          call.version,
        )
      : undefined
  const refresh =
    asked.oidc.has('offline_access') || call.version === 1
      ? await refreshFor(host, client, asked, signIn)
      : undefined
  return granted(userBody(call, asked, access, user, { idToken, refresh }))
}

const nothingConsented = (client: Client, asked: AskedScopes, userId: string): boolean => {
  const consented = consentedScopes(client, asked.resource, userId)
  return asked.isDefault && consented !== '*' && consented.size === 0
}

async function refreshFor(
  host: OAuthHost,
  client: Client,
  asked: AskedScopes,
  { user, amr, authTime, sessionId, isSpa, spaUntil }: UserSignIn,
): Promise<string> {
  const until = spaUntil ?? (isSpa === true ? client.tenant.lab.clock.now() + refreshLifetime.spa : undefined)
  const token = {
    cid: client.appId,
    scope: asked.asWritten.join(' '),
    amr: [...amr],
    authTime,
    sid: sessionId,
    ...(until === undefined ? {} : { spaUntil: until }),
  }
  return host.refreshTokens.issue(token, client.tenant, user)
}

export const clientInfo = (user: CloudUser, tenantId: string): string =>
  Buffer.from(JSON.stringify({ uid: user.id, utid: tenantId })).toString('base64url')

/** Version 1 writes numbers as strings and adds a few; version 2 echoes the scopes as the client wrote them. */
function userBody(
  call: TokenCall,
  asked: AskedScopes,
  access: IssuedToken,
  user: CloudUser,
  more: { readonly idToken: string | undefined; readonly refresh: string | undefined },
): TokenAnswer {
  const tail = {
    access_token: access.token,
    ...(more.refresh === undefined ? {} : { refresh_token: more.refresh }),
    ...(more.idToken === undefined ? {} : { id_token: more.idToken }),
    ...(call.form.get('client_info') === '1' || call.form.get('client_info') === '2'
      ? { client_info: clientInfo(user, tidOf(access.token)) }
      : {}),
  }
  if (call.version === 1)
    return {
      ...v1Numbers(access, asked.resource),
      scope: asked.permissions.join(' ') || 'user_impersonation',
      ...tail,
    }
  const scope = asked.asWritten.filter((each) => each !== 'offline_access').join(' ')
  return {
    token_type: 'Bearer',
    scope,
    expires_in: access.expiresIn,
    ext_expires_in: access.expiresIn,
    ...tail,
  }
}

const tidOf = (token: string): string => {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  return typeof claims === 'object' && claims !== null && 'tid' in claims ? String(claims.tid) : ''
}

export const v1Numbers = (access: IssuedToken, resource: Resource): TokenAnswer => ({
  token_type: 'Bearer',
  expires_in: String(access.expiresIn),
  ext_expires_in: String(access.expiresIn),
  expires_on: String(access.expiresOn),
  not_before: String(access.notBefore),
  resource: resource.audience,
})
