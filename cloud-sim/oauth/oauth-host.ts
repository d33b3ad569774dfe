/** What the parts of the token service share. */
import type { CloudUser } from '#core/entra/model.ts'
import type { CloudHost } from '../cloud-host.ts'
import type { CloudTenant } from '../tenants.ts'
import type { CheckOnPremises } from './attempt-sign-in.ts'
import type { RedirectKind } from './clients.ts'
import type { DeviceCodes } from './device-codes.ts'
import type { TokenIssuer } from './issue-tokens.ts'
import type { OneTimeCodes } from './one-time-codes.ts'
import type { RefreshTokens } from './refresh-tokens.ts'
import type { SpentTokens } from './spent-tokens.ts'

/** What an authorization code stands for. */
export interface CodeGrant {
  readonly tenantId: string
  readonly userId: string
  readonly appId: string
  readonly redirectUri: string
  readonly redirectKind: RedirectKind
  readonly scope: string
  readonly resource: string | undefined
  readonly challenge: string | undefined
  readonly challengeMethod: 'S256' | 'plain'
  readonly nonce: string | undefined
  readonly amr: readonly string[]
  readonly authTime: number
  readonly sessionId: string
  /** signInSessionsValidFromDateTime of the user: a password change voids codes too. */
  readonly validFrom: number
}

export interface OAuthHost extends CloudHost {
  readonly issuer: TokenIssuer
  readonly codes: OneTimeCodes<CodeGrant>
  readonly refreshTokens: RefreshTokens
  readonly spentRefreshTokens: SpentTokens
  readonly spentAssertions: SpentTokens
  readonly deviceCodes: DeviceCodes
  readonly checkOnPremises: CheckOnPremises
  /** The password reset service's part in a sign-in. */
  readonly registration: {
    needed(tenant: CloudTenant, user: CloudUser): boolean
    /** `resumeUrl`: where the browser comes back to. */
    ticket(
      tenant: CloudTenant,
      user: CloudUser,
      resumeUrl: string,
      registersFor: 'reset' | 'second-factor',
    ): Promise<string>
  }
  /** Undefined when it is changed, else what to tell the user. */
  changePassword(tenant: CloudTenant, change: ForcedChange): Promise<string | undefined>
}

export interface ForcedChange {
  readonly user: CloudUser
  readonly oldPassword: string
  readonly newPassword: string
  readonly ipAddress: string
  readonly correlationId: string
}
