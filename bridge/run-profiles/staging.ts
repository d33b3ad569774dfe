/**
 * Staging: compares what an import has read with the AD connector space and keeps what differs as pending imports.
 * Source: writeback.md §8.1, §8.2.
 */
import { sameAttributes } from '#core/sync/attribute-changes.ts'
import type { DirectoryObject, DirectoryType } from '#core/sync/connector-space.ts'
import { dnKey, isInContainerScope, type PreparedScope } from '#core/sync/container-scope.ts'
import type { ImportedEntry } from '../connectors/directory-entry.ts'
import type { ServerContext } from '../server-context.ts'
import { inTransactions } from '../sliced-work.ts'
import type { Run } from './run-profile.ts'

export interface Staging {
  readonly server: Pick<ServerContext, 'lab' | 'spaces'>
  /** The forest's name. */
  readonly connector: string
  readonly scope: PreparedScope
  readonly run: Run
}

export const stageEntries = (staging: Staging, entries: Iterable<ImportedEntry>): Promise<void> =>
  inTransactions(staging.server.lab.store, entries, (entry) => stage(staging, entry))

/** Objects that the directory does not have any more, or that have left the scope; by objectGUID. */
export const stageGone = (staging: Staging, guids: Iterable<string>): Promise<void> =>
  inTransactions(staging.server.lab.store, guids, (guid) =>
    stageDeletion(staging, staging.server.spaces.directory.get(guid)),
  )

/** Objects of the connector that a reading of the whole directory has not met. */
export const stageMissing = (staging: Staging, met: ReadonlySet<string>): Promise<void> =>
  inTransactions(staging.server.lab.store, staging.server.spaces.directory.values(), (known) => {
    if (known.connector === staging.connector && !met.has(known.id)) stageDeletion(staging, known)
  })

function stage(staging: Staging, entry: ImportedEntry): void {
  const known = staging.server.spaces.directory.get(entry.objectGUID)
  if (entry.type === undefined || !isInContainerScope(dnKey(entry.dn), staging.scope))
    stageDeletion(staging, known)
  else if (known === undefined) stageAddition(staging, entry, entry.type)
  else if (isUnchanged(known, entry)) staging.run.count('unchanged')
  else stageUpdate(staging, known, entry, entry.type)
}

const isUnchanged = (known: DirectoryObject, entry: ImportedEntry): boolean =>
  known.dn === entry.dn &&
  known.pendingImport !== 'delete' &&
  sameAttributes(known.attributes, entry.attributes)

function stageAddition({ server, connector, run }: Staging, entry: ImportedEntry, type: DirectoryType): void {
  run.count('adds')
  server.spaces.directory.put({
    id: entry.objectGUID,
    connector,
    type,
    dn: entry.dn,
    attributes: entry.attributes,
    pendingImport: 'add',
    metaverseId: null,
    filteredBy: null,
    pendingExport: null,
    error: null,
  })
}

function stageUpdate(
  { server, run }: Staging,
  known: DirectoryObject,
  entry: ImportedEntry,
  type: DirectoryType,
): void {
  run.count(known.dn === entry.dn ? 'updates' : 'renames')
  const pendingImport = known.pendingImport === 'add' ? 'add' : 'update'
  server.spaces.directory.put({ ...known, type, dn: entry.dn, attributes: entry.attributes, pendingImport })
}

function stageDeletion({ server, run }: Staging, known: DirectoryObject | undefined): void {
  if (known === undefined || known.pendingImport === 'delete') return
  run.count('deletes')
  server.spaces.directory.put({ ...known, pendingImport: 'delete' })
}
