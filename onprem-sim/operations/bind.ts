/** Bind (RFC 4511 4.2; MS-ADTS 5.1.1): who the name means, whether the password fits, and what the account's state says. */
import { countWrongPassword } from '#core/active-directory/lockout.ts'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import type { PasswordPolicy } from '#core/active-directory/password-policy.ts'
import { wellKnownSids } from '#core/active-directory/sid.ts'
import { fromFileTime, toFileTime, withinLogonHours } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import { changeLogons, changeObject } from '../store/changes.ts'
import type { Directory } from '../store/directory.ts'
import { type DirectoryObject, firstValue } from '../store/records.ts'
import { findAccount } from './account-names.ts'
import { isAccountLocked, passwordExpiry, passwordPolicyOf } from './account-policy.ts'
import { groupSids } from './membership.ts'
import type { Identity, OperationContext } from './operation.ts'
import { accountName, writeSecurityEvent } from './security-log.ts'

export type BindOutcome = { readonly identity: Identity } | { readonly refused: LdapCode }

/** What must wait for the disk before the answer: a wrong password counted, a lock, an unlock. */
interface Verdict {
  readonly outcome: BindOutcome
  readonly record?: () => void
}

export async function simpleBind(
  context: OperationContext,
  name: string,
  password: string,
): Promise<BindOutcome> {
  const { directory } = context
  const account = findAccount(directory, name)
  const verdict = account === undefined ? refuseUnknown() : judge(context, account, password)
  const { record, outcome } = verdict
  // Events ride with the transaction's line; a plain success writes nothing at all.
  if (record !== undefined) {
    const written = directory.lab.store.transaction(record)
    // A counted wrong password must not be lost; when somebody last logged on may come to disk a moment later.
    if ('refused' in outcome) await written
    else written.catch(() => undefined)
  }
  logBind(context, account, name, outcome)
  return outcome
}

const refuse = (refused: LdapCode): Verdict => ({ outcome: { refused } })
const refuseUnknown = (): Verdict => refuse('LogonFailed')

function judge(context: OperationContext, account: DirectoryObject, password: string): Verdict {
  const { directory } = context
  const policy = passwordPolicyOf(directory, account)
  const now = directory.now()
  if (isAccountLocked(account, policy, now)) return refuse('LogonLocked')
  const secret = directory.secrets.get(account.id)
  const hash = ntHash(password)
  if (secret === undefined || secret.ntHash !== hash) return wrongPassword(context, account, policy, hash)
  const state = stateRefusal(directory, account, policy)
  if (state !== undefined) return refuse(state)
  return succeed(context, account)
}

/** The account's state is looked at only after the right password (775 excepted: it comes before). */
function stateRefusal(
  directory: Directory,
  account: DirectoryObject,
  policy: PasswordPolicy,
): LdapCode | undefined {
  const now = directory.now()
  const control = Number(firstValue(account.attributes.userAccountControl) ?? '0')
  if (has(control, uac.accountDisable)) return 'LogonDisabled'
  const expires = firstValue(account.attributes.accountExpires) ?? '0'
  if (expires !== '0' && now >= fromFileTime(expires)) return 'LogonAccountExpired'
  const hours = firstValue(account.attributes.logonHours)
  if (hours !== undefined && !withinLogonHours(Buffer.from(hours, 'base64'), now)) return 'LogonHoursRefused'
  if (firstValue(account.attributes.userWorkstations) !== undefined) return 'LogonWorkstationRefused'
  const expiry = passwordExpiry(account, policy)
  if (expiry === Number.NEGATIVE_INFINITY) return 'LogonMustChangePassword'
  return now >= expiry ? 'LogonPasswordExpired' : undefined
}

/** The built-in Administrator is never locked unless pwdProperties says so (MS-SAMR 3.1.5.14.7). */
const isExempt = (directory: Directory, account: DirectoryObject): boolean =>
  firstValue(account.attributes.objectSid) === `${directory.domainSid}-500`

