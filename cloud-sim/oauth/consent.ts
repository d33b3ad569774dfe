/** What a client may do: delegated permissions that somebody consented to, and an application's own. */

import { modified } from '#core/entra/audit-row.ts'
import { graphAppRole } from '#core/entra/graph-permissions.ts'
import type { CloudUser } from '#core/entra/model.ts'
import type { Client } from './clients.ts'
import type { Resource } from './resources.ts'
import { canonical } from './resources.ts'

/** Delegated permissions on the resource that hold for this user. `*`: Microsoft's own client, which needs no consent. */
export function consentedScopes(
  { tenant, principal, firstParty }: Client,
  resource: Resource,
  userId: string,
): ReadonlySet<string> | '*' {
  if (firstParty?.graphScopes === '*') return '*'
  const scopes = new Set<string>()
  for (const grant of tenant.directory.applications.grantsOfClient(principal.id)) {
    if (grant.resourceId !== resource.principal.id) continue
    if (grant.consentType === 'Principal' && grant.principalId !== userId) continue
    for (const scope of grant.scope.split(' ')) if (scope !== '') scopes.add(scope)
  }
  return scopes
}

export function missingScopes(
  client: Client,
  resource: Resource,
  userId: string,
  asked: readonly string[],
): readonly string[] {
  const consented = consentedScopes(client, resource, userId)
  return consented === '*'
    ? []
    : asked.map((scope) => canonical(resource, scope)).filter((scope) => !consented.has(scope))
}

/** Permissions over other people's data are an administrator's to give. */
export const needsAdministrator = (scope: string): boolean =>
  /\.All$|^Directory\./.test(scope) && scope !== 'User.ReadBasic.All'

export const mayConsentForAll = (roles: readonly string[]): boolean =>
  [
    'Global Administrator',
    'Privileged Role Administrator',
    'Application Administrator',
    'Cloud Application Administrator',
  ].some((role) => roles.includes(role))

/** Records consent of one user, or of an administrator for everybody. */
export async function recordConsent(
  client: Client,
  resource: Resource,
  user: CloudUser,
  scopes: readonly string[],
  forAll: boolean,
  correlationId: string,
): Promise<void> {
  const { directory, lab } = client.tenant
  const { applications } = directory
  const there = applications
    .grantsOfClient(client.principal.id)
    .find(
      (grant) =>
        grant.resourceId === resource.principal.id &&
        (forAll ? grant.consentType === 'AllPrincipals' : grant.principalId === user.id),
    )
  const all = new Set([
    ...(there?.scope.split(' ') ?? []),
    ...scopes.map((scope) => canonical(resource, scope)),
  ])
  const scope = [...all].filter((each) => each !== '').join(' ')
  await directory.transaction(() => {
    applications.putGrant({
      id: there?.id ?? Buffer.from(lab.random.bytes(24)).toString('base64url'),
      clientId: client.principal.id,
      consentType: forAll ? 'AllPrincipals' : 'Principal',
      principalId: forAll ? null : user.id,
      resourceId: resource.principal.id,
      scope,
    })
    directory.recordChange(
      'consent',
      { kind: 'user', id: user.id, userPrincipalName: user.userPrincipalName },
      { id: client.principal.id, displayName: client.displayName, type: 'ServicePrincipal' },
      correlationId,
      [
        modified('ConsentAction.Permissions', there?.scope ?? null, scope),
        modified('ConsentContext.IsAdminConsent', null, String(forAll)),
      ],
    )
  })
}

/** Application permissions on the resource, by value. */
export function appRolesOf({ tenant, principal }: Client, resource: Resource): readonly string[] {
  const values: string[] = []
  for (const { resourceId, appRoleId } of tenant.directory.applications.appRolesOf(principal.id)) {
    const value = resourceId === resource.principal.id ? roleValue(resource, appRoleId) : undefined
    if (value !== undefined) values.push(value)
  }
  return values
}

const roleValue = ({ isGraph, application }: Resource, appRoleId: string): string | undefined =>
  isGraph ? graphAppRole(appRoleId)?.value : application?.appRoles.find(({ id }) => id === appRoleId)?.value

/** Roles of a user in an API, given directly or through groups. */
export function userRolesIn({ tenant }: Client, resource: Resource, userId: string): readonly string[] {
  if (resource.application === undefined) return []
  const holders = [userId, ...tenant.directory.groupsOf(userId).map((group) => group.id)]
  const ids = holders
    .flatMap((holder) => tenant.directory.applications.appRolesOf(holder))
    .filter((role) => role.resourceId === resource.principal.id)
  return [
    ...new Set(
      ids.flatMap(
        ({ appRoleId }) => resource.application?.appRoles.find((role) => role.id === appRoleId)?.value ?? [],
      ),
    ),
  ]
}
