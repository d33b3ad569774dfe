/** /servicePrincipals: what an application is in this tenant. */
import { z } from 'zod'
import { newServicePrincipal } from '../../directory/new-records.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { createdEntity, readRoutes } from '../odata/entity-set.ts'
import { principalSet, principalTarget } from './application-sets.ts'
import { notedIn, notedPaths, strangerIn } from './noted-members.ts'
import { owned } from './owned.ts'

const principalBody = z
  .object({
    accountEnabled: z.boolean(),
    appRoleAssignmentRequired: z.boolean(),
    displayName: z.string().min(1),
    tags: z.array(z.string()),
  })
  .partial()
const newPrincipalBody = principalBody.extend({ appId: z.string() })

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, newPrincipalBody, 'ServicePrincipal')
  if (!read.ok) return read.answer
  const { applications, lab } = call.directory
  const { appId, tags = [], accountEnabled = true, appRoleAssignmentRequired = false } = read.body
  const application = applications.byAppId(appId)
  if (applications.principalByAppId(appId) !== undefined) return refuse('ValueTaken', { property: 'appId' })
  if (application === undefined)
    return invalid(
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    )
  const principal = newServicePrincipal({
    id: lab.random.guid(),
    appId: application.appId,
    displayName: application.displayName,
    createdDateTime: lab.clock.now(),
    servicePrincipalNames: [application.appId, ...application.identifierUris],
    tags,
    accountEnabled,
    appRoleAssignmentRequired,
  })
  await changeDirectory(call, { activity: 'addServicePrincipal', target: principalTarget(principal) }, () =>
    applications.putPrincipal(principal),
  )
  return createdEntity(call, principalSet.type, principal, `servicePrincipals/${principal.id}`)
}

const update = owned(principalSet, async (call, principal) => {
  const read = readBody(call, principalBody, 'ServicePrincipal')
  if (!read.ok) return read.answer
  const property = strangerIn('servicePrincipal', call.body)
  if (property !== undefined) return refuse('PropertyUnknown', { property, type: 'servicePrincipal' })
  const noted = { ...principal.noted, ...notedIn(notedPaths.servicePrincipal, call.body) }
  const set = Object.fromEntries(Object.entries(read.body).filter(([, value]) => value !== undefined))
  await changeDirectory(
    call,
    { activity: 'updateServicePrincipal', target: principalTarget(principal) },
    () => call.directory.applications.putPrincipal({ ...principal, ...set, noted }),
  )
  return noContent
})

/** Its grants and application permissions go with it. */
const remove = owned(principalSet, async (call, principal) => {
  const { applications } = call.directory
  await changeDirectory(
    call,
    { activity: 'removeServicePrincipal', target: principalTarget(principal) },
    () => {
      applications.removePrincipal(principal.id)
      for (const grant of applications.grantsOfClient(principal.id)) applications.removeGrant(grant.id)
      for (const assignment of applications.appRolesOf(principal.id))
        applications.removeAppRole(assignment.id)
    },
  )
  return noContent
})

export const principalRoutes: readonly GraphRoute[] = [
  ...readRoutes(principalSet),
  route('POST', 'servicePrincipals', access.writeApplications, create),
  route('PATCH', 'servicePrincipals/{principal}', access.changeApplications, update),
  route('DELETE', 'servicePrincipals/{principal}', access.changeApplications, remove),
]
