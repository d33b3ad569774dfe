/** Password writes: reset or change, told apart by the shape of the request (MS-ADTS 3.1.1.3.1.5). */
import { ntHash } from '#core/active-directory/nt-hash.ts'
import { decodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type { AttributeChange } from '../../wire/requests.ts'
import { isSystem } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { serviceSettings } from '../service-settings.ts'

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

/** fUserPwdSupport makes userPassword a password (MS-ADTS 6.1.1.2.4.1.2). */
export const userPasswordIsPassword = ({ directory }: OperationContext): boolean =>
  serviceSettings(directory).userPasswordIsPassword

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
  if (replaced !== undefined && replaced.length > 0) return refused('PasswordAddAlone')
  if (deleted?.length !== 1 || added?.length !== 1) {
    // Only half of a change, or several changes at once.
    const many = (added?.length ?? 0) > 1 || (deleted?.length ?? 0) > 1
    const empty = writes.every((one) => one.values.length === 0)
    const other = writes[0]?.attribute.toLowerCase() !== 'unicodepwd'
    const onlyAdds = deleted?.length === 0
    if (many) return refused('PasswordAddAlone')
    return (empty && onlyAdds) || (other && !onlyAdds)
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
