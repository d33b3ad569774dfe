/** Who may do what, as permissions.json says it for the operations that the lab has (2026-08), and the roles on top. */
import type { RouteAccess } from './graph-call.ts'

const both = (...permissions: readonly string[]): Pick<RouteAccess, 'scopes' | 'app'> => ({
  scopes: permissions,
  app: permissions,
})

const userAdmins = [
  'Global Administrator',
  'User Administrator',
  'Directory Writers',
  'Directory Synchronization Accounts',
] as const
const readDirectory = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const

export const access = {
  readUsers: {
    ...both('User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', ...readDirectory),
    own: ['User.Read', 'User.ReadWrite'],
  },
  createUsers: { ...both('User.ReadWrite.All', 'Directory.ReadWrite.All'), roles: userAdmins },
  /** The tenant's default lets everybody invite (allowInvitesFrom). */
  inviteUsers: both('User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'),
  /** What may be changed besides is looked at property by property. */
  updateUsers: {
    ...both(
      'User.ReadWrite.All',
      'Directory.ReadWrite.All',
      'User-PasswordProfile.ReadWrite.All',
      'User.EnableDisableAccount.All',
      'User-Phone.ReadWrite.All',
      'User-Mail.ReadWrite.All',
    ),
    own: ['User.ReadWrite'],
  },
  deleteUsers: {
    ...both('User.DeleteRestore.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'),
    roles: userAdmins,
  },
  changeOwnPassword: {
    scopes: ['User-PasswordProfile.ReadWrite.All', 'Directory.AccessAsUser.All'],
    app: [],
  },
  revokeSessions: {
    ...both('User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'),
    own: ['User.ReadWrite'],
  },
  validatePassword: { ...both('User.ReadWrite', 'User.ReadWrite.All', 'Directory.ReadWrite.All') },
  assignLicenses: {
    ...both('LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'),
    roles: ['Global Administrator', 'User Administrator', 'License Administrator'],
  },
  readLicenses: {
    ...both(
      'LicenseAssignment.Read.All',
      'LicenseAssignment.ReadWrite.All',
      'User.Read.All',
      'User.ReadWrite.All',
      'Organization.Read.All',
      ...readDirectory,
    ),
    own: ['User.Read'],
  },
  readSkus: both(
    'LicenseAssignment.Read.All',
    'LicenseAssignment.ReadWrite.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...readDirectory,
  ),
  readMembership: {
    ...both(
      'User.Read.All',
      'User.ReadWrite.All',
      'GroupMember.Read.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      ...readDirectory,
    ),
    own: ['User.Read', 'User.ReadWrite'],
  },
  writeManager: { ...both('User.ReadWrite.All', 'Directory.ReadWrite.All'), roles: userAdmins },
  readPhoto: {
    ...both(
      'ProfilePhoto.Read.All',
      'ProfilePhoto.ReadWrite.All',
      'User.ReadBasic.All',
      'User.Read.All',
      'User.ReadWrite.All',
    ),
    own: ['User.Read', 'User.ReadWrite'],
  },
  readDirectory: both(...readDirectory, 'Device.Read.All', 'OrgContact.Read.All'),
  writePhoto: {
    ...both('ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'),
    own: ['User.ReadWrite'],
    roles: userAdmins,
    ownNeedsNoRole: true,
  },
  readGroups: both(
    'Group.ReadBasic.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    ...readDirectory,
  ),
  createGroups: {
    scopes: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    app: ['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    roles: ['Global Administrator', 'User Administrator', 'Groups Administrator', 'Directory Writers'],
  },
  /** Owners may, too; the handler looks. */
  writeGroups: both('Group.ReadWrite.All', 'Directory.ReadWrite.All'),
  writeMembers: both('GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'),
  readOrganization: both(
    'User.Read',
    'User.Read.All',
    'User.ReadWrite.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...readDirectory,
  ),
  writeOrganization: { ...both('Organization.ReadWrite.All'), roles: ['Global Administrator'] },
  readDomains: both('Domain.Read.All', 'Domain.ReadWrite.All', ...readDirectory),
  writeDomains: {
    ...both('Domain.ReadWrite.All', 'Directory.ReadWrite.All'),
    roles: ['Global Administrator', 'Domain Name Administrator', 'Hybrid Identity Administrator'],
  },
  readUnits: both('AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All', ...readDirectory),
  writeUnits: {
    ...both('AdministrativeUnit.ReadWrite.All', 'Directory.ReadWrite.All'),
    roles: ['Global Administrator', 'Privileged Role Administrator'],
  },
  readRoles: both('RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...readDirectory),
  writeRoles: {
    ...both('RoleManagement.ReadWrite.Directory'),
    roles: ['Global Administrator', 'Privileged Role Administrator'],
  },
  readSync: {
    ...both('OnPremDirectorySynchronization.Read.All', 'OnPremDirectorySynchronization.ReadWrite.All'),
    roles: ['Global Administrator', 'Hybrid Identity Administrator', 'Global Reader'],
  },
  writeSync: {
    ...both('OnPremDirectorySynchronization.ReadWrite.All'),
    roles: ['Global Administrator', 'Hybrid Identity Administrator'],
  },
  readMethods: {
    ...both(
      'UserAuthenticationMethod.Read.All',
      'UserAuthenticationMethod.ReadWrite.All',
      'UserAuthMethod-Password.Read.All',
    ),
    own: ['UserAuthenticationMethod.Read', 'UserAuthenticationMethod.ReadWrite'],
    roles: [
      'Global Administrator',
      'Global Reader',
      'Privileged Authentication Administrator',
      'Authentication Administrator',
      'User Administrator',
      'Helpdesk Administrator',
      'Password Administrator',
    ],
    ownNeedsNoRole: true,
    refusal: 'MethodsDenied',
    notAsUser: true,
  },
  writeMethods: {
    ...both(
      'UserAuthenticationMethod.ReadWrite.All',
      'UserAuthMethod-Phone.ReadWrite.All',
      'UserAuthMethod-Email.ReadWrite.All',
      'UserAuthMethod-TAP.ReadWrite.All',
      'UserAuthMethod-Passkey.ReadWrite.All',
    ),
    own: ['UserAuthenticationMethod.ReadWrite'],
    roles: [
      'Global Administrator',
      'Privileged Authentication Administrator',
      'Authentication Administrator',
    ],
    ownNeedsNoRole: true,
    refusal: 'MethodsDenied',
    notAsUser: true,
  },
  /** Delegated only; the roles are the reset flow's own first step. */
  resetPassword: {
    scopes: ['UserAuthenticationMethod.ReadWrite.All'],
    app: [],
    refusal: 'MethodsDenied',
    notAsUser: true,
  },
  readLogs: {
    ...both('AuditLog.Read.All', 'Directory.Read.All'),
    roles: [
      'Global Administrator',
      'Global Reader',
      'Reports Reader',
      'Security Reader',
      'Security Administrator',
      'Security Operator',
    ],
    refusal: 'AuditDenied',
    notAsUser: true,
  },
  readReports: {
    ...both('AuditLog.Read.All', 'Reports.Read.All'),
    roles: [
      'Global Administrator',
      'Global Reader',
      'Reports Reader',
      'Security Reader',
      'Security Administrator',
      'Security Operator',
      'Authentication Policy Administrator',
    ],
    refusal: 'AuditDenied',
    notAsUser: true,
  },
  readApplications: both(
    'Application.Read.All',
    'Application.ReadWrite.All',
    'Application.ReadWrite.OwnedBy',
    ...readDirectory,
  ),
  writeApplications: {
    scopes: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'],
    app: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
    roles: ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'],
  },
  /** Owners may, too; the handler looks. */
  changeApplications: {
    scopes: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'],
    app: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', 'Directory.ReadWrite.All'],
  },
  readGrants: both(
    'DelegatedPermissionGrant.Read.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    ...readDirectory,
  ),
  writeGrants: {
    ...both('DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'),
    roles: [
      'Global Administrator',
      'Application Administrator',
      'Cloud Application Administrator',
      'Privileged Role Administrator',
    ],
  },
  readAppRoles: {
    ...both(
      'AppRoleAssignment.ReadWrite.All',
      'Application.Read.All',
      'Application.ReadWrite.All',
      ...readDirectory,
    ),
    own: ['User.Read'],
  },
  writeAppRoles: {
    ...both('AppRoleAssignment.ReadWrite.All'),
    roles: [
      'Global Administrator',
      'Application Administrator',
      'Cloud Application Administrator',
      'Privileged Role Administrator',
    ],
  },
  readPolicies: both(
    'Policy.Read.All',
    'Policy.ReadWrite.ConditionalAccess',
    'Policy.ReadWrite.CrossTenantAccess',
    'Policy.ReadWrite.SecurityDefaults',
    'Policy.ReadWrite.ConsentRequest',
    'Policy.ReadWrite.AuthenticationFlows',
    'Policy.ReadWrite.ApplicationConfiguration',
    'Policy.Read.PermissionGrant',
    'Policy.Read.AuthenticationMethod',
    'Policy.ReadWrite.AuthenticationMethod',
    'Policy.ReadWrite.Authorization',
  ),
  writeMethodsPolicy: {
    ...both('Policy.ReadWrite.AuthenticationMethod'),
    roles: ['Global Administrator', 'Authentication Policy Administrator'],
  },
  writeConditionalAccess: {
    ...both('Policy.ReadWrite.ConditionalAccess'),
    roles: ['Global Administrator', 'Security Administrator', 'Conditional Access Administrator'],
  },
  writeSecurityDefaults: {
    ...both('Policy.ReadWrite.SecurityDefaults'),
    roles: ['Global Administrator', 'Security Administrator', 'Conditional Access Administrator'],
  },
  writeCrossTenantAccess: {
    ...both('Policy.ReadWrite.CrossTenantAccess'),
    roles: ['Global Administrator', 'Security Administrator'],
  },
  writeConsentRequests: { ...both('Policy.ReadWrite.ConsentRequest'), roles: ['Global Administrator'] },
  writeAuthenticationFlows: {
    ...both('Policy.ReadWrite.AuthenticationFlows'),
    roles: ['Global Administrator', 'Authentication Policy Administrator'],
  },
  writeAppManagement: {
    ...both('Policy.ReadWrite.ApplicationConfiguration'),
    roles: ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'],
  },
  writeDeviceRegistration: { ...both('Policy.ReadWrite.Authorization'), roles: ['Global Administrator'] },
  writeAuthorization: {
    ...both('Policy.ReadWrite.Authorization'),
    roles: ['Global Administrator', 'Privileged Role Administrator'],
  },
  subscribe: both(
    'User.Read.All',
    'User.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    ...readDirectory,
  ),
} as const satisfies Record<string, RouteAccess>
