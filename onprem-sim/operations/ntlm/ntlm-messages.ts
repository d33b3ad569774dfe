/** The three messages of NTLM (MS-NLMP 2.2.1): what the client can, what the domain controller asks, what the client proves. */
import { toFileTime } from '#core/active-directory/times.ts'
import type { Instant } from '#core/ports.ts'

export const ntlmFlags = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetTypeDomain: 0x10000,
  extendedSessionSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const

const signature = Buffer.from('NTLMSSP\0', 'latin1')
const messageTypes = { negotiate: 1, challenge: 2, authenticate: 3 } as const

/** Windows Server 2019, NTLM revision 15. */
const version = Buffer.from('0a0063450000000f', 'hex')

const isMessage = (bytes: Buffer, type: number): boolean =>
  bytes.length >= 16 && bytes.subarray(0, 8).equals(signature) && bytes.readUInt32LE(8) === type

/** Flags of a negotiate message; undefined when the bytes are none. */
export const readNegotiate = (bytes: Buffer): number | undefined =>
  isMessage(bytes, messageTypes.negotiate) ? bytes.readUInt32LE(12) : undefined

/** What the domain controller says of itself in its challenge. */
export interface NtlmTarget {
  readonly netbiosDomain: string
  readonly netbiosComputer: string
  readonly dnsDomain: string
  readonly dnsComputer: string
  readonly now: Instant
}

const wanted =
  ntlmFlags.unicode |
  ntlmFlags.sign |
  ntlmFlags.seal |
  ntlmFlags.alwaysSign |
  ntlmFlags.extendedSessionSecurity |
  ntlmFlags.key128 |
  ntlmFlags.key56 |
  ntlmFlags.keyExchange
const given =
  ntlmFlags.requestTarget |
  ntlmFlags.ntlm |
  ntlmFlags.targetTypeDomain |
  ntlmFlags.targetInfo |
  ntlmFlags.version

export function formatChallenge(asked: number, challenge: Uint8Array, target: NtlmTarget): Buffer {
  const name = Buffer.from(target.netbiosDomain, 'utf16le')
  const info = targetInfo(target)
  const header = Buffer.alloc(56)
  signature.copy(header)
  header.writeUInt32LE(messageTypes.challenge, 8)
  writeField(header, 12, name.length, 56)
  header.writeUInt32LE(((asked & wanted) | given) >>> 0, 20)
  header.set(challenge, 24)
  writeField(header, 40, info.length, 56 + name.length)
  version.copy(header, 48)
  return Buffer.concat([header, name, info])
}

function writeField(header: Buffer, at: number, length: number, offset: number): void {
  header.writeUInt16LE(length, at)
  header.writeUInt16LE(length, at + 2)
  header.writeUInt32LE(offset, at + 4)
}

/** AV_PAIRs (MS-NLMP 2.2.2.1). */
const pairs = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsTree: 5,
  flags: 6,
  time: 7,
} as const

function targetInfo({ netbiosDomain, netbiosComputer, dnsDomain, dnsComputer, now }: NtlmTarget): Buffer {
  const time = Buffer.alloc(8)
  time.writeBigUInt64LE(BigInt(toFileTime(now)))
  const text = (id: number, value: string) => pair(id, Buffer.from(value, 'utf16le'))
  return Buffer.concat([
    text(pairs.domain, netbiosDomain),
    text(pairs.computer, netbiosComputer),
    text(pairs.dnsDomain, dnsDomain),
    text(pairs.dnsComputer, dnsComputer),
    text(pairs.dnsTree, dnsDomain),
    pair(pairs.time, time),
    pair(pairs.end, Buffer.alloc(0)),
  ])
}

function pair(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, value])
}

export interface Authenticate {
  readonly flags: number
  readonly domain: string
  readonly user: string
  readonly workstation: string
  readonly ntResponse: Buffer
  readonly sessionKey: Buffer
  /** Where a message integrity code stands, when the client says that it sent one. */
  readonly micAt: number | undefined
}

/** Undefined when the bytes are no authenticate message, or point outside themselves. */
export function readAuthenticate(bytes: Buffer): Authenticate | undefined {
  if (!isMessage(bytes, messageTypes.authenticate) || bytes.length < 64) return undefined
  const [nt, domain, user, workstation, sessionKey] = [20, 28, 36, 44, 52].map((at) => readField(bytes, at))
  if (
    nt === undefined ||
    domain === undefined ||
    user === undefined ||
    workstation === undefined ||
    sessionKey === undefined
  )
    return undefined
  const flags = bytes.readUInt32LE(60)
  const text = (value: Buffer) => value.toString((flags & ntlmFlags.unicode) !== 0 ? 'utf16le' : 'latin1')
  return {
    flags,
    domain: text(domain),
    user: text(user),
    workstation: text(workstation),
    ntResponse: nt,
    sessionKey,
    micAt: saysMic(nt) && bytes.length >= micEnd ? micStart : undefined,
  }
}

const micStart = 72
const micEnd = 88

function readField(bytes: Buffer, at: number): Buffer | undefined {
  const length = bytes.readUInt16LE(at)
  const offset = bytes.readUInt32LE(at + 4)
  if (length === 0) return Buffer.alloc(0)
  return offset + length > bytes.length ? undefined : bytes.subarray(offset, offset + length)
}

/** MsvAvFlags 0x2 inside the proof (MS-NLMP 2.2.2.7): a message integrity code follows. */
function saysMic(ntResponse: Buffer): boolean {
  let at = 44
  while (at + 4 <= ntResponse.length) {
    const id = ntResponse.readUInt16LE(at)
    const length = ntResponse.readUInt16LE(at + 2)
    if (id === pairs.end) return false
    if (id === pairs.flags && length === 4 && at + 8 <= ntResponse.length)
      return (ntResponse.readUInt32LE(at + 4) & 0x2) !== 0
    at += 4 + length
  }
  return false
}
