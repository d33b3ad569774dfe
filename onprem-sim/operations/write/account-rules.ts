/** What the domain sees to for users, computers and groups (MS-SAMR 3.1.1.6, 3.1.1.8): defaults, account types, unique names. */
import { fold } from '#core/active-directory/case-folding.ts'
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { domainOf } from '#core/active-directory/sid.ts'
import { never, toFileTime } from '#core/active-directory/times.ts'
import {
  accountTypes,
  groupTypes,
  has,
  samAccountTypeOfGroup,
  samAccountTypeOfUser,
  uac,
} from '#core/active-directory/user-account-control.ts'
import type { Directory } from '../../store/directory.ts'
import type { StoredValues } from '../../store/records.ts'
import { hasRight, isSystem } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import type { ObjectDraft } from './object-draft.ts'
import { nameRefusal } from './unique-names.ts'

export type AccountKind = 'user' | 'group' | undefined

export function accountKind(directory: Directory, draft: ObjectDraft): AccountKind {
  const lineage = directory.schema.rules(draft.objectClass).lineage.map((one) => one.name)
  return lineage.includes('user') ? 'user' : lineage.includes('group') ? 'group' : undefined
}

export const isComputer = (directory: Directory, draft: ObjectDraft): boolean =>
  directory.schema.rules(draft.objectClass).lineage.some((one) => one.name === 'computer')

export interface AccountFacts {
  readonly writesPassword: boolean
}

/** Fills in and checks; undefined when the draft may be written. */
export function applyAccountRules(
  context: OperationContext,
  draft: ObjectDraft,
  facts: AccountFacts,
): LdapRefusal | undefined {
  const kind = accountKind(context.directory, draft)
  const names = nameRefusal(context, draft)
  if (names !== undefined) return names
  if (kind === 'user') return userRules(context, draft, facts)
  if (kind === 'group') return groupRules(context, draft)
  return undefined
}

/** Random, as the directory names an account that was given no name: `$4A5B6C-7D8E9F0A1B2C`. */
export function randomAccountName({ lab }: Directory): string {
  const hex = Buffer.from(lab.random.bytes(9)).toString('hex').toUpperCase()
  return `$${hex.slice(0, 6)}-${hex.slice(6)}`
}

function userRules(
  context: OperationContext,
  draft: ObjectDraft,
  facts: AccountFacts,
): LdapRefusal | undefined {
  return (
    (draft.before === undefined ? newUser(context, draft, facts) : undefined) ??
    controlRules(context, draft, facts) ??
    timeRules(context, draft) ??
    followNames(context, draft) ??
    primaryGroupRules(context, draft)
  )
}

const userDefaults: Readonly<Record<string, string>> = {
  codePage: '0',
  countryCode: '0',
  accountExpires: never,
  lastLogoff: '0',
  pwdLastSet: '0',
}

function newUser(
  { directory, identity }: OperationContext,
  draft: ObjectDraft,
  facts: AccountFacts,
): LdapRefusal | undefined {
  const computer = isComputer(directory, draft)
  if (draft.first('sAMAccountName') === undefined) draft.set('sAMAccountName', [randomAccountName(directory)])
  for (const [name, value] of Object.entries(userDefaults))
    if (draft.first(name) === undefined) draft.set(name, [value])
  if (computer) {
    if (draft.first('isCriticalSystemObject') === undefined) draft.set('isCriticalSystemObject', ['FALSE'])
    if (draft.first('localPolicyFlags') === undefined) draft.set('localPolicyFlags', ['0'])
  }
  const fresh = computer ? uac.workstationTrust : uac.normalAccount
  if (!draft.changed('userAccountControl')) {
    draft.set('userAccountControl', [String(fresh | uac.accountDisable | uac.passwordNotRequired)])
    return undefined
  }
  const asked = draft.number('userAccountControl')
  // 0 gives the account type of the class and nothing else; it is enabled then.
  if ((asked & accountTypes) === 0) draft.set('userAccountControl', [String(asked | fresh)])
  return facts.writesPassword || isSystem(identity) ? undefined : passwordRequired(asked)
}

/** An enabled user account needs a password or PASSWD_NOTREQD. */
function passwordRequired(written: number): LdapRefusal | undefined {
  const needs = has(written, uac.normalAccount) && !has(written, uac.accountDisable | uac.passwordNotRequired)
  return needs ? refused('PasswordRequired') : undefined
}

