/** What the tenant asks of a sign-in: its Conditional Access policies, per-user MFA, and security defaults. */
import type { SecondFactorSource } from '#core/entra/audit-row.ts'
import { type AccessVerdict, judgeAccess } from '#core/entra/conditional-access.ts'
import {
  azurePortalClientId,
  labPortalClientId,
  managementApiAppId,
  mySignInsClientId,
} from '#core/entra/first-party-apps.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { roleId } from '#core/entra/roles.ts'
import {
  hasSecondFactor,
  registrableSecondFactors,
  type SecondFactor,
  usableSecondFactors,
} from '#core/entra/second-factor.ts'
import { isAdministrator } from '#core/sspr/reset-subject.ts'
import type { CloudTenant } from '../../tenants.ts'
import type { Client } from '../clients.ts'
import type { Resource } from '../resources.ts'
import { perUserMfaOf } from './per-user-mfa.ts'
import {
  accessPoliciesOf,
  isSecondFactorEnabled,
  locationsOf,
  securityDefaultsAreOn,
  strengthCombinations,
} from './stored-policies.ts'

export interface SignInFacts {
  readonly tenant: CloudTenant
  readonly user: CloudUser
  readonly client: Client
  readonly resource: Resource
  readonly amr: readonly string[]
  readonly ipAddress: string
  readonly userAgent: string
  /** A page that can ask; else a request to the token endpoint. */
  readonly interactive: boolean
  readonly isDeviceCode?: boolean
  /** Authentication contexts that are asked for. */
  readonly contexts?: readonly string[]
}

export interface SignInVerdict extends AccessVerdict {
  /** Who asks for a second factor, given or not. */
  readonly sources: readonly SecondFactorSource[]
  /** Nobody asks for a second factor now, but for its registration. */
  readonly asksToRegister: boolean
}

const freely: SignInVerdict = {
  policies: [],
  unmet: undefined,
  asksForSecondFactor: false,
  combinations: undefined,
  sources: [],
  asksToRegister: false,
}

const platforms: readonly (readonly [RegExp, string])[] = [
  [/Windows Phone/, 'windowsPhone'],
  [/Android/, 'android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'linux'],
]
const platformOf = (userAgent: string): string =>
  platforms.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'unknown'

/** A client in a browser, or one on the desktop; scripts and devices count as the latter. */
function clientAppTypeOf({ application, firstParty, appId }: Client) {
  const inBrowser =
    firstParty === undefined
      ? (application?.web.redirectUris.length ?? 0) + (application?.spa.redirectUris.length ?? 0) > 0
      : browserClients.has(appId)
  return inBrowser ? 'browser' : 'mobileAppsAndDesktopClients'
}

const browserClients = new Set([labPortalClientId, mySignInsClientId, azurePortalClientId])
const adminPortals = new Set([labPortalClientId, azurePortalClientId])

function judgePolicies(facts: SignInFacts): AccessVerdict {
  const { tenant, user, client, resource, ipAddress, userAgent, amr, contexts = [] } = facts
  const { directory } = tenant
  const policies = accessPoliciesOf(directory)
  if (policies.length === 0) return freely
  const { ids, isTrusted } = locationsOf(directory, ipAddress)
  return judgeAccess(policies, {
    userId: user.id,
    isGuest: user.userType === 'Guest',
    groups: new Set(directory.allGroupsOf(user.id).map(({ id }) => id)),
    roles: new Set(directory.rolesOf(user.id).map(roleId)),
    applications: [resource.principal.appId, ...(client.firstParty === undefined ? [client.appId] : [])],
    isAdminPortal: adminPortals.has(client.appId),
    clientAppType: clientAppTypeOf(client),
    isDeviceCode: facts.isDeviceCode === true,
    platform: platformOf(userAgent),
    locations: ids,
    isTrustedLocation: isTrusted,
    contexts,
    amr,
    strength: strengthCombinations,
  })
}

/** Enabled: the older state that asks at pages only, until the user has registered; enforced: everywhere. */
function asksPerUser({ tenant, user, interactive }: SignInFacts): boolean {
  const state = perUserMfaOf(tenant.directory, user.id)
  return state === 'enforced' || (state === 'enabled' && interactive)
}

/** Administrators always, everybody at the management of Azure. */
const asksByDefault = ({ tenant, user, resource }: SignInFacts): boolean =>
  isAdministrator(tenant.directory.rolesOf(user.id)) || resource.principal.appId === managementApiAppId

export function judgeSignIn(facts: SignInFacts): SignInVerdict {
  const { directory } = facts.tenant
  const byPolicies = judgePolicies(facts)
  const defaultsOn = securityDefaultsAreOn(directory)
  const sources: SecondFactorSource[] = [
    ...(byPolicies.asksForSecondFactor ? (['conditionalAccess'] as const) : []),
    ...(asksPerUser(facts) ? (['perUserMfa'] as const) : []),
    ...(defaultsOn && asksByDefault(facts) ? (['securityDefaults'] as const) : []),
  ]
  if (byPolicies === freely && sources.length === 0 && !defaultsOn) return freely
  const missing = sources.length > 0 && !hasSecondFactor(facts.amr)
  const blocked = byPolicies.unmet?.control === 'block'
  const mfa = {
    control: 'mfa',
    policies: byPolicies.unmet?.control === 'mfa' ? byPolicies.unmet.policies : [],
  } as const
  const needsPlainMfa = missing && !blocked && byPolicies.unmet?.control !== 'authenticationStrength'
  return {
    ...byPolicies,
    unmet: needsPlainMfa ? mfa : byPolicies.unmet,
    sources,
    asksToRegister: defaultsOn && facts.interactive && !hasSecondFactor(facts.amr),
  }
}

export const wantsSecondFactor = ({ unmet }: SignInVerdict): boolean =>
  unmet?.control === 'mfa' || unmet?.control === 'authenticationStrength'

const policyFor = ({ tenant }: Pick<SignInFacts, 'tenant'>, { combinations }: SignInVerdict) => ({
  isEnabled: (policy: string) => isSecondFactorEnabled(tenant.directory, policy),
  combinations,
})

/** What this person can prove themselves with now. */
export const usableFor = (
  who: Pick<SignInFacts, 'tenant' | 'user'>,
  verdict: SignInVerdict,
): readonly SecondFactor[] =>
  usableSecondFactors(who.tenant.directory.methodsOf(who.user.id), policyFor(who, verdict))

export const registrableFor = (
  who: Pick<SignInFacts, 'tenant' | 'user'>,
  verdict: SignInVerdict,
): readonly SecondFactor[] => registrableSecondFactors(policyFor(who, verdict))
