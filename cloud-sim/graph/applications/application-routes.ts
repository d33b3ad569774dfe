/** /applications and /servicePrincipals, secrets, grants and app role assignments (graph.md §2.6). */
import { z } from 'zod'
import type {
  Application,
  AppRoleAssignment,
  PermissionGrant,
  ServicePrincipal,
} from '#core/entra/applications.ts'
import { demanded, demandedOfAny } from '#core/entra/odata-filter.ts'
import { newApplication, newServicePrincipal } from '../../directory/new-records.ts'
import { secretHash } from '../../directory/provision-tenant.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  ok,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { alternateKey } from '../call/graph-path.ts'
import { findObject, idOf } from '../objects/directory-object.ts'
import { answerCollection, answerEntity, listSource, type RowSource } from '../odata/collection.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import { applicationType, servicePrincipalType, shownCredential } from './application-types.ts'

const days = 86_400_000

const applicationSource = ({ applications }: TenantDirectory): RowSource<Application> => ({
  idOf: (row) => row.id,
  inOrder: (property) => (property === undefined ? applications.inOrder() : undefined),
  narrowed: (filter) => {
    const appId = demanded(filter, 'appId')
    return typeof appId === 'string'
      ? [applications.byAppId(appId)].filter((row) => row !== undefined)
      : undefined
  },
})

const principalSource = ({ applications }: TenantDirectory): RowSource<ServicePrincipal> => ({
  idOf: (row) => row.id,
  inOrder: (property) => (property === undefined ? applications.principalsInOrder() : undefined),
  narrowed: (filter) => {
    const appId = demanded(filter, 'appId')
    if (typeof appId === 'string')
      return [applications.principalByAppId(appId)].filter((row) => row !== undefined)
    const name = demandedOfAny(filter, 'servicePrincipalNames')
    return typeof name === 'string'
      ? [applications.principalByName(name)].filter((row) => row !== undefined)
      : undefined
  },
})

function applicationIn({ directory: { applications }, params }: GraphCall): Application | undefined {
  const key = alternateKey(params.application ?? '')
  const found =
    key?.name === 'appid' ? applications.byAppId(key.value) : applications.byId(params.application ?? '')
  return found?.deletedDateTime === null ? found : undefined
}

function principalIn({ directory: { applications }, params }: GraphCall): ServicePrincipal | undefined {
  const key = alternateKey(params.principal ?? '')
  return key?.name === 'appid'
    ? applications.principalByAppId(key.value)
    : applications.principalById(params.principal ?? '')
}

const withApplication =
  (act: (call: GraphCall, application: Application) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const application = applicationIn(call)
    return application === undefined ? notFound(call.params.application ?? '') : act(call, application)
  }

const withPrincipal =
  (act: (call: GraphCall, principal: ServicePrincipal) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const principal = principalIn(call)
    return principal === undefined ? notFound(call.params.principal ?? '') : act(call, principal)
  }

const guid = z.guid()
const uris = z.array(z.string().max(256)).max(256)
const scope = z.object({
  id: guid,
  value: z.string().min(1).max(120),
  type: z.enum(['User', 'Admin']).default('User'),
  adminConsentDisplayName: z.string().default(''),
  adminConsentDescription: z.string().default(''),
  isEnabled: z.boolean().default(true),
})
const role = z.object({
  id: guid,
  value: z.string().max(120).default(''),
  displayName: z.string().max(256),
  description: z.string().default(''),
  allowedMemberTypes: z.array(z.enum(['User', 'Application'])),
  isEnabled: z.boolean().default(true),
})
const resourceAccess = z.object({
  resourceAppId: z.string(),
  resourceAccess: z.array(z.object({ id: guid, type: z.enum(['Scope', 'Role']) })),
})

const applicationBody = z
  .object({
    displayName: z.string().min(1).max(256),
    description: z.string().max(1024).nullable(),
    signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']),
    identifierUris: uris,
    isFallbackPublicClient: z.boolean().nullable(),
    web: z.object({
      redirectUris: uris.optional(),
      logoutUrl: z.string().nullish(),
      implicitGrantSettings: z
        .object({
          enableIdTokenIssuance: z.boolean().nullish(),
          enableAccessTokenIssuance: z.boolean().nullish(),
        })
        .nullish(),
    }),
    spa: z.object({ redirectUris: uris }),
    publicClient: z.object({ redirectUris: uris }),
    api: z.object({
      requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullish(),
      oauth2PermissionScopes: z.array(scope).optional(),
    }),
    appRoles: z.array(role),
    requiredResourceAccess: z.array(resourceAccess),
    keyCredentials: z.array(
      z.object({
        key: z.string(),
        displayName: z.string().nullish(),
        endDateTime: z.iso.datetime().nullish(),
      }),
    ),
    tags: z.array(z.string().max(256)),
  })
  .partial()
