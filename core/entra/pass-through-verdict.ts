/**
 * What the cloud makes of an agent's answer. Win32 errors of a refused logon are LDAP's `data` sub-codes in decimal; the
 * pairing with AADSTS numbers is in sign-in.ts (graph.md §1.6).
 */
import type { ValidationAnswer } from '#core/contracts/pass-through.ts'
import type { OnPremisesVerdict } from './sign-in.ts'

const refusals: Readonly<Record<number, OnPremisesVerdict>> = {
  1317: 'unknown-name',
  1326: 'wrong',
  1327: 'restricted',
  1328: 'logon-hours',
  1329: 'restricted',
  1330: 'expired',
  1331: 'disabled',
  1793: 'disabled',
  1907: 'must-change',
  1909: 'locked',
}

const failures = {
  unreachable: 'agent-error',
  'no-key': 'no-key',
  decryption: 'no-decryption',
  'time-skew': 'time-skew',
  unexpected: 'agent-exception',
} as const satisfies Record<string, OnPremisesVerdict>

export function verdictOf(answer: ValidationAnswer): OnPremisesVerdict {
  if (answer.result === 'accepted') return 'right'
  return answer.result === 'failed' ? failures[answer.reason] : (refusals[answer.win32] ?? 'bad-answer')
}
