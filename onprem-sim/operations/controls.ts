/** Request controls: which the domain controller knows, and what their values say (MS-ADTS 3.1.1.3.4.1). */
import { correlationControl } from '#core/contracts/directory-replication.ts'
import { BerReader, MalformedPacket, tags } from '../wire/ber-reader.ts'
import type { Control } from '../wire/requests.ts'
import { type LdapRefusal, refused } from './operation.ts'

export const controlOids = {
  paged: '1.2.840.113556.1.4.319',
  showDeleted: '1.2.840.113556.1.4.417',
  sort: '1.2.840.113556.1.4.473',
  sortResponse: '1.2.840.113556.1.4.474',
  crossDomainMove: '1.2.840.113556.1.4.521',
  notification: '1.2.840.113556.1.4.528',
  extendedDn: '1.2.840.113556.1.4.529',
  lazyCommit: '1.2.840.113556.1.4.619',
  sdFlags: '1.2.840.113556.1.4.801',
  treeDelete: '1.2.840.113556.1.4.805',
  dirSync: '1.2.840.113556.1.4.841',
  verifyName: '1.2.840.113556.1.4.1338',
  domainScope: '1.2.840.113556.1.4.1339',
  searchOptions: '1.2.840.113556.1.4.1340',
  rodcDcpromo: '1.2.840.113556.1.4.1341',
  permissiveModify: '1.2.840.113556.1.4.1413',
  asq: '1.2.840.113556.1.4.1504',
  rangeOption: '1.2.840.113556.1.4.1852',
  quota: '1.2.840.113556.1.4.1852',
  shutdownNotify: '1.2.840.113556.1.4.1907',
  forceUpdate: '1.2.840.113556.1.4.1974',
  rangeRetrievalNoError: '1.2.840.113556.1.4.1948',
  dnInput: '1.2.840.113556.1.4.2026',
  showRecycled: '1.2.840.113556.1.4.2064',
  showDeactivatedLink: '1.2.840.113556.1.4.2065',
  policyHintsDeprecated: '1.2.840.113556.1.4.2066',
  dirSyncEx: '1.2.840.113556.1.4.2090',
  updateStats: '1.2.840.113556.1.4.2205',
  treeDeleteEx: '1.2.840.113556.1.4.2204',
  searchHints: '1.2.840.113556.1.4.2206',
  expectedEntryCount: '1.2.840.113556.1.4.2211',
  policyHints: '1.2.840.113556.1.4.2239',
  setOwner: '1.2.840.113556.1.4.2255',
  bypassQuota: '1.2.840.113556.1.4.2256',
  vlv: '2.16.840.1.113730.3.4.9',
  vlvResponse: '2.16.840.1.113730.3.4.10',
} as const

export const supportedControls: readonly string[] = [...new Set(Object.values(controlOids))]
const known: ReadonlySet<string> = new Set([...supportedControls, correlationControl])

export interface SortKey {
  readonly attribute: string
  readonly reverse: boolean
}
export interface VlvRequest {
  readonly before: number
  readonly after: number
  readonly offset?: number
  readonly count?: number
  readonly atLeast?: Buffer
}

/** What the controls of one request ask for. */
export interface RequestControls {
  readonly paged?: { readonly size: number; readonly cookie: Buffer; readonly critical: boolean }
  readonly sort?: { readonly keys: readonly SortKey[]; readonly critical: boolean }
  readonly vlv?: VlvRequest
  readonly dirSync?: { readonly flags: number; readonly maximum: number; readonly cookie: Buffer }
  /** undefined: not asked; 0 hex, 1 text. */
  readonly extendedDn?: 0 | 1
  readonly sdFlags?: number
  readonly searchOptions?: number
  readonly asq?: string
  /** Flags 0x1: history and minimum age hold for a reset as well. */
  readonly policyHints?: boolean
  readonly showDeleted: boolean
  readonly domainScope: boolean
  readonly permissiveModify: boolean
  readonly treeDelete: boolean
  readonly notification: boolean
  readonly correlationId?: string
}