type ApplicationBody = z.infer<typeof applicationBody>

function applied(application: Application, body: ApplicationBody, call: GraphCall): Application {
  const { web, api, keyCredentials, ...plain } = body
  const { random, clock } = call.directory.lab
  const set = Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => value !== undefined && name !== 'scopes'),
  )
  return {
    ...application,
    ...set,
    ...(web === undefined
      ? {}
      : {
          web: {
            redirectUris: web.redirectUris ?? application.web.redirectUris,
            logoutUrl: web.logoutUrl === undefined ? application.web.logoutUrl : web.logoutUrl,
            issueIdTokens: web.implicitGrantSettings?.enableIdTokenIssuance ?? application.web.issueIdTokens,
            issueAccessTokens:
              web.implicitGrantSettings?.enableAccessTokenIssuance ?? application.web.issueAccessTokens,
          },
        }),
    ...(api?.requestedAccessTokenVersion === undefined
      ? {}
      : { requestedAccessTokenVersion: api.requestedAccessTokenVersion }),
    ...(api?.oauth2PermissionScopes === undefined ? {} : { scopes: api.oauth2PermissionScopes }),
    ...(keyCredentials === undefined
      ? {}
      : {
          keyCredentials: keyCredentials.map(({ key, displayName, endDateTime }) => ({
            keyId: random.guid(),
            displayName: displayName ?? null,
            startDateTime: clock.now(),
            endDateTime: endDateTime == null ? clock.now() + 365 * days : Date.parse(endDateTime),
            key,
          })),
        }),
  }
}

const applicationTarget = ({ id, displayName }: Application) =>
  ({ id, displayName, type: 'Application' }) as const
const principalTarget = ({ id, displayName }: ServicePrincipal) =>
  ({ id, displayName, type: 'ServicePrincipal' }) as const

function readApplication(
  call: GraphCall,
):
  | { readonly ok: true; readonly body: ApplicationBody }
  | { readonly ok: false; readonly answer: GraphAnswer } {
  const parsed = applicationBody.safeParse(call.body)
  return parsed.success
    ? { ok: true, body: parsed.data }
    : {
        ok: false,
        answer: refuse('PropertyInvalid', {
          property: String(parsed.error.issues[0]?.path.join('/') ?? ''),
          type: 'Application',
        }),
      }
}

async function createApplication(call: GraphCall): Promise<GraphAnswer> {
  const read = readApplication(call)
  if (!read.ok) return read.answer
  if (read.body.displayName === undefined)
    return refuse('PropertyMissing', { property: 'displayName', type: 'Application' })
  const { directory } = call
  const { random, clock } = directory.lab
  const application = applied(
    newApplication({
      id: random.guid(),
      appId: random.guid(),
      displayName: read.body.displayName,
      createdDateTime: clock.now(),
    }),
    read.body,
    call,
  )
  await directory.transaction(() => {
    directory.applications.put(application)
    directory.recordChange(
      'addApplication',
      actorOf(call),
      applicationTarget(application),
      call.clientRequestId,
    )
  })
  const answer = answerEntity(call, applicationType, application, 201)
  return { ...answer, headers: { Location: `${call.origin}/${call.version}/applications/${application.id}` } }
}

const updateApplication = withApplication(async (call, application) => {
  const read = readApplication(call)
  if (!read.ok) return read.answer
  const { directory } = call
  await directory.transaction(() => {
    const after = applied(application, read.body, call)
    directory.applications.put(after)
    const principal = directory.applications.principalByAppId(after.appId)
    if (principal !== undefined)
      directory.applications.putPrincipal({
        ...principal,
        displayName: after.displayName,
        servicePrincipalNames: [after.appId, ...after.identifierUris],
      })
    directory.recordChange('updateApplication', actorOf(call), applicationTarget(after), call.clientRequestId)
  })
  return noContent
})

const removeApplication = withApplication(async (call, application) => {
  const { directory } = call
  await directory.transaction(() => {
    directory.applications.put({ ...application, deletedDateTime: directory.lab.clock.now() })
    directory.recordChange(
      'deleteApplication',
      actorOf(call),
      applicationTarget(application),
      call.clientRequestId,
    )
  })
  return noContent
})

