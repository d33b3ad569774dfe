/** The domain controller's Security log, into the journal. */

import { say } from '#core/codes/catalogue.ts'
import { type SecurityEventName, securityEventSource, securityEvents } from '#core/codes/security-events.ts'
import type { WindowsEvent } from '#core/contracts/journal.ts'
import type { Directory } from '../store/directory.ts'
import { type DirectoryObject, firstValue } from '../store/records.ts'
import { controllerName } from './controller-names.ts'

export interface SecurityEventDetails {
  readonly target: string
  readonly subject?: string
  readonly source?: string
  readonly reason?: string | undefined
  readonly member?: string
  readonly correlationId?: string | undefined
  /** DN of the account, by which the journal finds the event. */
  readonly dn?: string
}

export function writeSecurityEvent(
  directory: Directory,
  name: SecurityEventName,
  details: SecurityEventDetails,
): void {
  const { eventId, level, says } = securityEvents[name]
  const { target, subject = 'SYSTEM', source = '', reason = '', member = '', correlationId, dn } = details
  const event: WindowsEvent = {
    log: 'Security',
    source: securityEventSource,
    eventId,
    name,
    level,
    computer: `${controllerName(directory)}.${directory.dnsName}`,
    message: say(says, { target, subject, source, reason, member }),
  }
  directory.lab.journal.record({
    place: 'directory',
    type: 'windows-event.written',
    summary: `${eventId}: ${event.message}`,
    target: dn ?? target,
    data: { ...event },
    correlationId,
  })
}

/** `CONTOSO\anna`. */
export const accountName = (directory: Directory, object: DirectoryObject): string =>
  `${directory.netbiosName}\\${firstValue(object.attributes.sAMAccountName) ?? object.rdn}`
