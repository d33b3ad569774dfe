/** Security descriptors as text (MS-DTYP 2.5.1): what the schema's defaults, the UI and the CLI write. */
import { type Ace, aceFlags, type SecurityDescriptor, sdControl } from './security-descriptor.ts'
import { parseSid, wellKnownSids } from './sid.ts'

const fixedAliases: Readonly<Record<string, string>> = {
  AO: wellKnownSids.accountOperators,
  AN: wellKnownSids.anonymous,
  AU: wellKnownSids.authenticatedUsers,
  BA: wellKnownSids.administrators,
  BG: wellKnownSids.guests,
  BO: wellKnownSids.backupOperators,
  BU: wellKnownSids.users,
  CG: wellKnownSids.creatorGroup,
  CO: wellKnownSids.creatorOwner,
  ED: wellKnownSids.enterpriseDomainControllers,
  NO: 'S-1-5-32-556',
  NU: wellKnownSids.network,
  OW: wellKnownSids.ownerRights,
  PO: wellKnownSids.printOperators,
  PS: wellKnownSids.self,
  RE: wellKnownSids.replicator,
  RU: wellKnownSids.preWindows2000,
  SO: wellKnownSids.serverOperators,
  SY: wellKnownSids.system,
  WD: wellKnownSids.everyone,
}
const domainAliases: Readonly<Record<string, number>> = {
  CA: 517,
  CN: 522,
  DA: 512,
  DC: 515,
  DD: 516,
  DG: 514,
  DU: 513,
  EA: 519,
  EK: 527,
  KA: 526,
  LA: 500,
  LG: 501,
  PA: 520,
  RO: 498,
  RS: 553,
  SA: 518,
}
const maskLetters: readonly (readonly [string, number])[] = [
  ['GA', 0x10000000],
  ['GX', 0x20000000],
  ['GW', 0x40000000],
  ['GR', 0x80000000],
  ['CC', 0x1],
  ['DC', 0x2],
  ['LC', 0x4],
  ['SW', 0x8],
  ['RP', 0x10],
  ['WP', 0x20],
  ['DT', 0x40],
  ['LO', 0x80],
  ['CR', 0x100],
  ['SD', 0x10000],
  ['RC', 0x20000],
  ['WD', 0x40000],
  ['WO', 0x80000],
]
const flagLetters: readonly (readonly [string, number])[] = [
  ['OI', aceFlags.objectInherit],
  ['CI', aceFlags.containerInherit],
  ['NP', aceFlags.noPropagate],
  ['IO', aceFlags.inheritOnly],
  ['ID', aceFlags.inherited],
  ['SA', aceFlags.auditSuccess],
  ['FA', aceFlags.auditFailure],
]
const typeOf: Readonly<Record<string, Ace['type']>> = {
  A: 'allow',
  D: 'deny',
  OA: 'allow',
  OD: 'deny',
  AU: 'audit',
  OU: 'audit',
}

/** Undefined when the text is no SDDL. `domainSid` gives DA, DU and their like their meaning. */
export function parseSddl(text: string, domainSid: string): SecurityDescriptor | undefined {
  const parts = new Map<string, string>()
  for (const found of text.matchAll(/([OGDS]):((?:[^:(]|\([^)]*\))*?)(?=[OGDS]:|$)/g))
    parts.set(found[1] ?? '', found[2] ?? '')
  const sidOf = (token: string | undefined): string | undefined =>
    token === undefined ? undefined : parseSidToken(token, domainSid)
  const owner = sidOf(parts.get('O'))
  const group = sidOf(parts.get('G'))
  const dacl = parseAcl(parts.get('D'), domainSid)
  const sacl = parseAcl(parts.get('S'), domainSid)
  if (dacl === 'malformed' || sacl === 'malformed') return undefined
  if ((parts.has('O') && owner === undefined) || (parts.has('G') && group === undefined)) return undefined
  const control =
    (dacl?.isProtected ? sdControl.daclProtected : 0) |
    (sacl?.isProtected ? sdControl.saclProtected : 0) |
    (dacl?.autoInherited ? sdControl.daclAutoInherited : 0) |
    (sacl?.autoInherited ? sdControl.saclAutoInherited : 0)
  return {
    control,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    ...(dacl === undefined ? {} : { dacl: dacl.aces }),
    ...(sacl === undefined ? {} : { sacl: sacl.aces }),
  }
}

