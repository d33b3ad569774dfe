/** What the password reset service, the portal API and the synchronisation service share with the rest of the cloud. */
import type { SsprLimits } from '#core/sspr/limits.ts'
import type { CloudHost } from '../cloud-host.ts'
import type { Relay } from '../relay/relay.ts'

export interface PasswordResetHost extends CloudHost {
  readonly relay: Relay
  /** Shorter blocks and lifetimes for a class; the published numbers when absent. */
  readonly ssprLimits?: SsprLimits
  /** Microsoft's pages disagree whether administrators reset federated users; refused unless this is true. */
  readonly allowAdminResetFederated?: boolean
}
