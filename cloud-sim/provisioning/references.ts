/** Managers and members are named by source anchor, and may come before the object they name: such references wait. */
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { type AwaitedReference, provisionedObjects } from './provisioned-objects.ts'

/** The object id behind a source anchor: a user's, a group's or a contact's. */
export function objectByAnchor(directory: TenantDirectory, anchor: string): string | undefined {
  const { contactsByAnchor } = provisionedObjects(directory)
  const user = directory.userByImmutableId(anchor)
  if (user !== undefined) return user.id
  return (
    directory.groupByImmutableId(anchor)?.id ??
    contactsByAnchor.all(anchor).find((contact) => contact.sourceAnchor === anchor)?.id
  )
}

/** Inside a transaction. */
export function awaitReference(
  directory: TenantDirectory,
  kind: AwaitedReference['kind'],
  holder: string,
  anchor: string,
): void {
  provisionedObjects(directory).awaited.put({ id: `${kind}:${holder}:${anchor}`, kind, holder, anchor })
}

/** Forgets what a holder waits for: its references were given anew. */
export function dropAwaited(
  directory: TenantDirectory,
  kind: AwaitedReference['kind'],
  holder: string,
): void {
  const { awaited, awaitedByHolder } = provisionedObjects(directory)
  for (const { id } of awaitedByHolder.all(`${kind}:${holder}`)) awaited.delete(id)
}

/** The object has come: whoever named it gets the reference. */
export function resolveReferencesTo(directory: TenantDirectory, anchor: string, id: string): void {
  const { awaited, awaitedByAnchor } = provisionedObjects(directory)
  for (const reference of awaitedByAnchor.all(anchor)) {
    if (reference.anchor !== anchor) continue
    awaited.delete(reference.id)
    if (reference.kind === 'member') {
      if (directory.findGroup(reference.holder) !== undefined)
        directory.links.add('member', reference.holder, id)
      continue
    }
    const holder = directory.userById(reference.holder)
    if (holder !== undefined) directory.putUser({ ...holder, managerId: id })
  }
}
