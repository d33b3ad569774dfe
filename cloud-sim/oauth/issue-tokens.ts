/**
 * Makes access and ID tokens. Claims by audience and version as captured from the service; times are the lab's.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { CloudUser } from '#core/entra/model.ts'
import { ordinaryMemberWid, roleId } from '#core/entra/roles.ts'
import { shownAmr } from '#core/entra/second-factor.ts'
import type { Instant } from '#core/ports.ts'
import { sessionStateOf } from '../access-tokens.ts'
import type { SigningKeys } from '../signing-keys.ts'
import type { Client, ClientProof } from './clients.ts'
import type { Issuers } from './issuers.ts'
import type { Resource } from './resources.ts'
import { createTokenSigner } from './sign-token.ts'

export interface TokenRequest {
  readonly client: Client
  readonly proof: ClientProof
  readonly resource: Resource
  readonly issuers: Issuers
  readonly at: Instant
  readonly ipAddress: string
  /** Client capabilities that the request declared, e.g. `CP1`. */
  readonly capabilities: readonly string[]
}

export interface UserGrant {
  readonly user: CloudUser
  readonly scopes: readonly string[]
  readonly appRoles: readonly string[]
  readonly amr: readonly string[]
  readonly authTime: Instant
  readonly sessionId: string
}

export interface IdTokenRequest extends TokenRequest {
  readonly nonce: string | undefined
  readonly code?: string
  readonly accessToken?: string
}

export interface IssuedToken {
  readonly token: string
  readonly expiresIn: number
  readonly notBefore: number
  readonly expiresOn: number
}

export interface TokenIssuer {
  forApp(request: TokenRequest, roles: readonly string[]): Promise<IssuedToken>
  forUser(request: TokenRequest, grant: UserGrant): Promise<IssuedToken>
  idToken(request: IdTokenRequest, grant: UserGrant, version: 1 | 2): Promise<string>
}

const pairwise = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('|')).digest('base64url')
const opaque = (bytes: number): string => randomBytes(bytes).toString('base64url')
/** Passport ids are sixteen hex digits that begin like this. */
const puidOf = (user: CloudUser): string =>
  `1003${createHash('sha256').update(user.id).digest('hex').slice(0, 12).toUpperCase()}`

const lifetimeSeconds = {
  app: 3599,
  userShortest: 3600,
  userLongest: 5400,
  cae: 86_399,
  idToken: 3600,
} as const

export function createTokenIssuer(keys: SigningKeys): TokenIssuer {
  const sign = createTokenSigner(keys)
  const issue = async (request: TokenRequest, lifetime: number, claims: JWTPayload): Promise<IssuedToken> => {
    const times = timesOf(request.at, lifetime)
    const token = await sign(
      { aud: request.resource.audience, iss: issuerOf(request), ...times, ...claims, ...common(request) },
      request.resource.version === 1,
    )
    return { token, expiresIn: lifetime, notBefore: times.nbf, expiresOn: times.exp }
  }
  return {
    forApp: (request, roles) => issue(request, lifetimeSeconds.app, appClaims(request, roles)),
    forUser: (request, grant) => {
      const lifetime = request.capabilities.includes('CP1')
        ? lifetimeSeconds.cae
        : randomInt(lifetimeSeconds.userShortest, lifetimeSeconds.userLongest)
      return issue(request, lifetime, userClaims(request, grant))
    },
    idToken: (request, grant, version) => sign(idTokenClaims(request, grant, version), false),
  }
}

function timesOf(at: Instant, lifetime: number): { iat: number; nbf: number; exp: number } {
  const now = Math.floor(at / 1000)
  return { iat: now, nbf: now, exp: now + lifetime }
}

const issuerOf = ({ resource, issuers, client }: TokenRequest): string =>
  (resource.version === 1 ? issuers.v1 : issuers.v2)(client.tenant.tenantId)