const passwordBody = z
  .object({
    passwordCredential: z
      .object({ displayName: z.string().max(256).nullish(), endDateTime: z.iso.datetime().nullish() })
      .nullish(),
  })
  .nullish()

/** The secret is in this answer and nowhere else. */
const addPassword = withApplication(async (call, application) => {
  const body = passwordBody.safeParse(call.body)
  if (!body.success) return refuse('PropertyInvalid', { property: 'passwordCredential', type: 'Application' })
  const { directory } = call
  const { random, clock } = directory.lab
  const secretText = Buffer.from(random.secret(30)).toString('base64url')
  const { displayName, endDateTime } = body.data?.passwordCredential ?? {}
  const credential = {
    keyId: random.guid(),
    displayName: displayName ?? null,
    hint: secretText.slice(0, 3),
    startDateTime: clock.now(),
    endDateTime: endDateTime == null ? clock.now() + 730 * days : Date.parse(endDateTime),
    secretHash: secretHash(secretText),
  }
  await directory.transaction(() => {
    directory.applications.put({
      ...application,
      passwordCredentials: [...application.passwordCredentials, credential],
    })
    directory.recordChange(
      'updateSecrets',
      actorOf(call),
      applicationTarget(application),
      call.clientRequestId,
    )
  })
  return ok({
    '@odata.context': context(call, 'microsoft.graph.passwordCredential'),
    ...shownCredential(credential),
    secretText,
  })
})

const removePassword = withApplication(async (call, application) => {
  const body = z.object({ keyId: z.string() }).safeParse(call.body)
  const { directory } = call
  if (!body.success || !application.passwordCredentials.some(({ keyId }) => keyId === body.data.keyId))
    return invalid('No password credential found with keyId.')
  await directory.transaction(() => {
    directory.applications.put({
      ...application,
      passwordCredentials: application.passwordCredentials.filter(({ keyId }) => keyId !== body.data.keyId),
    })
    directory.recordChange(
      'updateSecrets',
      actorOf(call),
      applicationTarget(application),
      call.clientRequestId,
    )
  })
  return noContent
})

async function createPrincipal(call: GraphCall): Promise<GraphAnswer> {
  const body = z
    .object({
      appId: z.string(),
      tags: z.array(z.string()).optional(),
      appRoleAssignmentRequired: z.boolean().optional(),
      accountEnabled: z.boolean().optional(),
    })
    .safeParse(call.body)
  if (!body.success) return refuse('PropertyMissing', { property: 'appId', type: 'ServicePrincipal' })
  const { directory } = call
  const application = directory.applications.byAppId(body.data.appId)
  if (directory.applications.principalByAppId(body.data.appId) !== undefined)
    return refuse('ValueTaken', { property: 'appId' })
  if (application === undefined)
    return invalid(
      `The appId '${body.data.appId}' of the service principal does not reference a valid application object.`,
    )
  const principal = newServicePrincipal({
    id: directory.lab.random.guid(),
    appId: application.appId,
    displayName: application.displayName,
    createdDateTime: directory.lab.clock.now(),
    servicePrincipalNames: [application.appId, ...application.identifierUris],
    tags: body.data.tags ?? [],
    accountEnabled: body.data.accountEnabled ?? true,
    appRoleAssignmentRequired: body.data.appRoleAssignmentRequired ?? false,
  })
  await directory.transaction(() => {
    directory.applications.putPrincipal(principal)
    directory.recordChange(
      'addServicePrincipal',
      actorOf(call),
      principalTarget(principal),
      call.clientRequestId,
    )
  })
  const answer = answerEntity(call, servicePrincipalType, principal, 201)
  return {
    ...answer,
    headers: { Location: `${call.origin}/${call.version}/servicePrincipals/${principal.id}` },
  }
}

const updatePrincipal = withPrincipal(async (call, principal) => {
  const body = z
    .object({
      accountEnabled: z.boolean(),
      appRoleAssignmentRequired: z.boolean(),
      tags: z.array(z.string()),
      displayName: z.string().min(1),
    })
    .partial()
    .safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'ServicePrincipal',
    })
  const set = Object.fromEntries(Object.entries(body.data).filter(([, value]) => value !== undefined))
  const { directory } = call
  await directory.transaction(() => {
    directory.applications.putPrincipal({ ...principal, ...set })
    directory.recordChange(
      'updateServicePrincipal',
      actorOf(call),
      principalTarget(principal),
      call.clientRequestId,
    )
  })
  return noContent
})

