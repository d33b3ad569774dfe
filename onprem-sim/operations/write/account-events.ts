/** Security log rows of changes to user accounts. */
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import type { SecurityEventName } from '#core/codes/security-events.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { isSystem } from '../access.ts'
import type { LdapRefusal, OperationContext } from '../operation.ts'
import { accountName, writeSecurityEvent } from '../security-log.ts'
import type { PasswordWrite } from './password-input.ts'

export function logPasswordWrite(
  context: OperationContext,
  object: DirectoryObject,
  kind: PasswordWrite['kind'],
  refusal: LdapRefusal | undefined,
): void {
  const failed = refusal === undefined ? '' : 'Failed'
  const name: SecurityEventName =
    kind === 'reset' ? `PasswordReset${failed}` : `PasswordChange${failed === '' ? 'd' : failed}`
  const reason =
    refusal === undefined ? {} : { reason: refusal.because ?? ldapCodes[refusal.refused].because }
  log(context, object, name, reason)
}

/** Enabled, disabled, unlocked, and changed in any way. */
export function logAccountChange(
  context: OperationContext,
  before: DirectoryObject,
  after: DirectoryObject,
  password: PasswordWrite | undefined,
): void {
  const [was, is] = [before, after].map((one) =>
    has(Number(firstValue(one.attributes.userAccountControl) ?? '0'), uac.accountDisable),
  )
  if (was && !is) log(context, after, 'UserEnabled')
  if (!was && is) log(context, after, 'UserDisabled')
  const [lockedBefore, lockedAfter] = [before, after].map(
    (one) => (firstValue(one.attributes.lockoutTime) ?? '0') !== '0',
  )
  if (lockedBefore && !lockedAfter) log(context, after, 'UserUnlocked')
  if (password === undefined || before.attributes.userAccountControl !== after.attributes.userAccountControl)
    log(context, after, 'UserChanged')
}

function log(
  { directory, identity, correlationId }: OperationContext,
  object: DirectoryObject,
  name: SecurityEventName,
  { reason }: { readonly reason?: string } = {},
): void {
  if (isSystem(identity)) return
  writeSecurityEvent(directory, name, {
    subject: identity?.name ?? '',
    target: accountName(directory, object),
    dn: directory.dnOf(object),
    correlationId,
    reason,
  })
}
