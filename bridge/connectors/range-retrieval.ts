/** Reads the rest of attributes with more values than one answer holds: `member;range=1500-*` (MS-ADTS 3.1.1.3.1.3.3). */
import type { DirectoryConnection } from './directory-connection.ts'
import { type ImportedEntry, referenceOf } from './directory-entry.ts'
import { withExtendedDn } from './ldap-controls.ts'
import { textsOf } from './ldap-values.ts'

export async function readWholeRange(
  connection: DirectoryConnection,
  entry: ImportedEntry,
): Promise<ImportedEntry> {
  const attributes = { ...entry.attributes }
  for (const name of entry.ranged) {
    const first = attributes[name]
    const values = typeof first === 'string' ? [first] : [...(first ?? [])]
    for (let more = true; more; ) {
      const part = await connection.read(
        `<GUID=${entry.objectGUID}>`,
        [`${name};range=${values.length}-*`],
        [withExtendedDn()],
      )
      const answered = Object.entries(part ?? {}).find(([key]) =>
        key.toLowerCase().startsWith(`${name.toLowerCase()};range=`),
      )
      values.push(...textsOf(answered?.[1]).map(referenceOf))
      more = answered !== undefined && !answered[0].endsWith('-*') && textsOf(answered[1]).length > 0
    }
    attributes[name] = values
  }
  return { ...entry, attributes, ranged: [] }
}
