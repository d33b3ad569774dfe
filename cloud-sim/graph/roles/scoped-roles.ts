/** Directory roles over an administrative unit: who holds which, and which roles can be given so. */
import { modified } from '#core/entra/audit-row.ts'
import type { AdministrativeUnit } from '#core/entra/model.ts'
import { type RoleDefinition, roleByTemplate } from '#core/entra/roles.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { actorOf, type GraphCall } from '../call/graph-call.ts'
import { findObject } from '../objects/directory-object.ts'

export interface ScopedRole {
  readonly unitId: string
  readonly templateId: string
  readonly principalId: string
}

/** Roles that can be given over a unit (published list, as far as the lab has the roles). */
const scopable = new Set([
  'Authentication Administrator',
  'Groups Administrator',
  'Helpdesk Administrator',
  'License Administrator',
  'Password Administrator',
  'User Administrator',
])
export const isScopable = ({ displayName }: RoleDefinition): boolean => scopable.has(displayName)

const scopeOf = ({ unitId, templateId }: Pick<ScopedRole, 'unitId' | 'templateId'>): string =>
  `${unitId}:${templateId}`

export const holdsScoped = ({ links }: TenantDirectory, row: ScopedRole): boolean =>
  links.has('scoped-role', scopeOf(row), row.principalId)

/** Ordered by unit, role and holder. */
export const scopedRoles = ({ links }: TenantDirectory): ScopedRole[] =>
  [...links.sources('scoped-role')].sort().flatMap((scope) => {
    const [unitId = '', templateId = ''] = scope.split(':')
    return [...links.to('scoped-role', scope)]
      .sort()
      .map((principalId) => ({ unitId, templateId, principalId }))
  })

/** Gives the role, or takes it, with the row in the audit log. */
export async function changeScoped(
  call: GraphCall,
  row: ScopedRole,
  unit: AdministrativeUnit,
  added: boolean,
): Promise<void> {
  const { directory } = call
  const role = roleByTemplate(row.templateId)
  const user = directory.userById(row.principalId)
  const target = {
    id: row.principalId,
    displayName: findObject(directory, row.principalId)?.row.displayName ?? null,
    type: user === undefined ? 'ServicePrincipal' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  await directory.transaction(() => {
    if (added) directory.links.add('scoped-role', scopeOf(row), row.principalId)
    else directory.links.remove('scoped-role', scopeOf(row), row.principalId)
    directory.recordChange(
      added ? 'addScopedRole' : 'removeScopedRole',
      actorOf(call),
      target,
      call.clientRequestId,
      [
        modified('Role.DisplayName', null, role?.displayName ?? row.templateId),
        modified('AdministrativeUnit.ObjectID', null, unit.id),
        modified('AdministrativeUnit.DisplayName', null, unit.displayName),
      ],
    )
  })
}
