/** Password writes: reset or change, told apart by the shape of the request (MS-ADTS 3.1.1.3.1.5). */
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import {
  ageAndHistoryFault,
  contentFault,
  type PasswordAccount,
  type PasswordFault,
  type PasswordPolicy,
} from '#core/active-directory/password-policy.ts'
import { fromFileTime } from '#core/active-directory/times.ts'
import { decodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { firstValue } from '../../store/records.ts'
import type { AttributeChange } from '../../wire/requests.ts'
import { hasRight, isSystem } from '../access.ts'
import { isAccountLocked, passwordPolicyOf } from '../account-policy.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'

export type PasswordWrite =
  | {
      readonly kind: 'reset'
      /** Written as a change that names no old password. */
      readonly unproven?: true
      readonly password: string
      readonly hash: string
    }
  | { readonly kind: 'change'; readonly oldHash: string; readonly password: string; readonly hash: string }

const passwordNames = new Set([
  'unicodepwd',
  'userpassword',
  'cleartextpassword',
  'dbcspwd',
  'lmpwdhistory',
  'ntpwdhistory',
  'supplementalcredentials',
])

const writableNames = new Set(['unicodepwd', 'userpassword', 'cleartextpassword'])

/** fUserPwdSupport, the ninth character of dSHeuristics, makes userPassword a password (MS-ADTS 6.1.1.2.4.1.2). */
export function userPasswordIsPassword({ directory }: OperationContext): boolean {
  const service = directory.byDn(
    `CN=Directory Service,CN=Windows NT,CN=Services,${directory.dnOf(directory.configuration)}`,
  )
  return (firstValue(service?.attributes.dSHeuristics) ?? '').charAt(8) === '1'
}

export function isPasswordAttribute(context: OperationContext, name: string): boolean {
  const lower = name.toLowerCase()
  return lower === 'userpassword' ? userPasswordIsPassword(context) : passwordNames.has(lower)
}

/** Undefined when the request writes no password. */
export function readPasswordWrite(
  context: OperationContext,
  changes: readonly AttributeChange[],
): PasswordWrite | LdapRefusal | undefined {
  const writes = changes.filter((one) => isPasswordAttribute(context, one.attribute))
  const [first] = writes
  if (first === undefined) return undefined
  const unicodePwd = context.directory.attribute('unicodePwd')
  const about = unicodePwd === undefined ? {} : { attribute: unicodePwd }
  const lower = first.attribute.toLowerCase()
  if (!writableNames.has(lower)) {
    const addsNothing = first.operation === 0 && first.values.length === 0
    return refused(addsNothing ? 'ConstraintViolation' : 'NotPermitted')
  }
  if (writes.some((one) => one.attribute.toLowerCase() !== lower)) return refused('NotPermitted')
  if (!context.tls && !isSystem(context.identity)) return refused('PasswordNeedsTls')
  return shapeOf(writes, about)
}

function shapeOf(
  writes: readonly AttributeChange[],
  about: { readonly attribute?: NonNullable<LdapRefusal['attribute']> },
): PasswordWrite | LdapRefusal {
  const [added, deleted, replaced] = [0, 1, 2].map((operation) =>
    writes.filter((one) => one.operation === operation),
  )
  if (writes.some((one) => one.values.length > 1)) return refused('ManyValues', about)
  if (replaced?.length === 1 && writes.length === 1) {
    const value = replaced[0]?.values[0]
    return value === undefined
      ? refused('PasswordDeleteRefused')
      : withPassword(replaced[0], value, (password) => ({ kind: 'reset', password, hash: ntHash(password) }))
  }
  if (replaced !== undefined && replaced.length > 0) return refused('NotPermitted')
  if (deleted?.length !== 1 || added?.length !== 1) {
    // Only half of a change, or several changes at once.
    const many = (added?.length ?? 0) > 1 || (deleted?.length ?? 0) > 1
    const empty = writes.every((one) => one.values.length === 0)
    const other = writes[0]?.attribute.toLowerCase() !== 'unicodepwd'
    const onlyAdds = deleted?.length === 0
    return many || (empty && onlyAdds) || (other && !onlyAdds)
      ? refused('ConstraintViolation', about)
      : refused(onlyAdds ? 'PasswordAddAlone' : 'PasswordDeleteRefused')
  }
  const [oldValue, newValue] = [deleted[0]?.values[0], added[0]?.values[0]]
  if (newValue === undefined) return refused('ConstraintViolation', about)
  // No old password proven: a reset in the form of a change.
  if (oldValue === undefined)
    return withPassword(added[0], newValue, (password) => ({
      kind: 'reset',
      unproven: true,
      password,
      hash: ntHash(password),
    }))
  const old = decodePassword(deleted[0], oldValue)
  if (isRefusal(old)) return refused('ConstraintViolation', about)
  return withPassword(added[0], newValue, (password) => ({
    kind: 'change',
    oldHash: ntHash(old),
    password,
    hash: ntHash(password),
  }))
}

function withPassword(
  change: AttributeChange | undefined,
  value: Buffer,
  make: (password: string) => PasswordWrite,
): PasswordWrite | LdapRefusal {
  const password = decodePassword(change, value)
  return isRefusal(password) ? password : make(password)
}

function decodePassword(change: AttributeChange | undefined, value: Buffer): string | LdapRefusal {
  const name = change?.attribute.toLowerCase()
  if (name === 'userpassword') return value.toString('utf8')
  if (name === 'cleartextpassword')
    return value.length % 2 === 0 ? value.toString('utf16le') : refused('PasswordMalformed')
  return decodeUnicodePwd(value) ?? refused('PasswordMalformed')
}

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
    return policyRefusal(context, policy, subject, write, context.controls.policyHints === true)
  }
  if (!hasRight(context, object, extendedRights.changePassword))
    return { ...refused('AccessDenied'), because: 'no Change Password right on the object' }
  if (isAccountLocked(object, policy, directory.now())) return refused('LockedOnChange', about)
  if (directory.secrets.get(object.id)?.ntHash !== write.oldHash)
    return { ...refused('WrongOldPassword', about), counts: true }
  return policyRefusal(context, policy, subject, write, true)
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
