/** Giving and taking directory roles, whichever door asked for it. */
import { modified } from '#core/entra/audit-row.ts'
import type { RoleDefinition } from '#core/entra/roles.ts'
import { actorOf, type GraphAnswer, type GraphCall, noContent, refuse } from '../call/graph-call.ts'

export async function assignRole(call: GraphCall, role: RoleDefinition, principalId: string): Promise<void> {
  const { directory } = call
  await directory.transaction(() => {
    directory.links.add('role', role.templateId, principalId)
    record(call, role, principalId, true)
  })
}

export async function unassignRole(
  call: GraphCall,
  role: RoleDefinition,
  principalId: string,
): Promise<GraphAnswer> {
  const { directory } = call
  if (role.displayName === 'Global Administrator' && directory.links.to('role', role.templateId).size === 1)
    return refuse('LastAdministrator')
  await directory.transaction(() => {
    directory.links.remove('role', role.templateId, principalId)
    record(call, role, principalId, false)
  })
  return noContent
}

function record(call: GraphCall, role: RoleDefinition, principalId: string, added: boolean): void {
  const user = call.directory.userById(principalId)
  const target = {
    id: principalId,
    displayName: user?.displayName ?? null,
    type: user === undefined ? 'ServicePrincipal' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  call.directory.recordChange(
    added ? 'addMemberToRole' : 'removeMemberFromRole',
    actorOf(call),
    target,
    call.clientRequestId,
    [
      modified('Role.DisplayName', added ? null : role.displayName, added ? role.displayName : null),
      modified('Role.TemplateId', null, role.templateId),
    ],
  )
}