/** Bits that the directory keeps elsewhere and drops when they are written. */
const computedBits = uac.lockout | uac.passwordExpired

function controlRules(
  context: OperationContext,
  draft: ObjectDraft,
  facts: AccountFacts,
): LdapRefusal | undefined {
  const { directory } = context
  if (!draft.changed('userAccountControl')) return undefined
  const written = draft.number('userAccountControl')
  const before =
    draft.before === undefined ? undefined : Number(draft.before.attributes.userAccountControl ?? '0')
  let control = written & ~computedBits
  if ((control & accountTypes) === 0) control |= uac.normalAccount
  const types = [
    uac.tempDuplicateAccount,
    uac.normalAccount,
    uac.interdomainTrust,
    uac.workstationTrust,
    uac.serverTrust,
  ].filter((bit) => has(control, bit))
  if (types.length > 1 || types[0] === uac.tempDuplicateAccount) return refused('AccountTypeConflict')
  const refusal = typeRefusal(context, draft, control, types[0] ?? 0, before)
  if (refusal !== undefined) return refusal
  draft.set('userAccountControl', [String(control)])
  draft.set('sAMAccountType', [String(samAccountTypeOfUser(control))])
  followType(draft, control)
  if (before !== undefined) {
    if (has(written, uac.lockout) && draft.first('lockoutTime') === undefined) draft.set('lockoutTime', ['0'])
    if (has(written, uac.passwordExpired)) draft.set('pwdLastSet', ['0'])
  }
  const hasSecret = draft.before !== undefined && directory.secrets.has(draft.before.id)
  return facts.writesPassword || hasSecret || draft.before === undefined
    ? undefined
    : passwordRequired(written)
}

const delegationBits = uac.trustedForDelegation | uac.trustedToAuthForDelegation

function typeRefusal(
  context: OperationContext,
  draft: ObjectDraft,
  control: number,
  type: number,
  before: number | undefined,
): LdapRefusal | undefined {
  const { directory } = context
  const computer = isComputer(directory, draft)
  if (type === uac.interdomainTrust && !isSystem(context.identity))
    return refused(computer ? 'ClassViolation' : 'AccessDenied')
  if (type === uac.serverTrust && !computer) return refused('ClassViolation')
  if (type === uac.workstationTrust && !computer && draft.before === undefined)
    return refused('ClassViolation')
  if (has(control, uac.partialSecretsAccount) && (type !== uac.workstationTrust || !computer))
    return refused('ClassViolation')
  // Privileged bits need more than the right to write the attribute (MS-ADTS 3.1.1.5.3.2).
  const newBits = control & ~(before ?? 0)
  const privileged =
    has(newBits, delegationBits | uac.serverTrust) &&
    !context.identity?.token.sids.has('S-1-5-32-544') &&
    !isSystem(context.identity)
  if (privileged) return refused('AccessDenied')
  if (
    before !== undefined &&
    has(newBits, uac.passwordNotRequired) &&
    !hasRight(context, directory.domain, extendedRights.updatePasswordNotRequiredBit)
  )
    return refused('AccessDenied')
  return undefined
}

/** Computers and controllers are in groups of their own by their primary group; controllers are critical. */
function followType(draft: ObjectDraft, control: number): void {
  const readOnly = has(control, uac.partialSecretsAccount)
  const wanted = readOnly
    ? '521'
    : has(control, uac.serverTrust)
      ? '516'
      : has(control, uac.workstationTrust)
        ? '515'
        : '513'
  const before = draft.before?.attributes.userAccountControl
  const typeBits = accountTypes | uac.partialSecretsAccount
  const changesType = before === undefined || (Number(before) & typeBits) !== (control & typeBits)
  if (!changesType) return
  if (!draft.changed('primaryGroupID') && draft.first('primaryGroupID') !== wanted)
    draft.set('primaryGroupID', [wanted])
  if (wanted !== '513') draft.set('isCriticalSystemObject', [wanted === '515' ? 'FALSE' : 'TRUE'])
}

/** The host in a computer's service principal names follows its names (MS-SAMR 3.1.1.8.11). */
function followNames({ directory }: OperationContext, draft: ObjectDraft): undefined {
  if (draft.before === undefined || !isComputer(directory, draft)) return
  followHost(draft, draft.before.attributes.dNSHostName, draft.first('dNSHostName'))
  const [before, after] = [draft.before.attributes.sAMAccountName, draft.first('sAMAccountName')].map(
    (name) => (typeof name === 'string' ? name.replace(/\$$/, '') : undefined),
  )
  followHost(draft, before, after)
}

