/** Refusals of password writes. */
import { constraint, entry, type LdapEntry, svc } from './entry.ts'

export const passwords = {
  PasswordResetRefusedByPolicy: entry(
    53,
    '0000052D',
    svc(),
    'The new password breaks the password policy.',
    'The password policy of the domain (or a fine-grained policy) refused it.',
  ),
  PasswordRefusedByPolicy: entry(
    19,
    '0000052D',
    constraint,
    'The new password breaks the password policy.',
    'The password policy of the domain (or a fine-grained policy) refused it.',
  ),
  WrongOldPassword: entry(
    19,
    '00000056',
    constraint,
    'The old password is wrong.',
    'A change must prove the old password, and it does not match.',
  ),
  LockedOnChange: entry(
    19,
    '00000775',
    constraint,
    'The account is locked.',
    'A locked account cannot change its password.',
  ),
  PasswordNeedsTls: entry(
    53,
    '0000001F',
    svc(),
    'A password can be written over TLS only.',
    'unicodePwd is refused on a connection without TLS, and when it is not quoted UTF-16LE.',
  ),
  PasswordMalformed: entry(53, '0000001F', svc(), 'unicodePwd takes a quoted password in UTF-16LE.'),
  PasswordAddAlone: entry(53, '00002035', svc(), 'A change names the old password and the new one.'),
  PasswordDeleteRefused: entry(53, '00002035', svc(), 'A password can be changed or reset, not taken away.'),
  PasswordRequired: entry(
    53,
    '0000052D',
    svc(),
    'The account needs a password that meets the policy before it can be enabled.',
  ),
} satisfies Record<string, LdapEntry>