const removePrincipal = withPrincipal(async (call, principal) => {
  const { directory } = call
  await directory.transaction(() => {
    directory.applications.removePrincipal(principal.id)
    for (const grant of directory.applications.grantsOfClient(principal.id))
      directory.applications.removeGrant(grant.id)
    for (const assignment of directory.applications.appRolesOf(principal.id))
      directory.applications.removeAppRole(assignment.id)
    directory.recordChange(
      'removeServicePrincipal',
      actorOf(call),
      principalTarget(principal),
      call.clientRequestId,
    )
  })
  return noContent
})

const isDefault = { isDefault: true } as const

const grantType: EntityType<PermissionGrant> = {
  name: 'oAuth2PermissionGrant',
  set: 'oauth2PermissionGrants',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    clientId: { read: (row) => row.clientId, filter: 'eq', ...isDefault },
    consentType: { read: (row) => row.consentType, filter: 'eq', ...isDefault },
    principalId: { read: (row) => row.principalId, filter: 'eq null', ...isDefault },
    resourceId: { read: (row) => row.resourceId, filter: 'eq', ...isDefault },
    scope: { read: (row) => row.scope, filter: 'eq', ...isDefault },
  },
}

const grantBody = z.object({
  clientId: z.string(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.string().nullish(),
  resourceId: z.string(),
  scope: z.string(),
})

async function createGrant(call: GraphCall): Promise<GraphAnswer> {
  const body = grantBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'OAuth2PermissionGrant',
    })
  const { directory } = call
  const { clientId, resourceId, consentType, principalId, scope: scopes } = body.data
  for (const id of [clientId, resourceId])
    if (directory.applications.principalById(id) === undefined) return notFound(id)
  if (consentType === 'Principal' && directory.findUser(principalId ?? '') === undefined)
    return notFound(principalId ?? '')
  const grant: PermissionGrant = {
    id: Buffer.from(directory.lab.random.bytes(24)).toString('base64url'),
    clientId,
    resourceId,
    consentType,
    principalId: consentType === 'Principal' ? (principalId ?? null) : null,
    scope: scopes,
  }
  const twin = directory.applications
    .grantsOfClient(clientId)
    .some(
      (each) =>
        each.resourceId === resourceId &&
        each.consentType === consentType &&
        each.principalId === grant.principalId,
    )
  if (twin) return refuse('AssignmentExists')
  await directory.transaction(() => {
    directory.applications.putGrant(grant)
    directory.recordChange(
      'addGrant',
      actorOf(call),
      { id: clientId, displayName: null, type: 'ServicePrincipal' },
      call.clientRequestId,
    )
  })
  const answer = answerEntity(call, grantType, grant, 201)
  return {
    ...answer,
    headers: { Location: `${call.origin}/${call.version}/oauth2PermissionGrants/${grant.id}` },
  }
}

const withGrant =
  (act: (call: GraphCall, grant: PermissionGrant) => GraphAnswer | Promise<GraphAnswer>) =>
  (call: GraphCall) => {
    const grant = call.directory.applications.grant(call.params.grant ?? '')
    return grant === undefined ? notFound(call.params.grant ?? '') : act(call, grant)
  }

const updateGrant = withGrant(async (call, grant) => {
  const body = z.object({ scope: z.string() }).safeParse(call.body)
  if (!body.success) return refuse('PropertyMissing', { property: 'scope', type: 'OAuth2PermissionGrant' })
  await call.directory.transaction(() =>
    call.directory.applications.putGrant({ ...grant, scope: body.data.scope }),
  )
  return noContent
})

const removeGrant = withGrant(async (call, grant) => {
  const { directory } = call
  await directory.transaction(() => {
    directory.applications.removeGrant(grant.id)
    directory.recordChange(
      'removeGrant',
      actorOf(call),
      { id: grant.clientId, displayName: null, type: 'ServicePrincipal' },
      call.clientRequestId,
    )
  })
  return noContent
})

