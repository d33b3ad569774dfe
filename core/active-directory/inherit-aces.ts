/** Which access control entries an object gets from its parent (MS-DTYP 2.5.3.4; all directory objects are containers). */
import {
  type Ace,
  aceFlags,
  mapGenericRights,
  type SecurityDescriptor,
  sdControl,
} from './security-descriptor.ts'
import { wellKnownSids } from './sid.ts'

export interface Heir {
  /** schemaIDGUIDs of the child's structural class and its auxiliary classes. */
  readonly classGuids: readonly string[]
  readonly owner: string | undefined
  readonly group: string | undefined
}

/** The entries that `parent` hands down. Each carries the inherited flag. */
export function inheritAces(parent: readonly Ace[], heir: Heir): readonly Ace[] {
  return parent.flatMap((ace) => ((ace.flags & aceFlags.containerInherit) === 0 ? [] : inheritOne(ace, heir)))
}

function inheritOne(ace: Ace, heir: Heir): readonly Ace[] {
  const propagates = (ace.flags & aceFlags.noPropagate) === 0
  const audits = ace.flags & (aceFlags.auditSuccess | aceFlags.auditFailure)
  const base = aceFlags.inherited | audits
  const applies = ace.inheritedObjectType === undefined || heir.classGuids.includes(ace.inheritedObjectType)
  const passedOn: Ace = { ...ace, flags: base | aceFlags.containerInherit | aceFlags.inheritOnly }
  if (!applies) return propagates ? [passedOn] : []
  const creator = creatorSid(ace.sid, heir)
  const mask = mapGenericRights(ace.mask)
  if (creator === undefined && mask === ace.mask) {
    return [{ ...ace, flags: base | (propagates ? aceFlags.containerInherit : 0) }]
  }
  const effective: Ace = { ...ace, mask, sid: creator ?? ace.sid, flags: base }
  return propagates ? [effective, passedOn] : [effective]
}

function creatorSid(sid: string, heir: Heir): string | undefined {
  if (sid === wellKnownSids.creatorOwner) return heir.owner
  if (sid === wellKnownSids.creatorGroup) return heir.group
  return undefined
}

/** An object's own part of a descriptor with what it inherits from its parent's effective one. */
export function effectiveDescriptor(
  own: SecurityDescriptor,
  parent: SecurityDescriptor | undefined,
  classGuids: readonly string[],
): SecurityDescriptor {
  if (parent === undefined) return own
  const heir: Heir = { classGuids, owner: own.owner, group: own.group }
  const dacl = merge(own.dacl, parent.dacl, (own.control & sdControl.daclProtected) !== 0, heir)
  const sacl = merge(own.sacl, parent.sacl, (own.control & sdControl.saclProtected) !== 0, heir)
  return {
    ...own,
    control: own.control | sdControl.daclAutoInherited | sdControl.saclAutoInherited,
    ...(dacl === undefined ? {} : { dacl }),
    ...(sacl === undefined ? {} : { sacl }),
  }
}

function merge(
  own: readonly Ace[] | undefined,
  parent: readonly Ace[] | undefined,
  isProtected: boolean,
  heir: Heir,
): readonly Ace[] | undefined {
  if (isProtected || parent === undefined) return own
  const inherited = inheritAces(parent, heir)
  if (own === undefined && inherited.length === 0) return undefined
  const explicit = own ?? []
  // Canonical order: explicit denies, explicit allows, inherited as the parent has them.
  return [
    ...explicit.filter((ace) => ace.type === 'deny'),
    ...explicit.filter((ace) => ace.type !== 'deny'),
    ...inherited,
  ]
}

/** What is an object's own in a descriptor that a client wrote: inherited entries are worked out again. */
export function ownPart(sd: SecurityDescriptor): SecurityDescriptor {
  const explicit = (aces: readonly Ace[], isProtected: boolean): readonly Ace[] =>
    isProtected
      ? aces.map((ace) => ({ ...ace, flags: ace.flags & ~aceFlags.inherited }))
      : aces.filter((ace) => (ace.flags & aceFlags.inherited) === 0)
  return {
    ...sd,
    ...(sd.dacl === undefined
      ? {}
      : { dacl: explicit(sd.dacl, (sd.control & sdControl.daclProtected) !== 0) }),
    ...(sd.sacl === undefined
      ? {}
      : { sacl: explicit(sd.sacl, (sd.control & sdControl.saclProtected) !== 0) }),
  }
}
