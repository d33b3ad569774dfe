/**
 * Takes a batch of exported changes, in slices that leave the service free for others. Each slice is a transaction; the next
 * one begins while it is on its way to disk, and the batch is answered when all of them are there.
 */
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import { exportContact } from './export-contact.ts'
import { exportGroup } from './export-group.ts'
import { exportUser } from './export-user.ts'
import { advance, type Export, type Exporter, type ExportResult } from './exported-change.ts'

const exporters: Readonly<Record<ExportedChange['type'], Export>> = {
  User: exportUser,
  Group: exportGroup,
  Contact: exportContact,
}

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
  const rest: Iterator<unknown>[] = []
  const later = (work: Iterator<unknown>) => void rest.push(work)
  for (const slice of slices(changes)) {
    const results = exporter.directory.transaction(() =>
      slice.map((change) => exporters[change.type](exporter, change, later)),
    )
    // A failing disk is told when all are awaited.
    results.catch(() => undefined)
    taken.push(results)
    // A change with many members ends its slice, so what follows in the batch finds it finished.
    for (const work of rest.splice(0)) await finish(exporter, work)
    await new Promise(setImmediate)
  }
  return (await Promise.all(taken)).flat()
}

/** Steps of long work in one transaction. */
const stepsPerSlice = 128

async function finish({ directory }: Exporter, work: Iterator<unknown>): Promise<void> {
  while (await directory.transaction(() => advance(work, stepsPerSlice))) await new Promise(setImmediate)
}
