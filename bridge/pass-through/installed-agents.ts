/**
 * The authentication agents that run on this server, and in the lab on others beside it: what each of them keeps on disk.
 * Read from the store each time, so that a restored snapshot changes everything at once.
 */
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'

/** `connect.pass-through-agents`, id = the agent's id. */
export interface InstalledAgent extends StoredRecord {
  readonly machineName: string
  /** PKCS #8 PEM. */
  readonly privateKey: string
  readonly secret: string
  /** Path of the WebSocket. */
  readonly channel: string
}

export const installedAgents = ({ store }: Lab): Collection<InstalledAgent> =>
  store.collection('connect.pass-through-agents')
