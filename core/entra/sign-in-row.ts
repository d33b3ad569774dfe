/** A row of the sign-in log as Graph's `signIn` shows it, plus `signInEventTypes`, which only beta knows. */
import type { SignInEntry } from './audit-row.ts'

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
  readonly appliedConditionalAccessPolicies: readonly never[]
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
  conditionalAccessStatus: 'notApplied',
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
  appliedConditionalAccessPolicies: [],
  beta: {
    signInEventTypes: [entry.kind],
    authenticationProtocol: entry.protocol,
    userAgent: entry.userAgent,
    servicePrincipalId: entry.app.servicePrincipalId ?? '',
    servicePrincipalName: entry.kind === 'servicePrincipal' ? entry.app.displayName : '',
    userType: 'member',
    authenticationRequirement: 'singleFactorAuthentication',
    authenticationDetails: authenticationDetails(entry, createdDateTime),
  },
})

/** Graph beta's `authenticationDetails`: a step for each factor that was tried. */
const authenticationDetails = ({ authentication }: SignInEntry, at: string) =>
  authentication === undefined
    ? []
    : [
        {
          authenticationStepDateTime: at,
          authenticationMethod: authentication.method,
          authenticationMethodDetail: authentication.detail,
          succeeded: authentication.succeeded,
          authenticationStepResultDetail: authentication.result,
          authenticationStepRequirement: 'Primary authentication',
        },
      ]
