/** A sign-in between two pages: everything it needs travels in the page, sealed. */
import { z } from 'zod'
import { secondFactorNames } from '#core/entra/second-factor.ts'
import { authorizeParameters } from './authorize-request.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sessionContents } from './sessions.ts'

export const signInState = z.object({
  /** Lab time when the sign-in began. */
  startedAt: z.number(),
  parameters: authorizeParameters.optional(),
  /** A device flow instead of an application that waits at a redirect URI. */
  device: z
    .object({ userCode: z.string(), correlationId: z.string(), browser: z.string(), segment: z.string() })
    .optional(),
  userName: z.string().optional(),
  session: sessionContents.optional(),
  /** The prompt under way; `passed` is what it came to in this sign-in. */
  secondFactor: z
    .object({
      challenge: z.string().optional(),
      choosing: z.boolean().optional(),
      passed: z.enum(secondFactorNames).optional(),
    })
    .optional(),
  /** True when a password was typed in this sign-in. */
  typed: z.boolean().default(false),
  registrationSettled: z.boolean().default(false),
  staySettled: z.boolean().default(false),
  stay: z.boolean().default(false),
  consentSettled: z.boolean().default(false),
  deviceSettled: z.boolean().default(false),
})
export type SignInState = z.infer<typeof signInState>

const lifetimeMs = 3_600_000

export const sealState = (host: OAuthHost, state: SignInState): Promise<string> =>
  host.sealer.seal('sign-in', state)

export async function openState(host: OAuthHost, sealed: string | null): Promise<SignInState | undefined> {
  const opened = signInState.safeParse(await host.sealer.open('sign-in', sealed ?? ''))
  if (!opened.success) return undefined
  const tenant = [...host.tenants.all()][0]
  const now =
    host.tenants.byId(opened.data.session?.tid ?? opened.data.parameters?.segment ?? '')?.lab.clock.now() ??
    tenant?.lab.clock.now() ??
    0
  // A clock that was set back makes a state younger than itself, which is no reason to refuse it.
  return now - opened.data.startedAt > lifetimeMs ? undefined : opened.data
}
