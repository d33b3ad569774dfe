/**
 * Takes a batch of exported changes, in slices that leave the service free for others. Each slice is a transaction; the next
 * one begins while it is on its way to disk, and the batch is answered when all of them are there.
 */
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import { exportContact } from './export-contact.ts'
import { exportGroup } from './export-group.ts'
import { exportUser } from './export-user.ts'
import type { Exporter, ExportResult } from './exported-change.ts'

const exporters = { User: exportUser, Group: exportGroup, Contact: exportContact } as const

/** A group's members weigh as much as changes. */
const weightPerSlice = 64

function weightOf({ attributes }: ExportedChange): number {
  const { members } = attributes
  return 1 + (Array.isArray(members) ? members.length : 0)
}

function* slices(changes: readonly ExportedChange[]): Iterable<readonly ExportedChange[]> {
  let slice: ExportedChange[] = []
  let weight = 0
  for (const change of changes) {
    slice.push(change)
    weight += weightOf(change)
    if (weight < weightPerSlice) continue
    yield slice
    slice = []
    weight = 0
  }
  if (slice.length > 0) yield slice
}

/** One result per change, in their order. */
export async function takeExport(
  exporter: Exporter,
  changes: readonly ExportedChange[],
): Promise<ExportResult[]> {
  const taken: Promise<ExportResult[]>[] = []
  for (const slice of slices(changes)) {
    const results = exporter.directory.transaction(() =>
      slice.map((change) => exporters[change.type](exporter, change)),
    )
    // A failing disk is told when all are awaited.
    results.catch(() => undefined)
    taken.push(results)
    await new Promise(setImmediate)
  }
  return (await Promise.all(taken)).flat()
}