const assignmentType: EntityType<AppRoleAssignment> = {
  name: 'appRoleAssignment',
  set: 'appRoleAssignments',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    deletedDateTime: { read: () => null, ...isDefault },
    appRoleId: { read: (row) => row.appRoleId, filter: 'eq', ...isDefault },
    createdDateTime: { read: (row) => iso(row.createdDateTime), ...isDefault },
    principalDisplayName: {
      read: (row, { directory }) => displayNameOf(directory, row.principalId),
      ...isDefault,
    },
    principalId: { read: (row) => row.principalId, filter: 'eq', ...isDefault },
    principalType: { read: (row) => row.principalType, ...isDefault },
    resourceDisplayName: {
      read: (row, { directory }) => directory.applications.principalById(row.resourceId)?.displayName ?? null,
      ...isDefault,
    },
    resourceId: { read: (row) => row.resourceId, filter: 'eq', ...isDefault },
  },
}

const displayNameOf = (directory: TenantDirectory, id: string): string | null => {
  const object = findObject(directory, id)
  return object?.row.displayName ?? null
}

const listAssignments = (call: GraphCall, rows: readonly AppRoleAssignment[]): GraphAnswer =>
  answerCollection(
    call,
    assignmentType,
    listSource(rows, (row) => row.id),
  )

const assignmentBody = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() })

async function createAssignment(call: GraphCall): Promise<GraphAnswer> {
  const body = assignmentBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyMissing', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'AppRoleAssignment',
    })
  const { directory } = call
  const object = findObject(directory, body.data.principalId)
  if (object === undefined) return notFound(body.data.principalId)
  if (directory.applications.principalById(body.data.resourceId) === undefined)
    return notFound(body.data.resourceId)
  const principalType =
    object.type === 'user' ? 'User' : object.type === 'group' ? 'Group' : 'ServicePrincipal'
  const row: AppRoleAssignment = {
    id: Buffer.from(directory.lab.random.bytes(24)).toString('base64url'),
    appRoleId: body.data.appRoleId,
    principalId: idOf(object),
    principalType,
    resourceId: body.data.resourceId,
    createdDateTime: directory.lab.clock.now(),
  }
  if (
    directory.applications
      .appRolesOf(row.principalId)
      .some((each) => each.appRoleId === row.appRoleId && each.resourceId === row.resourceId)
  )
    return invalid('Permission being assigned already exists on the object')
  await directory.transaction(() => {
    directory.applications.putAppRole(row)
    directory.recordChange(
      principalType === 'User' ? 'addAppRoleToUser' : 'addAppRole',
      actorOf(call),
      {
        id: row.principalId,
        displayName: displayNameOf(directory, row.principalId),
        type: principalType === 'User' ? 'User' : 'ServicePrincipal',
      },
      call.clientRequestId,
    )
  })
  const answer = answerEntity(call, assignmentType, row, 201)
  return {
    ...answer,
    headers: {
      Location: `${call.origin}/${call.version}/servicePrincipals/${row.resourceId}/appRoleAssignedTo/${row.id}`,
    },
  }
}

async function removeAssignment(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call
  const row = directory.applications.appRole(call.params.assignment ?? '')
  if (row === undefined) return notFound(call.params.assignment ?? '')
  await directory.transaction(() => {
    directory.applications.removeAppRole(row.id)
    directory.recordChange(
      'removeAppRole',
      actorOf(call),
      { id: row.principalId, displayName: null, type: 'ServicePrincipal' },
      call.clientRequestId,
    )
  })
  return noContent
}

const grants = (call: GraphCall, keep: (grant: PermissionGrant) => boolean): GraphAnswer =>
  answerCollection(
    call,
    grantType,
    listSource([...call.directory.applications.grants()].filter(keep), (row) => row.id),
  )

const ofUser = (act: (call: GraphCall, id: string) => GraphAnswer) => (call: GraphCall) => {
  const user = userIn(call)
  return user === undefined ? notFound(call.params.user ?? '') : act(call, user.id)
}

