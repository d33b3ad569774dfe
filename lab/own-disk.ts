/**
 * A machine of the lab with a disk of its own: the same clock, journal and random, and collections that no other machine
 * of its kind sees. A second forest's domain controller and a second Connect server live on such a disk.
 */
import type { Lab, StoredRecord } from '#core/ports.ts'

/** Collections are named `directory.objects@fabrikam.local`, so that snapshots and restarts carry them like any other. */
export function withOwnDisk(lab: Lab, machine: string): Lab {
  const { store } = lab
  return {
    ...lab,
    store: {
      ...store,
      collection: <Row extends StoredRecord>(name: string) => store.collection<Row>(`${name}@${machine}`),
    },
  }
}
