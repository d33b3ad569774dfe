/** Logging on (MS-ADTS 5.1.1): who the name means, whether the proof fits, and what the account's state says. */
import { ntHash } from '#core/active-directory/nt-hash.ts'
import { fromFileTime, toFileTime } from '#core/active-directory/times.ts'
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import type { Later } from '#core/later.ts'
import { changeLogons, changeObject } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, firstValue, type SecretRecord } from '../../store/records.ts'
import { findAccount } from '../account-names.ts'
import { isAccountLocked, passwordPolicyOf } from '../account-policy.ts'
import { controllerName } from '../controller-names.ts'
import type { Identity, OperationContext } from '../operation.ts'
import { accountName, writeSecurityEvent } from '../security-log.ts'
import { serviceSettings } from '../service-settings.ts'
import { stateRefusal } from './account-state.ts'
import { identityOf } from './identity.ts'
import { recordWrongPassword } from './wrong-passwords.ts'

export type BindOutcome = { readonly identity: Identity } | { readonly refused: LdapCode }

/** What must wait for the disk before the answer: a wrong password counted, a lock, an unlock. */
interface Verdict {
  readonly outcome: BindOutcome
  readonly record?: () => void
}

/** Somebody who wants in. */
export interface Logon {
  /** As the client wrote it, for the log when nobody has it. */
  readonly name: string
  readonly account: DirectoryObject | undefined
  /** The computer it comes from; a simple bind happens at the domain controller itself. */
  readonly workstation: string
  /** Whether the client knows the password of this NT hash. */
  proves(ntHash: string): boolean
}

export function simpleBind(context: OperationContext, name: string, password: string): Later<BindOutcome> {
  const { directory } = context
  const hash = ntHash(password)
  return logOn(context, {
    name,
    account: findAccount(directory, name),
    workstation: controllerName(directory),
    proves: (ntHash) => ntHash === hash,
  })
}

/** Answers at once when nothing must be on disk first. */
export function logOn(context: OperationContext, logon: Logon): Later<BindOutcome> {
  const { account } = logon
  const { record, outcome } = account === undefined ? refuse('LogonFailed') : judge(context, account, logon)
  logOutcome(context, logon, outcome)
  // Events ride with the transaction's line; a plain success writes nothing at all.
  if (record === undefined) return outcome
  const written = context.directory.lab.store.transaction(record)
  // A counted wrong password must not be lost; when somebody last logged on may come to disk a moment later.
  if ('refused' in outcome) return written.then(() => outcome)
  written.catch(() => undefined)
  return outcome
}

const refuse = (refused: LdapCode): Verdict => ({ outcome: { refused } })

function judge(context: OperationContext, account: DirectoryObject, logon: Logon): Verdict {
  const { directory } = context
  const policy = passwordPolicyOf(directory, account)
  if (isAccountLocked(account, policy, directory.now())) return refuse('LogonLocked')
  const secret = directory.secrets.get(account.id)
  if (secret === undefined || !(logon.proves(secret.ntHash) || provesOldPassword(directory, secret, logon))) {
    const record = recordWrongPassword(context, account, policy, logon.proves)
    return { ...refuse('LogonFailed'), ...(record === undefined ? {} : { record }) }
  }
  const state = stateRefusal(directory, account, policy, logon.workstation)
  return state === undefined ? succeed(context, account) : refuse(state)
}

/** For a while after a change the password before is still good for the network (OldPasswordAllowedPeriod). */
function provesOldPassword(
  directory: Directory,
  { history, changedAt }: SecretRecord,
  { proves }: Logon,
): boolean {
  const { oldPasswordMs } = serviceSettings(directory)
  const [, before] = history
  return before !== undefined && directory.now() < changedAt + oldPasswordMs && proves(before)
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

function logOutcome(
  { directory, source, correlationId }: OperationContext,
  { account, name }: Pick<Logon, 'account' | 'name'>,
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
