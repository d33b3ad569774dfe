/** How runs of the synchronisation engine end, and what goes wrong with single objects. Source: writeback.md §8.2, §8.8. */
import type { CodeEntry } from './catalogue.ts'

/** Errors of single objects in an export to the tenant, as the run history names them. */
export const exportErrors = {
  AttributeValueMustBeUnique: {
    says: 'Another object of the tenant already holds this value.',
    because: 'mail, proxyAddresses, signInName and userPrincipalName must be unique in the tenant',
    fix: 'Find the other holder of the value, and change one of them on premises.',
  },
  InvalidSoftMatch: {
    says: 'The object that this one would match is tied to another source anchor.',
    because: 'soft match found an object by its address that is already synchronised from somewhere else',
  },
  InvalidHardMatch: {
    says: 'Taking over a cloud object by its anchor is blocked.',
    because: 'the tenant blocks take-over of cloud objects through hard match',
  },
  ObjectTypeMismatch: {
    says: 'The matching object is of another type.',
    because: 'a user and a group (or contact) share an address',
  },
  ExistingAdminRoleConflict: {
    says: 'The matching cloud user holds an administrator role.',
    because: 'users in administrator roles are never taken over by soft match',
    fix: 'Take the role away, synchronise, and give it back.',
  },
  IdentityDataValidationFailed: {
    says: 'A value breaks the tenant’s rules for its format.',
    because: 'the user principal name holds characters or a form that the tenant does not take',
  },
  DataValidationFailed: {
    says: 'A value does not pass the tenant’s validation.',
    because: 'an attribute’s value does not have the form that the tenant takes',
  },
  FederatedDomainChangeError: {
    says: 'A sign-in name cannot move between two federated domains in one step.',
    because: 'both the old and the new suffix are federated domains',
    fix: 'Set the name to the onmicrosoft.com domain, synchronise, then set the new name.',
  },
  LargeObject: {
    says: 'The object is too large for the tenant.',
    because: 'certificates, photo or addresses pass the limits of an exported object',
  },
  ExceededAllowedLength: {
    says: 'A value is longer than the tenant takes.',
    because: 'an attribute’s value passes its limit',
  },
  DeletionAccessViolation: {
    says: 'The tenant protects this object from deletion (error type 114).',
    because: 'the object is protected in the tenant',
  },
  QuotaExceeded: {
    says: 'The tenant’s quota of objects is used up.',
    because: 'a tenant holds 50,000 objects until a domain is verified, 300,000 after',
    source: 'sim',
  },
  ExportFailed: {
    says: 'The tenant refused the object.',
    because: 'the tenant answered without a known code',
    source: 'sim',
  },
} as const satisfies Record<string, CodeEntry>

/** Errors of single objects in a synchronisation or in an export to Active Directory. */
export const syncErrors = {
  SourceAnchorHasChanged: {
    says: 'The sourceAnchor attribute has changed.',
    because: 'the anchor ties the object to its cloud twin for life and cannot take another value',
    fix: 'Put the former value of ms-DS-ConsistencyGuid back.',
  },
  'permission-issue': {
    says: 'The connector account may not write this attribute.',
    because: 'Active Directory refused the write for lack of rights',
    fix: 'Grant the connector account write access to ms-DS-ConsistencyGuid, and for group writeback Set-ADSyncUnifiedGroupWritebackPermissions.',
  },
  'unexpected-error': {
    says: 'Active Directory refused the write.',
    because: 'Active Directory answered an error that has no name here',
  },
} as const satisfies Record<string, CodeEntry>

/** Outcomes of a run profile, as the Synchronization Service shows them. */
export const runStatuses = {
  success: 'success',
  exportErrors: 'completed-export-errors',
  syncErrors: 'completed-sync-errors',
  importErrors: 'completed-import-errors',
  noConnection: 'no-start-connection',
  noCredentials: 'no-start-credentials',
  lostConnection: 'stopped-connectivity',
  stoppedByUser: 'stopped-user-termination',
  stoppedByServer: 'stopped-server',
  errorLimit: 'stopped-error-limit',
  deletionThreshold: 'stopped-deletion-threshold-exceeded',
  inProgress: 'in-progress',
} as const
export type RunStatus = (typeof runStatuses)[keyof typeof runStatuses]
