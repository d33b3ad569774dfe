/** Every route of Graph that the lab has. */
import { applicationRoutes } from './application-routes.ts'
import { cloudPasswordRoutes } from './cloud-password.ts'
import { deletedRoutes } from './deleted-routes.ts'
import { deltaRoutes } from './delta-routes.ts'
import { groupRoutes } from './group-routes.ts'
import { licenceRoutes } from './licence-routes.ts'
import { logRoutes } from './log-routes.ts'
import { membershipRoutes } from './membership-routes.ts'
import { methodRoutes } from './method-routes.ts'
import { objectRoutes } from './object-routes.ts'
import { organizationRoutes } from './organization-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { roleRoutes } from './role-routes.ts'
import { createRouteTable } from './route-table.ts'
import { subscriptionRoutes } from './subscription-routes.ts'
import { userRoutes } from './user-routes.ts'

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
