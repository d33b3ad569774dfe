/** Security descriptors: the binary form of MS-DTYP 2.4.6, self-relative, as nTSecurityDescriptor carries it. */
import { guidFromBytes, guidToBytes } from './guid.ts'
import { sidFromBytes, sidLength, sidToBytes } from './sid.ts'

export interface Ace {
  /** 0 allow, 1 deny, 2 audit; the object forms 5, 6, 7 are written when a GUID is there. */
  readonly type: 'allow' | 'deny' | 'audit'
  readonly flags: number
  readonly mask: number
  /** A property, property set, extended right, validated write or child class. */
  readonly objectType?: string
  /** The class that inherits it. */
  readonly inheritedObjectType?: string
  readonly sid: string
}

export interface SecurityDescriptor {
  readonly owner?: string
  readonly group?: string
  readonly control: number
  readonly dacl?: readonly Ace[]
  readonly sacl?: readonly Ace[]
}

export const aceFlags = {
  objectInherit: 0x1,
  containerInherit: 0x2,
  noPropagate: 0x4,
  inheritOnly: 0x8,
  inherited: 0x10,
  auditSuccess: 0x40,
  auditFailure: 0x80,
} as const

export const sdControl = {
  ownerDefaulted: 0x1,
  groupDefaulted: 0x2,
  daclPresent: 0x4,
  daclDefaulted: 0x8,
  saclPresent: 0x10,
  saclDefaulted: 0x20,
  daclAutoInherited: 0x400,
  saclAutoInherited: 0x800,
  daclProtected: 0x1000,
  saclProtected: 0x2000,
  selfRelative: 0x8000,
} as const

/** Access rights of directory objects (MS-ADTS 5.1.3.2). */
export const rights = {
  createChild: 0x1,
  deleteChild: 0x2,
  listChildren: 0x4,
  self: 0x8,
  readProperty: 0x10,
  writeProperty: 0x20,
  deleteTree: 0x40,
  listObject: 0x80,
  controlAccess: 0x100,
  delete: 0x10000,
  readControl: 0x20000,
  writeDacl: 0x40000,
  writeOwner: 0x80000,
  accessSystemSecurity: 0x1000000,
  genericAll: 0x10000000,
  genericExecute: 0x20000000,
  genericWrite: 0x40000000,
  genericRead: 0x80000000,
  fullControl: 0xf01ff,
} as const

/** Generic rights stand for these on directory objects (MS-ADTS 5.1.3.2). */
export function mapGenericRights(mask: number): number {
  let mapped = mask & 0x0fffffff
  if (mask & rights.genericAll) mapped |= rights.fullControl
  if (mask & rights.genericRead) mapped |= 0x20094
  if (mask & rights.genericWrite) mapped |= 0x20028
  if (mask & rights.genericExecute) mapped |= 0x20004
  return mapped >>> 0
}

const typeCodes = { allow: 0, deny: 1, audit: 2 } as const
const typeNames = ['allow', 'deny', 'audit', undefined, undefined, 'allow', 'deny', 'audit'] as const

export function formatSecurityDescriptor(sd: SecurityDescriptor): Uint8Array {
  const parts = [
    sd.owner === undefined ? undefined : sidToBytes(sd.owner),
    sd.group === undefined ? undefined : sidToBytes(sd.group),
    sd.sacl === undefined ? undefined : aclBytes(sd.sacl),
    sd.dacl === undefined ? undefined : aclBytes(sd.dacl),
  ]
  const bytes = new Uint8Array(20 + parts.reduce((sum, part) => sum + (part?.length ?? 0), 0))
  const view = new DataView(bytes.buffer)
  const present =
    (sd.dacl === undefined ? 0 : sdControl.daclPresent) | (sd.sacl === undefined ? 0 : sdControl.saclPresent)
  bytes[0] = 1
  view.setUint16(
    2,
    (sd.control & ~(sdControl.daclPresent | sdControl.saclPresent)) | present | sdControl.selfRelative,
    true,
  )
  let offset = 20
  parts.forEach((part, index) => {
    if (part === undefined) return
    view.setUint32(4 + index * 4, offset, true)
    bytes.set(part, offset)
    offset += part.length
  })
  return bytes
}

function aclBytes(aces: readonly Ace[]): Uint8Array {
  const bodies = aces.map(aceBytes)
  const size = 8 + bodies.reduce((sum, body) => sum + body.length, 0)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes[0] = aces.some(isObjectAce) ? 4 : 2
  view.setUint16(2, size, true)
  view.setUint16(4, aces.length, true)
  let offset = 8
  for (const body of bodies) {
    bytes.set(body, offset)
    offset += body.length
  }
  return bytes
}