function parseAcl(
  text: string | undefined,
  domainSid: string,
): { isProtected: boolean; autoInherited: boolean; aces: readonly Ace[] } | undefined | 'malformed' {
  if (text === undefined) return undefined
  const flags = text.slice(0, text.includes('(') ? text.indexOf('(') : text.length)
  const aces: Ace[] = []
  for (const found of text.matchAll(/\(([^)]*)\)/g)) {
    const ace = parseAce(found[1] ?? '', domainSid)
    if (ace === undefined) return 'malformed'
    aces.push(ace)
  }
  return { isProtected: flags.includes('P'), autoInherited: flags.includes('AI'), aces }
}

function parseAce(text: string, domainSid: string): Ace | undefined {
  const [
    typeText = '',
    flagText = '',
    maskText = '',
    objectType = '',
    inheritedObjectType = '',
    sidText = '',
  ] = text.split(';')
  const type = typeOf[typeText]
  const sid = parseSidToken(sidText, domainSid)
  const mask = parseMask(maskText)
  if (type === undefined || sid === undefined || mask === undefined) return undefined
  return {
    type,
    flags: lettersToBits(flagText, flagLetters) ?? 0,
    mask,
    sid,
    ...(objectType === '' ? {} : { objectType: objectType.toLowerCase() }),
    ...(inheritedObjectType === '' ? {} : { inheritedObjectType: inheritedObjectType.toLowerCase() }),
  }
}

function parseMask(text: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16)
  if (/^\d+$/.test(text)) return Number(text)
  return lettersToBits(text, maskLetters)
}

function lettersToBits(text: string, letters: readonly (readonly [string, number])[]): number | undefined {
  let bits = 0
  for (let at = 0; at < text.length; at += 2) {
    const found = letters.find(([letter]) => letter === text.slice(at, at + 2))
    if (found === undefined) return undefined
    bits |= found[1]
  }
  return bits >>> 0
}

function parseSidToken(token: string, domainSid: string): string | undefined {
  const rid = domainAliases[token]
  return rid === undefined ? (fixedAliases[token] ?? parseSid(token)) : `${domainSid}-${rid}`
}

export function formatSddl(sd: SecurityDescriptor, domainSid: string): string {
  const names = aliasNames(domainSid)
  const nameOf = (sid: string): string => names.get(sid) ?? sid
  const acl = (
    letter: string,
    aces: readonly Ace[] | undefined,
    isProtected: number,
    autoInherited: number,
  ): string => {
    if (aces === undefined) return ''
    const flags = `${sd.control & isProtected ? 'P' : ''}${sd.control & autoInherited ? 'AI' : ''}`
    return `${letter}:${flags}${aces.map((ace) => formatAce(ace, nameOf)).join('')}`
  }
  return [
    sd.owner === undefined ? '' : `O:${nameOf(sd.owner)}`,
    sd.group === undefined ? '' : `G:${nameOf(sd.group)}`,
    acl('D', sd.dacl, sdControl.daclProtected, sdControl.daclAutoInherited),
    acl('S', sd.sacl, sdControl.saclProtected, sdControl.saclAutoInherited),
  ].join('')
}

function aliasNames(domainSid: string): Map<string, string> {
  const names = new Map(Object.entries(fixedAliases).map(([alias, sid]) => [sid, alias]))
  for (const [alias, rid] of Object.entries(domainAliases)) names.set(`${domainSid}-${rid}`, alias)
  return names
}

function formatAce(ace: Ace, nameOf: (sid: string) => string): string {
  const isObject = ace.objectType !== undefined || ace.inheritedObjectType !== undefined
  const type = { allow: isObject ? 'OA' : 'A', deny: isObject ? 'OD' : 'D', audit: isObject ? 'OU' : 'AU' }[
    ace.type
  ]
  const flags = bitsToLetters(ace.flags, flagLetters) ?? ''
  const mask = bitsToLetters(ace.mask, maskLetters) ?? `0x${ace.mask.toString(16)}`
  return `(${type};${flags};${mask};${ace.objectType ?? ''};${ace.inheritedObjectType ?? ''};${nameOf(ace.sid)})`
}

function bitsToLetters(bits: number, letters: readonly (readonly [string, number])[]): string | undefined {
  let rest = bits >>> 0
  let text = ''
  for (const [letter, bit] of letters) {
    if ((rest & bit) === 0) continue
    text += letter
    rest = (rest & ~bit) >>> 0
  }
  return rest === 0 ? text : undefined
}
