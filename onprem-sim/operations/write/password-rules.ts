/** Whether a password may be written: rights, and the policy that holds for the account (MS-SAMR 3.1.1.7, MS-ADTS 3.1.1.3.1.5). */
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import {
  ageAndHistoryFault,
  contentFault,
  type PasswordAccount,
  type PasswordFault,
  type PasswordPolicy,
} from '#core/active-directory/password-policy.ts'
import { fromFileTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { hasRight, isSystem } from '../access.ts'
import { isAccountLocked, passwordPolicyOf } from '../account-policy.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { mayCallSam } from '../service-settings.ts'
import type { PasswordWrite } from './password-input.ts'

/** What the policy knows of the account; `names` are the values after the request. */
export interface PasswordSubject {
  readonly object: DirectoryObject | undefined
  readonly sAMAccountName: string
  readonly displayName: string | undefined
  readonly control: number
}

export interface PasswordRefusal extends LdapRefusal {
  /** A wrong old password counts against the account. */
  readonly counts?: boolean
  readonly fault?: PasswordFault
}

/** Rights and policy for a password write to an existing account. */
export function passwordRefusal(
  context: OperationContext,
  write: PasswordWrite,
  subject: PasswordSubject & { readonly object: DirectoryObject },
): PasswordRefusal | undefined {
  const { directory } = context
  const { object } = subject
  const policy = passwordPolicyOf(directory, object)
  const about = unicodePwdOf(context)
  if (write.kind === 'reset') {
    if (!hasRight(context, object, extendedRights.resetPassword) && write.unproven === true)
      return refused('ConstraintViolation', about)
    if (!hasRight(context, object, extendedRights.resetPassword))
      return { ...refused('AccessDenied'), because: 'no Reset Password right on the object' }
    return hintedResetRefusal(context, policy, subject, write)
  }
  if (!hasRight(context, object, extendedRights.changePassword))
    return { ...refused('AccessDenied'), because: 'no Change Password right on the object' }
  if (isAccountLocked(object, policy, directory.now())) return refused('LockedOnChange', about)
  if (directory.secrets.get(object.id)?.ntHash !== write.oldHash)
    return { ...refused('WrongOldPassword', about), counts: true }
  return policyRefusal(context, policy, subject, write, true)
}

/** Password writeback resets with policy hints: history and minimum age hold, and it is a remote call to SAM. */
function hintedResetRefusal(
  context: OperationContext,
  policy: PasswordPolicy,
  subject: PasswordSubject,
  write: PasswordWrite,
): PasswordRefusal | undefined {
  const { controls, directory, identity } = context
  const hinted = controls.policyHints === true
  if (hinted && identity !== undefined && !isSystem(identity) && !mayCallSam(directory, identity))
    return { ...refused('SamAccessDenied'), because: 'RestrictRemoteSam does not name the account' }
  return policyRefusal(context, policy, subject, write, hinted)
}

const unicodePwdOf = ({ directory }: OperationContext) => {
  const attribute = directory.attribute('unicodePwd')
  return attribute === undefined ? {} : { attribute }
}

const machine = uac.workstationTrust | uac.serverTrust | uac.interdomainTrust

/** Content always; age and history for a change, and for a reset that sends policy hints. Machines choose as they like. */
export function policyRefusal(
  context: OperationContext,
  policy: PasswordPolicy,
  subject: PasswordSubject,
  write: Pick<PasswordWrite, 'kind' | 'password' | 'hash'>,
  withHistory: boolean,
): PasswordRefusal | undefined {
  if (isSystem(context.identity) || has(subject.control, machine)) return undefined
  const account = accountOf(context, subject)
  const now = context.directory.now()
  const fault =
    emptyAllowed(subject, write) ??
    contentFault(policy, account, write.password) ??
    (withHistory ? ageAndHistoryFault(policy, account, write.hash, now) : undefined)
  if (fault === undefined || fault === 'none') return undefined
  return { ...faultRefusal(context, fault, write), fault, because: faultTexts[fault] }
}

/** A change is answered 19 and a reset 53; the length is a range of the attribute, so it is 19 for both. */
function faultRefusal(
  context: OperationContext,
  fault: PasswordFault,
  { kind }: Pick<PasswordWrite, 'kind'>,
): LdapRefusal {
  const ofLength = fault === 'too-short' || fault === 'too-long'
  return kind === 'reset' && !ofLength
    ? refused('PasswordResetRefusedByPolicy')
    : refused('PasswordRefusedByPolicy', unicodePwdOf(context))
}

/** PASSWD_NOTREQD lets an empty password through, and nothing else. */
const emptyAllowed = (
  { control }: PasswordSubject,
  { password }: Pick<PasswordWrite, 'password'>,
): 'none' | undefined => (password === '' && has(control, uac.passwordNotRequired) ? 'none' : undefined)

function accountOf({ directory }: OperationContext, subject: PasswordSubject): PasswordAccount {
  const lastSet = firstValue(subject.object?.attributes.pwdLastSet) ?? '0'
  return {
    sAMAccountName: subject.sAMAccountName,
    ...(subject.displayName === undefined ? {} : { displayName: subject.displayName }),
    history: subject.object === undefined ? [] : (directory.secrets.get(subject.object.id)?.history ?? []),
    ...(lastSet === '0' ? {} : { passwordLastSet: fromFileTime(lastSet) }),
  }
}

export const faultTexts: Readonly<Record<PasswordFault, string>> = {
  'too-long': 'longer than 256 characters',
  'too-short': 'shorter than the minimum password length',
  'not-complex': 'fewer than three kinds of characters',
  'contains-account-name': 'contains the account name',
  'contains-display-name': 'contains a part of the display name',
  'in-history': 'among the remembered passwords',
  'too-soon': 'the present password is younger than the minimum password age',
}
