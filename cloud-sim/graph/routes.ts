/** Every route of Graph that the lab has. */
import { appRoleRoutes } from './applications/app-role-routes.ts'
import { applicationRoutes } from './applications/application-routes.ts'
import { extensionRoutes } from './applications/extension-routes.ts'
import { federatedCredentialRoutes } from './applications/federated-credential-routes.ts'
import { grantRoutes } from './applications/grant-routes.ts'
import { keyRoutes } from './applications/key-routes.ts'
import { ownerRoutes } from './applications/owner-routes.ts'
import { principalRoutes } from './applications/principal-routes.ts'
import { secretRoutes } from './applications/secret-routes.ts'
import { createRouteTable } from './call/route-table.ts'
import { deltaRoutes } from './changes/delta-routes.ts'
import { subscriptionRoutes } from './changes/subscription-routes.ts'
import { groupLinkRoutes } from './groups/group-links.ts'
import { groupRoutes } from './groups/group-routes.ts'
import { assignLicenceRoutes } from './licences/assign-licence-routes.ts'
import { skuRoutes } from './licences/sku-routes.ts'
import { logRoutes } from './logs/log-routes.ts'
import { reportRoutes } from './logs/report-routes.ts'
import { usageRoutes } from './logs/usage-routes.ts'
import { emailRoutes } from './methods/email-routes.ts'
import { fido2Routes } from './methods/fido2-routes.ts'
import { methodRoutes } from './methods/method-routes.ts'
import { phoneRoutes } from './methods/phone-routes.ts'
import { requirementRoutes } from './methods/requirement-routes.ts'
import { resetPasswordRoutes } from './methods/reset-password-routes.ts'
import { temporaryAccessPassRoutes } from './methods/temporary-access-pass-routes.ts'
import { deletedRoutes } from './objects/deleted-routes.ts'
import { membershipRoutes, ownershipRoutes } from './objects/membership-routes.ts'
import { objectRoutes } from './objects/object-routes.ts'
import { validatePropertiesRoutes } from './objects/validate-properties.ts'
import { conditionalAccessRoutes } from './policies/conditional-access-routes.ts'
import { policyRoutes } from './policies/policy-routes.ts'
import { singlePolicyRoutes } from './policies/single-policies.ts'
import { assignmentRoutes } from './roles/assignment-routes.ts'
import { roleRoutes } from './roles/role-routes.ts'
import { domainLinkRoutes } from './tenant/domain-link-routes.ts'
import { domainRoutes } from './tenant/domain-routes.ts'
import { emptyRoutes } from './tenant/empty-routes.ts'
import { organizationRoutes } from './tenant/organization-routes.ts'
import { synchronizationRoutes } from './tenant/synchronization-routes.ts'
import { unitMemberRoutes } from './units/unit-member-routes.ts'
import { unitRoutes } from './units/unit-routes.ts'
import { cloudPasswordRoutes } from './users/cloud-password.ts'
import { invitationRoutes } from './users/invitation-routes.ts'
import { managerRoutes } from './users/manager-routes.ts'
import { photoRoutes } from './users/photo-routes.ts'
import { userRoutes } from './users/user-routes.ts'
export const graphRoutes = createRouteTable([
  ...userRoutes,
  ...invitationRoutes,
  ...managerRoutes,
  ...photoRoutes,
  ...cloudPasswordRoutes,
  ...skuRoutes,
  ...assignLicenceRoutes,
  ...methodRoutes,
  ...fido2Routes,
  ...groupRoutes,
  ...groupLinkRoutes,
  ...roleRoutes,
  ...organizationRoutes,
  ...logRoutes,
  ...reportRoutes,
  ...policyRoutes,
  ...singlePolicyRoutes,
  ...conditionalAccessRoutes,
  ...deltaRoutes,
  ...subscriptionRoutes,
  ...deletedRoutes,
  ...applicationRoutes,
  ...secretRoutes,
  ...keyRoutes,
  ...federatedCredentialRoutes,
  ...ownerRoutes,
  ...principalRoutes,
  ...extensionRoutes,
  ...grantRoutes,
  ...appRoleRoutes,
  ...objectRoutes,
  ...membershipRoutes,
  ...ownershipRoutes,
  ...synchronizationRoutes,
  ...domainRoutes,
  ...domainLinkRoutes,
  ...validatePropertiesRoutes,
  ...usageRoutes,
  ...emptyRoutes,
  ...unitRoutes,
  ...unitMemberRoutes,
  ...assignmentRoutes,
  ...phoneRoutes,
  ...emailRoutes,
  ...requirementRoutes,
  ...resetPasswordRoutes,
  ...temporaryAccessPassRoutes,
])
