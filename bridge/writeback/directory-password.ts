/**
 * Writes a password (or an unlock) to Active Directory as the connector account: one LDAP modify, so that a refused request
 * changes nothing. Sources: writeback.md §4.1 to §4.4; MS-ADTS 3.1.1.3.1.5.1.
 */
import { Attribute, Change, type Control } from 'ldapts'
import { parseSecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { userCannotChangePassword } from '#core/active-directory/user-cannot-change-password.ts'
import type { OpenPayload } from '#core/sspr/relay-package.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { accessListOnly, correlated, withPolicyHints } from '../connectors/ldap-controls.ts'
import { bytesOf, textsOf } from '../connectors/ldap-values.ts'

/** The account as Active Directory has it now, not as it was last imported. */
export interface DirectoryAccountState {
  readonly guid: string
  readonly disabled: boolean
  readonly lockedOut: boolean
  readonly passwordNeverExpires: boolean
  /** adminCount = 1: AdminSDHolder guards its permissions. */
  readonly isProtected: boolean
  /** “User cannot change password” is ticked. */
  readonly cannotChangePassword: boolean
}

const stateAttributes = [
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'lockoutTime',
  'adminCount',
  'nTSecurityDescriptor',
]

export async function readAccount(
  connection: DirectoryConnection,
  guid: string,
): Promise<DirectoryAccountState | undefined> {
  const entry = await connection.read(`<GUID=${guid}>`, stateAttributes, [accessListOnly()])
  if (entry === undefined) return undefined
  const number = (name: string) => Number(textsOf(entry[name])[0] ?? '0')
  const control = number('userAccountControl')
  const computed = textsOf(entry['msDS-User-Account-Control-Computed'])[0]
  return {
    guid,
    disabled: has(control, uac.accountDisable),
    lockedOut: computed === undefined ? number('lockoutTime') !== 0 : has(Number(computed), uac.lockout),
    passwordNeverExpires: has(control, uac.dontExpirePassword),
    isProtected: number('adminCount') === 1,
    cannotChangePassword: deniesChange(connection, bytesOf(entry.nTSecurityDescriptor)),
  }
}

interface ReadDescriptor {
  readonly bytes: Buffer
  readonly deniesChange: boolean
}

/** Accounts beside each other carry the same list: the last one that was read is not taken apart again. */
const lastRead = new WeakMap<DirectoryConnection, ReadDescriptor>()

/** Without the right to read the descriptor there is nothing to see, and Active Directory itself decides. */
function deniesChange(connection: DirectoryConnection, bytes: Buffer | undefined): boolean {
  if (bytes === undefined) return false
  const last = lastRead.get(connection)
  if (last?.bytes.equals(bytes) === true) return last.deniesChange
  const descriptor = parseSecurityDescriptor(bytes)
  const answer = descriptor !== undefined && userCannotChangePassword(descriptor)
  lastRead.set(connection, { bytes, deniesChange: answer })
  return answer
}

const change = (
  operation: 'add' | 'delete' | 'replace',
  type: string,
  value: string | Uint8Array,
): Change => {
  const values = typeof value === 'string' ? [value] : [Buffer.from(value)]
  return new Change({
    operation,
    modification: new Attribute({ type, values: values as string[] | Buffer[] }),
  })
}

function changesOf(payload: OpenPayload, account: DirectoryAccountState): Change[] {
  const { operation, newPassword = '', oldPassword = '', forcePasswordChange } = payload
  if (operation === 'unlock') return [change('replace', 'lockoutTime', '0')]
  const encoded = encodeUnicodePwd(newPassword)
  if (operation === 'change') {
    return [
      change('delete', 'unicodePwd', encodeUnicodePwd(oldPassword)),
      change('add', 'unicodePwd', encoded),
    ]
  }
  // A password that never expires cannot be made to expire at the next logon.
  const force = forcePasswordChange === true && !account.passwordNeverExpires
  return [
    change('replace', 'unicodePwd', encoded),
    ...(force ? [change('replace', 'pwdLastSet', '0')] : []),
    ...(account.lockedOut ? [change('replace', 'lockoutTime', '0')] : []),
  ]
}

/** Throws `DirectoryRefusal` with what Active Directory said, or `DirectoryUnreachable`. */
export async function writePassword(
  connection: DirectoryConnection,
  payload: OpenPayload,
  account: DirectoryAccountState,
  about: { readonly trackingId: string; readonly policyHints: boolean },
): Promise<void> {
  const isReset = payload.operation === 'reset' || payload.operation === 'admin-reset'
  const controls: Control[] = [
    correlated(about.trackingId),
    ...(isReset && about.policyHints ? [withPolicyHints()] : []),
  ]
  await connection.modify(`<GUID=${account.guid}>`, changesOf(payload, account), controls)
}
