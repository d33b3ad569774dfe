/**
 * What the domain controller's answer to a password write means for writeback: LDAP result and Win32 code to a cause.
 * Sources: writeback.md §4.3, §4.5, §5.3; MS-ADTS 3.1.1.3.1.5.1 (unicodePwd).
 */
import { parseDn } from '#core/active-directory/dn.ts'
import type { WritebackFailureCode } from '#core/codes/writeback-failures.ts'
import type { RelayOperation } from '#core/contracts/relay.ts'

export interface DirectoryAnswer {
  readonly resultCode: number
  /** `0000052D: SvcErr: …`: Active Directory begins with the Win32 code in hex. */
  readonly diagnostic: string
}

const ldap = { noSuchObject: 32, insufficientAccessRights: 50 } as const

const win32 = {
  accessDenied: '00000005',
  notReady: '0000001F',
  invalidPassword: '00000056',
  passwordRestriction: '0000052D',
  accountLockedOut: '00000775',
} as const

const win32Of = (diagnostic: string): string => diagnostic.slice(0, 8).toUpperCase()

export function writeFailure(
  { resultCode, diagnostic }: DirectoryAnswer,
  about: { readonly operation: RelayOperation; readonly isProtected: boolean },
): WritebackFailureCode {
  switch (win32Of(diagnostic)) {
    case win32.passwordRestriction:
      return 'ADPasswordPolicyError'
    case win32.invalidPassword:
      return 'ADUserIncorrectPassword'
    case win32.accountLockedOut:
      return 'ADUserAccountLockedOut'
    case win32.notReady:
      return 'ADConfigurationError'
  }
  if (resultCode === ldap.noSuchObject) return 'ADUserNotFoundError'
  if (resultCode !== ldap.insufficientAccessRights && win32Of(diagnostic) !== win32.accessDenied)
    return 'ADUnKnownError'
  // A change goes by the old password and does not need the right that protection takes away.
  return about.isProtected && about.operation !== 'change' ? 'ADProtectedAccountError' : 'ADPermissionsError'
}

const reserved = /^[ #]| $|[,+"\\<>;=/\r\n]/

/** ADSI cannot address a path whose names hold these (writeback.md §4.6). */
export const hasReservedCharacters = (dn: string): boolean =>
  (parseDn(dn) ?? []).some(({ value }) => reserved.test(value))
