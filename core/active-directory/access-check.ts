/** Whether a caller may do something to an object (MS-ADTS 5.1.3.3: the first entry that decides a right wins). */
import {
  type Ace,
  aceFlags,
  mapGenericRights,
  rights,
  type SecurityDescriptor,
} from './security-descriptor.ts'
import { wellKnownSids } from './sid.ts'

export interface AccessView {
  /** Whether all rights of `mask` are granted on one of `guids` (a property and its set, a right, a class) or on the whole object. */
  allows(mask: number, guids?: readonly string[]): boolean
}

/** Everything: the directory itself. */
export const fullAccess: AccessView = { allows: () => true }

/**
 * The entries of a descriptor that concern one caller, ready for many questions.
 * @param isSelf whether the object is the caller's own account, so that entries for SELF count.
 */
export function accessView(
  sd: SecurityDescriptor,
  callerSids: ReadonlySet<string>,
  isSelf: boolean,
): AccessView {
  // No DACL at all lets everyone in (MS-DTYP 2.5.3.2); an empty one lets nobody in.
  if (sd.dacl === undefined) return fullAccess
  const concerns = (ace: Ace): boolean =>
    callerSids.has(ace.sid) ||
    (isSelf && ace.sid === wellKnownSids.self) ||
    (ace.sid === wellKnownSids.ownerRights && owns)
  const owns = sd.owner !== undefined && callerSids.has(sd.owner)
  const aces = sd.dacl
    .filter((ace) => ace.type !== 'audit' && (ace.flags & aceFlags.inheritOnly) === 0 && concerns(ace))
    .map((ace) => ({ ...ace, mask: mapGenericRights(ace.mask) }))
  const ownerRights =
    owns && !sd.dacl.some((ace) => ace.sid === wellKnownSids.ownerRights)
      ? rights.readControl | rights.writeDacl
      : 0
  return { allows: (mask, guids = []) => decide(aces, (mask & ~ownerRights) >>> 0, guids) }
}

function decide(aces: readonly Ace[], mask: number, guids: readonly string[]): boolean {
  let wanted = mask
  if (wanted === 0) return true
  for (const ace of aces) {
    if (ace.objectType !== undefined && !guids.includes(ace.objectType)) continue
    if ((ace.mask & wanted) === 0) continue
    if (ace.type === 'deny') return false
    wanted = (wanted & ~ace.mask) >>> 0
    if (wanted === 0) return true
  }
  return false
}
