/** A change and its row in the audit log are one transaction: both are on disk, or neither. */
import type { CoreDirectoryActivity } from '#core/codes/audit.ts'
import type { AuditTarget, ModifiedProperty } from '#core/entra/audit-row.ts'
import { actorOf, type GraphCall } from './graph-call.ts'

export interface DirectoryChange {
  readonly activity: CoreDirectoryActivity
  readonly target: AuditTarget
  readonly properties?: readonly ModifiedProperty[]
}

export const changeDirectory = <Answer>(
  call: GraphCall,
  { activity, target, properties }: DirectoryChange,
  change: () => Answer,
): Promise<Answer> =>
  call.directory.transaction(() => {
    const answer = change()
    call.directory.recordChange(activity, actorOf(call), target, call.clientRequestId, properties)
    return answer
  })
