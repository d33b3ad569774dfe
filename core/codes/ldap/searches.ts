/** Refusals of searches and of controls. */
import { denied, entry, type LdapEntry, ldap, svc } from './entry.ts'

export const searches = {
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
  BadScope: entry(2, '00002021', ldap('Invalid search scope'), 'The search scope is unknown.'),
  SearchTimedOut: entry(3, '00000000', { form: 'none' }, 'The search took longer than allowed.'),
  SizeLimit: entry(
    4,
    '00000000',
    { form: 'none' },
    'There are more entries than one search may answer; ask for pages.',
  ),
  RuleOnWrongSyntax: entry(
    1,
    '00002020',
    svc('DIR_ERROR', 5012),
    'A bit rule needs an integer attribute and a number.',
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

  ConstructedInFilter: entry(
    18,
    '000020EE',
    ldap('Error processing filter'),
    'A constructed attribute cannot be searched for.',
  ),
  NoObject: entry(
    32,
    '0000208D',
    { form: 'NameErr', problem: 2001, name: 'NO_OBJECT' },
    'There is no such object.',
  ),
  BadName: entry(
    34,
    '0000208F',
    { form: 'NameErr', problem: 2006, name: 'BAD_NAME' },
    'The distinguished name is malformed.',
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
  RangeMalformed: entry(53, '00002035', svc(), 'The range option is malformed.'),
  PagedCookieUnknown: entry(
    53,
    '00000057',
    ldap('Error processing control'),
    'The paging cookie is unknown.',
  ),
  NotificationFilter: entry(53, '000020B9', svc(), 'Change notification takes (objectClass=*) only.'),
} satisfies Record<string, LdapEntry>
