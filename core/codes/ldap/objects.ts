/** Refusals about objects: their names, classes, places, and who may touch them. */
import { denied, entry, exists, type LdapEntry, schemaRule, svc, upd } from './entry.ts'

export const objects = {
  RdnMismatch: entry(
    34,
    '00002032',
    { form: 'NameErr', problem: 2006, name: 'BAD_NAME' },
    'The naming attribute does not say what the name says.',
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
  SamAccessDenied: entry(
    50,
    '00000005',
    denied,
    'The account may not make remote calls to SAM.',
    'RestrictRemoteSam does not name the account.',
  ),
  NotPermitted: entry(53, '00002035', svc(), 'The directory does not permit this.'),
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
  RootDseWriteRefused: entry(53, '00002035', svc(), 'The rootDSE has no such operation.'),
  ClassChangeRefused: entry(53, '00002035', svc(), 'The structural class of an object cannot change.'),
  GlobalCatalogReadOnly: entry(10, '0000202B', { form: 'RefErr' }, 'The global catalog is read only.'),

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
  OtherNamingContext: entry(
    71,
    '0000208C',
    svc('AFFECTS_MULTIPLE_DSAS', 5011),
    'Objects do not move between naming contexts.',
  ),
  ParentMissing: entry(80, '00002095', upd(6001, 'PARENT_MISSING'), 'The new parent does not exist.'),
} satisfies Record<string, LdapEntry>
