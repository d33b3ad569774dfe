/**
 * Refusals of the domain controller: LDAP result, Win32 code and the shape of the diagnostic message, as Windows Server
 * writes them (ldap.md, section F and its table). Keys are ours. No client may depend on a DSID, so one fixed number does.
 */
import type { CodeEntry } from './catalogue.ts'

/** The result codes of RFC 4511 that the domain controller gives. */
export const ldapResult = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  inappropriateMatching: 18,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  sortControlMissing: 60,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRdn: 67,
  entryAlreadyExists: 68,
  affectsMultipleDsas: 71,
  other: 80,
} as const

type Form =
  | { readonly form: 'none' }
  | { readonly form: 'LdapErr'; readonly comment: string }
  | {
      readonly form: 'SvcErr' | 'UpdErr' | 'AtrErr' | 'NameErr' | 'SecErr' | 'SysErr'
      readonly problem: number
      readonly name: string
    }
  | { readonly form: 'RefErr' }

export interface LdapEntry extends CodeEntry {
  readonly result: number
  /** Win32 or HRESULT, eight hex digits. */
  readonly win32: string
  readonly diagnostic: Form
  /** The `data` of a failed bind. */
  readonly data?: string
}

const svc = (name = 'WILL_NOT_PERFORM', problem = 5003): Form => ({ form: 'SvcErr', problem, name })
const upd = (problem: number, name: string): Form => ({ form: 'UpdErr', problem, name })
const atr = (problem: number, name: string): Form => ({ form: 'AtrErr', problem, name })
const ldap = (comment: string): Form => ({ form: 'LdapErr', comment })
const constraint = atr(1005, 'CONSTRAINT_ATT_TYPE')
const refusedLogon = ldap('AcceptSecurityContext error')
const conversion = ldap('Error in attribute conversion operation')
const schemaRule = upd(6002, 'OBJ_CLASS_VIOLATION')
const exists = upd(6005, 'ENTRY_EXISTS')
const denied: Form = { form: 'SecErr', problem: 4003, name: 'INSUFF_ACCESS_RIGHTS' }

const logon = (data: string, says: string, because: string, fix?: string): LdapEntry => ({
  result: 49,
  win32: '80090308',
  diagnostic: refusedLogon,
  data,
  says,
  because,
  ...(fix === undefined ? {} : { fix }),
})
const entry = (result: number, win32: string, diagnostic: Form, says: string, because = says): LdapEntry => ({
  result,
  win32,
  diagnostic,
  says,
  because,
})

