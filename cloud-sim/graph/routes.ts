/** Every route of Graph that the lab has. */
import { applicationRoutes } from './applications/application-routes.ts'
import { createRouteTable } from './call/route-table.ts'
import { deltaRoutes } from './changes/delta-routes.ts'
import { subscriptionRoutes } from './changes/subscription-routes.ts'
import { groupRoutes } from './groups/group-routes.ts'
import { licenceRoutes } from './licences/licence-routes.ts'
import { logRoutes } from './logs/log-routes.ts'
import { reportRoutes } from './logs/report-routes.ts'
import { methodRoutes } from './methods/method-routes.ts'
import { deletedRoutes } from './objects/deleted-routes.ts'
import { objectRoutes } from './objects/object-routes.ts'
import { roleRoutes } from './roles/role-routes.ts'
import { organizationRoutes } from './tenant/organization-routes.ts'
import { policyRoutes } from './tenant/policy-routes.ts'
import { cloudPasswordRoutes } from './users/cloud-password.ts'
import { membershipRoutes } from './users/membership-routes.ts'
import { userRoutes } from './users/user-routes.ts'

export const graphRoutes = createRouteTable([
  ...userRoutes,
  ...cloudPasswordRoutes,
  ...membershipRoutes,
  ...licenceRoutes,
  ...methodRoutes,
  ...groupRoutes,
  ...roleRoutes,
  ...organizationRoutes,
  ...logRoutes,
  ...deltaRoutes,
  ...deletedRoutes,
  ...applicationRoutes,
  ...objectRoutes,
  ...reportRoutes,
  ...policyRoutes,
  ...subscriptionRoutes,
])
