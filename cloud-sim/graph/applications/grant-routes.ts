/** /oauth2PermissionGrants: delegated consent, for everybody or for one user. */

import { z } from 'zod'
import type { PermissionGrant } from '#core/entra/applications.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { type Handler, route } from '../call/route.ts'
import { answerCollection } from '../odata/collection.ts'
import { createdEntity, type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { userSet } from '../users/user-set.ts'
import { principalSet } from './application-sets.ts'
import { grantType } from './grant-type.ts'

const sourceOf = (rows: Iterable<PermissionGrant>) => listSource([...rows], (row) => row.id)

const grantSet: EntitySet<PermissionGrant> = {
  type: grantType,
  key: 'grant',
  access: access.readGrants,
  source: ({ directory }) => sourceOf(directory.applications.grants()),
  find: ({ directory }, id) => directory.applications.grant(id),
}

const target = (clientId: string) => ({ id: clientId, displayName: null, type: 'ServicePrincipal' }) as const

const updateBody = z.object({ scope: z.string() })
const createBody = updateBody.extend({
  clientId: z.string(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.string().nullish(),
  resourceId: z.string(),
})
type CreateBody = z.infer<typeof createBody>

/** Whoever the grant names and is not there. */
const stranger = ({ directory }: GraphCall, body: CreateBody): string | undefined => {
  const { applications } = directory
  const principal = [body.clientId, body.resourceId].find(
    (id) => applications.principalById(id) === undefined,
  )
  if (principal !== undefined || body.consentType === 'AllPrincipals') return principal
  return directory.findUser(body.principalId ?? '') === undefined ? (body.principalId ?? '') : undefined
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, createBody, 'OAuth2PermissionGrant')
  if (!read.ok) return read.answer
  const missing = stranger(call, read.body)
  if (missing !== undefined) return notFound(missing)
  const { applications, lab } = call.directory
  const { clientId, resourceId, consentType, principalId, scope } = read.body
  const grant: PermissionGrant = {
    id: Buffer.from(lab.random.bytes(24)).toString('base64url'),
    clientId,
    resourceId,
    consentType,
    principalId: consentType === 'Principal' ? (principalId ?? null) : null,
    scope,
  }
  const isTwin = (each: PermissionGrant) =>
    each.resourceId === resourceId &&
    each.consentType === consentType &&
    each.principalId === grant.principalId
  if (applications.grantsOfClient(clientId).some(isTwin)) return refuse('AssignmentExists')
  await changeDirectory(call, { activity: 'addGrant', target: target(clientId) }, () =>
    applications.putGrant(grant),
  )
  return createdEntity(call, grantType, grant, `oauth2PermissionGrants/${grant.id}`)
}

const update = on(grantSet)(async (call, grant) => {
  const read = readBody(call, updateBody, 'OAuth2PermissionGrant')
  if (!read.ok) return read.answer
  await changeDirectory(call, { activity: 'addGrant', target: target(grant.clientId) }, () =>
    call.directory.applications.putGrant({ ...grant, scope: read.body.scope }),
  )
  return noContent
})

const remove = on(grantSet)(async (call, grant) => {
  await changeDirectory(call, { activity: 'removeGrant', target: target(grant.clientId) }, () =>
    call.directory.applications.removeGrant(grant.id),
  )
  return noContent
})

const ofClient: Handler = on(principalSet)((call, { id }) =>
  answerCollection(call, grantType, sourceOf(call.directory.applications.grantsOfClient(id))),
)
const ofUser: Handler = on(userSet)((call, { id }) => {
  const grants = [...call.directory.applications.grants()].filter((grant) => grant.principalId === id)
  return answerCollection(call, grantType, sourceOf(grants))
})

export const grantRoutes: readonly GraphRoute[] = [
  ...readRoutes(grantSet),
  route('POST', 'oauth2PermissionGrants', access.writeGrants, create),
  route('PATCH', 'oauth2PermissionGrants/{grant}', access.writeGrants, update),
  route('DELETE', 'oauth2PermissionGrants/{grant}', access.writeGrants, remove),
  route('GET', 'servicePrincipals/{principal}/oauth2PermissionGrants', access.readGrants, ofClient),
  route('GET', 'users/{user}/oauth2PermissionGrants', access.readGrants, ofUser),
]
