/** When a user last signed in, from the sign-in log: newest first, and only as far back as it takes. */
import type { TenantDirectory } from '../../directory/tenant-directory.ts'

export function lastSignInOf({ signIns }: TenantDirectory, userId: string): Record<string, unknown> | null {
  const rows = signIns.ofUser(userId)
  const last = rows.at(-1)
  if (last === undefined) return null
  const interactive = rows.findLast((row) => row.isInteractive)
  const silent = rows.findLast((row) => !row.isInteractive)
  const good = rows.findLast((row) => row.status.errorCode === 0)
  return {
    lastSignInDateTime: interactive?.createdDateTime ?? null,
    lastSignInRequestId: interactive?.id ?? null,
    lastNonInteractiveSignInDateTime: silent?.createdDateTime ?? null,
    lastNonInteractiveSignInRequestId: silent?.id ?? null,
    lastSuccessfulSignInDateTime: good?.createdDateTime ?? null,
    lastSuccessfulSignInRequestId: good?.id ?? null,
  }
}
