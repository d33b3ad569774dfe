/** What of the published model is here: entity types with the properties that are read, sets, links, operations. */
import { appRoleAssignmentType } from '../applications/app-role-type.ts'
import { applicationType, servicePrincipalType } from '../applications/application-types.ts'
import { grantType } from '../applications/grant-type.ts'
import type { GraphVersion } from '../call/graph-call.ts'
import { groupType } from '../groups/group-type.ts'
import { companySubscriptionType, licenceDetailsType, skuType } from '../licences/sku-routes.ts'
import { auditType, signInType } from '../logs/log-routes.ts'
import { registrationDetailsType } from '../logs/report-routes.ts'
import { assignmentType } from '../roles/assignment-routes.ts'
import { roleDefinitionType, roleType } from '../roles/role-type.ts'
import { domainType } from '../tenant/domain-routes.ts'
import { organizationType } from '../tenant/organization-routes.ts'
import { unitType } from '../units/unit-type.ts'
import { userType } from '../users/user-type.ts'
import { modelTypes } from './graph-model.ts'

interface Served {
  readonly name: string
  readonly properties: Readonly<Record<string, { readonly betaOnly?: true }>>
}

const served: readonly Served[] = [
  userType,
  groupType,
  applicationType,
  servicePrincipalType,
  unitType,
  roleType,
  roleDefinitionType,
  assignmentType,
  grantType,
  appRoleAssignmentType,
  skuType,
  licenceDetailsType,
  companySubscriptionType,
  domainType,
  organizationType,
  auditType,
  signInType,
  registrationDetailsType,
]

const servedByName = new Map(served.map((type) => [type.name, type]))

/** Names of a type's own properties as they are here; types without a table of their own have what is published. */
export function propertiesOf(type: string, version: GraphVersion): string[] {
  const table = servedByName.get(type)
  const own = modelTypes.get(type)
  if (table === undefined) return [...(own?.members.keys() ?? [])]
  return Object.entries(table.properties).flatMap(([name, { betaOnly }]) => {
    const isOwn = own?.members.has(name) === true
    const isBetas = version === 'beta' && name !== 'id' && name !== 'deletedDateTime'
    return isOwn || (betaOnly === true && isBetas) ? [name] : []
  })
}

/** Set by its name in paths; the type of what is in it. */
export const entitySets: Readonly<Record<string, string>> = {
  administrativeUnits: 'administrativeUnit',
  applications: 'application',
  directoryObjects: 'directoryObject',
  directoryRoles: 'directoryRole',
  directoryRoleTemplates: 'directoryRoleTemplate',
  domains: 'domain',
  groups: 'group',
  invitations: 'invitation',
  oauth2PermissionGrants: 'oAuth2PermissionGrant',
  organization: 'organization',
  scopedRoleMemberships: 'scopedRoleMembership',
  servicePrincipals: 'servicePrincipal',
  subscribedSkus: 'subscribedSku',
  subscriptions: 'subscription',
  users: 'user',
}

export const singletons: Readonly<Record<string, string>> = {
  auditLogs: 'auditLogRoot',
  directory: 'directory',
  me: 'user',
  policies: 'policyRoot',
  reports: 'reportRoot',
  roleManagement: 'roleManagement',
}

const objects = '[.directoryObject]'

