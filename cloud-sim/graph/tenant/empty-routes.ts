/**
 * Collections of Graph that are empty here, because the tenant has none of it: no devices, no contacts, no access
 * reviews. They are read as in any tenant that never used them, and nothing can be put into them.
 */
import type { ServicePlanName } from '#core/entra/skus.ts'
import { access } from '../call/access.ts'
import { type GraphRoute, type RouteAccess, refuse, whole } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { hasPlan } from './tenant-plans.ts'

const directory: RouteAccess = access.readDirectory
const policies: RouteAccess = access.readPolicies

const empty: Readonly<Record<string, RouteAccess>> = {
  devices: directory,
  contacts: directory,
  contracts: directory,
  groupLifecyclePolicies: directory,
  groupSettings: directory,
  groupSettingTemplates: directory,
  settings: directory,
  schemaExtensions: access.readApplications,
  permissionGrants: directory,
  identityProviders: policies,
  certificateBasedAuthConfiguration: access.readOrganization,
  applicationTemplates: access.readApplications,
  'directory/attributeSets': directory,
  'directory/customSecurityAttributeDefinitions': directory,
  'directory/deviceLocalCredentials': directory,
  'directory/featureRolloutPolicies': policies,
  'directory/federationConfigurations': policies,
  'directory/publicKeyInfrastructure/certificateBasedAuthConfigurations': directory,
  'directory/deletedItems/microsoft.graph.device': directory,
  'directory/deletedItems/microsoft.graph.servicePrincipal': access.readApplications,
  'directory/deletedItems/microsoft.graph.administrativeUnit': directory,
  'users/{user}/createdObjects': access.readMembership,
  'users/{user}/ownedDevices': access.readMembership,
  'users/{user}/registeredDevices': access.readMembership,
  'users/{user}/agreementAcceptances': access.readMembership,
  'users/{user}/extensions': access.readUsers,
  'users/{user}/photos': access.readPhoto,
  'groups/{group}/permissionGrants': access.readGroups,
  'groups/{group}/settings': access.readGroups,
  'groups/{group}/photos': access.readGroups,
  'groups/{group}/rejectedSenders': access.readGroups,
  'groups/{group}/acceptedSenders': access.readGroups,
  'servicePrincipals/{principal}/claimsMappingPolicies': policies,
  'servicePrincipals/{principal}/homeRealmDiscoveryPolicies': policies,
  'servicePrincipals/{principal}/tokenLifetimePolicies': policies,
  'servicePrincipals/{principal}/tokenIssuancePolicies': policies,
  'servicePrincipals/{principal}/delegatedPermissionClassifications': policies,
  'servicePrincipals/{principal}/createdObjects': access.readApplications,
  'servicePrincipals/{principal}/endpoints': access.readApplications,
  'applications/{application}/tokenLifetimePolicies': policies,
  'applications/{application}/tokenIssuancePolicies': policies,
  'applications/{application}/appManagementPolicies': policies,
  'organization/{organization}/extensions': access.readOrganization,
  'organization/{organization}/certificateBasedAuthConfiguration': access.readOrganization,
  'organization/{organization}/branding/localizations': access.readOrganization,
  'identity/apiConnectors': policies,
  'identity/b2xUserFlows': policies,
  'identity/userFlowAttributes': policies,
  'identity/customAuthenticationExtensions': policies,
  'identity/authenticationEventListeners': policies,
  'policies/activityBasedTimeoutPolicies': policies,
  'policies/appManagementPolicies': policies,
  'policies/claimsMappingPolicies': policies,
  'policies/featureRolloutPolicies': policies,
  'policies/homeRealmDiscoveryPolicies': policies,
  'policies/tokenIssuancePolicies': policies,
  'policies/tokenLifetimePolicies': policies,
  'policies/crossTenantAccessPolicy/partners': policies,
  'policies/mobileDeviceManagementPolicies': policies,
  'policies/mobileAppManagementPolicies': policies,
  'tenantRelationships/delegatedAdminRelationships': directory,
  'tenantRelationships/delegatedAdminCustomers': directory,
}

/** What a licence opens: without the plan it is refused, with it there is nothing yet. */
const licensed: Readonly<
  Record<string, readonly [access: RouteAccess, plan: ServicePlanName, refusal: 'NeedsP2' | 'Unlicensed']>
> = {
  ...Object.fromEntries(
    [
      'roleAssignmentSchedules',
      'roleAssignmentScheduleInstances',
      'roleAssignmentScheduleRequests',
      'roleEligibilitySchedules',
      'roleEligibilityScheduleInstances',
      'roleEligibilityScheduleRequests',
    ].map((name) => [
      `roleManagement/directory/${name}`,
      [access.readRoles, 'AAD_PREMIUM_P2', 'NeedsP2'] as const,
    ]),
  ),
  'policies/roleManagementPolicies': [policies, 'AAD_PREMIUM_P2', 'NeedsP2'],
  'policies/roleManagementPolicyAssignments': [policies, 'AAD_PREMIUM_P2', 'NeedsP2'],
  'identityProtection/riskyUsers': [access.readLogs, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityProtection/riskDetections': [access.readLogs, 'AAD_PREMIUM', 'Unlicensed'],
  'identityProtection/riskyServicePrincipals': [access.readLogs, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityProtection/servicePrincipalRiskDetections': [access.readLogs, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityGovernance/accessReviews/definitions': [directory, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityGovernance/entitlementManagement/catalogs': [directory, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityGovernance/entitlementManagement/accessPackages': [directory, 'AAD_PREMIUM_P2', 'Unlicensed'],
  'identityGovernance/termsOfUse/agreements': [directory, 'AAD_PREMIUM', 'Unlicensed'],
  'identityGovernance/lifecycleWorkflows/workflows': [directory, 'Entra_Identity_Governance', 'Unlicensed'],
}

const count = { status: 200, raw: { contentType: 'text/plain', bytes: '0' } } as const

export const emptyRoutes: readonly GraphRoute[] = [
  ...Object.entries(empty).flatMap(([path, rights]) => [
    route('GET', path, rights, (call) => whole(call, path.replaceAll(/\{\w+\}/g, "''"), [])),
    route('GET', `${path}/$count`, rights, () => count),
  ]),
  ...Object.entries(licensed).map(([path, [rights, plan, refusal]]) =>
    route('GET', path, rights, (call) =>
      hasPlan(call.directory, plan) ? whole(call, path, []) : refuse(refusal),
    ),
  ),
]
