/** Audit rows of Self-service Password Management and Authentication Methods (writeback.md §9). */
import { isPasswordChangeCode, passwordChangeEntry } from '#core/codes/password-change.ts'
import { isSsprCode, ssprEntry } from '#core/codes/sspr.ts'
import { type SsprActivity, ssprActivities } from '#core/codes/sspr-audit.ts'
import { causeOf, propagationOf } from '#core/codes/writeback.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { isManagedOnPremises } from '#core/sspr/reset-subject.ts'
import type { Refusal } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export const asActor = (user: CloudUser, ipAddress: string): Actor => ({
  kind: 'user',
  id: user.id,
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  ipAddress,
})

export interface SsprAuditRow {
  readonly by: Actor
  readonly user?: CloudUser
  readonly correlationId: string
  readonly result?: 'success' | 'failure'
  readonly reason?: string | null
  readonly details?: Readonly<Record<string, string>>
}

export function recordSspr(directory: TenantDirectory, activity: SsprActivity, row: SsprAuditRow): void {
  const { by, user, correlationId, result, reason, details } = row
  const target =
    user === undefined
      ? ({ id: directory.tenantId, displayName: directory.tenant().displayName, type: 'Directory' } as const)
      : ({
          id: user.id,
          displayName: user.displayName,
          type: 'User',
          userPrincipalName: user.userPrincipalName,
        } as const)
  directory.recordAudit({
    ...ssprActivities[activity],
    by,
    targets: [target],
    correlationId,
    ...(result === undefined ? {} : { result }),
    ...(reason === undefined ? {} : { resultReason: reason }),
    ...(details === undefined ? {} : { details }),
  })
}

/** Which agent had a part in it. */
export const agentDetail = (user: CloudUser): Readonly<Record<string, string>> => ({
  OnPremisesAgent: isManagedOnPremises(user) ? 'Microsoft Entra Connect' : 'None',
})

/** `resultReason` of a refusal: the cause's in the propagation table where there is one, else the code's own. */
function reasonOf({ code, facts }: Refusal): string {
  const cause = facts?.cause
  if (typeof cause === 'string') return propagationOf(causeOf(cause)).reason
  if (isSsprCode(code)) return ssprEntry(code).reason ?? code
  return isPasswordChangeCode(code) ? (passwordChangeEntry(code).reason ?? code) : code
}

/** Active Directory took it and the cloud did not: the audit log calls that a success (graph.md §4). */
const isPartialSuccess = (refusal: Refusal): boolean => refusal.facts?.cause === 'CloudCommitFailed'

export interface FinalRow {
  readonly activity: 'resetBySelf' | 'resetByAdmin' | 'unlock' | 'change'
  readonly by: Actor
  readonly user: CloudUser
  readonly correlationId: string
}

const doneReason = {
  resetBySelf: 'Successfully completed reset.',
  resetByAdmin: 'Successfully completed reset.',
  unlock: 'Successfully completed unlock.',
  change: 'None',
} as const

/** The last row of a flow. */
export function recordFinal(
  directory: TenantDirectory,
  { activity, by, user, correlationId }: FinalRow,
  refusal: Refusal | undefined,
): void {
  const about = { by, user, correlationId, details: agentDetail(user) }
  const outcome =
    refusal === undefined
      ? ({ result: 'success', reason: doneReason[activity] } as const)
      : ({ result: isPartialSuccess(refusal) ? 'success' : 'failure', reason: reasonOf(refusal) } as const)
  recordSspr(directory, activity, { ...about, ...outcome })
}