export const noControls: RequestControls = {
  showDeleted: false,
  domainScope: false,
  permissiveModify: false,
  treeDelete: false,
  notification: false,
}

export function readControls(controls: readonly Control[]): RequestControls | LdapRefusal {
  if (controls.length === 0) return noControls
  if (controls.some(({ oid, critical }) => critical && !known.has(oid))) return refused('ControlUnknown')
  const find = (...oids: readonly string[]) => controls.find(({ oid }) => oids.includes(oid))
  try {
    return { ...valuesOf(find), ...flagsOf(find) }
  } catch (error) {
    if (error instanceof MalformedPacket) return refused('ControlMalformed')
    throw error
  }
}

type Find = (...oids: readonly string[]) => Control | undefined

const flagsOf = (find: Find) => ({
  showDeleted: find(controlOids.showDeleted, controlOids.showRecycled) !== undefined,
  domainScope: find(controlOids.domainScope) !== undefined,
  permissiveModify: find(controlOids.permissiveModify) !== undefined,
  treeDelete: find(controlOids.treeDelete) !== undefined,
  notification: find(controlOids.notification) !== undefined,
})

function valuesOf(find: Find) {
  const [paged, sort, vlv, dirSync, extendedDn, sdFlags, options, asq, hints, correlation] = [
    find(controlOids.paged),
    find(controlOids.sort),
    find(controlOids.vlv),
    find(controlOids.dirSync),
    find(controlOids.extendedDn),
    find(controlOids.sdFlags),
    find(controlOids.searchOptions),
    find(controlOids.asq),
    find(controlOids.policyHints, controlOids.policyHintsDeprecated),
    find(correlationControl),
  ]
  return {
    ...(paged === undefined ? {} : { paged: readPaged(paged) }),
    ...(sort === undefined ? {} : { sort: { keys: readSort(body(sort)), critical: sort.critical } }),
    ...(vlv === undefined ? {} : { vlv: readVlv(body(vlv)) }),
    ...(dirSync === undefined ? {} : { dirSync: readDirSync(body(dirSync)) }),
    ...(extendedDn === undefined ? {} : { extendedDn: extendedDnFlag(extendedDn) }),
    ...(sdFlags === undefined ? {} : { sdFlags: body(sdFlags).integer() }),
    ...(options === undefined ? {} : { searchOptions: body(options).integer() }),
    ...(asq === undefined ? {} : { asq: body(asq).text() }),
    ...(hints === undefined ? {} : { policyHints: (body(hints).integer() & 1) === 1 }),
    ...(correlation?.value === undefined
      ? {}
      : { correlationId: correlation.value.toString('latin1').slice(0, 100) }),
  }
}

/** The sequence inside a control's value; nothing may follow it. */
function body(control: Control): BerReader {
  if (control.value === undefined) throw new MalformedPacket('a control without its value')
  const reader = new BerReader(control.value)
  const inner = reader.enter(tags.sequence)
  reader.finish()
  return inner
}

function readPaged(control: Control): NonNullable<RequestControls['paged']> {
  const reader = body(control)
  return { size: reader.integer(), cookie: reader.octets(), critical: control.critical }
}

function readSort(list: BerReader): SortKey[] {
  const keys: SortKey[] = []
  while (list.more) {
    const key = list.enter(tags.sequence)
    const attribute = key.text()
    if (key.more && key.peek() === 0x80) key.text(0x80)
    keys.push({ attribute, reverse: key.more ? key.boolean(0x81) : false })
  }
  return keys
}

function readVlv(reader: BerReader): VlvRequest {
  const before = reader.integer()
  const after = reader.integer()
  if (reader.peek() === 0x81) return { before, after, atLeast: reader.octets(0x81) }
  const position = reader.enter(0xa0)
  return { before, after, offset: position.integer(), count: position.integer() }
}

function readDirSync(reader: BerReader): NonNullable<RequestControls['dirSync']> {
  return { flags: reader.integer(), maximum: reader.integer(), cookie: reader.octets() }
}

const extendedDnFlag = (control: Control): 0 | 1 =>
  control.value === undefined || control.value.length === 0 ? 0 : body(control).integer() === 1 ? 1 : 0
