/** The netlogon answer (MS-ADTS 6.3.3): how a workstation finds out whether this is a domain controller of its domain. */
import { fold } from '#core/active-directory/case-folding.ts'
import type { Filter } from '#core/active-directory/filter.ts'
import { guidFromBytes } from '#core/active-directory/guid.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { guidBytes } from '../../store/attribute-reader.ts'
import type { Directory } from '../../store/directory.ts'
import { firstValue } from '../../store/records.ts'
import { controllerDnsName, controllerName, siteName } from '../controller-names.ts'

/** What the client's filter says; every part may be absent. */
interface Ping {
  readonly domain: string | undefined
  readonly domainGuid: string | undefined
  readonly domainSid: string | undefined
  readonly user: string
  readonly accountControl: number
  readonly version: number
}

/** NETLOGON_NT_VERSION options (MS-ADTS 6.3.1.1). */
const versions = { five: 0x2, fiveExtended: 0x4, withAddress: 0x8, withClosestSite: 0x10 } as const

/** Undefined when the filter is no ping, or asks for a domain that is not here: then nothing is answered. */
export function netlogonAnswer(directory: Directory, filter: Filter): Buffer | undefined {
  const ping = readPing(filter)
  if (ping === undefined || !isForUs(directory, ping)) return undefined
  const known = ping.user === '' || hasAccount(directory, ping)
  return (ping.version & (versions.fiveExtended | versions.withAddress)) !== 0
    ? extendedAnswer(directory, ping, known)
    : plainAnswer(directory, ping, known)
}

function readPing(filter: Filter): Ping | undefined {
  const values = new Map<string, Uint8Array>()
  for (const part of filter.kind === 'and' ? filter.parts : [filter]) {
    if (part.kind !== 'equal') return undefined
    values.set(part.attribute.toLowerCase(), part.value)
  }
  const text = (name: string) => {
    const value = values.get(name)
    return value === undefined ? undefined : Buffer.from(value).toString('utf8')
  }
  const guid = values.get('domainguid')
  const sid = values.get('domainsid')
  return {
    domain: text('dnsdomain'),
    domainGuid: guid === undefined ? undefined : guid.length === 16 ? guidFromBytes(guid) : '',
    domainSid: sid === undefined ? undefined : (sidFromBytes(sid) ?? ''),
    user: text('user') ?? '',
    accountControl: number(values.get('aac')),
    version: number(values.get('ntver')),
  }
}

const number = (value: Uint8Array | undefined): number =>
  value?.length === 4 ? Buffer.from(value).readUInt32LE(0) : 0

function isForUs(directory: Directory, { domain, domainGuid, domainSid }: Ping): boolean {
  const wanted = domain === undefined ? undefined : fold(domain.replace(/\.$/, ''))
  return (
    (wanted === undefined || wanted === fold(directory.dnsName)) &&
    (domainGuid === undefined || domainGuid === directory.domain.id) &&
    (domainSid === undefined || domainSid === directory.domainSid)
  )
}

/** Account kinds of a ping are SAM's bits: normal, interdomain trust, workstation, server (MS-SAMR 2.2.1.12). */
const pingedKinds = [
  [0x10, uac.normalAccount],
  [0x40, uac.interdomainTrust],
  [0x80, uac.workstationTrust],
  [0x100, uac.serverTrust],
] as const

function hasAccount(directory: Directory, { user, accountControl }: Ping): boolean {
  const account = directory.byKey('sAMAccountName', fold(user))
  const control = Number(firstValue(account?.attributes.userAccountControl) ?? '0')
  if (account === undefined || has(control, uac.accountDisable)) return false
  const kinds = pingedKinds.filter(([asked]) => has(accountControl, asked))
  return kinds.length === 0 || kinds.some(([, kind]) => has(control, kind))
}

/** What this domain controller is: all roles, writable, in the client's site. No Kerberos: it says so (MS-ADTS 6.3.1.2). */
const controllerFlags =
  0x1 | 0x4 | 0x8 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10000

const opcodes = { known: 19, unknown: 21, extendedKnown: 23, extendedUnknown: 25 } as const

/** NETLOGON_SAM_LOGON_RESPONSE_EX (MS-ADTS 6.3.1.9). */
function extendedAnswer(directory: Directory, { user, version }: Ping, known: boolean): Buffer {
  const names = compressedNames()
  names.raw(little(2, known ? opcodes.extendedKnown : opcodes.extendedUnknown), Buffer.alloc(2))
  names.raw(little(4, controllerFlags), guidBytes(directory.domain.id))
  for (const name of [directory.dnsName, directory.dnsName, controllerDnsName(directory)]) names.name(name)
  for (const label of [directory.netbiosName, controllerName(directory), user]) names.label(label)
  names.label(siteName)
  names.label(siteName)
  if ((version & versions.withAddress) !== 0) names.raw(loopback)
  if ((version & versions.withClosestSite) !== 0) names.label(siteName)
  const answered = versions.five | versions.fiveExtended | 0x1
  names.raw(little(4, answered | (version & (versions.withAddress | versions.withClosestSite))), tokens)
  return names.bytes()
}

/** Size, family, port and address of a sockaddr_in: the lab is on this machine. */
const loopback = Buffer.from('10020000007f0000010000000000000000', 'hex')
const tokens = Buffer.from('ffffffff', 'hex')

/** NETLOGON_SAM_LOGON_RESPONSE (MS-ADTS 6.3.1.8), or its NT 4.0 form without what came later (6.3.1.7). */
function plainAnswer(directory: Directory, { user, version }: Ping, known: boolean): Buffer {
  const names = compressedNames()
  const wide = (text: string) => Buffer.from(`${text}\0`, 'utf16le')
  names.raw(little(2, known ? opcodes.known : opcodes.unknown))
  names.raw(wide(`\\\\${controllerName(directory)}`), wide(user), wide(directory.netbiosName))
  if ((version & versions.five) !== 0) {
    names.raw(guidBytes(directory.domain.id), Buffer.alloc(16))
    for (const name of [directory.dnsName, directory.dnsName, controllerDnsName(directory)]) names.name(name)
    names.raw(Buffer.from([127, 0, 0, 1]), little(4, controllerFlags))
  }
  names.raw(little(4, (version & versions.five) | 0x1), tokens)
  return names.bytes()
}

function little(size: number, value: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntLE(value, 0, size)
  return bytes
}

/** Names as DNS writes them, with pointers to what was said before (RFC 1035 4.1.4). */
function compressedNames() {
  const parts: Buffer[] = []
  const known = new Map<string, number>()
  let length = 0
  const raw = (...bytes: Buffer[]) => {
    for (const one of bytes) {
      parts.push(one)
      length += one.length
    }
  }
  const label = (text: string) => {
    const bytes = Buffer.from(text, 'utf8').subarray(0, 63)
    raw(Buffer.from([bytes.length]), bytes)
  }
  return {
    raw,
    /** A single label, closed at once unless it is empty. */
    label: (text: string) => {
      label(text)
      if (text !== '') raw(Buffer.from([0]))
    },
    name: (name: string) => {
      const labels = name.split('.')
      for (const [at, text] of labels.entries()) {
        const rest = labels.slice(at).join('.')
        const before = known.get(rest)
        if (before !== undefined) return raw(Buffer.from([0xc0 | (before >> 8), before & 0xff]))
        known.set(rest, length)
        label(text)
      }
      raw(Buffer.from([0]))
    },
    bytes: () => Buffer.concat(parts),
  }
}
