/** Garbage collection: tombstones go for good after their lifetime (MS-ADTS 3.1.1.1.15). */
import type { Directory } from '../store/directory.ts'
import { firstValue } from '../store/records.ts'
import { serviceObject } from './service-settings.ts'

export const purgeIntervalMs = 12 * 3_600_000
const dayMs = 86_400_000
const defaultLifetimeDays = 180

/** Answers how many went. Belongs into a transaction. */
export function purgeTombstones(directory: Directory): number {
  const days = Number(
    firstValue(serviceObject(directory)?.attributes.tombstoneLifetime) ?? defaultLifetimeDays,
  )
  const before = directory.now() - days * dayMs
  let purged = 0
  for (const id of [...(directory.values.equal('isDeleted', 'TRUE') ?? [])]) {
    const object = directory.objects.get(id)
    if (
      object === undefined ||
      object.attributes.lastKnownParent === undefined ||
      object.changed > before ||
      directory.tree.children(id).size > 0
    )
      continue
    for (const link of [...directory.linkIndex.allOf(id)]) directory.links.delete(link.id)
    directory.objects.delete(id)
    purged += 1
  }
  return purged
}
