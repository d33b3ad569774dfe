/**
 * Import of an AD connector: reads the forest over LDAP and stages what differs in the connector space. A full import reads
 * the selected containers; a delta import reads what has a higher uSNChanged than the watermark, tombstones come by DirSync.
 * Sources: writeback.md §8.2; MS-ADTS 3.1.1.3.4.1 (controls).
 */
import type { Control } from 'ldapts'
import { sameAttributes } from '#core/sync/attribute-changes.ts'
import type { DirectoryObject, DirectoryType } from '#core/sync/connector-space.ts'
import { dnKey, isInContainerScope, type PreparedScope, prepareScope } from '#core/sync/container-scope.ts'
import { importedAttributes } from '#core/sync/rules/in-from-ad.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { type ImportedEntry, readEntry } from '../connectors/directory-entry.ts'
import { withExtendedDn } from '../connectors/ldap-controls.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import { readWholeRange } from '../connectors/range-retrieval.ts'
import { readTombstones } from '../connectors/tombstones.ts'
import { breathe, type ServerContext, slices } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import type { Run } from './run-profile.ts'

const synchronised = '(|(objectClass=user)(objectClass=group)(objectClass=contact))'
const containers = '(|(objectClass=organizationalUnit)(objectClass=container))'
const entriesPerTransaction = 200

interface Import {
  readonly server: ServerContext
  readonly forest: ForestConfiguration
  readonly connection: DirectoryConnection
  readonly scope: PreparedScope
  readonly run: Run
}

export async function importDirectory(
  server: ServerContext,
  forest: ForestConfiguration,
  policy: 'Full' | 'Delta',
  run: Run,
): Promise<void> {
  const connection = server.directory(forest.name)
  const job: Import = { server, forest, connection, run, scope: prepareScope(forest.scope) }
  const highest = await highestUsn(connection)
  const watermark = server.state.watermarks.get(forest.name)
  const tombstones = await readTombstones(connection, forest, watermark)
  if (policy === 'Full' || watermark === undefined) await importAll(job)
  else await importChanges(job, watermark.usn + 1)
  await stageGone(job, tombstones.guids)
  // Only now: an import that was cut off is read again from the same point.
  await server.lab.store.transaction(() => {
    server.state.watermarks.put({ id: forest.name, usn: highest, cookie: tombstones.cookie })
  })
}

async function highestUsn(connection: DirectoryConnection): Promise<number> {
  const rootDse = await connection.read('', ['highestCommittedUSN'])
  return Number(textsOf(rootDse?.highestCommittedUSN)[0] ?? '0')
}

async function importAll(job: Import): Promise<void> {
  const { server, forest } = job
  const seen = new Set<string>()
  await readContainers(job, containers)
  for (const base of forest.scope.included) {
    for await (const entries of read(job, base, synchronised)) {
      for (const entry of entries) seen.add(entry.objectGUID)
      await stageAll(job, entries)
    }
  }
  const gone = [...server.spaces.directory.values()].filter(
    ({ id, connector }) => connector === forest.name && !seen.has(id),
  )
  await stageGone(
    job,
    gone.map(({ id }) => id),
  )
}

async function importChanges(job: Import, fromUsn: number): Promise<void> {
  const changed = `(uSNChanged>=${fromUsn})`
  const moved = await readContainers(job, `(&${changed}${containers})`)
  // A container that was renamed or moved takes its children along, and their own uSNChanged does not tell.
  for (const base of moved) {
    for await (const entries of read(job, base, synchronised)) await stageAll(job, entries)
  }
  for await (const entries of read(job, job.forest.baseDn, `(&${changed}${synchronised})`))
    await stageAll(job, entries)
}

async function* read(job: Import, base: string, filter: string): AsyncGenerator<readonly ImportedEntry[]> {
  const controls: Control[] = [withExtendedDn()]
  for await (const page of job.connection.pages({
    base,
    scope: 'sub',
    filter,
    attributes: importedAttributes,
    controls,
  })) {
    const entries = page.map(readEntry).filter((entry) => entry !== undefined)
    yield await Promise.all(
      entries.map((entry) => (entry.ranged.length === 0 ? entry : readWholeRange(job.connection, entry))),
    )
  }
}

/** Remembers containers; answers the DNs of those that were known under another name. */
async function readContainers(job: Import, filter: string): Promise<string[]> {
  const { server, forest, connection } = job
  const moved: string[] = []
  for await (const page of connection.pages({
    base: forest.baseDn,
    scope: 'sub',
    filter,
    attributes: ['objectGUID', 'objectClass'],
  })) {
    const entries = page.map(readEntry).filter((entry) => entry !== undefined)
    await server.lab.store.transaction(() => {
      for (const { objectGUID, dn } of entries) {
        const known = server.spaces.containers.get(objectGUID)
        if (known?.dn === dn) continue
        if (known !== undefined) moved.push(dn)
        server.spaces.containers.put({ id: objectGUID, connector: forest.name, dn })
      }
    })
  }
  return moved
}

async function stageAll(job: Import, entries: readonly ImportedEntry[]): Promise<void> {
  for (const slice of slices(entries, entriesPerTransaction)) {
    await job.server.lab.store.transaction(() => {
      for (const entry of slice) stage(job, entry)
    })
    await breathe()
  }
}

function stage(job: Import, entry: ImportedEntry): void {
  const { server, scope, run } = job
  const known = server.spaces.directory.get(entry.objectGUID)
  if (entry.type === undefined || !isInContainerScope(dnKey(entry.dn), scope)) stageDeletion(job, known)
  else if (known === undefined) stageAddition(job, entry, entry.type)
  else if (isUnchanged(known, entry)) run.count('unchanged')
  else stageUpdate(job, known, entry, entry.type)
}

const isUnchanged = (known: DirectoryObject, entry: ImportedEntry): boolean =>
  known.dn === entry.dn &&
  known.pendingImport !== 'delete' &&
  sameAttributes(known.attributes, entry.attributes)

function stageAddition({ server, forest, run }: Import, entry: ImportedEntry, type: DirectoryType): void {
  run.count('adds')
  server.spaces.directory.put({
    id: entry.objectGUID,
    connector: forest.name,
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
  { server, run }: Import,
  known: DirectoryObject,
  entry: ImportedEntry,
  type: DirectoryType,
): void {
  run.count(known.dn === entry.dn ? 'updates' : 'renames')
  const pendingImport = known.pendingImport === 'add' ? 'add' : 'update'
  server.spaces.directory.put({ ...known, type, dn: entry.dn, attributes: entry.attributes, pendingImport })
}

async function stageGone(job: Import, guids: readonly string[]): Promise<void> {
  for (const slice of slices(guids, entriesPerTransaction)) {
    await job.server.lab.store.transaction(() => {
      for (const guid of slice) stageDeletion(job, job.server.spaces.directory.get(guid))
    })
    await breathe()
  }
}

function stageDeletion({ server, run }: Import, known: DirectoryObject | undefined): void {
  if (known === undefined || known.pendingImport === 'delete') return
  run.count('deletes')
  server.spaces.directory.put({ ...known, pendingImport: 'delete' })
}
