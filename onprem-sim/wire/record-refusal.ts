/** Tells the journal which refusal an answer stands for: several share one result code and one Win32 code. */
import { say } from '#core/codes/catalogue.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import { isRefusal, type LdapRefusal, type OperationContext } from '../operations/operation.ts'
import type { LdapResult } from './responses.ts'

/** Only where the client asked for its operation to be traceable, by the correlation control. */
export function recordRefusal(
  { correlationId, directory, identity }: OperationContext,
  operation: string,
  outcome: LdapRefusal | LdapResult,
): void {
  if (correlationId === undefined || !isRefusal(outcome)) return
  directory.lab.journal.record({
    place: 'directory',
    type: 'ldap.refused',
    correlationId,
    code: outcome.refused,
    because: outcome.because ?? say(ldapCodes[outcome.refused].because),
    summary: `${operation} of ${identity?.name ?? 'anonymous'} was refused: ${outcome.refused}`,
  })
}
