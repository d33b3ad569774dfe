/** The older beta reports of resets and registrations, read from the audit log. */
import { access } from '../call/access.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, whole } from '../call/graph-call.ts'
import { route } from '../call/route.ts'

const dayMs = 86_400_000
const featureOf: Readonly<Record<string, 'reset' | 'registration'>> = {
  'Reset password (self-service)': 'reset',
  'Unlock user account (self-service)': 'reset',
  'User registered for self-service password reset': 'registration',
}

/** Registrations and resets from the audit log, newest first. */
function* usage(call: GraphCall, days = 30) {
  const { audits, lab } = call.directory
  const since = new Date(lab.clock.now() - days * dayMs).toISOString()
  for (let position = audits.size - 1; position >= 0; position--) {
    const row = audits.at(position)
    if (row === undefined || row.activityDateTime < since) return
    const feature = featureOf[row.activityDisplayName]
    if (feature !== undefined) yield { row, feature }
  }
}

function usageDetails(call: GraphCall): GraphAnswer {
  const value = [...usage(call)].map(({ row, feature }) => ({
    id: row.id,
    feature,
    userPrincipalName:
      row.targetResources[0]?.userPrincipalName ?? row.initiatedBy.user?.userPrincipalName ?? '',
    userDisplayName: row.targetResources[0]?.displayName ?? '',
    isSuccess: row.result === 'success',
    authMethod: 'mobileSMS',
    failureReason: row.result === 'success' ? null : row.resultReason,
    eventDateTime: row.activityDateTime,
  }))
  return whole(call, 'reports/userCredentialUsageDetails', value)
}

function usageSummary(call: GraphCall): GraphAnswer {
  const days = Number(/D(\d+)/.exec(call.params.period ?? '')?.[1] ?? 30)
  const counts = { reset: { good: 0, bad: 0 }, registration: { good: 0, bad: 0 } }
  for (const { row, feature } of usage(call, days))
    counts[feature][row.result === 'success' ? 'good' : 'bad']++
  const value = (['reset', 'registration'] as const).map((feature) => ({
    id: feature,
    feature,
    successfulActivityCount: counts[feature].good,
    failureActivityCount: counts[feature].bad,
    authMethod: null,
  }))
  return whole(call, 'reports/getCredentialUsageSummary', value)
}

export const usageRoutes: readonly GraphRoute[] = [
  route('GET', 'reports/userCredentialUsageDetails', access.readReports, usageDetails),
  route('GET', 'reports/getCredentialUsageSummary', access.readReports, usageSummary),
  route('GET', 'reports/getCredentialUsageSummary/{period}', access.readReports, usageSummary),
]
