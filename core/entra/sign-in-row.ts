/** A row of the sign-in log as Graph's `signIn` shows it, plus `signInEventTypes`, which only beta knows. */
import type { SignInEntry } from './audit-row.ts'
import type { AppliedPolicy } from './conditional-access.ts'

export interface SignInRow {
  readonly id: string
  readonly createdDateTime: string
  readonly userDisplayName: string
  readonly userPrincipalName: string
  readonly userId: string
  readonly appId: string
  readonly appDisplayName: string
  readonly ipAddress: string
  readonly clientAppUsed: string
  readonly correlationId: string
  readonly conditionalAccessStatus: 'success' | 'failure' | 'notApplied'
  readonly isInteractive: boolean
  readonly riskDetail: 'none'
  readonly riskLevelAggregated: 'none'
  readonly riskLevelDuringSignIn: 'none'
  readonly riskState: 'none'
  readonly riskEventTypes: readonly string[]
  readonly riskEventTypes_v2: readonly string[]
  readonly resourceDisplayName: string
  readonly resourceId: string
  readonly status: {
    readonly errorCode: number
    readonly failureReason: string
    readonly additionalDetails: string | null
  }
  readonly deviceDetail: Readonly<Record<string, string | boolean | null>>
  readonly location: Readonly<Record<string, unknown>>
  readonly appliedConditionalAccessPolicies: readonly AppliedPolicy[]
  /** Beta only. */
  readonly beta: Readonly<Record<string, unknown>> & { readonly signInEventTypes: readonly string[] }
}

const browserOf = (userAgent: string): string =>
  /(Edg|Chrome|Firefox|Safari)\/[\d.]+/.exec(userAgent)?.[0]?.replace('/', ' ') ?? ''

export const signInRow = (id: string, entry: SignInEntry, createdDateTime: string): SignInRow => ({
  id,
  createdDateTime,
  userDisplayName: entry.user?.displayName ?? entry.userPrincipalName,
  userPrincipalName: entry.user?.userPrincipalName ?? entry.userPrincipalName,
  userId: entry.user?.id ?? '00000000-0000-0000-0000-000000000000',
  appId: entry.app.appId,
  appDisplayName: entry.app.displayName,
  ipAddress: entry.ipAddress,
  clientAppUsed: entry.clientAppUsed,
  correlationId: entry.correlationId,
  conditionalAccessStatus: accessStatus(entry),
  isInteractive: entry.kind === 'interactiveUser',
  riskDetail: 'none',
  riskLevelAggregated: 'none',
  riskLevelDuringSignIn: 'none',
  riskState: 'none',
  riskEventTypes: [],
  riskEventTypes_v2: [],
  resourceDisplayName: entry.resource.displayName,
  resourceId: entry.resource.appId,
  status: { errorCode: entry.errorCode, failureReason: entry.failureReason, additionalDetails: null },
  deviceDetail: {
    deviceId: '',
    displayName: '',
    operatingSystem: '',
    browser: browserOf(entry.userAgent),
    isCompliant: false,
    isManaged: false,
    trustType: '',
  },
  location: {
    city: '',
    state: '',
    countryOrRegion: '',
    geoCoordinates: { altitude: null, latitude: null, longitude: null },
  },
  appliedConditionalAccessPolicies: entry.access?.policies ?? [],
  beta: {
    signInEventTypes: [entry.kind],
    authenticationProtocol: entry.protocol,
    userAgent: entry.userAgent,
    servicePrincipalId: entry.app.servicePrincipalId ?? '',
    servicePrincipalName: entry.kind === 'servicePrincipal' ? entry.app.displayName : '',
    userType: 'member',
    authenticationRequirement:
      (entry.access?.sources ?? []).length > 0 ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    authenticationRequirementPolicies: (entry.access?.sources ?? []).map((source) => requirements[source]),
    authenticationDetails: authenticationDetails(entry, createdDateTime),
    mfaDetail: mfaDetail(entry),
  },
})

const requirements = {
  conditionalAccess: { requirementProvider: 'multiConditionalAccess', detail: 'Conditional Access' },
  perUserMfa: { requirementProvider: 'user', detail: 'Per-user MFA' },
  securityDefaults: { requirementProvider: 'baselineProtection', detail: 'Security defaults' },
} as const

function accessStatus({ access }: SignInEntry): SignInRow['conditionalAccessStatus'] {
  const results = access?.policies.map(({ result }) => result) ?? []
  if (results.includes('failure')) return 'failure'
  return results.includes('success') ? 'success' : 'notApplied'
}

const mfaDetail = ({ secondFactor }: SignInEntry) =>
  secondFactor === undefined ? null : { authMethod: secondFactor.method, authDetail: secondFactor.detail }

/** Graph beta's `authenticationDetails`: a step for each factor that was tried. */
function authenticationDetails({ authentication, secondFactor }: SignInEntry, at: string) {
  const step = (
    factor: NonNullable<SignInEntry['authentication']>,
    requirement: 'Primary authentication' | 'Multifactor authentication',
  ) => ({
    authenticationStepDateTime: at,
    authenticationMethod: factor.method,
    authenticationMethodDetail: factor.detail,
    succeeded: factor.succeeded,
    authenticationStepResultDetail: factor.result,
    authenticationStepRequirement: requirement,
  })
  return [
    ...(authentication === undefined ? [] : [step(authentication, 'Primary authentication')]),
    ...(secondFactor === undefined ? [] : [step(secondFactor, 'Multifactor authentication')]),
  ]
}
