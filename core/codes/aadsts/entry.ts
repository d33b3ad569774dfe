/** One refusal of the token service. */
import type { CodeEntry } from '#core/codes/catalogue.ts'

export interface AadstsEntry extends CodeEntry {
  /** The published name. */
  readonly name: string
  readonly oauth:
    | 'invalid_request'
    | 'invalid_grant'
    | 'invalid_client'
    | 'invalid_scope'
    | 'invalid_resource'
    | 'invalid_tenant'
    | 'invalid_instance'
    | 'unauthorized_client'
    | 'unsupported_grant_type'
    | 'unsupported_response_type'
    | 'interaction_required'
    | 'login_required'
    | 'consent_required'
    | 'access_denied'
    | 'authorization_pending'
    | 'authorization_declined'
    | 'expired_token'
    | 'bad_verification_code'
    | 'temporarily_unavailable'
  /** What MSAL reads to know whether a person must come. */
  readonly suberror?: string
  /** True where the real service adds `error_uri`. */
  readonly errorUri?: true
  /** True where the password was right, and something else stood in the way. */
  readonly afterPassword?: true
  /** Short text of the sign-in log's `failureReason`. */
  readonly failureReason?: string
}

export type AadstsTable = Readonly<Record<`AADSTS${number}`, AadstsEntry>>
