/** What the console does to objects: each is one LDAP operation, or a few where the directory needs them. */
import { uac } from '#core/active-directory/user-account-control.ts'
import type { DirectoryAnswer, DirectoryChange } from '#core/contracts/directory-console.ts'
import { ok } from '#core/result.ts'
import type { Answered } from '../../lab/http.ts'
import { rdn, rdnTypeOf } from './directory-names.ts'
import { readObject } from './directory-queries.ts'
import { useDirectory } from './directory-store.ts'
import { numberOf } from './entry-values.ts'

type Done = Promise<Answered<DirectoryAnswer>>

export const replace = (attribute: string, ...values: string[]): DirectoryChange => ({
  operation: 'replace',
  attribute,
  values,
})

export const modify = (dn: string, changes: DirectoryChange[]): Done =>
  useDirectory().perform({ operation: 'modify', dn, changes })

export const remove = (dn: string, treeDelete = false): Done =>
  useDirectory().perform({ operation: 'delete', dn, controls: { treeDelete } })

export const move = (dn: string, newParent: string, name: string): Done =>
  useDirectory().perform({ operation: 'modifyDN', dn, newRdn: rdn(rdnTypeOf(dn), name), newParent })

export const rename = (dn: string, name: string): Done =>
  useDirectory().perform({ operation: 'modifyDN', dn, newRdn: rdn(rdnTypeOf(dn), name) })

export const unlock = (dn: string): Done => modify(dn, [replace('lockoutTime', '0')])

/** A bit of userAccountControl, read first: somebody else may have changed another. */
export async function setControlBit(dn: string, bit: number, on: boolean): Done {
  const read = await readObject(dn, ['userAccountControl'])
  if (!read.ok) return read
  const now = numberOf(read.value, 'userAccountControl')
  const next = on ? now | bit : now & ~bit
  return next === now
    ? ok({ entries: [], truncated: false })
    : modify(dn, [replace('userAccountControl', String(next >>> 0))])
}

export const setEnabled = (dn: string, enabled: boolean): Done =>
  setControlBit(dn, uac.accountDisable, !enabled)

export interface PasswordReset {
  readonly newPassword: string
  readonly mustChange: boolean
  readonly unlock: boolean
}

export async function resetPassword(dn: string, reset: PasswordReset): Done {
  const set = await useDirectory().perform({ operation: 'setPassword', dn, newPassword: reset.newPassword })
  const after = [
    ...(reset.mustChange ? [replace('pwdLastSet', '0')] : []),
    ...(reset.unlock ? [replace('lockoutTime', '0')] : []),
  ]
  return set.ok && after.length > 0 ? modify(dn, after) : set
}

export const changeMember = (group: string, member: string, operation: 'add' | 'delete'): Done =>
  modify(group, [{ operation, attribute: 'member', values: [member] }])
