/** The diagnosticMessage of an answer, as Windows writes it. */
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import type { LdapEntry } from './entry.ts'

/** What a successful write says, as the recorded domain controller does (its Win32 code is what tools read). */
export const writeSucceeded = '00000000: Success'

/** SEC_E_LOGON_DENIED, which starts the message of a failed SASL bind. */
const saslRefused = '8009030C'
const dsid = '0C0907E9'
/** Build of Windows Server 2019, as its messages end. */
const build = 'v4563'

export interface DiagnosticDetails {
  /** The best match of a name that was not found, or the name that is malformed. */
  readonly name?: string
  /** `data` in hex, 0 when absent. */
  readonly data?: string
  /** `Att 9005a (unicodePwd)`: attribute id and name. */
  readonly attribute?: { readonly name: string; readonly oid: string }
  /** The bind was a SASL one: its package refused, not the simple logon. */
  readonly sasl?: boolean
  /** Host of the referral. */
  readonly host?: string
}

/** The diagnosticMessage as Windows writes it, NUL included. */
export function ldapDiagnostic(code: LdapCode, details: DiagnosticDetails = {}): string {
  const { diagnostic, data, ...entry }: LdapEntry = ldapCodes[code]
  const win32 = details.sasl === true ? saslRefused : entry.win32
  const number = details.data ?? data ?? '0'
  switch (diagnostic.form) {
    case 'none':
      return ''
    case 'text':
      return `${win32}: ${diagnostic.text}`
    case 'LdapErr':
      return `${win32}: LdapErr: DSID-${dsid}, comment: ${diagnostic.comment}, data ${number}, ${build}\0`
    case 'RefErr':
      return `${win32}: RefErr: DSID-${dsid}, data 0, 1 access points\n\tref 1: '${details.host ?? ''}'\n\0`
    case 'AtrErr':
      return attributeDiagnostic(win32, diagnostic, number, details)
    case 'NameErr':
      return `${win32}: NameErr: DSID-${dsid}, problem ${diagnostic.problem} (${diagnostic.name}), data ${number}, best match of:\n\t'${details.name ?? ''}'\n\0`
    default:
      return `${win32}: ${diagnostic.form}: DSID-${dsid}, problem ${diagnostic.problem} (${diagnostic.name}), data ${number}\n\0`
  }
}

function attributeDiagnostic(
  win32: string,
  { problem, name }: { readonly problem: number; readonly name: string },
  data: string,
  { attribute }: DiagnosticDetails,
): string {
  const about = attribute === undefined ? '' : `, Att ${attributeId(attribute.oid)} (${attribute.name})`
  return `${win32}: AtrErr: DSID-${dsid}, #1:\n\t0: ${win32}: DSID-${dsid}, problem ${problem} (${name}), data ${data}${about}\n\0`
}

/** The start of the prefix table (MS-ADTS 5.16.4): upper half of an attribute's id. */
const prefixes: Readonly<Record<string, number>> = {
  '2.5.4': 0x0,
  '2.5.6': 0x1,
  '1.2.840.113556.1.2': 0x2,
  '1.2.840.113556.1.3': 0x3,
  '1.2.840.113556.1.4': 0x9,
  '1.2.840.113556.1.5': 0xa,
  '2.16.840.1.113730.3': 0x14,
  '0.9.2342.19200300.100.1': 0x15,
  '2.16.840.1.113730.3.1': 0x16,
  '2.5.20': 0x18,
  '2.5.21': 0x19,
}

export function attributeId(oid: string): string {
  const dot = oid.lastIndexOf('.')
  const prefix = prefixes[oid.slice(0, dot)] ?? 0x7f
  return (prefix * 0x10000 + (Number(oid.slice(dot + 1)) & 0x7fff)).toString(16)
}