export const ldapCodes = {
  LogonUnknownUser: logon('525', 'There is no such user.', 'No account has that name.'),
  LogonFailed: logon(
    '52e',
    'The name or the password is wrong.',
    'The password does not match, or no account has that name.',
  ),
  LogonHoursRefused: logon(
    '530',
    'The account may not log on at this hour.',
    'logonHours does not allow this hour of the week.',
  ),
  LogonWorkstationRefused: logon(
    '531',
    'The account may not log on from here.',
    'userWorkstations names other computers only.',
  ),
  LogonPasswordExpired: logon(
    '532',
    'The password has expired.',
    'pwdLastSet is older than the maximum password age.',
    'Change or reset the password.',
  ),
  LogonDisabled: logon(
    '533',
    'The account is disabled.',
    'ACCOUNTDISABLE is set in userAccountControl.',
    'Enable the account.',
  ),
  LogonAccountExpired: logon('701', 'The account has expired.', 'accountExpires has passed.'),
  LogonMustChangePassword: logon(
    '773',
    'The password must be changed first.',
    'pwdLastSet is 0: the user must change the password at next logon.',
  ),
  LogonLocked: logon(
    '775',
    'The account is locked.',
    'Too many wrong passwords: lockoutTime is set.',
    'Unlock the account (lockoutTime = 0), or wait for the lockout duration.',
  ),

  NotBound: entry(
    1,
    '000004DC',
    ldap('In order to perform this operation a successful bind must be completed on the connection.'),
    'Bind first.',
    'Anonymous clients may read the rootDSE only.',
  ),
  TlsAlreadyOn: entry(1, '00000000', { form: 'none' }, 'TLS is on already.'),
  RangePastEnd: entry(1, '00002121', { form: 'none' }, 'The range starts past the last value.'),
  TokenGroupsNeedBase: entry(
    1,
    '00002020',
    svc('DIR_ERROR', 5012),
    'tokenGroups can be read with a base search only.',
  ),
  PageSizeZero: entry(1, '00000057', { form: 'none' }, 'A first page of no entries makes no sense.'),
  SdFlagsMalformed: entry(
    2,
    '00000057',
    ldap('Error processing control'),
    'The value of the control is malformed.',
  ),
  ControlMalformed: entry(
    2,
    '00000057',
    ldap('Error processing control'),
    'The value of a control is malformed.',
  ),
  ProtocolError: entry(
    2,
    '00000057',
    ldap('Error decoding ldap message'),
    'The request is not well-formed LDAP.',
  ),
  VersionRefused: entry(
    2,
    '00000057',
    ldap('Unsupported LDAP version'),
    'Only versions 2 and 3 of LDAP are spoken.',
  ),
  BadScope: entry(2, '00002021', ldap('Invalid search scope'), 'The search scope is unknown.'),
  BadModifyOperation: entry(
    2,
    '00002021',
    ldap('Invalid modify operation'),
    'The modify operation is unknown.',
  ),
  UnknownExtendedRequest: entry(
    2,
    '0000203D',
    ldap('Unknown extended request OID'),
    'The extended operation is unknown.',
  ),
  SearchTimedOut: entry(3, '00000000', { form: 'none' }, 'The search took longer than allowed.'),
  SizeLimit: entry(
    4,
    '00000000',
    { form: 'none' },
    'There are more entries than one search may answer; ask for pages.',
  ),
  SaslStartFailed: entry(
    1,
    '8009030C',
    { form: 'none' },
    'The SASL mechanism could not start.',
    'SASL EXTERNAL needs a client certificate over TLS.',
  ),
  RuleOnWrongSyntax: entry(
    1,
    '00002020',
    svc('DIR_ERROR', 5012),
    'A bit rule needs an integer attribute and a number.',
  ),
  PasswordResetRefusedByPolicy: entry(
    53,
    '0000052D',
    svc(),
    'The new password breaks the password policy.',
    'The password policy of the domain (or a fine-grained policy) refused it.',
  ),
  AuthMethodRefused: entry(
    7,
    '00002027',
    ldap('Invalid Authentication method'),
    'The authentication method is not supported.',
    'This domain controller takes simple binds.',
  ),
  SigningRequired: entry(
    8,
    '00002028',
    ldap(
      'The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection',
    ),
    'The domain controller requires signing or TLS.',
    'LDAP server signing is set to Require.',
  ),
  Referral: entry(
    10,
    '0000202B',
    { form: 'RefErr' },
    'Another server holds that name.',
    'The name lies in no naming context of this domain controller.',
  ),
  FilterTooComplex: entry(11, '00002024', svc('ADMIN_LIMIT_EXCEEDED', 5008), 'The filter is too complex.'),
  PagedSearchDiffers: entry(12, '00000057', { form: 'none' }, 'The page belongs to another search.'),
  ControlUnknown: entry(
    12,
    '00000057',
    ldap('Error processing control'),
    'A critical control is unknown or cannot be honoured.',
  ),
  SortKeyRefused: entry(12, '0000217A', { form: 'none' }, 'The result cannot be sorted that way.'),
  SortMissing: entry(12, '0000217B', { form: 'none' }, 'Virtual list view needs a sort.'),
  DirSyncCookieMalformed: entry(
    12,
    '0000202C',
    svc('UNAVAIL_EXTENSION', 5010),
    'The DirSync cookie is malformed.',
  ),

  UnknownAttribute: entry(16, '00000057', conversion, 'The schema knows no such attribute or class.'),
  ValueAbsent: entry(16, '00002085', atr(1001, 'NO_ATTRIBUTE_OR_VAL'), 'The object has no such value.'),
  ConstructedInAdd: entry(
    17,
    '00002014',
    ldap('Error in attribute conversion operation'),
    'That attribute is computed and cannot be given.',
  ),
  ConstructedInFilter: entry(
    18,
    '000020EE',
    ldap('Error processing filter'),
    'A constructed attribute cannot be searched for.',
  ),
  ConstraintViolation: entry(19, '0000202F', constraint, 'The value breaks a constraint of the attribute.'),
  SystemOnlyAttribute: entry(
    19,
    '0000202F',
    constraint,
    'Only the directory itself may write that attribute.',
  ),
  ConstructedAttribute: entry(
    19,
    '0000202F',
    constraint,
    'That attribute is computed and cannot be written.',
  ),
  ValueOutOfRange: entry(19, '00002082', constraint, 'The value is too long, too short or out of range.'),
  ManyValues: entry(19, '00002081', constraint, 'The attribute takes one value.'),
  UpnExists: entry(
    19,
    '000021C8',
    constraint,
    'Another account has that userPrincipalName.',
    'User principal names are unique in the forest.',
  ),
  SpnExists: entry(
    19,
    '000021C7',
    constraint,
    'Another account has that servicePrincipalName.',
    'Service principal names are unique in the forest.',
  ),
  InvalidAccountName: entry(
    19,
    '00000523',
    { form: 'SysErr', problem: 22, name: 'Invalid argument' },
    'sAMAccountName holds characters that it may not hold.',
  ),
  PasswordRefusedByPolicy: entry(
    19,
    '0000052D',
    constraint,
    'The new password breaks the password policy.',
    'The password policy of the domain (or a fine-grained policy) refused it.',
  ),
  WrongOldPassword: entry(
    19,
    '00000056',
    constraint,
    'The old password is wrong.',
    'A change must prove the old password, and it does not match.',
  ),
  LockedOnChange: entry(
    19,
    '00000775',
    constraint,
    'The account is locked.',
    'A locked account cannot change its password.',
  ),
  DsHeuristicsRefused: entry(
    19,
    '00002082',
    { form: 'none' },
    'dSHeuristics must have 1 as its tenth and 2 as its twentieth character.',
  ),
  ValueExists: entry(20, '00002083', atr(1006, 'ATT_OR_VALUE_EXISTS'), 'The object has that value already.'),
  SingleValueExists: entry(
    20,
    '0000200D',
    atr(1006, 'ATT_OR_VALUE_EXISTS'),
    'The attribute takes one value and has one.',
  ),
  InvalidSyntax: entry(21, '00000057', conversion, 'The value does not fit the syntax of the attribute.'),

  NoObject: entry(
    32,
    '0000208D',
    { form: 'NameErr', problem: 2001, name: 'NO_OBJECT' },
    'There is no such object.',
  ),
  RdnMismatch: entry(
    34,
    '00002032',
    { form: 'NameErr', problem: 2006, name: 'BAD_NAME' },
    'The naming attribute does not say what the name says.',
  ),
  BadName: entry(
    34,
    '0000208F',
    { form: 'NameErr', problem: 2006, name: 'BAD_NAME' },
    'The distinguished name is malformed.',
  ),
  UnauthenticatedBindRefused: entry(
    48,
    '00000057',
    ldap('Unauthenticated bind is denied'),
    'A bind with a name and no password is refused.',
  ),
  AccessDenied: entry(
    50,
    '00000005',
    denied,
    'Access is denied.',
    'The permissions on the object do not grant this to the account.',
  ),
  RightsMissing: entry(
    50,
    '00002098',
    denied,
    'The account lacks the right for this.',
    'The permissions on the object do not grant this to the account.',
  ),
  ReplicationDenied: entry(
    50,
    '00002105',
    denied,
    'Replication access was denied.',
    'The account lacks DS-Replication-Get-Changes.',
  ),
  NotNamingContext: entry(
    50,
    '000020F7',
    { form: 'none' },
    'DirSync needs the head of a naming context as its base.',
  ),
  SamAccessDenied: entry(
    50,
    '00000005',
    denied,
    'The account may not make remote calls to SAM.',
    'RestrictRemoteSam does not name the account.',
  ),
  TlsUnavailable: entry(
    52,
    '00000000',
    ldap('Error initializing SSL/TLS'),
    'The domain controller has no certificate.',
  ),
  ServerDown: entry(52, '00002024', svc('UNAVAILABLE', 5002), 'The domain controller is not available.'),
  ServerBusy: entry(51, '0000200E', svc('BUSY', 5001), 'The domain controller is busy.'),

  PasswordNeedsTls: entry(
    53,
    '0000001F',
    svc(),
    'A password can be written over TLS only.',
    'unicodePwd is refused on a connection without TLS, and when it is not quoted UTF-16LE.',
  ),
  PasswordMalformed: entry(53, '0000001F', svc(), 'unicodePwd takes a quoted password in UTF-16LE.'),
  PasswordAddAlone: entry(53, '00002035', svc(), 'A change names the old password and the new one.'),
  PasswordDeleteRefused: entry(53, '00002035', svc(), 'A password can be changed or reset, not taken away.'),
  PasswordRequired: entry(
    53,
    '0000052D',
    svc(),
    'The account needs a password that meets the policy before it can be enabled.',
  ),
  NotPermitted: entry(53, '00002035', svc(), 'The directory does not permit this.'),
  BackLinkWrite: entry(53, '0000209A', svc(), 'That attribute mirrors another object; write there.'),
  SidGiven: entry(53, '00002035', svc(), 'objectSid is given out by the domain.'),
  WellKnownAccount: entry(80, '00002035', { form: 'none' }, 'That is a well-known account of the domain.'),
  SystemObject: entry(
    53,
    '00002035',
    svc(),
    'That is a system object.',
    'systemFlags or isCriticalSystemObject protect it.',
  ),
  OldRdnStays: entry(53, '00002077', svc(), 'The old relative name must go (deleteoldrdn).'),
  MoveBelowItself: entry(53, '0000208A', svc(), 'An object cannot move below itself.'),
  ValueAbsentInGroup: entry(53, '00000561', svc(), 'The account is not a member of the group.'),
  GroupTypeRefused: entry(53, '00002141', svc(), 'The group cannot have that type.'),
  GlobalGroupMember: entry(53, '00002144', svc(), 'A global group can hold accounts and global groups only.'),
  UniversalGroupMember: entry(53, '00002146', svc(), 'A universal group cannot hold domain local groups.'),
  PrimaryGroupRefused: entry(
    53,
    '00000561',
    svc(),
    'The account must be a member of its primary group first.',
  ),
  RangeMalformed: entry(53, '00002035', svc(), 'The range option is malformed.'),
  PagedCookieUnknown: entry(
    53,
    '00000057',
    ldap('Error processing control'),
    'The paging cookie is unknown.',
  ),
  NotificationFilter: entry(53, '000020B9', svc(), 'Change notification takes (objectClass=*) only.'),
  RootDseWriteRefused: entry(53, '00002035', svc(), 'The rootDSE has no such operation.'),
  ClassChangeRefused: entry(53, '00002035', svc(), 'The structural class of an object cannot change.'),
  GlobalCatalogReadOnly: entry(53, '00002035', svc(), 'The global catalog is read only.'),

  NamingViolation: entry(
    64,
    '00002037',
    { form: 'NameErr', problem: 2005, name: 'NAMING_VIOLATION' },
    'The object may not have that name or stand there.',
    'The class of the parent or the naming attribute does not fit the schema.',
  ),
  ClassViolation: entry(65, '0000207D', schemaRule, 'The schema does not allow this for the class.'),
  ClassMissing: entry(65, '00002014', schemaRule, 'An object needs an objectClass.'),
  NoStructuralClass: entry(65, '00002014', { form: 'none' }, 'An object needs a structural objectClass.'),
  ClassesUnrelated: entry(65, '00002014', schemaRule, 'The object classes do not belong together.'),
  NonLeaf: entry(66, '00002015', upd(6003, 'CANT_ON_NON_LEAF'), 'The object has children.'),
  RdnWrite: entry(67, '000020B1', upd(6004, 'CANT_ON_RDN'), 'The naming attribute changes by a rename only.'),
  NameExists: entry(68, '00002071', exists, 'An object of that name exists.'),
  AccountNameExists: entry(68, '00000524', exists, 'Another account has that sAMAccountName.'),
  MemberExists: entry(68, '00000562', exists, 'The account is a member of the group already.'),
  OtherNamingContext: entry(
    71,
    '0000208C',
    svc('AFFECTS_MULTIPLE_DSAS', 5011),
    'Objects do not move between naming contexts.',
  ),
  ParentMissing: entry(80, '00002095', upd(6001, 'PARENT_MISSING'), 'The new parent does not exist.'),
  InternalFailure: entry(80, '00002024', svc('DIR_ERROR', 5012), 'The domain controller failed.'),
  AccountTypeConflict: entry(80, '00000057', { form: 'none' }, 'Only one account type can be set.'),
  PwdLastSetRefused: entry(80, '00000057', svc(), 'pwdLastSet takes 0 and -1 only.'),
} satisfies Record<string, LdapEntry>

export type LdapCode = keyof typeof ldapCodes

/** What a successful write says, as the recorded domain controller does (its Win32 code is what tools read). */
export const writeSucceeded = '00000000: Success'

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
  /** Host of the referral. */
  readonly host?: string
}

/** The diagnosticMessage as Windows writes it, NUL included. */
export function ldapDiagnostic(code: LdapCode, details: DiagnosticDetails = {}): string {
  const { win32, diagnostic, data }: LdapEntry = ldapCodes[code]
  const number = details.data ?? data ?? '0'
  switch (diagnostic.form) {
    case 'none':
      return ''
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
