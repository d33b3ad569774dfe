/** What keeps an account out although its password is right. */
import { fold } from '#core/active-directory/case-folding.ts'
import type { PasswordPolicy } from '#core/active-directory/password-policy.ts'
import { fromFileTime, withinLogonHours } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import type { LdapCode } from '#core/codes/ldap.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { passwordExpiry } from '../account-policy.ts'

/** The account's state is looked at only after the right password (775 excepted: it comes before). */
export function stateRefusal(
  directory: Directory,
  account: DirectoryObject,
  policy: PasswordPolicy,
  workstation: string,
): LdapCode | undefined {
  const now = directory.now()
  const control = Number(firstValue(account.attributes.userAccountControl) ?? '0')
  if (has(control, uac.accountDisable)) return 'LogonDisabled'
  const expires = firstValue(account.attributes.accountExpires) ?? '0'
  if (expires !== '0' && now >= fromFileTime(expires)) return 'LogonAccountExpired'
  const hours = firstValue(account.attributes.logonHours)
  if (hours !== undefined && !withinLogonHours(Buffer.from(hours, 'base64'), now)) return 'LogonHoursRefused'
  if (!mayUse(account, workstation)) return 'LogonWorkstationRefused'
  const expiry = passwordExpiry(account, policy)
  if (expiry === Number.NEGATIVE_INFINITY) return 'LogonMustChangePassword'
  return now >= expiry ? 'LogonPasswordExpired' : undefined
}

/** userWorkstations names computers, separated by commas; empty or absent is everywhere (MS-ADA3 2.343). */
function mayUse(account: DirectoryObject, workstation: string): boolean {
  const listed = firstValue(account.attributes.userWorkstations) ?? ''
  const names = listed.split(',').map((name) => fold(name.trim()))
  return listed.trim() === '' || names.includes(fold(workstation))
}
