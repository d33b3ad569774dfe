/**
 * “User cannot change password” is no flag: it is a denial of Change Password for the user (SELF) and for everyone in the
 * access list of the account. Source: MS-ADTS 5.1.3.2.1, win32 “Modifying User Cannot Change Password (LDAP Provider)”.
 */
import { extendedRights } from './control-access-rights.ts'
import { type Ace, rights, type SecurityDescriptor } from './security-descriptor.ts'

const self = 'S-1-5-10'
const everyone = 'S-1-1-0'

const denialFor = (sid: string): Ace => ({
  type: 'deny',
  flags: 0,
  mask: rights.controlAccess,
  objectType: extendedRights.changePassword,
  sid,
})

const denies = ({ type, objectType, mask, sid }: Ace): boolean =>
  type === 'deny' &&
  objectType === extendedRights.changePassword &&
  (mask & rights.controlAccess) !== 0 &&
  (sid === self || sid === everyone)

export const userCannotChangePassword = ({ dacl }: SecurityDescriptor): boolean => (dacl ?? []).some(denies)

/** The descriptor with the box ticked or not; denials stand before grants. */
export function withCannotChangePassword(
  descriptor: SecurityDescriptor,
  cannot: boolean,
): SecurityDescriptor {
  const others = (descriptor.dacl ?? []).filter((ace) => !denies(ace))
  return { ...descriptor, dacl: [...(cannot ? [denialFor(self), denialFor(everyone)] : []), ...others] }
}
