/**
 * Conditional Access: which policies apply to a sign-in, and whether what they ask for has been given. Pure: policies and
 * the facts of the sign-in go in, the verdict comes out. Conditions that the lab knows nothing of (risk, devices' attributes,
 * workload identities, filters for applications) hold for nobody.
 */
import type { AccessPolicy } from '#core/contracts/conditional-access.ts'
import { hasSecondFactor } from './second-factor.ts'

export interface AccessRequest {
  readonly userId: string
  readonly isGuest: boolean
  readonly groups: ReadonlySet<string>
  /** Template ids of directory roles. */
  readonly roles: ReadonlySet<string>
  /** The resource, and the application where it is one of the tenant's own. */
  readonly applications: readonly string[]
  readonly isAdminPortal: boolean
  readonly clientAppType: 'browser' | 'mobileAppsAndDesktopClients'
  readonly isDeviceCode: boolean
  readonly platform: string
  /** Ids of named locations that hold the address. */
  readonly locations: ReadonlySet<string>
  readonly isTrustedLocation: boolean
  /** Authentication contexts that the request asks for (`acrs`). */
  readonly contexts: readonly string[]
  /** What the session has proved. */
  readonly amr: readonly string[]
  /** Allowed combinations of an authentication strength. */
  strength(id: string): ReadonlySet<string>
}

/** In the order in which the service asks for them. */
export const accessControls = [
  'block',
  'mfa',
  'authenticationStrength',
  'compliantDevice',
  'domainJoinedDevice',
  'approvedApplication',
  'compliantApplication',
  'externalChallenge',
] as const
export type AccessControl = (typeof accessControls)[number]

export type PolicyResult =
  | 'success'
  | 'failure'
  | 'notApplied'
  | 'notEnabled'
  | 'reportOnlySuccess'
  | 'reportOnlyFailure'
  | 'reportOnlyInterrupted'
  | 'reportOnlyNotApplied'

export interface AppliedPolicy {
  readonly id: string
  readonly displayName: string
  readonly enforcedGrantControls: readonly string[]
  readonly enforcedSessionControls: readonly string[]
  readonly result: PolicyResult
}

export interface AccessVerdict {
  readonly policies: readonly AppliedPolicy[]
  /** The first control that was asked for and not given, and the policies that ask for it. */
  readonly unmet: { readonly control: AccessControl; readonly policies: readonly AppliedPolicy[] } | undefined
  /** A policy asks for a second factor, given or not. */
  readonly asksForSecondFactor: boolean
  /** Combinations that an authentication strength leaves; undefined: any second factor will do. */
  readonly combinations: ReadonlySet<string> | undefined
}

const meets = (listed: readonly string[], ids: Iterable<string>): boolean => {
  const wanted = new Set(listed.map((id) => id.toLowerCase()))
  return [...ids].some((id) => wanted.has(id.toLowerCase()))
}

function holdsForUser({ conditions }: AccessPolicy, request: AccessRequest): boolean {
  const { users } = conditions
  const words = ['All', ...(request.isGuest ? ['GuestsOrExternalUsers'] : []), request.userId]
  const included =
    meets(users.includeUsers, words) ||
    meets(users.includeGroups, request.groups) ||
    meets(users.includeRoles, request.roles) ||
    (request.isGuest && users.includeGuestsOrExternalUsers !== null)
  const excluded =
    meets(users.excludeUsers, words.slice(1)) ||
    meets(users.excludeGroups, request.groups) ||
    meets(users.excludeRoles, request.roles) ||
    (request.isGuest && users.excludeGuestsOrExternalUsers !== null)
  return included && !excluded
}

function holdsForApplication({ conditions }: AccessPolicy, request: AccessRequest): boolean {
  const { applications } = conditions
  if (applications.includeUserActions.length > 0 || applications.applicationFilter !== null) return false
  const contexts = applications.includeAuthenticationContextClassReferences
  if (contexts.length > 0) return meets(contexts, request.contexts)
  const words = [...request.applications, ...(request.isAdminPortal ? ['MicrosoftAdminPortals'] : [])]
  return (
    meets(applications.includeApplications, ['All', ...words]) &&
    !meets(applications.excludeApplications, words)
  )
}

function holdsForPlace({ conditions }: AccessPolicy, request: AccessRequest): boolean {
  const { platforms, locations } = conditions
  const here = [...request.locations, ...(request.isTrustedLocation ? ['AllTrusted'] : [])]
  const onPlatform =
    platforms === null ||
    (meets(platforms.includePlatforms, ['all', request.platform]) &&
      !meets(platforms.excludePlatforms, [request.platform]))
  const inLocation =
    locations === null ||
    (meets(locations.includeLocations, ['All', ...here]) && !meets(locations.excludeLocations, here))
  return onPlatform && inLocation
}

function holdsForClient({ conditions }: AccessPolicy, request: AccessRequest): boolean {
  if (!meets(conditions.clientAppTypes, ['all', request.clientAppType])) return false
  const { authenticationFlows } = conditions
  const named =
    typeof authenticationFlows === 'object' &&
    authenticationFlows !== null &&
    'transferMethods' in authenticationFlows
      ? String(authenticationFlows.transferMethods)
      : undefined
  return named === undefined || (request.isDeviceCode && named.split(',').includes('deviceCodeFlow'))
}

