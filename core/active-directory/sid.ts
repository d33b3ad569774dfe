/** Security identifiers are kept as text (`S-1-5-21-…-500`); the binary form is MS-DTYP 2.4.2.2. */
const sidText = /^S-(\d{1,3})-(0x[0-9a-f]+|\d+)((?:-\d+){0,15})$/i

export function sidToBytes(sid: string): Uint8Array {
  const parts = sid.split('-').slice(1).map(Number)
  const [revision = 1, authority = 0, ...subAuthorities] = parts
  const bytes = new Uint8Array(8 + subAuthorities.length * 4)
  const view = new DataView(bytes.buffer)
  bytes[0] = revision
  bytes[1] = subAuthorities.length
  view.setUint16(2, Math.floor(authority / 2 ** 32))
  view.setUint32(4, authority % 2 ** 32)
  subAuthorities.forEach((value, at) => {
    view.setUint32(8 + at * 4, value, true)
  })
  return bytes
}

/** The SID at `offset`, or undefined when the bytes are none. */
export function sidFromBytes(bytes: Uint8Array, offset = 0): string | undefined {
  const count = bytes[offset + 1]
  if (bytes[offset] !== 1 || count === undefined || count > 15 || bytes.length < offset + 8 + count * 4)
    return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const authority = view.getUint16(offset + 2) * 2 ** 32 + view.getUint32(offset + 4)
  let text = `S-1-${authority}`
  for (let at = 0; at < count; at += 1) text += `-${view.getUint32(offset + 8 + at * 4, true)}`
  return text
}

export const sidLength = (sid: string): number => 8 + (sid.split('-').length - 3) * 4

export function parseSid(text: string): string | undefined {
  const found = sidText.exec(text)
  if (found === null) return undefined
  const subAuthorities = (found[3] ?? '').split('-').slice(1).map(Number)
  if (subAuthorities.some((value) => value > 0xffffffff)) return undefined
  return ['S', Number(found[1]), Number(found[2]), ...subAuthorities].join('-')
}

export const relativeId = (sid: string): number => Number(sid.slice(sid.lastIndexOf('-') + 1))
export const domainOf = (sid: string): string => sid.slice(0, sid.lastIndexOf('-'))

/** Well-known SIDs (MS-DTYP 2.4.2.4). */
export const wellKnownSids = {
  everyone: 'S-1-1-0',
  creatorOwner: 'S-1-3-0',
  creatorGroup: 'S-1-3-1',
  ownerRights: 'S-1-3-4',
  network: 'S-1-5-2',
  anonymous: 'S-1-5-7',
  self: 'S-1-5-10',
  authenticatedUsers: 'S-1-5-11',
  thisOrganization: 'S-1-5-15',
  system: 'S-1-5-18',
  enterpriseDomainControllers: 'S-1-5-9',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
  guests: 'S-1-5-32-546',
  accountOperators: 'S-1-5-32-548',
  serverOperators: 'S-1-5-32-549',
  printOperators: 'S-1-5-32-550',
  backupOperators: 'S-1-5-32-551',
  replicator: 'S-1-5-32-552',
  preWindows2000: 'S-1-5-32-554',
} as const

/** Relative ids of a domain's own well-known accounts. */
export const wellKnownRids = {
  administrator: 500,
  guest: 501,
  krbtgt: 502,
  domainAdmins: 512,
  domainUsers: 513,
  domainGuests: 514,
  domainComputers: 515,
  domainControllers: 516,
  certPublishers: 517,
  schemaAdmins: 518,
  enterpriseAdmins: 519,
  groupPolicyCreatorOwners: 520,
  readOnlyDomainControllers: 521,
  cloneableDomainControllers: 522,
  protectedUsers: 525,
  keyAdmins: 526,
  enterpriseKeyAdmins: 527,
  rasServers: 553,
  allowedRodcReplication: 571,
  deniedRodcReplication: 572,
} as const
