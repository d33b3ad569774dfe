/** What stands in a domain from the first minute: containers, well-known groups and accounts (MS-ADTS 6.1.1.4, 6.1.1.6). */

/** RDN path below the naming context, class, attributes. Values are text as LDAP takes it; `{base}` and `{sid}` are filled in. */
export interface ProvisionedObject {
  readonly dn: string
  readonly objectClass: string
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  /** SDDL of its own; the class's default otherwise. */
  readonly descriptor?: string
}

const hidden = { showInAdvancedViewOnly: 'TRUE' }
/** DISALLOW_DELETE, DOMAIN_DISALLOW_RENAME, DOMAIN_DISALLOW_MOVE. */
const fixed = { systemFlags: '-1946157056', isCriticalSystemObject: 'TRUE' }

const container = (
  dn: string,
  description?: string,
  more: Readonly<Record<string, string>> = {},
): ProvisionedObject => ({
  dn,
  objectClass: 'container',
  attributes: { ...(description === undefined ? {} : { description }), ...more },
})

/** AdminSDHolder's permissions (MS-ADTS 3.1.1.6.1.2): protected from inheritance, and what every administrator ends up with. */
const adminSdHolder =
  'D:PAI(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)' +
  '(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)(OA;;RPWP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;S-1-5-32-561)' +
  '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)' +
  '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;DA)(A;;CCDCLCSWRPWPLOCRRCWDWO;;;EA)(A;;CCDCLCSWRPWPLOCRSDRCWDWO;;;BA)(A;;LCRPLORC;;;RU)(A;;LCRPLORC;;;AU)' +
  '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)'

export const domainContainers: readonly ProvisionedObject[] = [
  container('CN=Users', 'Default container for upgraded user accounts', {
    ...fixed,
    showInAdvancedViewOnly: 'FALSE',
  }),
  container('CN=Computers', 'Default container for upgraded computer accounts', {
    ...fixed,
    showInAdvancedViewOnly: 'FALSE',
  }),
  container('CN=System', 'Builtin system settings', { ...fixed, ...hidden }),
  container('CN=Program Data', 'Default location for storage of application data', hidden),
  container(
    'CN=Microsoft,CN=Program Data',
    'Default location for storage of Microsoft application data',
    hidden,
  ),
  container(
    'CN=ForeignSecurityPrincipals',
    'Default container for security identifiers of trusted external domains',
    { ...fixed, showInAdvancedViewOnly: 'FALSE' },
  ),
  container('CN=Managed Service Accounts', 'Default container for managed service accounts', {
    showInAdvancedViewOnly: 'FALSE',
  }),
  container('CN=Keys', 'Default container for key credential objects', hidden),
  {
    dn: 'CN=Deleted Objects',
    objectClass: 'container',
    attributes: {
      description: 'Default container for deleted objects',
      isDeleted: 'TRUE',
      isCriticalSystemObject: 'TRUE',
      systemFlags: '-1946157056',
      ...hidden,
    },
    descriptor: 'D:PAI(A;;RPWPCCDCLCRCWOWDSDSW;;;SY)(A;;RPLC;;;BA)',
  },
  {
    dn: 'OU=Domain Controllers',
    objectClass: 'organizationalUnit',
    attributes: {
      description: 'Default container for domain controllers',
      ...fixed,
      showInAdvancedViewOnly: 'FALSE',
    },
  },
  {
    dn: 'CN=Builtin',
    objectClass: 'builtinDomain',
    attributes: {
      ...fixed,
      creationTime: '0',
      forceLogoff: '-9223372036854775808',
      lockoutDuration: '-18000000000',
      lockOutObservationWindow: '-18000000000',
      lockoutThreshold: '0',
      maxPwdAge: '-37108517437440',
      minPwdAge: '0',
      minPwdLength: '0',
      modifiedCount: '1',
      modifiedCountAtLastProm: '0',
      nextRid: '1000',
      objectSid: 'S-1-5-32',
      pwdHistoryLength: '0',
      pwdProperties: '0',
      serverState: '1',
      uASCompat: '1',
      showInAdvancedViewOnly: 'FALSE',
    },
  },
  {
    dn: 'CN=LostAndFound',
    objectClass: 'lostAndFound',
    attributes: { description: 'Default container for orphaned objects', ...fixed, ...hidden },
  },
  { dn: 'CN=Infrastructure', objectClass: 'infrastructureUpdate', attributes: { ...fixed, ...hidden } },
  {
    dn: 'CN=NTDS Quotas',
    objectClass: 'msDS-QuotaContainer',
    attributes: {
      description: 'Quota specifications container',
      'msDS-TombstoneQuotaFactor': '100',
      ...fixed,
      ...hidden,
    },
  },
  {
    ...container('CN=AdminSDHolder,CN=System', undefined, {
      ...hidden,
      systemFlags: '-1946157056',
      isCriticalSystemObject: 'TRUE',
    }),
    descriptor: adminSdHolder,
  },
  {
    dn: 'CN=Password Settings Container,CN=System',
    objectClass: 'msDS-PasswordSettingsContainer',
    attributes: { ...fixed, ...hidden },
    descriptor: 'D:PAI(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)',
  },
  {
    dn: 'CN=RID Manager$,CN=System',
    objectClass: 'rIDManager',
    attributes: { rIDAvailablePool: '4611686014132421709', ...fixed, ...hidden },
  },
  container('CN=Policies,CN=System', undefined, hidden),
  container('CN=WinsockServices,CN=System', undefined, hidden),
  container('CN=RpcServices,CN=System', undefined, hidden),
  container('CN=Meetings,CN=System', undefined, hidden),
  container('CN=IP Security,CN=System', undefined, hidden),
  container('CN=MicrosoftDNS,CN=System', undefined, hidden),
  container('CN=DomainUpdates,CN=System', undefined, hidden),
  container('CN=WMIPolicy,CN=System', undefined, hidden),
  container('CN=ComPartitions,CN=System', undefined, hidden),
  container('CN=ComPartitionSets,CN=System', undefined, hidden),
  container('CN=PSPs,CN=System', undefined, hidden),
  {
    dn: 'CN=Server,CN=System',
    objectClass: 'samServer',
    attributes: { revision: '65545', ...fixed, ...hidden },
  },
  ...policy('{31B2F340-016D-11D2-945F-00C04FB984F9}', 'Default Domain Policy'),
  ...policy('{6AC1786C-016F-11D2-945F-00C04FB984F9}', 'Default Domain Controllers Policy'),
]