export const applicationRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: 'applications',
    access: access.readApplications,
    handle: (call) => answerCollection(call, applicationType, applicationSource(call.directory)),
  },
  { method: 'POST', path: 'applications', access: access.writeApplications, handle: createApplication },
  {
    method: 'GET',
    path: 'applications/{application}',
    access: access.readApplications,
    handle: withApplication((call, row) => answerEntity(call, applicationType, row)),
  },
  {
    method: 'PATCH',
    path: 'applications/{application}',
    access: access.writeApplications,
    handle: updateApplication,
  },
  {
    method: 'DELETE',
    path: 'applications/{application}',
    access: access.writeApplications,
    handle: removeApplication,
  },
  {
    method: 'POST',
    path: 'applications/{application}/addPassword',
    access: access.writeApplications,
    handle: addPassword,
  },
  {
    method: 'POST',
    path: 'applications/{application}/removePassword',
    access: access.writeApplications,
    handle: removePassword,
  },
  {
    method: 'GET',
    path: 'servicePrincipals',
    access: access.readApplications,
    handle: (call) => answerCollection(call, servicePrincipalType, principalSource(call.directory)),
  },
  { method: 'POST', path: 'servicePrincipals', access: access.writeApplications, handle: createPrincipal },
  {
    method: 'GET',
    path: 'servicePrincipals/{principal}',
    access: access.readApplications,
    handle: withPrincipal((call, row) => answerEntity(call, servicePrincipalType, row)),
  },
  {
    method: 'PATCH',
    path: 'servicePrincipals/{principal}',
    access: access.writeApplications,
    handle: updatePrincipal,
  },
  {
    method: 'DELETE',
    path: 'servicePrincipals/{principal}',
    access: access.writeApplications,
    handle: removePrincipal,
  },
  {
    method: 'GET',
    path: 'servicePrincipals/{principal}/oauth2PermissionGrants',
    access: access.readGrants,
    handle: withPrincipal((call, { id }) => grants(call, (grant) => grant.clientId === id)),
  },
  {
    method: 'GET',
    path: 'servicePrincipals/{principal}/appRoleAssignments',
    access: access.readAppRoles,
    handle: withPrincipal((call, { id }) =>
      listAssignments(call, call.directory.applications.appRolesOf(id)),
    ),
  },
  {
    method: 'GET',
    path: 'servicePrincipals/{principal}/appRoleAssignedTo',
    access: access.readAppRoles,
    handle: withPrincipal((call, { id }) =>
      listAssignments(call, call.directory.applications.appRolesTo(id)),
    ),
  },
  {
    method: 'POST',
    path: 'servicePrincipals/{principal}/appRoleAssignments',
    access: access.writeAppRoles,
    handle: createAssignment,
  },
  {
    method: 'POST',
    path: 'servicePrincipals/{principal}/appRoleAssignedTo',
    access: access.writeAppRoles,
    handle: createAssignment,
  },
  {
    method: 'DELETE',
    path: 'servicePrincipals/{principal}/appRoleAssignments/{assignment}',
    access: access.writeAppRoles,
    handle: removeAssignment,
  },
  {
    method: 'DELETE',
    path: 'servicePrincipals/{principal}/appRoleAssignedTo/{assignment}',
    access: access.writeAppRoles,
    handle: removeAssignment,
  },
  {
    method: 'GET',
    path: 'users/{user}/appRoleAssignments',
    access: access.readAppRoles,
    handle: ofUser((call, id) => listAssignments(call, call.directory.applications.appRolesOf(id))),
  },
  {
    method: 'POST',
    path: 'users/{user}/appRoleAssignments',
    access: access.writeAppRoles,
    handle: createAssignment,
  },
  {
    method: 'DELETE',
    path: 'users/{user}/appRoleAssignments/{assignment}',
    access: access.writeAppRoles,
    handle: removeAssignment,
  },
  {
    method: 'POST',
    path: 'groups/{group}/appRoleAssignments',
    access: access.writeAppRoles,
    handle: createAssignment,
  },
  {
    method: 'GET',
    path: 'groups/{group}/appRoleAssignments',
    access: access.readAppRoles,
    handle: (call) => listAssignments(call, call.directory.applications.appRolesOf(call.params.group ?? '')),
  },
  {
    method: 'GET',
    path: 'users/{user}/oauth2PermissionGrants',
    access: access.readGrants,
    handle: ofUser((call, id) => grants(call, (grant) => grant.principalId === id)),
  },
  {
    method: 'GET',
    path: 'oauth2PermissionGrants',
    access: access.readGrants,
    handle: (call) => grants(call, () => true),
  },
  { method: 'POST', path: 'oauth2PermissionGrants', access: access.writeGrants, handle: createGrant },
  {
    method: 'GET',
    path: 'oauth2PermissionGrants/{grant}',
    access: access.readGrants,
    handle: withGrant((call, row) => answerEntity(call, grantType, row)),
  },
  {
    method: 'PATCH',
    path: 'oauth2PermissionGrants/{grant}',
    access: access.writeGrants,
    handle: updateGrant,
  },
  {
    method: 'DELETE',
    path: 'oauth2PermissionGrants/{grant}',
    access: access.writeGrants,
    handle: removeGrant,
  },
]
