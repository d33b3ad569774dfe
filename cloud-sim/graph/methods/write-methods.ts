/** Changing what is registered: who may, and the row in the audit log. */
import type { CloudUser, RegisteredMethods } from '#core/entra/model.ts'
import { mayResetPassword } from '#core/entra/roles.ts'
import { userTarget } from '../../directory/passwords.ts'
import {
  actorOf,
  enforces,
  type GraphAnswer,
  type GraphCall,
  isOwn,
  refuse,
  rolesOver,
} from '../call/graph-call.ts'
import { standingOf } from '../users/user-rights.ts'

/** An administrator's own methods apart, only users below them (the matrix of who may reset whom). */
function mayManage(call: GraphCall, user: CloudUser): boolean {
  if (!enforces(call) || isOwn(call, user.id) || call.bearer.isApp) return true
  return mayResetPassword(rolesOver(call, user.id), standingOf(call, user.id))
}

export const writeMethods = (
  call: GraphCall,
  user: CloudUser,
  change: Partial<RegisteredMethods>,
  what: string,
): Promise<GraphAnswer | undefined> =>
  changeMethods(call, user, what, () =>
    call.directory.putMethods({ ...call.directory.methodsOf(user.id), ...change }),
  )

/** `change` happens inside the transaction that records it. */
export async function changeMethods(
  call: GraphCall,
  user: CloudUser,
  what: string,
  change: () => void,
): Promise<GraphAnswer | undefined> {
  if (!mayManage(call, user)) return refuse('MethodsDenied')
  const { directory } = call
  await directory.transaction(() => {
    change()
    directory.recordAudit({
      activity: what,
      service: 'Authentication Methods',
      category: 'UserManagement',
      operation: 'Update',
      by: actorOf(call),
      targets: [userTarget(user)],
      correlationId: call.clientRequestId,
    })
  })
  return undefined
}