function policy(id: string, displayName: string): readonly ProvisionedObject[] {
  const dn = `CN=${id},CN=Policies,CN=System`
  const attributes = {
    displayName,
    flags: '0',
    gPCFunctionalityVersion: '2',
    versionNumber: '1',
    gPCFileSysPath: `\\\\{dns}\\sysvol\\{dns}\\Policies\\${id}`,
    isCriticalSystemObject: 'TRUE',
    systemFlags: '-1946157056',
    ...hidden,
  }
  return [
    { dn, objectClass: 'groupPolicyContainer', attributes },
    container(`CN=User,${dn}`, undefined, hidden),
    container(`CN=Machine,${dn}`, undefined, hidden),
  ]
}

const globalGroup = '-2147483646'
const localGroup = '-2147483644'
const universalGroup = '-2147483640'
const builtinGroup = '-2147483643'

const group = (
  name: string,
  rid: number,
  description: string,
  groupType = globalGroup,
  more: Readonly<Record<string, string | readonly string[]>> = {},
): ProvisionedObject => ({
  dn: `CN=${name},CN=Users`,
  objectClass: 'group',
  attributes: {
    sAMAccountName: name,
    objectSid: `{sid}-${rid}`,
    description,
    groupType,
    isCriticalSystemObject: 'TRUE',
    ...more,
  },
})
const builtin = (name: string, rid: number, description: string): ProvisionedObject => ({
  dn: `CN=${name},CN=Builtin`,
  objectClass: 'group',
  attributes: {
    sAMAccountName: name,
    objectSid: `S-1-5-32-${rid}`,
    description,
    groupType: builtinGroup,
    systemFlags: '-1946157056',
    isCriticalSystemObject: 'TRUE',
  },
})