const needsWhatNobodyKnows = ({ conditions }: AccessPolicy): boolean =>
  conditions.userRiskLevels.length > 0 ||
  conditions.signInRiskLevels.length > 0 ||
  conditions.servicePrincipalRiskLevels.length > 0 ||
  conditions.clientApplications !== null ||
  conditions.devices?.deviceFilter?.mode === 'include'

const holds = (policy: AccessPolicy, request: AccessRequest): boolean =>
  !needsWhatNobodyKnows(policy) &&
  [holdsForUser, holdsForApplication, holdsForPlace, holdsForClient].every((condition) =>
    condition(policy, request),
  )

/** What a policy asks for, in the service's order; unknown controls count as what no sign-in here can give. */
function controlsOf({ grantControls }: AccessPolicy): readonly AccessControl[] {
  if (grantControls == null) return []
  const { builtInControls, authenticationStrength, customAuthenticationFactors, termsOfUse } = grantControls
  const asked: AccessControl[] = builtInControls.map((name) => {
    const known = accessControls.find((control) => control.toLowerCase() === name.toLowerCase())
    return known ?? 'externalChallenge'
  })
  if (authenticationStrength !== null) asked.push('authenticationStrength')
  if (customAuthenticationFactors.length + termsOfUse.length > 0) asked.push('externalChallenge')
  return accessControls.filter((control) => asked.includes(control))
}

const strengthOf = ({ grantControls }: AccessPolicy, request: AccessRequest): ReadonlySet<string> =>
  request.strength(grantControls?.authenticationStrength?.id ?? '')

function isGiven(control: AccessControl, policy: AccessPolicy, request: AccessRequest): boolean {
  if (control === 'mfa') return hasSecondFactor(request.amr)
  if (control !== 'authenticationStrength') return false
  const allowed = strengthOf(policy, request)
  return request.amr.some((proof) => allowed.has(proof))
}

/** One of several that are asked for by OR is enough; the first in the service's order is then asked for. */
function missingOf(policy: AccessPolicy, request: AccessRequest): readonly AccessControl[] {
  const controls = controlsOf(policy)
  const missing = controls.filter((control) => !isGiven(control, policy, request))
  if (policy.grantControls?.operator !== 'OR' || controls.includes('block')) return missing
  return missing.length < controls.length ? [] : missing.slice(0, 1)
}

/** As the sign-in log names them. */
const loggedControls: Readonly<Record<AccessControl, string>> = {
  block: 'Block',
  mfa: 'Mfa',
  authenticationStrength: 'AuthenticationStrength',
  compliantDevice: 'RequireCompliantDevice',
  domainJoinedDevice: 'RequireDomainJoinedDevice',
  approvedApplication: 'RequireApprovedApp',
  compliantApplication: 'RequireCompliantApp',
  externalChallenge: 'ExternalChallenge',
}

const needsPerson = (control: AccessControl): boolean =>
  control === 'mfa' || control === 'authenticationStrength' || control === 'externalChallenge'

function resultOf(policy: AccessPolicy, applies: boolean, missing: readonly AccessControl[]): PolicyResult {
  if (policy.state === 'disabled') return 'notEnabled'
  const [first] = missing
  if (policy.state === 'enabled')
    return applies ? (first === undefined ? 'success' : 'failure') : 'notApplied'
  if (!applies) return 'reportOnlyNotApplied'
  if (first === undefined) return 'reportOnlySuccess'
  return needsPerson(first) ? 'reportOnlyInterrupted' : 'reportOnlyFailure'
}

interface Judged {
  readonly policy: AccessPolicy
  readonly shown: AppliedPolicy
  readonly enforced: boolean
  readonly controls: readonly AccessControl[]
  readonly missing: readonly AccessControl[]
}

function judge(policy: AccessPolicy, request: AccessRequest): Judged {
  const applies = policy.state !== 'disabled' && holds(policy, request)
  const controls = applies ? controlsOf(policy) : []
  const missing = applies ? missingOf(policy, request) : []
  const shown = {
    id: policy.id,
    displayName: policy.displayName,
    enforcedGrantControls: controls.map((control) => loggedControls[control]),
    enforcedSessionControls: [],
    result: resultOf(policy, applies, missing),
  }
  return { policy, shown, enforced: applies && policy.state === 'enabled', controls, missing }
}

export function judgeAccess(policies: readonly AccessPolicy[], request: AccessRequest): AccessVerdict {
  const judged = policies.map((policy) => judge(policy, request))
  const enforced = judged.filter((each) => each.enforced)
  const control = accessControls.find((each) => enforced.some(({ missing }) => missing.includes(each)))
  const asking = enforced.filter(({ missing }) => control !== undefined && missing.includes(control))
  const strengths = enforced
    .filter(({ missing }) => missing.includes('authenticationStrength'))
    .map(({ policy }) => strengthOf(policy, request))
  const [first, ...others] = strengths
  return {
    policies: judged.map(({ shown }) => shown),
    unmet: control === undefined ? undefined : { control, policies: asking.map(({ shown }) => shown) },
    asksForSecondFactor: enforced.some(
      ({ controls }) => controls.includes('mfa') || controls.includes('authenticationStrength'),
    ),
    combinations:
      first === undefined
        ? undefined
        : new Set([...first].filter((each) => others.every((other) => other.has(each)))),
  }
}
