/** Rows of the sign-in log: one for every attempt of a person, whatever came of it. */
import { aadstsOf } from '#core/codes/aadsts.ts'
import type { SecondFactorEntry, SignInEntry } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { type SecondFactor, secondFactors } from '#core/entra/second-factor.ts'
import { type IdentityModel, identityModel } from '#core/entra/sign-in.ts'
import type { CloudTenant } from '../tenants.ts'
import type { SignInVerdict } from './access/judge-sign-in.ts'
import type { Client } from './clients.ts'
import type { Resource } from './resources.ts'

export interface SignInSurroundings {
  readonly client: Client
  readonly resource: Resource
  readonly ipAddress: string
  readonly userAgent: string
  readonly correlationId: string
}

/** What else a row tells: what the policies said, and the second factor. */
export interface SignInProof {
  readonly verdict?: SignInVerdict | undefined
  readonly secondFactor?: SecondFactorEntry | undefined
}

/** Given in an earlier sign-in: the session or token says so. */
export const rememberedSecondFactor = (verdict: SignInVerdict): SignInProof => ({
  verdict,
  ...(verdict.sources.length > 0 && verdict.unmet === undefined ? { secondFactor: remembered } : {}),
})
const remembered: SecondFactorEntry = {
  method: 'Previously satisfied',
  detail: '',
  succeeded: true,
  result: 'MFA requirement satisfied by claim in the token',
}

export const triedSecondFactor = (
  method: SecondFactor,
  detail: string,
  result: string,
  succeeded = false,
): SecondFactorEntry => ({ method: secondFactors[method].logged, detail, succeeded, result })

export type SignInWay = 'page' | 'stepUp' | 'ropc' | 'deviceCode' | 'session' | 'refresh'

const desktop = 'Mobile Apps and Desktop clients'
const kinds: Readonly<Record<SignInWay, Pick<SignInEntry, 'kind' | 'clientAppUsed' | 'protocol'>>> = {
  page: { kind: 'interactiveUser', clientAppUsed: 'Browser', protocol: 'oAuth2' },
  stepUp: { kind: 'interactiveUser', clientAppUsed: 'Browser', protocol: 'oAuth2' },
  ropc: { kind: 'interactiveUser', clientAppUsed: desktop, protocol: 'ropc' },
  deviceCode: { kind: 'interactiveUser', clientAppUsed: desktop, protocol: 'deviceCode' },
  session: { kind: 'nonInteractiveUser', clientAppUsed: 'Browser', protocol: 'oAuth2' },
  refresh: { kind: 'nonInteractiveUser', clientAppUsed: desktop, protocol: 'oAuth2' },
}

/** `authenticationMethodDetail`: who held the password that was compared. */
const checkedBy: Readonly<Record<IdentityModel, string>> = {
  'cloud-only': 'Password in the cloud',
  'password-hash-sync': 'Password Hash Sync',
  'pass-through': 'Pass-through authentication',
  federated: 'Federated',
}

/** The password was right, and the row tells of the second factor apart. */
const isSecondFactorCode = (name: string | undefined): boolean =>
  name?.startsWith('UserStrongAuth') === true ||
  name === 'AuthenticationFailedDuringStrongAuthenticationRequest'

const rememberedPassword = {
  method: 'Previously satisfied',
  detail: '',
  succeeded: true,
  result: 'First factor requirement satisfied by claim in the token',
} as const

/** What the row says about the password; nothing about sign-ins that a session or a token answered for. */
function authenticationOf(
  { directory }: CloudTenant,
  user: CloudUser | undefined,
  errorCode: number,
  way: SignInWay,
): Pick<SignInEntry, 'authentication'> {
  if (user === undefined || kinds[way].kind !== 'interactiveUser') return {}
  if (way === 'stepUp') return { authentication: rememberedPassword }
  const entry = aadstsOf(errorCode)
  return {
    authentication: {
      method: 'Password',
      detail: checkedBy[identityModel(directory.tenant(), user)],
      // What follows a right password (an interrupt, a disabled account) does not make it a wrong one.
      succeeded: errorCode === 0 || entry?.afterPassword === true,
      result:
        errorCode === 0 || isSecondFactorCode(entry?.name)
          ? 'Correct password'
          : (entry?.failureReason ?? entry?.because ?? ''),
    },
  }
}

export function logSignIn(
  tenant: CloudTenant,
  about: SignInSurroundings,
  user: CloudUser | undefined,
  userPrincipalName: string,
  errorCode: number,
  way: SignInWay,
  { verdict, secondFactor }: SignInProof = {},
): void {
  const entry = errorCode === 0 ? undefined : aadstsOf(errorCode)
  const { client, resource, ipAddress, userAgent, correlationId } = about
  tenant.directory.recordSignIn({
    user:
      user === undefined
        ? null
        : { id: user.id, userPrincipalName: user.userPrincipalName, displayName: user.displayName },
    userPrincipalName,
    app: { appId: client.appId, displayName: client.displayName },
    resource: { appId: resource.principal.appId, displayName: resource.principal.displayName },
    errorCode,
    failureReason: errorCode === 0 ? 'Other.' : (entry?.failureReason ?? entry?.because ?? 'Other.'),
    ...kinds[way],
    ...authenticationOf(tenant, user, errorCode, way),
    ...(verdict === undefined ? {} : { access: { policies: verdict.policies, sources: verdict.sources } }),
    ...(secondFactor === undefined ? {} : { secondFactor }),
    ipAddress,
    userAgent,
    correlationId,
  })
}