const common = ({ resource, client, proof }: TokenRequest): JWTPayload => ({
  tid: client.tenant.tenantId,
  uti: opaque(16),
  rh: `1.${opaque(36)}.`,
  ...(resource.version === 1
    ? {
        appid: client.appId,
        appidacr: proof,
        app_displayname: client.displayName,
        ver: '1.0',
        xms_tcdt: Math.floor(client.tenant.directory.tenant().createdDateTime / 1000),
      }
    : { azp: client.appId, azpacr: proof, ver: '2.0', xms_ftd: opaque(30) }),
})

const appClaims = ({ client, resource }: TokenRequest, roles: readonly string[]): JWTPayload => ({
  aio: opaque(24),
  oid: client.principal.id,
  sub: client.principal.id,
  ...(roles.length === 0 ? {} : { roles }),
  ...(resource.version === 1 ? { idtyp: 'app', wids: widsOf(client, client.principal.id) } : {}),
})

function widsOf({ tenant }: Client, principalId: string): readonly string[] {
  const roles = tenant.directory.rolesOf(principalId).map(roleId)
  return roles.length === 0 ? [ordinaryMemberWid] : roles
}

const userClaims = (request: TokenRequest, grant: UserGrant): JWTPayload => ({
  aio: sessionStateOf(grant.user, grant.amr),
  oid: grant.user.id,
  name: grant.user.displayName,
  scp: grant.scopes.join(' '),
  sub: pairwise(grant.user.id, request.resource.principal.appId),
  ...(grant.appRoles.length === 0 ? {} : { roles: grant.appRoles }),
  ...(request.capabilities.length === 0 ? {} : { xms_cc: request.capabilities }),
  ...(request.resource.version === 1
    ? v1UserClaims(request, grant)
    : { preferred_username: grant.user.userPrincipalName }),
})

const v1UserClaims = ({ client, ipAddress }: TokenRequest, { user, amr }: UserGrant): JWTPayload => ({
  acr: '1',
  amr: shownAmr(amr),
  idtyp: 'user',
  ipaddr: ipAddress,
  upn: user.userPrincipalName,
  unique_name: user.userPrincipalName,
  puid: puidOf(user),
  wids: widsOf(client, user.id),
  xms_st: { sub: pairwise(user.id, client.appId) },
  ...(user.givenName === null ? {} : { given_name: user.givenName }),
  ...(user.surname === null ? {} : { family_name: user.surname }),
  ...(user.onPremisesSecurityIdentifier === null ? {} : { onprem_sid: user.onPremisesSecurityIdentifier }),
})

/** Half of the hash, as OpenID Connect Core 3.3.2.11 says for RS256. */
const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

function idTokenClaims(
  request: IdTokenRequest,
  { user, authTime, sessionId, scopes, appRoles, amr }: UserGrant,
  version: 1 | 2,
): JWTPayload {
  const { client, issuers, at } = request
  const tenantId = client.tenant.tenantId
  const shared: JWTPayload = {
    aud: client.appId,
    iss: (version === 1 ? issuers.v1 : issuers.v2)(tenantId),
    ...timesOf(at, lifetimeSeconds.idToken),
    aio: sessionStateOf(user, amr),
    auth_time: Math.floor(authTime / 1000),
    name: user.displayName,
    oid: user.id,
    rh: `1.${opaque(36)}.`,
    sid: sessionId,
    sub: pairwise(user.id, client.appId),
    tid: tenantId,
    uti: opaque(16),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.code === undefined ? {} : { c_hash: halfHash(request.code) }),
    ...(request.accessToken === undefined ? {} : { at_hash: halfHash(request.accessToken) }),
    ...(appRoles.length === 0 ? {} : { roles: appRoles }),
    ...(scopes.includes('email') && user.mail !== null ? { email: user.mail } : {}),
  }
  if (version === 2) return { ...shared, preferred_username: user.userPrincipalName, ver: '2.0' }
  return {
    ...shared,
    amr: shownAmr(amr),
    ipaddr: request.ipAddress,
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    ver: '1.0',
    ...(user.givenName === null ? {} : { given_name: user.givenName }),
    ...(user.surname === null ? {} : { family_name: user.surname }),
  }
}