export const domainGroups: readonly ProvisionedObject[] = [
  group('Domain Admins', 512, 'Designated administrators of the domain'),
  group('Domain Users', 513, 'All domain users'),
  group('Domain Guests', 514, 'All domain guests'),
  group('Domain Computers', 515, 'All workstations and servers joined to the domain'),
  group('Domain Controllers', 516, 'All domain controllers in the domain'),
  group('Cert Publishers', 517, 'May publish certificates to the directory', localGroup),
  group('Schema Admins', 518, 'Designated administrators of the schema', universalGroup),
  group('Enterprise Admins', 519, 'Designated administrators of the enterprise', universalGroup),
  group('Group Policy Creator Owners', 520, 'May change group policy for the domain'),
  group('Read-only Domain Controllers', 521, 'Read-only domain controllers of the domain'),
  group('Cloneable Domain Controllers', 522, 'Domain controllers that may be cloned'),
  group('Protected Users', 525, 'Members get extra protection against credential theft'),
  group('Key Admins', 526, 'May act on key objects within the domain'),
  group('Enterprise Key Admins', 527, 'May act on key objects within the forest', universalGroup),
  group('RAS and IAS Servers', 553, 'Servers that may read remote access properties of users', localGroup),
  group(
    'Allowed RODC Password Replication Group',
    571,
    'Passwords may be replicated to read-only domain controllers',
    localGroup,
  ),
  group(
    'Denied RODC Password Replication Group',
    572,
    'Passwords may not be replicated to read-only domain controllers',
    localGroup,
  ),
  group('DnsAdmins', 1101, 'DNS administrators', localGroup),
  builtin('Administrators', 544, 'Complete and unrestricted access to the domain'),
  builtin('Users', 545, 'May use the computers of the domain'),
  builtin('Guests', 546, 'The same access as members of Users by default'),
  builtin('Account Operators', 548, 'May administer accounts of the domain'),
  builtin('Server Operators', 549, 'May administer domain servers'),
  builtin('Print Operators', 550, 'May administer printers on domain controllers'),
  builtin('Backup Operators', 551, 'May override security to back up and restore files'),
  builtin('Replicator', 552, 'Supports file replication in a domain'),
  builtin('Pre-Windows 2000 Compatible Access', 554, 'Read access to all users and groups of the domain'),
  builtin('Remote Desktop Users', 555, 'May log on remotely'),
  builtin('Network Configuration Operators', 556, 'May manage network configuration'),
  builtin('Incoming Forest Trust Builders', 557, 'May create incoming trusts to this forest'),
  builtin('Performance Monitor Users', 558, 'May read performance counters'),
  builtin('Performance Log Users', 559, 'May schedule the logging of performance counters'),
  builtin('Windows Authorization Access Group', 560, 'May read tokenGroupsGlobalAndUniversal of users'),
  builtin('Terminal Server License Servers', 561, 'May update licence information of users'),
  builtin('Distributed COM Users', 562, 'May use distributed COM objects'),
  builtin('IIS_IUSRS', 568, 'Used by Internet Information Services'),
  builtin('Cryptographic Operators', 569, 'May perform cryptographic operations'),
  builtin('Event Log Readers', 573, 'May read event logs'),
  builtin('Certificate Service DCOM Access', 574, 'May connect to certification authorities'),
]

export const domainUsers: readonly ProvisionedObject[] = [
  {
    dn: 'CN=Administrator,CN=Users',
    objectClass: 'user',
    attributes: {
      sAMAccountName: 'Administrator',
      objectSid: '{sid}-500',
      userAccountControl: '66048',
      description: 'Built-in account for administering the domain',
      isCriticalSystemObject: 'TRUE',
      adminCount: '1',
    },
  },
  {
    dn: 'CN=Guest,CN=Users',
    objectClass: 'user',
    attributes: {
      sAMAccountName: 'Guest',
      objectSid: '{sid}-501',
      userAccountControl: '66082',
      primaryGroupID: '514',
      description: 'Built-in account for guest access to the domain',
      isCriticalSystemObject: 'TRUE',
    },
  },
  {
    dn: 'CN=krbtgt,CN=Users',
    objectClass: 'user',
    attributes: {
      sAMAccountName: 'krbtgt',
      objectSid: '{sid}-502',
      userAccountControl: '514',
      description: 'Key distribution center service account',
      servicePrincipalName: 'kadmin/changepw',
      showInAdvancedViewOnly: 'TRUE',
      isCriticalSystemObject: 'TRUE',
      adminCount: '1',
    },
  },
]