/** Links of each type, written as the table of the published model writes types. */
export const navigation: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  user: {
    appRoleAssignments: '[.appRoleAssignment]',
    authentication: '.authentication',
    createdObjects: objects,
    directReports: objects,
    licenseDetails: '[.licenseDetails]',
    manager: '.directoryObject',
    memberOf: objects,
    oauth2PermissionGrants: '[.oAuth2PermissionGrant]',
    ownedDevices: objects,
    ownedObjects: objects,
    photo: '.profilePhoto',
    registeredDevices: objects,
    scopedRoleMemberOf: '[.scopedRoleMembership]',
    transitiveMemberOf: objects,
  },
  group: {
    appRoleAssignments: '[.appRoleAssignment]',
    memberOf: objects,
    members: objects,
    membersWithLicenseErrors: objects,
    owners: objects,
    transitiveMemberOf: objects,
    transitiveMembers: objects,
  },
  application: { federatedIdentityCredentials: '[.federatedIdentityCredential]', owners: objects },
  servicePrincipal: {
    appRoleAssignedTo: '[.appRoleAssignment]',
    appRoleAssignments: '[.appRoleAssignment]',
    memberOf: objects,
    oauth2PermissionGrants: '[.oAuth2PermissionGrant]',
    ownedObjects: objects,
    owners: objects,
    transitiveMemberOf: objects,
  },
  administrativeUnit: { members: objects, scopedRoleMembers: '[.scopedRoleMembership]' },
  directoryRole: { members: objects },
  unifiedRoleAssignment: { principal: '.directoryObject', roleDefinition: '.unifiedRoleDefinition' },
  domain: {
    domainNameReferences: objects,
    serviceConfigurationRecords: '[.domainDnsRecord]',
    verificationDnsRecords: '[.domainDnsRecord]',
  },
  authentication: {
    emailMethods: '[.emailAuthenticationMethod]',
    fido2Methods: '[.fido2AuthenticationMethod]',
    methods: '[.authenticationMethod]',
    microsoftAuthenticatorMethods: '[.microsoftAuthenticatorAuthenticationMethod]',
    operations: '[.longRunningOperation]',
    passwordMethods: '[.passwordAuthenticationMethod]',
    phoneMethods: '[.phoneAuthenticationMethod]',
    softwareOathMethods: '[.softwareOathAuthenticationMethod]',
    temporaryAccessPassMethods: '[.temporaryAccessPassAuthenticationMethod]',
  },
  auditLogRoot: { directoryAudits: '[.directoryAudit]', signIns: '[.signIn]' },
  reportRoot: { authenticationMethods: '.authenticationMethodsRoot' },
  authenticationMethodsRoot: { userRegistrationDetails: '[.userRegistrationDetails]' },
  directory: {
    administrativeUnits: '[.administrativeUnit]',
    deletedItems: objects,
    onPremisesSynchronization: '[.onPremisesDirectorySynchronization]',
    subscriptions: '[.companySubscription]',
  },
  policyRoot: {
    authenticationMethodsPolicy: '.authenticationMethodsPolicy',
    authorizationPolicy: '.authorizationPolicy',
    identitySecurityDefaultsEnforcementPolicy: '.identitySecurityDefaultsEnforcementPolicy',
  },
  roleManagement: { directory: '.rbacApplication' },
  rbacApplication: {
    roleAssignments: '[.unifiedRoleAssignment]',
    roleDefinitions: '[.unifiedRoleDefinition]',
  },
}

export interface Operation {
  readonly name: string
  readonly kind: 'Action' | 'Function'
  /** What it is called on, as the table writes types. */
  readonly on: string
  readonly parameters: Readonly<Record<string, string>>
  readonly returns?: string
}

const action = (
  name: string,
  on: string,
  parameters: Readonly<Record<string, string>> = {},
  returns?: string,
): Operation => ({ name, kind: 'Action', on, parameters, ...(returns === undefined ? {} : { returns }) })

const deltaOf = (type: string): Operation => ({
  name: 'delta',
  kind: 'Function',
  on: `[.${type}]`,
  parameters: {},
  returns: `[.${type}]`,
})

export const operations: readonly Operation[] = [
  action('assignLicense', '.user', { addLicenses: '[.assignedLicense]', removeLicenses: '[Guid]' }, '.user'),
  action(
    'assignLicense',
    '.group',
    { addLicenses: '[.assignedLicense]', removeLicenses: '[Guid]' },
    '.group',
  ),
  action('changePassword', '.user', { currentPassword: 'String', newPassword: 'String' }),
  action('reprocessLicenseAssignment', '.user', {}, '.user'),
  action('revokeSignInSessions', '.user', {}, 'Boolean'),
  action('checkMemberGroups', '.directoryObject', { groupIds: '[String]' }, '[String]'),
  action('checkMemberObjects', '.directoryObject', { ids: '[String]' }, '[String]'),
  action('getMemberGroups', '.directoryObject', { securityEnabledOnly: 'Boolean' }, '[String]'),
  action('getMemberObjects', '.directoryObject', { securityEnabledOnly: 'Boolean' }, '[String]'),
  action('restore', '.directoryObject', {}, '.directoryObject'),
  action('getByIds', objects, { ids: '[String]', types: '[String]' }, objects),
  action('validateProperties', objects, {
    entityType: 'String',
    displayName: 'String',
    mailNickname: 'String',
    onBehalfOfUserId: 'Guid',
  }),
  action('addPassword', '.application', { passwordCredential: '.passwordCredential' }, '.passwordCredential'),
  action('removePassword', '.application', { keyId: 'Guid' }),
  action(
    'addKey',
    '.application',
    { keyCredential: '.keyCredential', passwordCredential: '.passwordCredential', proof: 'String' },
    '.keyCredential',
  ),
  action('removeKey', '.application', { keyId: 'Guid', proof: 'String' }),
  action('verify', '.domain', {}, '.domain'),
  deltaOf('user'),
  deltaOf('group'),
]