function followHost(draft: ObjectDraft, before: StoredValues | undefined, after: string | undefined): void {
  if (typeof before !== 'string' || after === undefined || fold(before) === fold(after)) return
  const renamed = draft.values('servicePrincipalName').map((name) => {
    const [service = '', host = '', ...rest] = name.split('/')
    return fold(host) === fold(before) ? [service, after, ...rest].join('/') : name
  })
  if (renamed.length > 0) draft.set('servicePrincipalName', [...new Set(renamed)])
}

function timeRules({ directory }: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  if (draft.changed('pwdLastSet')) {
    const value = draft.first('pwdLastSet') ?? '0'
    if (value !== '0' && value !== '-1') return refused('PwdLastSetRefused')
    // -1 means "changed now" and is for accounts that must change it; others keep their time.
    const before = draft.before?.attributes.pwdLastSet
    const mustChange = before === undefined || before === '0'
    if (value === '-1') draft.set('pwdLastSet', [mustChange ? toFileTime(directory.now()) : String(before)])
  }
  if (draft.changed('lockoutTime') && !['0', undefined].includes(draft.first('lockoutTime')))
    return refused('ConstraintViolation')
  return undefined
}

/** Primary groups that a new account may name: those that its kind gives it anyway. */
const defaultGroups: ReadonlySet<string> = new Set(['513', '515', '516', '521'])

function primaryGroupRules(
  { directory, identity }: OperationContext,
  draft: ObjectDraft,
): LdapRefusal | undefined {
  if (draft.first('primaryGroupID') === undefined) draft.set('primaryGroupID', ['513'])
  if (
    draft.before === undefined &&
    !isSystem(identity) &&
    !defaultGroups.has(draft.first('primaryGroupID') ?? '')
  )
    return refused('PrimaryGroupRefused')
  const sid = draft.first('objectSid')
  if (draft.before === undefined || sid === undefined || !draft.changed('primaryGroupID')) return undefined
  const rid = draft.first('primaryGroupID') ?? '513'
  const old = draft.before.attributes.primaryGroupID
  if (rid === old) return undefined
  const group = directory.byKey('objectSid', `${domainOf(sid)}-${rid}`)
  if (group === undefined || (Number(group.attributes.groupType ?? '0') & groupTypes.security) === 0)
    return refused('PrimaryGroupRefused')
  const implied =
    draft.changed('userAccountControl') ||
    directory.linkIndex.has(group.id, 'member', draft.before.id) !== undefined
  return implied ? undefined : refused('PrimaryGroupRefused')
}

const validScopes: readonly number[] = [groupTypes.global, groupTypes.domainLocal, groupTypes.universal]

function groupRules(context: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  const { directory } = context
  if (draft.before === undefined) {
    if (draft.first('sAMAccountName') === undefined)
      draft.set('sAMAccountName', [randomAccountName(directory)])
    if (draft.first('groupType') === undefined)
      draft.set('groupType', [String(groupTypes.global | (groupTypes.security | 0))])
  }
  if (!draft.changed('groupType')) return undefined
  const written = draft.number('groupType')
  const builtin = (written & groupTypes.builtin) !== 0 && !isSystem(context.identity)
  if (builtin || !validScopes.includes(written & 0xe)) return refused('GroupTypeRefused')
  const type = samAccountTypeOfGroup(written >>> 0)
  if (type === undefined) return refused('GroupTypeRefused')
  const refusal = scopeChangeRefusal(draft, written)
  if (refusal !== undefined) return refusal
  draft.set('groupType', [String(written | 0)])
  draft.set('sAMAccountType', [String(type)])
  return undefined
}

/** Global and domain local turn into each other by way of universal only (MS-SAMR 3.1.5.14.2). */
function scopeChangeRefusal(draft: ObjectDraft, written: number): LdapRefusal | undefined {
  const before = Number(draft.before?.attributes.groupType ?? '0') & 0xe
  if (draft.before === undefined || before === (written & 0xe)) return undefined
  const straight = (before | (written & 0xe)) === (groupTypes.global | groupTypes.domainLocal)
  return straight ? refused('GroupTypeRefused') : undefined
}
