/**
 * References between objects (`manager`, `member`, `managedBy`) whose target comes after whoever has them, or goes. Nearly all
 * resolve at once and are never looked for again: so there is no index of who refers to whom. What has not resolved is
 * noted, and when a target has come or gone, one pass over the connector space finds everybody who refers to it.
 */
import type { Store } from '#core/ports.ts'
import { anchorInId, type DirectoryObject } from '#core/sync/connector-space.ts'
import { metaverseTypeOf } from '#core/sync/synchronize-inbound.ts'
import { inTransactions } from '../sliced-work.ts'
import { isName, nameReference, type Spaces } from '../state/spaces.ts'

const referenceAttributes = ['manager', 'member', 'managedBy'] as const

/** The anchor of what a reference stands for, if the tenant has it or is about to get it; else it is noted as open. */
export function anchorOf(spaces: Spaces, reference: string): string | undefined {
  const target = isName(reference)
    ? spaces.directoryByKey(reference.slice(3))
    : spaces.directory.get(reference)
  if (target?.metaverseId != null && !spaces.unprovisioned.has(target.metaverseId))
    return anchorInId(metaverseTypeOf[target.type], target.metaverseId)
  if (!spaces.openReferences.has(reference)) spaces.openReferences.put({ id: reference, isDue: false })
  return undefined
}

/** Whoever has gone out without this object is to be found. */
export function targetHasCome({ openReferences, openNames }: Spaces, { id, dn }: DirectoryObject): void {
  if (openReferences.has(id)) openReferences.put({ id, isDue: true })
  if (openNames.size === 0) return
  const name = nameReference(dn)
  if (openReferences.has(name)) openReferences.put({ id: name, isDue: true })
}

/** Whoever refers to this object is to be found. */
export function targetHasGone({ openReferences }: Spaces, { id, dn }: DirectoryObject): void {
  for (const reference of [id, nameReference(dn)]) openReferences.put({ id: reference, isDue: true })
}

/** Finds who has a reference that is due; they are to be flowed out again, in this run or, when it is killed, in the next. */
export async function findReferrers(store: Store, spaces: Spaces): Promise<void> {
  const due = new Set([...spaces.referencesDue].map(({ id }) => id))
  if (due.size === 0) return
  await inTransactions(store, spaces.directory.values(), (object) => {
    if (object.metaverseId !== null && refersToOneOf(object, due))
      spaces.outboundDue.put({ id: object.metaverseId })
  })
  await inTransactions(store, due, (id) => spaces.openReferences.delete(id))
}

function refersToOneOf({ attributes }: DirectoryObject, targets: ReadonlySet<string>): boolean {
  for (const name of referenceAttributes) {
    const value = attributes[name]
    if (value === undefined) continue
    if (typeof value === 'string' ? targets.has(value) : value.some((one) => targets.has(one))) return true
  }
  return false
}
