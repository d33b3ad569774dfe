/**
 * “Protect object from accidental deletion” is no flag: it denies everyone Delete and Delete Subtree on the object, and Delete
 * Child on its parent, because either right alone would let a deletion through (MS-ADTS 3.1.1.5.5).
 */
import { type Ace, aceFlags, rights, type SecurityDescriptor } from './security-descriptor.ts'
import { wellKnownSids } from './sid.ts'

const denialOf = (mask: number): Ace => ({ type: 'deny', flags: 0, mask, sid: wellKnownSids.everyone })
const onObject = denialOf((rights.delete | rights.deleteTree) >>> 0)
const onParent = denialOf(rights.deleteChild)

const isOwnDenial = ({ type, sid, flags, objectType }: Ace): boolean =>
  type === 'deny' &&
  sid === wellKnownSids.everyone &&
  objectType === undefined &&
  (flags & aceFlags.inherited) === 0
const denies = (ace: Ace, mask: number): boolean => isOwnDenial(ace) && (ace.mask & mask) === mask

export const protectedFromDeletion = ({ dacl = [] }: SecurityDescriptor): boolean =>
  dacl.some((ace) => denies(ace, onObject.mask))

export const parentDeniesDeletion = ({ dacl = [] }: SecurityDescriptor): boolean =>
  dacl.some((ace) => denies(ace, onParent.mask))

/** The object's descriptor with the box ticked or not. */
export function withDeletionProtected(sd: SecurityDescriptor, isProtected: boolean): SecurityDescriptor {
  const others = (sd.dacl ?? []).filter((ace) => !denies(ace, onObject.mask))
  return { ...sd, dacl: isProtected ? [onObject, ...others] : others }
}

/** The parent's, which keeps its denial when a child's box is unticked: other children may need it. */
export const withChildrenKept = (sd: SecurityDescriptor): SecurityDescriptor =>
  parentDeniesDeletion(sd) ? sd : { ...sd, dacl: [onParent, ...(sd.dacl ?? [])] }
