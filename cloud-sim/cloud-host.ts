/** What the cloud's routers share: who the tenants are, how tokens are made and read, where the screens stand. */
import type { AccessTokens } from './access-tokens.ts'
import type { Sealer } from './sealer.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { Tenants } from './tenants.ts'

export interface CloudHost {
  readonly tenants: Tenants
  readonly keys: SigningKeys
  readonly sealer: Sealer
  readonly tokens: AccessTokens
  /** Origin of the UI, where `/pages/…` and `/auth/callback` are; the request's own origin when undefined. */
  readonly uiBase: string | undefined
  /** Every origin of this process: what stands at one of them stands at each. */
  readonly origins: ReadonlySet<string>
}