/** Group to members, by name. */
export const domainMembers: Readonly<Record<string, readonly string[]>> = {
  'CN=Domain Admins,CN=Users': ['CN=Administrator,CN=Users'],
  'CN=Schema Admins,CN=Users': ['CN=Administrator,CN=Users'],
  'CN=Enterprise Admins,CN=Users': ['CN=Administrator,CN=Users'],
  'CN=Group Policy Creator Owners,CN=Users': ['CN=Administrator,CN=Users'],
  'CN=Administrators,CN=Builtin': [
    'CN=Domain Admins,CN=Users',
    'CN=Enterprise Admins,CN=Users',
    'CN=Administrator,CN=Users',
  ],
  'CN=Users,CN=Builtin': ['CN=Domain Users,CN=Users'],
  'CN=Guests,CN=Builtin': ['CN=Domain Guests,CN=Users', 'CN=Guest,CN=Users'],
  'CN=Denied RODC Password Replication Group,CN=Users': [
    'CN=krbtgt,CN=Users',
    'CN=Domain Controllers,CN=Users',
    'CN=Schema Admins,CN=Users',
    'CN=Enterprise Admins,CN=Users',
    'CN=Cert Publishers,CN=Users',
    'CN=Domain Admins,CN=Users',
    'CN=Group Policy Creator Owners,CN=Users',
    'CN=Read-only Domain Controllers,CN=Users',
  ],
}

/** wellKnownObjects of the domain: GUID (MS-ADTS 6.1.1.4) to object. */
export const wellKnownObjects: Readonly<Record<string, string>> = {
  '09460C08AE1E4A4EA0F64AEE7DAA1E5A': 'CN=Program Data',
  '18E2EA80684F11D2B9AA00C04F79F805': 'CN=Deleted Objects',
  '22B70C67D56E4EFB91E9300FCA3DC1AA': 'CN=ForeignSecurityPrincipals',
  '2FBAC1870ADE11D297C400C04FD8D5CD': 'CN=Infrastructure',
  '6227F0AF1FC2410D8E3BB10615BB5B0F': 'CN=NTDS Quotas',
  A361B2FFFFD211D1AA4B00C04FD7D83A: 'OU=Domain Controllers',
  A9D1CA15768811D1ADED00C04FD8D5CD: 'CN=Users',
  AA312825768811D1ADED00C04FD8D5CD: 'CN=Computers',
  AB1D30F3768811D1ADED00C04FD8D5CD: 'CN=System',
  AB8153B7768811D1ADED00C04FD8D5CD: 'CN=LostAndFound',
  F4BE92A4C777485E878E9421D53087DB: 'CN=Microsoft,CN=Program Data',
}
export const otherWellKnownObjects: Readonly<Record<string, string>> = {
  '1EB93889E40C45DF9F0C64D23BBB6237': 'CN=Managed Service Accounts',
  '683A24E2E8164BD3AF86AC3C2CF3F981': 'CN=Keys',
}

/** The Default Domain Policy of a fresh domain (writeback.md 4.4), and the rest that a domain's head states. */
export const domainAttributes: Readonly<Record<string, string>> = {
  forceLogoff: '-9223372036854775808',
  gPLink: '[LDAP://CN={31B2F340-016D-11D2-945F-00C04FB984F9},CN=Policies,CN=System,{base};0]',
  isCriticalSystemObject: 'TRUE',
  lockoutDuration: '-18000000000',
  lockOutObservationWindow: '-18000000000',
  lockoutThreshold: '0',
  maxPwdAge: '-36288000000000',
  minPwdAge: '-864000000000',
  minPwdLength: '7',
  modifiedCount: '1',
  modifiedCountAtLastProm: '0',
  'ms-DS-MachineAccountQuota': '10',
  'msDS-AllUsersTrustQuota': '1000',
  'msDS-Behavior-Version': '7',
  'msDS-NcType': '0',
  'msDS-PerUserTrustQuota': '1',
  'msDS-PerUserTrustTombstonesQuota': '10',
  nextRid: '1000',
  nTMixedDomain: '0',
  pwdHistoryLength: '24',
  pwdProperties: '1',
  serverState: '1',
  systemFlags: '-1946157056',
  uASCompat: '1',
}
