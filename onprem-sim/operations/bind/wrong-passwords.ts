/** Wrong passwords: counted within the observation window, and the account locked when it was one too many. */
import { countWrongPassword } from '#core/active-directory/lockout.ts'
import type { PasswordPolicy } from '#core/active-directory/password-policy.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { changeLogons, changeObject } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import type { OperationContext } from '../operation.ts'
import { accountName, writeSecurityEvent } from '../security-log.ts'

/** The built-in Administrator is never locked unless pwdProperties says so (MS-SAMR 3.1.5.14.7). */
const isExempt = (directory: Directory, account: DirectoryObject): boolean =>
  firstValue(account.attributes.objectSid) === `${directory.domainSid}-500`

/** What a wrong password leaves behind; undefined where nobody counts because nothing locks. */
export function recordWrongPassword(
  { directory, source, correlationId }: OperationContext,
  account: DirectoryObject,
  policy: PasswordPolicy,
  fits: (ntHash: string) => boolean,
): (() => void) | undefined {
  if (policy.lockoutThreshold === 0) return undefined
  // A password from the recent past does not count against the account (MS-SAMR 3.1.5.14.7; history of two).
  if (directory.secrets.get(account.id)?.history.slice(1, 3).some(fits) === true)
    return () => changeLogons(directory, account.id, { badAt: directory.now() })
  return () => countBad(directory, account, policy, source, correlationId)
}

/** One more wrong password, from a bind or a change: counted, and locked when it was one too many. */
export function countBad(
  directory: Directory,
  account: DirectoryObject,
  policy: PasswordPolicy,
  source: string,
  correlationId: string | undefined,
): void {
  const known = directory.logons.get(account.id)
  const { bad, locks } = countWrongPassword(
    { count: known?.badCount ?? 0, lastAt: known?.badAt ?? 0 },
    policy,
    directory.now(),
  )
  changeLogons(directory, account.id, { badCount: bad.count, badAt: bad.lastAt })
  if (!locks || isExempt(directory, account)) return
  const current = directory.get(account.id) ?? account
  changeObject(directory, current, { attributes: new Map([['lockoutTime', toFileTime(directory.now())]]) })
  writeSecurityEvent(directory, 'UserLocked', {
    target: accountName(directory, account),
    source,
    correlationId,
    dn: directory.dnOf(account),
  })
}
