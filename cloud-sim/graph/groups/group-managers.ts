/** Who may change a group: by directory role, or because they own it. */
import type { CloudGroup } from '#core/entra/model.ts'
import { type Answering, enforces, type GraphCall, refuse, rolesOver } from '../call/graph-call.ts'
import type { Handler } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { groupSet } from './group-set.ts'

const managers = [
  'Global Administrator',
  'User Administrator',
  'Groups Administrator',
  'Directory Writers',
  'Directory Synchronization Accounts',
]
/** Whoever could fill a role-assignable group could make themselves administrator. */
const roleManagers = ['Global Administrator', 'Privileged Role Administrator']

function mayManage(call: GraphCall, group: CloudGroup): boolean {
  const { bearer, directory } = call
  if (!enforces(call) || bearer.isApp) return true
  const able = group.isAssignableToRole === true ? roleManagers : managers
  const owns = bearer.user !== undefined && directory.links.has('owner', group.id, bearer.user.id)
  return owns || rolesOver(call, group.id).some((role) => able.includes(role))
}

/** A handler below one group, for those who may change it. */
export const managed = (act: (call: GraphCall, group: CloudGroup) => Answering): Handler =>
  on(groupSet)((call, group) => (mayManage(call, group) ? act(call, group) : refuse('AccessDenied')))
