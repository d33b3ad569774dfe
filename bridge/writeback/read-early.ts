/**
 * Opening a password takes the private key half a millisecond in the thread pool. Whom it is for is known before, and what the
 * account is like in Active Directory can be asked meanwhile; the steps of the flow decide as if it were asked in its turn.
 */
import type { PayloadHead } from '#core/sspr/relay-package.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import type { ServerContext } from '../server-context.ts'
import { configurationOf, type WritebackRegistration } from '../state/configuration.ts'
import { type DirectoryAccountState, readAccount } from './directory-password.ts'

export interface EarlyRead {
  /** objectGUID. */
  readonly id: string
  readonly account: Promise<DirectoryAccountState | undefined>
}

/**
 * Undefined where the flow may not get as far as asking: nobody, several accounts, a forest without password writeback, and no
 * connection yet.
 */
export function readEarly(
  server: ServerContext,
  registration: WritebackRegistration,
  { operation, cloudAnchor = '' }: PayloadHead,
): EarlyRead | undefined {
  if (operation === 'validate') return undefined
  const { spaces } = server
  const metaverseId = spaces.cloudByAnchor(cloudAnchor)?.metaverseId
  const [link, ...others] = spaces.metaverse.get(metaverseId ?? '')?.links ?? []
  const object = link === undefined ? undefined : spaces.directory.get(link)
  if (object === undefined || others.length > 0) return undefined
  const connection = openConnection(server, registration, object.connector)
  if (connection === undefined) return undefined
  const account = readAccount(connection, object.id)
  // A failure is told to whoever comes for the answer.
  account.catch(() => undefined)
  return { id: object.id, account }
}

function openConnection(
  { state, directory, forestEndpoint }: ServerContext,
  { forests }: WritebackRegistration,
  forest: string,
): DirectoryConnection | undefined {
  const isConnected = configurationOf(state)?.forests.some(({ name }) => name === forest) === true
  if (!isConnected || !forests.includes(forest) || forestEndpoint(forest) === undefined) return undefined
  const connection = directory(forest)
  return connection.isOpen ? connection : undefined
}
