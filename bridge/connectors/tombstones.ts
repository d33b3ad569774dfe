/**
 * What was deleted since the last import. By DirSync, for which the connector account's replication right is enough; a
 * directory without it is asked for its deleted objects by uSNChanged, which takes the right to read that container.
 * Sources: MS-ADTS 3.1.1.3.4.1.3 (DirSync), 3.1.1.3.4.1.14 (show deleted).
 */
import type { Entry } from 'ldapts'
import type { ForestConfiguration, Watermark } from '../state/configuration.ts'
import { type DirectoryConnection, DirectoryRefusal } from './directory-connection.ts'
import { readEntry } from './directory-entry.ts'
import { DirSyncControl, dirSync, showDeleted } from './ldap-controls.ts'
import { textsOf } from './ldap-values.ts'

export interface Tombstones {
  /** objectGUIDs. */
  readonly guids: readonly string[]
  /** Where to go on next time; empty where DirSync is not available. */
  readonly cookie: string
}

const attributes = ['isDeleted', 'objectGUID']
const deleted = '(isDeleted=TRUE)'
const guidsOf = (entries: readonly Entry[]): string[] =>
  entries.map((entry) => readEntry(entry)?.objectGUID).filter((guid) => guid !== undefined)

export async function readTombstones(
  connection: DirectoryConnection,
  forest: ForestConfiguration,
  watermark: Watermark | undefined,
): Promise<Tombstones> {
  if (!(await connection.supportsControl(dirSync))) return byUsn(connection, forest, watermark)
  try {
    return await byDirSync(connection, forest, watermark)
  } catch (error) {
    // Without the replication right (or with a cookie of another life) DirSync is refused.
    if (error instanceof DirectoryRefusal) return byUsn(connection, forest, watermark)
    throw error
  }
}

async function byDirSync(
  connection: DirectoryConnection,
  forest: ForestConfiguration,
  watermark: Watermark | undefined,
): Promise<Tombstones> {
  const control = new DirSyncControl(Buffer.from(watermark?.cookie ?? '', 'base64'))
  const guids: string[] = []
  do {
    control.more = false
    const search = {
      base: forest.baseDn,
      scope: 'sub',
      filter: watermark === undefined ? deleted : '(objectClass=*)',
      attributes,
      controls: [control],
    } as const
    // The filter is judged with the reader's own rights, which may not reach what was deleted; so it asks for nothing.
    // Only the first time, when nothing has been imported that could be gone, it spares the answer all that is there.
    const changed = await connection.entries(search)
    guids.push(...guidsOf(changed.filter(({ isDeleted }) => textsOf(isDeleted)[0]?.toUpperCase() === 'TRUE')))
  } while (control.more)
  return { guids, cookie: control.cookie.toString('base64') }
}

async function byUsn(
  connection: DirectoryConnection,
  forest: ForestConfiguration,
  watermark: Watermark | undefined,
): Promise<Tombstones> {
  const filter = `(&${deleted}(uSNChanged>=${(watermark?.usn ?? 0) + 1}))`
  const guids: string[] = []
  for await (const page of connection.pages({
    base: forest.baseDn,
    scope: 'sub',
    filter,
    attributes,
    controls: [showDeleted()],
  })) {
    guids.push(...guidsOf(page))
  }
  return { guids, cookie: '' }
}
