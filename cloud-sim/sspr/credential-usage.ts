/** Usage & insights: registration and reset events, read off the audit log, for the portal and Graph's reports (writeback.md §9.4). */
import { completedMethod, methodWords, ssprActivities } from '#core/codes/sspr-audit.ts'
import { resetMethods } from '#core/contracts/sspr.ts'
import type { AuditRow } from '#core/entra/audit-row.ts'
import type { Instant } from '#core/ports.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export interface CredentialUsage {
  readonly id: string
  readonly feature: 'registration' | 'reset'
  readonly userPrincipalName: string
  readonly userDisplayName: string | null
  readonly isSuccess: boolean
  /** The last method that was passed (reset) or registered; null when it never came to that. */
  readonly authMethod: string | null
  readonly failureReason: string | null
  readonly eventDateTime: string
}

export interface ResetsAndChanges {
  readonly passwordResetsByAdminCount: number
  readonly passwordResetsSelfServiceCount: number
  readonly changePasswordSelfServiceCount: number
  readonly accountUnlocksCount: number
}

/** Newest first, no older than `since`: the log is in order of time, so the walk ends where the period does. */
function* rowsSince({ audits }: TenantDirectory, since: Instant): Generator<AuditRow> {
  for (let position = audits.size - 1; position >= 0; position--) {
    const row = audits.at(position)
    if (row === undefined || Date.parse(row.activityDateTime) < since) return
    yield row
  }
}

const { registered, resetBySelf, unlock, resetByAdmin, change } = ssprActivities
const resets: readonly string[] = [resetBySelf.activity, unlock.activity]

const completed = new Map<string, string>(
  resetMethods.map((method) => [completedMethod(method), methodWords[method]]),
)

function methodOf(directory: TenantDirectory, row: AuditRow): string | null {
  if (row.activityDisplayName === registered.activity) return row.resultReason
  const passed = directory.audits
    .byCorrelation(row.correlationId)
    .flatMap(({ resultReason }) => completed.get(resultReason ?? '') ?? [])
  return passed.at(-1) ?? null
}

/** Registration and reset events of the last so many milliseconds, newest first. */
export function* credentialUsage(directory: TenantDirectory, periodMs: number): Generator<CredentialUsage> {
  for (const row of rowsSince(directory, directory.lab.clock.now() - periodMs)) {
    const feature = row.activityDisplayName === registered.activity ? 'registration' : 'reset'
    const [target] = row.targetResources
    if (target === undefined || (feature === 'reset' && !resets.includes(row.activityDisplayName))) continue
    yield {
      id: row.id,
      feature,
      userPrincipalName: target.userPrincipalName ?? '',
      userDisplayName: target.displayName,
      isSuccess: row.result === 'success',
      authMethod: methodOf(directory, row),
      failureReason: row.result === 'success' ? null : row.resultReason,
      eventDateTime: row.activityDateTime,
    }
  }
}

/** Successful ones of the last so many milliseconds. */
export function resetsAndChanges(directory: TenantDirectory, periodMs: number): ResetsAndChanges {
  const counts = new Map<string, number>()
  for (const { activityDisplayName: name, result } of rowsSince(
    directory,
    directory.lab.clock.now() - periodMs,
  ))
    if (result === 'success') counts.set(name, (counts.get(name) ?? 0) + 1)
  const count = ({ activity }: { readonly activity: string }) => counts.get(activity) ?? 0
  return {
    passwordResetsByAdminCount: count(resetByAdmin),
    passwordResetsSelfServiceCount: count(resetBySelf),
    changePasswordSelfServiceCount: count(change),
    accountUnlocksCount: count(unlock),
  }
}
