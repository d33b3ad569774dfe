/** replPropertyMetaData (MS-DRSR 4.1.1.3, PROPERTY_META_DATA_VECTOR): what was written how often, when and with which USN. */

import { toFileTime } from '#core/active-directory/times.ts'
import { attributeId } from '#core/codes/ldap/diagnostic.ts'
import { guidBytes } from '../../store/attribute-reader.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject } from '../../store/records.ts'

interface Entry {
  readonly id: number
  readonly version: number
  readonly at: number
  readonly usn: number
}

const secretNames = ['dBCSPwd', 'unicodePwd', 'ntPwdHistory', 'lmPwdHistory', 'supplementalCredentials']
const entryLength = 48

export function replicationMetaData(directory: Directory, object: DirectoryObject): Buffer {
  const entries = [...attributeEntries(directory, object), ...secretEntries(directory, object)].sort(
    (a, b) => a.id - b.id,
  )
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
    return [
      { id: Number.parseInt(attributeId(attribute.oid), 16), version: object.versions?.[name] ?? 1, at, usn },
    ]
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
        id,
        version: secret?.version ?? 1,
        at: secret?.changedAt ?? object.created,
        usn: secret?.usn ?? object.usnCreated,
      },
    ]
  })
}
