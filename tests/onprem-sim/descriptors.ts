/** Security descriptors read and written over LDAP, as tools do it. */
import type { Client } from 'ldapts'
import { withChildrenKept, withDeletionProtected } from '#core/active-directory/accidental-deletion.ts'
import {
  type Ace,
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { withCannotChangePassword } from '#core/active-directory/user-cannot-change-password.ts'
import { replace } from './accounts.ts'
import { sdFlags } from './control-values.ts'

export async function readDescriptor(client: Client, dn: string): Promise<SecurityDescriptor> {
  const name = 'nTSecurityDescriptor'
  const options = { scope: 'base' as const, attributes: [name], explicitBufferAttributes: [name] }
  const { searchEntries } = await client.search(dn, options, sdFlags)
  const value = searchEntries[0]?.[name]
  const parsed = Buffer.isBuffer(value) ? parseSecurityDescriptor(value) : undefined
  if (parsed === undefined) throw new Error(`${dn} shows no readable descriptor`)
  return parsed
}

export const writeDescriptor = (client: Client, dn: string, descriptor: SecurityDescriptor): Promise<void> =>
  client.modify(
    dn,
    replace('nTSecurityDescriptor', Buffer.from(formatSecurityDescriptor(descriptor))),
    sdFlags,
  )

/** Puts entries before those that are there. */
export async function grant(client: Client, dn: string, aces: readonly Ace[]): Promise<void> {
  const before = await readDescriptor(client, dn)
  await writeDescriptor(client, dn, { ...before, dacl: [...aces, ...(before.dacl ?? [])] })
}

export async function denyPasswordChange(client: Client, dn: string): Promise<void> {
  await writeDescriptor(client, dn, withCannotChangePassword(await readDescriptor(client, dn), true))
}

/** The box "Protect object from accidental deletion": entries on the object and on its parent. */
export async function protectFromDeletion(client: Client, dn: string, parent: string): Promise<void> {
  await writeDescriptor(client, dn, withDeletionProtected(await readDescriptor(client, dn), true))
  await writeDescriptor(client, parent, withChildrenKept(await readDescriptor(client, parent)))
}
