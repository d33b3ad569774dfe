/** /applications: read, create, update, delete (soft). */
import type { Application } from '#core/entra/applications.ts'
import { newApplication } from '../../directory/new-records.ts'
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
import {
  type ApplicationBody,
  applicationBody,
  applied,
  newApplicationBody,
  wrongKey,
} from './application-body.ts'
import { applicationSet, applicationTarget } from './application-sets.ts'
import { notedIn, notedPaths, strangerIn } from './noted-members.ts'
import { owned } from './owned.ts'

/** What a body says that no application has, or cannot be. */
function problemOf(call: GraphCall, body: ApplicationBody): GraphAnswer | undefined {
  const property = strangerIn('application', call.body)
  if (property !== undefined) return refuse('PropertyUnknown', { property, type: 'application' })
  return wrongKey(body) ? invalid('Key credential end date or key value is invalid.') : undefined
}

/** With the members that are kept as they were written. */
const withNotes = (application: Application, body: unknown): Application => {
  const noted = { ...application.noted, ...notedIn(notedPaths.application, body) }
  return Object.keys(noted).length === 0 ? application : { ...application, noted }
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, newApplicationBody, 'Application')
  if (!read.ok) return read.answer
  const problem = problemOf(call, read.body)
  if (problem !== undefined) return problem
  const { lab, applications } = call.directory
  const { random, clock } = lab
  const { displayName } = read.body
  const bare = newApplication({
    id: random.guid(),
    appId: random.guid(),
    displayName,
    createdDateTime: clock.now(),
  })
  const application = withNotes(applied(bare, read.body, lab), call.body)
  await changeDirectory(call, { activity: 'addApplication', target: applicationTarget(application) }, () => {
    applications.put(application)
    // What an application creates is its own, so that OwnedBy lets it go on.
    const { isApp, servicePrincipal } = call.bearer
    if (isApp && servicePrincipal !== undefined)
      call.directory.links.add('owner', application.id, servicePrincipal.id)
  })
  return createdEntity(call, applicationSet.type, application, `applications/${application.id}`)
}

/** What an application and its service principal share moves with it. */
const update = owned(applicationSet, async (call, application) => {
  const read = readBody(call, applicationBody, 'Application')
  if (!read.ok) return read.answer
  const problem = problemOf(call, read.body)
  if (problem !== undefined) return problem
  const { applications, lab } = call.directory
  const after = withNotes(applied(application, read.body, lab), call.body)
  await changeDirectory(call, { activity: 'updateApplication', target: applicationTarget(after) }, () => {
    applications.put(after)
    const principal = applications.principalByAppId(after.appId)
    if (principal === undefined) return
    const { displayName, appId, identifierUris } = after
    applications.putPrincipal({
      ...principal,
      displayName,
      servicePrincipalNames: [appId, ...identifierUris],
    })
  })
  return noContent
})

const remove = owned(applicationSet, async (call, application) => {
  const { applications, lab } = call.directory
  await changeDirectory(call, { activity: 'deleteApplication', target: applicationTarget(application) }, () =>
    applications.put({ ...application, deletedDateTime: lab.clock.now() }),
  )
  return noContent
})

export const applicationRoutes: readonly GraphRoute[] = [
  ...readRoutes(applicationSet),
  route('POST', 'applications', access.writeApplications, create),
  route('PATCH', 'applications/{application}', access.changeApplications, update),
  route('DELETE', 'applications/{application}', access.changeApplications, remove),
]