const isObjectAce = (ace: Ace): boolean =>
  ace.objectType !== undefined || ace.inheritedObjectType !== undefined

function aceBytes(ace: Ace): Uint8Array {
  const { objectType, inheritedObjectType } = ace
  const objectPart = isObjectAce(ace)
    ? 4 + (objectType === undefined ? 0 : 16) + (inheritedObjectType === undefined ? 0 : 16)
    : 0
  const bytes = new Uint8Array(8 + objectPart + sidLength(ace.sid))
  const view = new DataView(bytes.buffer)
  bytes[0] = typeCodes[ace.type] + (objectPart > 0 ? 5 : 0)
  bytes[1] = ace.flags
  view.setUint16(2, bytes.length, true)
  view.setUint32(4, ace.mask, true)
  let offset = 8
  if (objectPart > 0) {
    view.setUint32(8, (objectType === undefined ? 0 : 1) | (inheritedObjectType === undefined ? 0 : 2), true)
    offset = 12
  }
  for (const guid of [objectType, inheritedObjectType]) {
    if (guid === undefined) continue
    bytes.set(guidToBytes(guid), offset)
    offset += 16
  }
  bytes.set(sidToBytes(ace.sid), offset)
  return bytes
}

/** Undefined when the bytes are no self-relative security descriptor. */
export function parseSecurityDescriptor(bytes: Uint8Array): SecurityDescriptor | undefined {
  if (bytes.length < 20 || bytes[0] !== 1) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const control = view.getUint16(2, true)
  const [ownerAt = 0, groupAt = 0, saclAt = 0, daclAt = 0] = [4, 8, 12, 16].map((at) =>
    view.getUint32(at, true),
  )
  const owner = ownerAt === 0 ? undefined : sidFromBytes(bytes, ownerAt)
  const group = groupAt === 0 ? undefined : sidFromBytes(bytes, groupAt)
  const sacl = saclAt === 0 || !(control & sdControl.saclPresent) ? undefined : parseAcl(bytes, view, saclAt)
  const dacl = daclAt === 0 || !(control & sdControl.daclPresent) ? undefined : parseAcl(bytes, view, daclAt)
  if ((ownerAt !== 0 && owner === undefined) || (groupAt !== 0 && group === undefined)) return undefined
  if (sacl === 'malformed' || dacl === 'malformed') return undefined
  return {
    control,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    ...(sacl === undefined ? {} : { sacl }),
    ...(dacl === undefined ? {} : { dacl }),
  }
}

function parseAcl(bytes: Uint8Array, view: DataView, start: number): readonly Ace[] | 'malformed' {
  if (bytes.length < start + 8) return 'malformed'
  const end = start + view.getUint16(start + 2, true)
  const count = view.getUint16(start + 4, true)
  if (end > bytes.length) return 'malformed'
  const aces: Ace[] = []
  let offset = start + 8
  for (let index = 0; index < count; index += 1) {
    if (offset + 16 > end) return 'malformed'
    const size = view.getUint16(offset + 2, true)
    if (size < 16 || offset + size > end) return 'malformed'
    const ace = parseAce(bytes.subarray(offset, offset + size))
    if (ace === 'malformed') return 'malformed'
    if (ace !== undefined) aces.push(ace)
    offset += size
  }
  return aces
}

/** Undefined for a type that directory objects do not use (callback, resource attribute): it grants nothing. */
function parseAce(bytes: Uint8Array): Ace | undefined | 'malformed' {
  const code = bytes[0] ?? 0
  const type = typeNames[code]
  if (type === undefined) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const present = code >= 5 ? view.getUint32(8, true) : 0
  let offset = code >= 5 ? 12 : 8
  const guids: (string | undefined)[] = []
  for (const bit of [1, 2]) {
    if (present & bit && offset + 16 > bytes.length) return 'malformed'
    guids.push(present & bit ? guidFromBytes(bytes.subarray(offset, offset + 16)) : undefined)
    offset += present & bit ? 16 : 0
  }
  const sid = sidFromBytes(bytes, offset)
  if (sid === undefined) return 'malformed'
  const [objectType, inheritedObjectType] = guids
  return {
    type,
    flags: bytes[1] ?? 0,
    mask: view.getUint32(4, true),
    sid,
    ...(objectType === undefined ? {} : { objectType }),
    ...(inheritedObjectType === undefined ? {} : { inheritedObjectType }),
  }
}
