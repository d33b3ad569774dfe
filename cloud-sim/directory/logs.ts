/** Writes and indexes the tenant's audit and sign-in logs. */
import { coreDirectoryActivities } from '#core/codes/audit.ts'
import { type Actor, type AuditRow, auditRow, initiator } from '#core/entra/audit-row.ts'
import { type SignInRow, signInRow } from '#core/entra/sign-in-row.ts'
import type { Lab } from '#core/ports.ts'
import { followRows } from './event-rows.ts'
import { rememberedText } from './remembered-text.ts'
import type { Logs } from './tenant-directory.ts'

const hasKeys = (data: unknown, ...keys: readonly string[]): boolean =>
  typeof data === 'object' && data !== null && keys.every((key) => key in data)
const isAudit = (data: unknown): data is AuditRow =>
  hasKeys(data, 'id', 'activityDisplayName', 'targetResources')
const isSignIn = (data: unknown): data is SignInRow => hasKeys(data, 'id', 'createdDateTime', 'status')

/** Seven digits of a second, as Graph's log rows carry. */
const timestampOf = (at: number): string => `${new Date(at).toISOString().slice(0, -1)}0000Z`

export function createLogs(lab: Lab): { readonly logs: Logs; readonly stop: () => void } {
  const audits = followRows(lab.journal, 'audit.recorded', isAudit, (row) =>
    row.targetResources.map(({ id }) => id),
  )
  const signIns = followRows(lab.journal, 'sign-in.recorded', isSignIn, (row) => [row.userId])

  const timestamp = rememberedText(timestampOf)
  const auditId = (service: string, correlationId: string): string => {
    const serial = String(lab.random.integer(100_000_000)).padStart(8, '0')
    const stamp = lab.random.integer(0x10_0000).toString(16).padStart(5, '0').toUpperCase()
    return service === 'Core Directory'
      ? `Directory_${correlationId}_${stamp}_${serial}`
      : `SSPR_${correlationId}_${stamp}_${serial}`
  }
  // The rows of a batch are all the same actor's.
  let last: { readonly by: Actor; readonly shown: AuditRow['initiatedBy'] } | undefined
  const shownAs = (by: Actor): AuditRow['initiatedBy'] => {
    if (last?.by !== by) last = { by, shown: initiator(by) }
    return last.shown
  }
  const recordAudit: Logs['recordAudit'] = (entry) => {
    const id = auditId(entry.service, entry.correlationId)
    const row = auditRow(id, entry, timestamp(lab.clock.now()), shownAs(entry.by))
    const [target] = entry.targets
    lab.journal.record({
      place: 'cloud',
      type: 'audit.recorded',
      summary: `${entry.service}: ${entry.activity} (${row.result})`,
      correlationId: entry.correlationId,
      target: target?.userPrincipalName ?? target?.id,
      data: row,
    })
    return row
  }
  const logs: Logs = {
    recordAudit,
    // Named one by one: a spread that is added to costs more than all the rest of a row (docs/decisions/0008).
    recordChange: (what, by, target, correlationId, properties) => {
      const { activity, category, operation } = coreDirectoryActivities[what]
      const { id, displayName, type, userPrincipalName = null, groupType = null } = target
      const modifiedProperties = properties ?? target.modifiedProperties ?? []
      return recordAudit({
        activity,
        category,
        operation,
        service: 'Core Directory',
        by,
        targets: [{ id, displayName, type, userPrincipalName, groupType, modifiedProperties }],
        correlationId,
      })
    },
    recordSignIn: (entry) => {
      const at = lab.clock.now()
      const row = signInRow(lab.random.guid(), { ...entry, at }, new Date(at).toISOString())
      lab.journal.record({
        place: 'cloud',
        type: 'sign-in.recorded',
        summary: `Sign-in of ${row.userPrincipalName || row.appDisplayName} to ${row.appDisplayName}: ${entry.errorCode === 0 ? 'success' : `failure ${entry.errorCode}`}`,
        correlationId: entry.correlationId,
        target: row.userPrincipalName || row.appDisplayName,
        data: { ...row },
      })
      return row
    },
    audits,
    signIns,
  }
  const stop = () => {
    audits.stop()
    signIns.stop()
  }
  return { logs, stop }
}
