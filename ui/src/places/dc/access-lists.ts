/** Reading and writing the access list of an object. The rules of what an entry means are the core's. */
import {
  parentDeniesDeletion,
  withChildrenKept,
  withDeletionProtected,
} from '#core/active-directory/accidental-deletion.ts'
import {
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import type { DirectoryAnswer } from '#core/contracts/directory-console.ts'
import { fail, ok } from '#core/result.ts'
import type { Answered } from '../../lab/http.ts'
import { filterText, parentOf } from './directory-names.ts'
import { readObject } from './directory-queries.ts'
import { useDirectory } from './directory-store.ts'
import { bytesOf, textOf, toBase64 } from './entry-values.ts'

const accessListOnly = 4
const ownerGroupAndAccessList = 7

export async function readDescriptor(dn: string): Promise<Answered<SecurityDescriptor>> {
  const read = await readObject(dn, ['nTSecurityDescriptor'], ownerGroupAndAccessList)
  if (!read.ok) return read
  const bytes = bytesOf(read.value, 'nTSecurityDescriptor')
  const descriptor = bytes && parseSecurityDescriptor(bytes)
  if (descriptor) return ok(descriptor)
  return fail({
    status: 403,
    code: 'RightsMissing',
    says: 'This account may not read the permissions of the object.',
    because: 'Read Permissions is not granted to the account.',
    retry: false,
  })
}

const write = (dn: string, descriptor: SecurityDescriptor): Promise<Answered<DirectoryAnswer>> =>
  useDirectory().perform({
    operation: 'modify',
    dn,
    changes: [
      {
        operation: 'replace',
        attribute: 'nTSecurityDescriptor',
        values: [{ base64: toBase64(formatSecurityDescriptor(descriptor)) }],
      },
    ],
    controls: { sdFlags: accessListOnly },
  })

export async function changeAccessList(
  dn: string,
  change: (descriptor: SecurityDescriptor) => SecurityDescriptor,
): Promise<Answered<DirectoryAnswer>> {
  const read = await readDescriptor(dn)
  if (!read.ok) return read
  const { control, dacl } = change(read.value)
  return write(dn, { control, ...(dacl === undefined ? {} : { dacl }) })
}

/** Both halves: the object's own denial, and its parent's. */
export async function protectFromDeletion(
  dn: string,
  isProtected: boolean,
): Promise<Answered<DirectoryAnswer>> {
  const done = await changeAccessList(dn, (sd) => withDeletionProtected(sd, isProtected))
  if (!done.ok || !isProtected) return done
  const parent = await readDescriptor(parentOf(dn))
  if (!parent.ok || parentDeniesDeletion(parent.value)) return done
  return changeAccessList(parentOf(dn), withChildrenKept)
}

/** Names for SIDs, asked for at once; a SID of nobody stays as it is. */
export async function readSidNames(
  sids: readonly string[],
  baseDn: string,
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(sids)].map((sid) => `(objectSid=${filterText(sid)})`)
  const answer = await useDirectory().perform({
    operation: 'search',
    base: baseDn,
    scope: 'sub',
    filter: `(|${asked.join('')})`,
    attributes: ['objectSid', 'sAMAccountName', 'name'],
  })
  const found = answer.ok ? answer.value.entries : []
  return new Map(
    found.map((entry) => [
      sidFromBytes(bytesOf(entry, 'objectSid') ?? new Uint8Array()) ?? '',
      textOf(entry, 'sAMAccountName') || textOf(entry, 'name'),
    ]),
  )
}
