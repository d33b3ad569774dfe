/**
 * Takes the product off this server: what it knew and was configured to do is gone, and the wizard begins at its first page
 * again. What it has made elsewhere stays, as with the product: the connector accounts on both sides, the tenant's objects,
 * and password writeback in the portal, which finds nobody listening any more.
 */
import type { Collection, StoredRecord } from '#core/ports.ts'
import type { ServerContext } from '../server-context.ts'
import { inTransactions } from '../sliced-work.ts'
import { onlyRow } from '../state/configuration.ts'

/** The configuration goes first: what is left when the process is killed then belongs to nobody, and the next installation clears it. */
export async function uninstall(server: ServerContext): Promise<void> {
  const { lab, state } = server
  await lab.store.transaction(() => {
    state.configurations.delete(onlyRow)
    state.writeback.delete(onlyRow)
  })
  await clearDisk(server)
}

/** Everything that an installation has learnt and kept. */
export async function clearDisk({ lab, state, spaces }: ServerContext): Promise<void> {
  const { configurations: _, services: __, ...learnt } = state
  const { directory, metaverse, cloud, containers, outboundDue, openReferences } = spaces
  const known = [directory, metaverse, cloud, containers, outboundDue, openReferences]
  for (const collection of [...Object.values(learnt), ...known]) await clear(lab.store, collection)
}

const clear = <Row extends StoredRecord>(
  store: Parameters<typeof inTransactions>[0],
  collection: Collection<Row>,
): Promise<void> =>
  inTransactions(
    store,
    [...collection.values()].map(({ id }) => id),
    (id) => collection.delete(id),
  )
