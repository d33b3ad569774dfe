/** Names of the SIDs that no object of the domain stands for (MS-DTYP 2.4.2.4). */
import { wellKnownSids } from '#core/active-directory/sid.ts'

const names: Readonly<Record<string, string>> = {
  [wellKnownSids.everyone]: 'Everyone',
  [wellKnownSids.creatorOwner]: 'CREATOR OWNER',
  [wellKnownSids.ownerRights]: 'OWNER RIGHTS',
  [wellKnownSids.self]: 'SELF',
  [wellKnownSids.authenticatedUsers]: 'Authenticated Users',
  [wellKnownSids.system]: 'SYSTEM',
  [wellKnownSids.enterpriseDomainControllers]: 'ENTERPRISE DOMAIN CONTROLLERS',
}

export const wellKnownName = (sid: string): string | undefined => names[sid]
