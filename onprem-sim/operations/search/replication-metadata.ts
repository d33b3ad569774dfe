/**
 * What was written how often, when and with which USN: replPropertyMetaData as its bytes (MS-DRSR 4.1.1.3,
 * PROPERTY_META_DATA_VECTOR), msDS-ReplAttributeMetaData and msDS-ReplValueMetaData as XML (MS-ADTS 3.1.1.4.5.21, .22).
 */

import { toFileTime, toXmlTime } from '#core/active-directory/times.ts'
import { attributeId } from '#core/codes/ldap/diagnostic.ts'
import { guidBytes } from '../../store/attribute-reader.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject, LinkRecord } from '../../store/records.ts'
import { controllerName, siteName } from '../controller-names.ts'

interface Entry {
  readonly name: string
  readonly id: number
  readonly version: number
  readonly at: number
  readonly usn: number
}

const secretNames = ['dBCSPwd', 'unicodePwd', 'ntPwdHistory', 'lmPwdHistory', 'supplementalCredentials']
const entryLength = 48

export function replicationMetaData(directory: Directory, object: DirectoryObject): Buffer {
  const entries = entriesOf(directory, object)
  const bytes = Buffer.alloc(16 + entries.length * entryLength)
  bytes.writeUInt32LE(1, 0)
  bytes.writeUInt32LE(entries.length, 8)
  const invocationId = guidBytes(directory.configuration.id)
  entries.forEach((entry, index) => {
    const at = 16 + index * entryLength
    bytes.writeUInt32LE(entry.id, at)
    bytes.writeUInt32LE(entry.version, at + 4)
    // Seconds since 1601, not the 100 ns of a FILETIME.
    bytes.writeBigUInt64LE(BigInt(toFileTime(entry.at)) / 10_000_000n, at + 8)
    invocationId.copy(bytes, at + 16)
    bytes.writeBigUInt64LE(BigInt(entry.usn), at + 32)
    bytes.writeBigUInt64LE(BigInt(entry.usn), at + 40)
  })
  return bytes
}

const entriesOf = (directory: Directory, object: DirectoryObject): readonly Entry[] =>
  [...attributeEntries(directory, object), ...secretEntries(directory, object)].sort((a, b) => a.id - b.id)

/** One value per attribute, as `repadmin /showobjmeta` reads them. */
export const attributeMetaData = (directory: Directory, object: DirectoryObject): readonly string[] =>
  entriesOf(directory, object).map(({ name, ...entry }) =>
    xml('DS_REPL_ATTR_META_DATA', [['pszAttributeName', name], ...origin(directory, entry)]),
  )

/** One value per link that is or was there. */
export const valueMetaData = (directory: Directory, object: DirectoryObject): readonly string[] =>
  [...directory.linkIndex.allOf(object.id)].map((link) =>
    xml('DS_REPL_VALUE_META_DATA', [
      ['pszAttributeName', link.attribute],
      ['pszObjectDn', targetName(directory, link)],
      ['cbData', '0'],
      ['pbData', ''],
      ['ftimeDeleted', link.present ? neverDeleted : toXmlTime(link.at)],
      ['ftimeCreated', toXmlTime(link.at)],
      ...origin(directory, { version: 1, at: link.at, usn: link.usn }),
    ]),
  )

const neverDeleted = '1601-01-01T00:00:00Z'

function targetName(directory: Directory, { target }: LinkRecord): string {
  const object = directory.get(target)
  return object === undefined ? '' : directory.dnOf(object)
}

const origin = (
  directory: Directory,
  { version, at, usn }: Pick<Entry, 'version' | 'at' | 'usn'>,
): readonly (readonly [string, string])[] => [
  ['dwVersion', String(version)],
  ['ftimeLastOriginatingChange', toXmlTime(at)],
  ['uuidLastOriginatingDsaInvocationID', directory.configuration.id],
  ['usnOriginatingChange', String(usn)],
  ['usnLocalChange', String(usn)],
  [
    'pszLastOriginatingDsaDN',
    `CN=NTDS Settings,CN=${controllerName(directory)},CN=Servers,CN=${siteName},CN=Sites,${directory.dnOf(directory.configuration)}`,
  ],
]

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const xml = (element: string, fields: readonly (readonly [string, string])[]): string =>
  `<${element}>\n${fields
    .map(([name, value]) => `\t<${name}>${value.replace(/[&<>]/g, (one) => escapes[one] ?? one)}</${name}>\n`)
    .join('')}</${element}>\n`

function attributeEntries(directory: Directory, object: DirectoryObject): Entry[] {
  const names = new Set([
    ...Object.keys(object.attributes),
    ...Object.keys(object.written ?? {}),
    'objectClass',
    'name',
    'nTSecurityDescriptor',
  ])
  return [...names].flatMap((name) => {
    const attribute = directory.attribute(name)
    if (attribute === undefined || attribute.linkId !== undefined) return []
    const usn = object.written?.[name] ?? object.usnCreated
    const at = usn === object.usnCreated ? object.created : object.changed
    const id = Number.parseInt(attributeId(attribute.oid), 16)
    return [{ name, id, version: object.versions?.[name] ?? 1, at, usn }]
  })
}

function secretEntries(directory: Directory, object: DirectoryObject): Entry[] {
  if (object.attributes.userAccountControl === undefined) return []
  const secret = directory.secrets.get(object.id)
  return secretNames.flatMap((name) => {
    const attribute = directory.attribute(name)
    if (attribute === undefined) return []
    const id = Number.parseInt(attributeId(attribute.oid), 16)
    return [
      {
        name,
        id,
        version: secret?.version ?? 1,
        at: secret?.changedAt ?? object.created,
        usn: secret?.usn ?? object.usnCreated,
      },
    ]
  })
}
