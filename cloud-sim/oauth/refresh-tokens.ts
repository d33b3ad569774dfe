/**
 * Refresh tokens: sealed, not stored, so that they survive restarts and cost no memory. Using one gives a new one; a
 * password change or revocation voids all older ones (50173).
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import type { Sealer } from '../sealer.ts'
import type { CloudTenant, Tenants } from '../tenants.ts'
import type { Client } from './clients.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'

const contents = z.object({
  /** Tells tokens apart that say the same. */
  jti: z.string(),
  tid: z.string(),
  oid: z.string(),
  cid: z.string(),
  scope: z.string(),
  amr: z.array(z.string()),
  authTime: z.number(),
  sid: z.string(),
  issuedAt: z.number(),
  /** signInSessionsValidFromDateTime of the user when it was issued. */
  validFrom: z.number(),
  /** Fixed end of a single-page application's token, inherited by its successors. */
  spaUntil: z.number().optional(),
})
export type RefreshContents = z.infer<typeof contents>

const days = 86_400_000
export const refreshLifetime = { rolling: 90 * days, spa: days } as const

export interface RefreshTokens {
  issue(
    token: Omit<RefreshContents, 'jti' | 'tid' | 'oid' | 'validFrom' | 'issuedAt'>,
    tenant: CloudTenant,
    user: CloudUser,
  ): Promise<string>
  redeem(
    token: string,
    clientOf: (tenant: CloudTenant, contents: RefreshContents) => OAuthResult<Client>,
  ): Promise<OAuthResult<RedeemedGrant>>
}

export interface RedeemedGrant {
  readonly tenant: CloudTenant
  readonly client: Client
  readonly user: CloudUser
  readonly contents: RefreshContents
}

export function createRefreshTokens(sealer: Sealer, tenants: Tenants): RefreshTokens {
  return {
    issue: async (token, tenant, user) => {
      const sealed = await sealer.seal('refresh-token', {
        ...token,
        jti: randomUUID(),
        tid: tenant.tenantId,
        oid: user.id,
        validFrom: user.signInSessionsValidFromDateTime,
        issuedAt: tenant.lab.clock.now(),
      } satisfies RefreshContents)
      return `1.${sealed}`
    },
    redeem: async (token, clientOf) => {
      const opened = contents.safeParse(await sealer.open('refresh-token', token.replace(/^1\./, '')))
      const tenant = opened.success ? tenants.byId(opened.data.tid) : undefined
      if (!opened.success || tenant === undefined) return refused('InvalidGrant')
      const client = clientOf(tenant, opened.data)
      if (!client.ok) return client
      const standing = check(opened.data, tenant)
      return standing.ok
        ? granted({ tenant, client: client.value, user: standing.value, contents: opened.data })
        : standing
    },
  }
}

const iso = (at: number): string => new Date(at).toISOString()

function check(token: RefreshContents, tenant: CloudTenant): OAuthResult<CloudUser> {
  const now = tenant.lab.clock.now()
  const user = tenant.directory.findUser(token.oid)
  if (user === undefined) return refused('UserAccountNotInDirectory', { tenant: tenant.tenantId })
  if (!user.accountEnabled) return refused('UserDisabled')
  if (user.signInSessionsValidFromDateTime > token.validFrom)
    return refused('FreshTokenNeeded', {
      authTime: iso(token.issuedAt),
      validDate: iso(user.signInSessionsValidFromDateTime),
    })
  if (token.spaUntil !== undefined && token.spaUntil < now)
    return refused('SpaRefreshTokenExpired', { authTime: iso(token.issuedAt) })
  if (token.issuedAt + refreshLifetime.rolling < now)
    return refused('ExpiredOrRevokedGrantInactiveToken', {
      authTime: iso(token.issuedAt),
      days: '90.00:00:00',
    })
  return granted(user)
}