function wrongPassword(
  { directory, source, correlationId }: OperationContext,
  account: DirectoryObject,
  policy: PasswordPolicy,
  hash: string,
): Verdict {
  const outcome: BindOutcome = { refused: 'LogonFailed' }
  // Nobody counts where nothing locks.
  if (policy.lockoutThreshold === 0) return { outcome }
  // A password from the recent past does not count against the account (MS-SAMR 3.1.5.14.7; history of two).
  if (directory.secrets.get(account.id)?.history.slice(1, 3).includes(hash) === true) {
    return { outcome, record: () => changeLogons(directory, account.id, { badAt: directory.now() }) }
  }
  return { outcome, record: () => countBad(directory, account, policy, source, correlationId) }
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

/** lastLogonTimestamp follows only when it is this old, so that logons hardly replicate (MS-ADA1 2.351). */
const timestampAgeMs = 14 * 86_400_000

function succeed({ directory }: OperationContext, account: DirectoryObject): Verdict {
  const outcome: BindOutcome = { identity: identityOf(directory, account) }
  const logons = directory.logons.get(account.id)
  const lockoutTime = firstValue(account.attributes.lockoutTime) ?? '0'
  const stamp = firstValue(account.attributes.lastLogonTimestamp)
  const stale = stamp === undefined || fromFileTime(stamp) + timestampAgeMs <= directory.now()
  const clears = (logons?.badCount ?? 0) > 0 || lockoutTime !== '0'
  if (!stale && !clears) return { outcome }
  return {
    outcome,
    record: () => {
      if (clears) changeLogons(directory, account.id, { badCount: 0, lastLogon: directory.now() })
      const attributes = new Map<string, string>()
      if (lockoutTime !== '0') attributes.set('lockoutTime', '0')
      if (stale) attributes.set('lastLogonTimestamp', toFileTime(directory.now()))
      if (attributes.size > 0) changeObject(directory, directory.get(account.id) ?? account, { attributes })
    },
  }
}

/** The token of an account: itself, its groups, and what every authenticated network logon has. */
export function identityOf(directory: Directory, account: DirectoryObject): Identity {
  const userSid = firstValue(account.attributes.objectSid) ?? ''
  const sids = groupSids(directory, account)
  const key = `${userSid}|${[...sids].join()}`
  const cache = tokensOf(directory)
  const known = cache.get(account.id)
  if (known?.key === key) return known.identity
  const { everyone, network, authenticatedUsers, thisOrganization, users, preWindows2000 } = wellKnownSids
  const token = {
    sids: new Set([
      userSid,
      ...sids,
      everyone,
      network,
      authenticatedUsers,
      thisOrganization,
      users,
      preWindows2000,
    ]),
    userSid,
  }
  const identity: Identity = { token, accountId: account.id, name: accountName(directory, account) }
  if (cache.size > 50_000) cache.clear()
  cache.set(account.id, { key, identity })
  return identity
}

/** One token per account and membership, so that what was worked out for it serves its next connection too. */
const tokens = new WeakMap<Directory, Map<string, { readonly key: string; readonly identity: Identity }>>()
function tokensOf(directory: Directory): Map<string, { readonly key: string; readonly identity: Identity }> {
  const known = tokens.get(directory)
  if (known !== undefined) return known
  const made = new Map<string, { readonly key: string; readonly identity: Identity }>()
  tokens.set(directory, made)
  return made
}

function logBind(
  { directory, source, correlationId }: OperationContext,
  account: DirectoryObject | undefined,
  name: string,
  outcome: BindOutcome,
): void {
  const target = account === undefined ? name : accountName(directory, account)
  const dn = account === undefined ? name : directory.dnOf(account)
  if ('refused' in outcome) {
    writeSecurityEvent(directory, 'LogonFailed', {
      target,
      source,
      reason: ldapCodes[outcome.refused].says,
      correlationId,
      dn,
    })
  } else writeSecurityEvent(directory, 'LogonSucceeded', { target, source, correlationId, dn })
}
