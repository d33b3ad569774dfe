/** Exported contacts. */
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import { refusedAddresses } from './address-holders.ts'
import { defined, done, type Exporter, type ExportResult, failedBySchema } from './exported-change.ts'
import { refusedByQuota } from './object-quota.ts'
import { provisionedObjects } from './provisioned-objects.ts'
import { resolveReferencesTo } from './references.ts'
import { contactAttributes } from './synced-attributes.ts'

/** Inside a transaction. */
export function exportContact({ directory }: Exporter, change: ExportedChange): ExportResult {
  const { contacts, contactsByAnchor } = provisionedObjects(directory)
  const before = contactsByAnchor
    .all(change.sourceAnchor)
    .find((contact) => contact.sourceAnchor === change.sourceAnchor)
  if (change.operation === 'delete') {
    if (before !== undefined) contacts.delete(before.id)
    return { sourceAnchor: change.sourceAnchor, ok: true }
  }
  const parsed = contactAttributes.safeParse(change.attributes)
  if (!parsed.success) return failedBySchema(change, parsed.error)
  const refused =
    refusedAddresses(directory, change, parsed.data.proxyAddresses) ??
    (before === undefined ? refusedByQuota(directory, change) : undefined)
  if (refused !== undefined) return refused
  const id = before?.id ?? directory.lab.random.guid()
  const attributes = { ...before?.attributes, ...defined(parsed.data) }
  contacts.put({ id, sourceAnchor: change.sourceAnchor, attributes, lastSyncAt: directory.lab.clock.now() })
  resolveReferencesTo(directory, change.sourceAnchor, id)
  return done(change, id)
}
