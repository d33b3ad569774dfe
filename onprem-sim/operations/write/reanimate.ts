/** Bringing a tombstone back (MS-ADTS 3.1.1.5.3.7): delete isDeleted and give it a name again, in one request. */
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import { formatDn, parseDn } from '#core/active-directory/dn.ts'
import { never } from '#core/active-directory/times.ts'
import { samAccountTypeOfGroup, samAccountTypeOfUser } from '#core/active-directory/user-account-control.ts'
import { changeObject } from '../../store/changes.ts'
import { type DirectoryObject, firstValue, type StoredValues } from '../../store/records.ts'
import { decodeText } from '../../store/value-syntax.ts'
import type { ModifyRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { hasRight } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'

export function isReanimation({ directory }: OperationContext, { changes }: ModifyRequest): boolean {
  const has = (name: string) => changes.some((one) => directory.attribute(one.attribute)?.name === name)
  return has('isDeleted') && has('distinguishedName')
}

export function reanimate(
  context: OperationContext,
  object: DirectoryObject,
  { changes }: ModifyRequest,
): LdapResult | LdapRefusal {
  const { directory } = context
  if (object.attributes.isDeleted === undefined) return refused('NotPermitted')
  if (!hasRight(context, directory.tree.headOf(object), extendedRights.reanimateTombstones))
    return refused('AccessDenied')
  const naming = changes.find((one) => directory.attribute(one.attribute)?.name === 'distinguishedName')
  const clearing = changes.find((one) => directory.attribute(one.attribute)?.name === 'isDeleted')
  const text = decodeText(naming?.values[0] ?? Buffer.alloc(0)) ?? ''
  const dn = parseDn(text)
  const [leaf, ...rest] = dn ?? []
  if (leaf === undefined || naming?.operation === 1 || clearing?.values.length !== 0)
    return refused('NotPermitted')
  const parent = resolveTarget(context, formatDn(rest))
  if (isRefusal(parent)) return parent
  if (directory.tree.child(parent.id, object.rdnType, leaf.value) !== undefined) return refused('NameExists')
  const attributes = restored(object)
  changeObject(directory, object, { attributes, parent: parent.id, rdn: leaf.value, touched: ['name'] })
  return success
}

/** What the domain fills in again for an account. The password is gone, so it comes back disabled as it was. */
function restored(object: DirectoryObject): Map<string, StoredValues | undefined> {
  const attributes = new Map<string, StoredValues | undefined>([
    ['isDeleted', undefined],
    ['isRecycled', undefined],
    ['lastKnownParent', undefined],
  ])
  const control = firstValue(object.attributes.userAccountControl)
  const groupType = firstValue(object.attributes.groupType)
  if (control !== undefined) {
    attributes.set('sAMAccountType', String(samAccountTypeOfUser(Number(control))))
    for (const [name, value] of [
      ['accountExpires', never],
      ['codePage', '0'],
      ['countryCode', '0'],
      ['lastLogoff', '0'],
      ['pwdLastSet', '0'],
      ['primaryGroupID', '513'],
    ] as const)
      attributes.set(name, value)
  }
  const groupAccountType =
    groupType === undefined ? undefined : samAccountTypeOfGroup(Number(groupType) >>> 0)
  if (groupAccountType !== undefined) attributes.set('sAMAccountType', String(groupAccountType))
  return attributes
}
