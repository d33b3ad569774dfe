/**
 * Import of an AD connector: reads the forest over LDAP and stages what differs in the connector space. A full import reads
 * the selected containers; a delta import reads what has a higher uSNChanged than the watermark, tombstones come by DirSync.
 * Sources: writeback.md §8.2; MS-ADTS 3.1.1.3.4.1 (controls).
 */
import type { Entry } from 'ldapts'
import { prepareScope } from '#core/sync/container-scope.ts'
import { importedAttributes } from '#core/sync/rules/in-from-ad.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { type EntryShape, type ImportedEntry, readEntry, shapeWith } from '../connectors/directory-entry.ts'
import { extendedDn, withExtendedDn } from '../connectors/ldap-controls.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import { readWholeRange } from '../connectors/range-retrieval.ts'
import { readTombstones } from '../connectors/tombstones.ts'
import type { ServerContext } from '../server-context.ts'
import { breathe, inTransactions, slices } from '../sliced-work.ts'
import { configurationOf, type ForestConfiguration } from '../state/configuration.ts'
import type { Run } from './run-profile.ts'
import { type Staging, stageEntries, stageGone, stageMissing } from './staging.ts'

const synchronised = '(|(objectClass=user)(objectClass=group)(objectClass=contact))'
const containers = '(|(objectClass=organizationalUnit)(objectClass=container))'
/** With the extended DN control the entry's name tells them (connectors/directory-entry.ts). */
const toldByName: ReadonlySet<string> = new Set(['objectGUID', 'objectSid'])

interface Import extends Staging {
  readonly server: ServerContext
  readonly forest: ForestConfiguration
  readonly connection: DirectoryConnection
  readonly attributes: readonly string[]
  readonly shape: EntryShape
}

export async function importDirectory(
  server: ServerContext,
  forest: ForestConfiguration,
  policy: 'Full' | 'Delta',
  run: Run,
): Promise<void> {
  const connection = server.directory(forest.name)
  const wanted = [...importedAttributes, ...extensionsOf(server)]
  const told = await connection.supportsControl(extendedDn)
  const attributes = told ? wanted.filter((name) => !toldByName.has(name)) : wanted
  const shape = shapeWith(wanted)
  const scope = prepareScope(forest.scope)
  const job: Import = { server, forest, connector: forest.name, connection, run, scope, attributes, shape }
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

/** Attributes that go to the tenant as directory extensions, as far as they are not read anyway. */
const extensionsOf = ({ state }: ServerContext): readonly string[] =>
  (configurationOf(state)?.directoryExtensions?.attributes ?? []).filter(
    (name) => !importedAttributes.includes(name),
  )

async function highestUsn(connection: DirectoryConnection): Promise<number> {
  const rootDse = await connection.read('', ['highestCommittedUSN'])
  return Number(textsOf(rootDse?.highestCommittedUSN)[0] ?? '0')
}

async function importAll(job: Import): Promise<void> {
  const { forest } = job
  const seen = new Set<string>()
  await readContainers(job, containers)
  for (const base of forest.scope.included) {
    for await (const entries of read(job, base, synchronised)) {
      for (const entry of entries) seen.add(entry.objectGUID)
      await stageEntries(job, entries)
    }
  }
  await stageMissing(job, seen)
}

async function importChanges(job: Import, fromUsn: number): Promise<void> {
  const changed = `(uSNChanged>=${fromUsn})`
  const moved = await readContainers(job, `(&${changed}${containers})`)
  // A container that was renamed or moved takes its children along, and their own uSNChanged does not tell.
  for (const base of moved) {
    for await (const entries of read(job, base, synchronised)) await stageEntries(job, entries)
  }
  for await (const entries of read(job, job.forest.baseDn, `(&${changed}${synchronised})`))
    await stageEntries(job, entries)
}

async function* read(job: Import, base: string, filter: string): AsyncGenerator<readonly ImportedEntry[]> {
  const { connection, attributes, shape } = job
  const search = { base, scope: 'sub', filter, attributes, controls: [withExtendedDn()] } as const
  for await (const page of connection.pages(search)) {
    job.run.checkpoint()
    const entries = await readPage(page, shape)
    yield await Promise.all(
      entries.map((entry) => (entry.ranged.length === 0 ? entry : readWholeRange(connection, entry))),
    )
  }
}

/** Entries that are read before others get their turn: a group may have a thousand members. */
const readAtOnce = 32

async function readPage(page: readonly Entry[], shape: EntryShape): Promise<readonly ImportedEntry[]> {
  const entries: ImportedEntry[] = []
  for (const part of slices(page, readAtOnce)) {
    for (const one of part) {
      const entry = readEntry(one, shape)
      if (entry !== undefined) entries.push(entry)
    }
    await breathe()
  }
  return entries
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
    const entries = page.map((entry) => readEntry(entry)).filter((entry) => entry !== undefined)
    await inTransactions(server.lab.store, entries, ({ objectGUID, dn }) => {
      const known = server.spaces.containers.get(objectGUID)
      if (known?.dn === dn) return
      if (known !== undefined) moved.push(dn)
      server.spaces.containers.put({ id: objectGUID, connector: forest.name, dn })
    })
  }
  return moved
}
