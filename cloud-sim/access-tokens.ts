/**
 * Reading access tokens: signature, tenant, time, and that the holder is still there. A verified token is remembered by
 * its text, so that a client's next thousand calls cost a look-up; what can change meanwhile is checked each time.
 */
import { type CryptoKey, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import type { ServicePrincipal } from '#core/entra/applications.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { hasSecondFactor } from '#core/entra/second-factor.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { CloudTenant, Tenants } from './tenants.ts'

export const tokenClaims = z.object({
  aud: z.string(),
  tid: z.string(),
  oid: z.string(),
  sub: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
  appid: z.string().optional(),
  azp: z.string().optional(),
  scp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  idtyp: z.string().optional(),
  wids: z.array(z.string()).optional(),
  xms_cc: z.array(z.string()).optional(),
  /** `sub` of the user for the client that asked. */
  xms_st: z.object({ sub: z.string() }).optional(),
  acr: z.string().optional(),
  /** Opaque to others: the state of the user's sessions that the token was issued under. */
  aio: z.string().optional(),
})
export type TokenClaims = z.infer<typeof tokenClaims>

export interface Bearer {
  readonly tenant: CloudTenant
  readonly claims: TokenClaims
  readonly audience: string
  readonly appId: string
  /** Absent for application tokens. */
  readonly user: CloudUser | undefined
  readonly servicePrincipal: ServicePrincipal | undefined
  /** Delegated permissions. */
  readonly scopes: ReadonlySet<string>
  /** Application permissions. */
  readonly appRoles: ReadonlySet<string>
  readonly isApp: boolean
  /** Directory roles of the user or the application, as they are now. */
  directoryRoles(): readonly string[]
}

export type BearerFailure =
  | 'empty'
  | 'malformed'
  | 'signature'
  | 'expired'
  | 'tenant'
  | 'user-gone'
  | 'revoked'

export type BearerAnswer =
  | { readonly ok: true; readonly bearer: Bearer }
  | { readonly ok: false; readonly failure: BearerFailure; readonly bearer?: Bearer }

export interface AccessTokens {
  /** Takes the token's text; use the synchronous way first. */
  read(token: string): BearerAnswer | Promise<BearerAnswer>
}

interface Verified {
  readonly token: string
  readonly claims: TokenClaims
  /** Version 2 tokens of applications carry no idtyp: they speak for themselves. */
  readonly isApp: boolean
  readonly appId: string
  readonly scopes: ReadonlySet<string>
  readonly appRoles: ReadonlySet<string>
  /** Whom it stood for last; good as long as the records are the same. */
  bearer: Bearer | undefined
}

/** The same token with what it stands for now. */
class TokenBearer implements Bearer {
  readonly tenant: CloudTenant
  readonly claims: TokenClaims
  readonly audience: string
  readonly appId: string
  readonly user: CloudUser | undefined
  readonly servicePrincipal: ServicePrincipal | undefined
  readonly scopes: ReadonlySet<string>
  readonly appRoles: ReadonlySet<string>
  readonly isApp: boolean

  constructor(
    verified: Verified,
    tenant: CloudTenant,
    user: CloudUser | undefined,
    servicePrincipal: ServicePrincipal | undefined,
  ) {
    this.tenant = tenant
    this.claims = verified.claims
    this.audience = verified.claims.aud
    this.appId = verified.appId
    this.user = user
    this.servicePrincipal = servicePrincipal
    this.scopes = verified.scopes
    this.appRoles = verified.appRoles
    this.isApp = verified.isApp
  }

  directoryRoles(): readonly string[] {
    return this.tenant.directory.rolesOf(this.claims.oid)
  }
}

/** A token's signature finds it, so that looking one up need not hash all of it; then all of it is compared. */
const signatureOf = (token: string): string => token.slice(token.lastIndexOf('.') + 1)

const rememberedTokens = 10_000
/** Clocks of validators may differ by five minutes. */
const skewMs = 300_000

/** What `aio` holds: the user's signInSessionsValidFromDateTime when the token was made, and whether a second factor was given. */
export const sessionStateOf = (user: CloudUser, amr: readonly string[] = []): string => {
  const validFrom = user.signInSessionsValidFromDateTime.toString(36)
  return Buffer.from(hasSecondFactor(amr) ? `${validFrom}.mfa` : validFrom).toString('base64url')
}

/** What the holder's sign-in had proved, as far as the token tells. */
export const amrOf = ({ aio = '' }: TokenClaims): string[] =>
  Buffer.from(aio, 'base64url').toString().endsWith('.mfa') ? ['pwd', 'mfa'] : ['pwd']

export function createAccessTokens(keys: SigningKeys, tenants: Tenants): AccessTokens {
  const verified = new Map<string, Verified>()
  const imported = new Map<string, Promise<CryptoKey | Uint8Array>>()

  const keyOf = async (kid: string | undefined) => {
    const key = (await keys.all()).find((each) => each.kid === kid)
    if (key === undefined) throw new Error('unknown key')
    const known = imported.get(key.kid) ?? importJWK(key.jwk, 'RS256')
    imported.set(key.kid, known)
    return known
  }
  const remember = (entry: Verified) => {
    if (verified.size >= rememberedTokens)
      for (const oldest of verified.keys()) {
        verified.delete(oldest)
        if (verified.size < rememberedTokens * 0.9) break
      }
    verified.set(signatureOf(entry.token), entry)
  }
  const bearerOf = (entry: Verified, tenant: CloudTenant): Bearer => {
    const { directory } = tenant
    const user = entry.isApp ? undefined : directory.findUser(entry.claims.oid)
    const principal = directory.applications.principalByAppId(entry.appId)
    const { bearer } = entry
    if (bearer?.tenant === tenant && bearer.user === user && bearer.servicePrincipal === principal)
      return bearer
    entry.bearer = new TokenBearer(entry, tenant, user, principal)
    return entry.bearer
  }
  const stand = (entry: Verified): BearerAnswer => {
    const { claims } = entry
    const tenant = tenants.byId(claims.tid)
    if (tenant === undefined) return { ok: false, failure: 'tenant' }
    const now = tenant.lab.clock.now()
    if (claims.exp * 1000 + skewMs < now || claims.iat * 1000 - skewMs > now)
      return { ok: false, failure: 'expired' }
    const bearer = bearerOf(entry, tenant)
    const { user, servicePrincipal } = bearer
    if (entry.isApp ? servicePrincipal === undefined : user === undefined)
      return { ok: false, failure: 'user-gone' }
    // Continuous access evaluation reaches only clients that declared CP1; others keep their token to its end.
    if (
      user !== undefined &&
      claims.xms_cc?.includes('CP1') === true &&
      claims.aio !== sessionStateOf(user, amrOf(claims))
    )
      return { ok: false, failure: 'revoked', bearer }
    return { ok: true, bearer }
  }
  const verify = async (token: string): Promise<BearerAnswer> => {
    if (token.split('.').length !== 3) return { ok: false, failure: 'malformed' }
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => keyOf(kid), {
        algorithms: ['RS256'],
        currentDate: new Date(0),
        clockTolerance: Number.MAX_SAFE_INTEGER,
      })
      const claims = tokenClaims.parse(payload)
      const entry: Verified = {
        token,
        claims,
        isApp: claims.idtyp === 'app' || (claims.scp === undefined && claims.sub === claims.oid),
        appId: claims.appid ?? claims.azp ?? '',
        bearer: undefined,
        scopes: new Set((claims.scp ?? '').split(' ').filter(Boolean)),
        appRoles: new Set(claims.roles ?? []),
      }
      remember(entry)
      return stand(entry)
    } catch {
      return { ok: false, failure: 'signature' }
    }
  }
  return {
    read: (token) => {
      if (token === '') return { ok: false, failure: 'empty' }
      const known = verified.get(signatureOf(token))
      return known?.token === token ? stand(known) : verify(token)
    },
  }
}
