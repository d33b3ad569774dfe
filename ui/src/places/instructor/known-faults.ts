/** Faults that a trainer picks by what they look like. Operations: docs/control-api.md. */
import type { z } from 'zod'
import type { faultRule } from '#core/contracts/control-api.ts'

export interface KnownFault {
  readonly title: string
  readonly rule: z.infer<typeof faultRule>
}

export const knownFaults: readonly KnownFault[] = [
  {
    title: 'The relay loses the next request to the agent',
    rule: { match: { operation: 'relay.deliver' }, effect: { drop: true }, phase: 'before', times: 1 },
  },
  {
    title: 'The relay loses the next answer of the agent',
    rule: { match: { operation: 'relay.deliver' }, effect: { drop: true }, phase: 'after', times: 1 },
  },
  {
    title: 'The cloud fails after Active Directory took the password',
    rule: { match: { operation: 'cloud.commit-password' }, effect: { drop: true }, times: 1 },
  },
  {
    title: 'The agent’s next keys are lost on the way',
    rule: {
      match: { operation: 'password-reset.renew-keys' },
      effect: { drop: true },
      phase: 'after',
      times: 1,
    },
  },
  {
    title: 'The password reset service answers the agent’s next request with a page',
    rule: { match: { operation: 'password-reset.*' }, effect: { code: 'maintenance' }, times: 1 },
  },
  {
    title: 'The pass-through agent does not answer the next sign-in',
    rule: { match: { operation: 'authentication-agent.validate' }, effect: { drop: true }, times: 1 },
  },
  {
    title: 'The domain controller takes five seconds for each change',
    rule: { match: { operation: 'ldap.modify' }, effect: { delayMs: 5_000 } },
  },
]
