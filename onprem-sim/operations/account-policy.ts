/** The policies that hold for an account: the domain's, or the fine-grained one that wins. */
import { isLockedOut } from '#core/active-directory/lockout.ts'
import { domainPolicy, type PasswordPolicy } from '#core/active-directory/password-policy.ts'
import { fromFileTime, intervalMs } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import type { Instant } from '#core/ports.ts'
import type { Directory } from '../store/directory.ts'
import { type DirectoryObject, firstValue } from '../store/records.ts'
import { primaryGroup } from './membership.ts'

const number = (object: DirectoryObject, name: string): number =>
  Number(firstValue(object.attributes[name]) ?? '0')
const interval = (object: DirectoryObject, name: string): number =>
  intervalMs(firstValue(object.attributes[name]))

const parsedPolicies = new WeakMap<DirectoryObject, PasswordPolicy>()

/** The Default Domain Policy, as it stands on the domain object. */
export function domainPasswordPolicy(directory: Directory): PasswordPolicy {
  const { domain } = directory
  const known = parsedPolicies.get(domain)
  if (known !== undefined) return known
  const policy = domainPolicy({
    minPwdLength: number(domain, 'minPwdLength'),
    pwdHistoryLength: number(domain, 'pwdHistoryLength'),
    pwdProperties: number(domain, 'pwdProperties'),
    minPwdAgeMs: interval(domain, 'minPwdAge'),
    maxPwdAgeMs: interval(domain, 'maxPwdAge'),
    lockoutThreshold: number(domain, 'lockoutThreshold'),
    lockoutDurationMs: interval(domain, 'lockoutDuration'),
    lockoutWindowMs: interval(domain, 'lockOutObservationWindow'),
  })
  parsedPolicies.set(domain, policy)
  return policy
}

export function passwordPolicyOf(directory: Directory, account: DirectoryObject): PasswordPolicy {
  const pso = resultantPso(directory, account)
  if (pso === undefined) return domainPasswordPolicy(directory)
  const known = parsedPolicies.get(pso)
  if (known !== undefined) return known
  const policy: PasswordPolicy = {
    ...domainPolicy({
      minPwdLength: number(pso, 'msDS-MinimumPasswordLength'),
      pwdHistoryLength: number(pso, 'msDS-PasswordHistoryLength'),
      pwdProperties: firstValue(pso.attributes['msDS-PasswordComplexityEnabled']) === 'TRUE' ? 1 : 0,
      minPwdAgeMs: interval(pso, 'msDS-MinimumPasswordAge'),
      maxPwdAgeMs: interval(pso, 'msDS-MaximumPasswordAge'),
      lockoutThreshold: number(pso, 'msDS-LockoutThreshold'),
      lockoutDurationMs: interval(pso, 'msDS-LockoutDuration'),
      lockoutWindowMs: interval(pso, 'msDS-LockoutObservationWindow'),
    }),
    source: directory.dnOf(pso),
  }
  parsedPolicies.set(pso, policy)
  return policy
}

/**
 * The fine-grained policy that applies (MS-ADTS 3.1.1.4.5.36): one linked to the user itself beats those of its global
 * groups; among equals the lowest precedence, then the smallest GUID.
 */
export function resultantPso(directory: Directory, account: DirectoryObject): DirectoryObject | undefined {
  if (directory.values.ofClass('msDS-PasswordSettings').size === 0 || !takesPso(account)) return undefined
  return best(directory, [account.id]) ?? best(directory, globalGroupsOf(directory, account))
}

const takesPso = (account: DirectoryObject): boolean =>
  (account.objectClass === 'user' || account.objectClass === 'inetOrgPerson') &&
  account.attributes.isDeleted === undefined &&
  !account.attributes.objectSid?.toString().endsWith('-502')

function best(directory: Directory, ids: Iterable<string>): DirectoryObject | undefined {
  let winner: DirectoryObject | undefined
  for (const id of ids) {
    for (const { source } of directory.linkIndex.sources(id, 'msDS-PSOAppliesTo')) {
      const pso = directory.get(source)
      if (pso?.objectClass === 'msDS-PasswordSettings' && (winner === undefined || precedes(pso, winner)))
        winner = pso
    }
  }
  return winner
}

function precedes(a: DirectoryObject, b: DirectoryObject): boolean {
  const order = number(a, 'msDS-PasswordSettingsPrecedence') - number(b, 'msDS-PasswordSettingsPrecedence')
  return order < 0 || (order === 0 && a.id < b.id)
}

const globalSecurityGroup = 0x80000002

function globalGroupsOf(directory: Directory, account: DirectoryObject): ReadonlySet<string> {
  const found = new Set<string>()
  const primary = primaryGroup(directory, account)
  const waiting = primary === undefined ? [account.id] : [account.id, primary.id]
  if (primary !== undefined) found.add(primary.id)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { source } of directory.linkIndex.sources(id, 'member')) {
      const group = directory.get(source)
      if (
        group === undefined ||
        found.has(source) ||
        number(group, 'groupType') >>> 0 !== globalSecurityGroup
      )
        continue
      found.add(source)
      waiting.push(source)
    }
  }
  return found
}

export function isAccountLocked(account: DirectoryObject, policy: PasswordPolicy, at: Instant): boolean {
  const lockoutTime = firstValue(account.attributes.lockoutTime) ?? '0'
  return lockoutTime !== '0' && isLockedOut(fromFileTime(lockoutTime), policy, at)
}

const noExpiry =
  uac.dontExpirePassword |
  uac.smartcardRequired |
  uac.workstationTrust |
  uac.serverTrust |
  uac.interdomainTrust

/** When the password expires: Infinity for never, -Infinity when it must be changed already (MS-ADTS 3.1.1.4.5.17). */
export function passwordExpiry(account: DirectoryObject, policy: PasswordPolicy): Instant {
  if (has(number(account, 'userAccountControl'), noExpiry)) return Number.POSITIVE_INFINITY
  const lastSet = firstValue(account.attributes.pwdLastSet) ?? '0'
  if (lastSet === '0') return Number.NEGATIVE_INFINITY
  return fromFileTime(lastSet) + policy.maximumAgeMs
}
