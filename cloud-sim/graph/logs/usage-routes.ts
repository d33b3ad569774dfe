/** The older beta reports of resets and registrations, read from the audit log. */
import { methodWords, registeredWords } from '#core/codes/sspr-audit.ts'
import { credentialUsage } from '../../sspr/credential-usage.ts'
import { access } from '../call/access.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, whole } from '../call/graph-call.ts'
import { route } from '../call/route.ts'

const dayMs = 86_400_000
const longest = 30

/** `usageAuthMethod` of Graph's beta, by what the audit log calls the method; registrations name what was registered. */
const usageAuthMethods: Readonly<Record<string, string>> = {
  [methodWords.email]: 'email',
  [methodWords.mobileSms]: 'mobileSMS',
  [methodWords.mobileCall]: 'mobileCall',
  [methodWords.officeCall]: 'officePhone',
  [methodWords.securityQuestions]: 'securityQuestion',
  [methodWords.appNotification]: 'appNotification',
  [methodWords.appCode]: 'appCode',
  [registeredWords.email]: 'email',
  [registeredWords.mobilePhone]: 'mobileSMS',
  [registeredWords.authenticator]: 'appCode',
  [registeredWords.securityQuestions]: 'securityQuestion',
}

function usageDetails(call: GraphCall): GraphAnswer {
  const value = [...credentialUsage(call.directory, longest * dayMs)].map((row) => ({
    ...row,
    userDisplayName: row.userDisplayName ?? '',
    authMethod: usageAuthMethods[row.authMethod ?? ''] ?? null,
  }))
  return whole(call, 'reports/userCredentialUsageDetails', value)
}

function usageSummary(call: GraphCall): GraphAnswer {
  const days = Number(/D(\d+)/.exec(call.params.period ?? '')?.[1] ?? longest)
  const counts = { reset: { good: 0, bad: 0 }, registration: { good: 0, bad: 0 } }
  for (const { feature, isSuccess } of credentialUsage(call.directory, days * dayMs))
    counts[feature][isSuccess ? 'good' : 'bad']++
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
