/**
 * Signing in with what a federation service asserts: the flow that the browser's way (WS-Federation) and the clients' way
 * (WS-Trust, then a SAML bearer grant) share.
 */
import { type AadstsName, aadsts } from '#core/codes/aadsts.ts'
import type { Instant } from '#core/ports.ts'
import { flow, pass, refuse, type Step, type StepOutcome } from '#core/steps.ts'
import type { CloudUser, Tenant, TenantDomain } from './model.ts'

/** What a signed assertion says. */
export interface Assertion {
  readonly id: string
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly notBefore: Instant
  readonly notOnOrAfter: Instant
  /** The subject's name identifier. */
  readonly immutableId: string
}

export interface FederatedSignInContext {
  readonly tenant: Tenant
  readonly at: Instant
  /** Who is named in the text, before anything of it is believed. */
  readonly claimedIssuer: string | undefined
  domain: TenantDomain | undefined
  assertion: Assertion | undefined
  user: CloudUser | undefined
  /** The assertion, when the domain's certificate has signed it. */
  verify(signingCertificate: string): Assertion | undefined
  /** False when it has been handed in before. */
  spend(assertionId: string): boolean
  findUser(immutableId: string): CloudUser | undefined
}

const no = (name: AadstsName, because: string, facts?: Readonly<Record<string, unknown>>): StepOutcome =>
  refuse(aadsts(name).code, because, facts)

const audience = 'urn:federation:MicrosoftOnline'
/** Clocks of federation services may differ by five minutes. */
const skewMs = 300_000

const findRealm: Step<FederatedSignInContext> = {
  name: 'find-realm',
  place: 'cloud',
  decide: (context) => {
    const { tenant, claimedIssuer } = context
    if (claimedIssuer === undefined)
      return no('InvalidSamlToken', 'It holds no readable assertion.', { reason: 'there is none' })
    context.domain = tenant.domains.find(({ federation }) => federation?.issuerUri === claimedIssuer)
    return context.domain === undefined
      ? no('InvalidRealmUri', `No domain is federated with ${claimedIssuer}.`, { issuer: claimedIssuer })
      : pass(context.domain.name)
  },
}

const verifySignature: Step<FederatedSignInContext> = {
  name: 'verify-signature',
  place: 'cloud',
  decide: (context) => {
    context.assertion = context.verify(context.domain?.federation?.signingCertificate ?? '')
    return context.assertion === undefined
      ? no('InvalidSignature', 'The domain’s token-signing certificate has not signed it.')
      : pass('signed by the federation service')
  },
}

const requireItFits: Step<FederatedSignInContext> = {
  name: 'require-it-fits',
  place: 'cloud',
  decide: ({ assertion, at, claimedIssuer, spend }) => {
    const unfit = (reason: string) => no('InvalidSamlToken', reason, { reason })
    if (assertion === undefined || assertion.issuer !== claimedIssuer)
      return unfit('Its issuer does not fit.')
    if (!assertion.audiences.includes(audience)) return unfit('It is not addressed to this cloud.')
    if (assertion.notBefore - skewMs > at) return unfit('It is not valid yet.')
    if (assertion.notOnOrAfter + skewMs < at) return unfit('It has expired.')
    return spend(assertion.id) ? pass() : unfit('It has been used before.')
  },
}

const matchUser: Step<FederatedSignInContext> = {
  name: 'match-immutable-id',
  place: 'cloud',
  decide: (context) => {
    const user = context.findUser(context.assertion?.immutableId ?? '')
    const domain = user?.userPrincipalName.split('@')[1]?.toLowerCase()
    if (user === undefined || domain !== context.domain?.name)
      return no('UserAccountNotInDirectory', 'No user of the domain has the immutableId that is asserted.')
    context.user = user
    return pass(user.userPrincipalName)
  },
}

const requireEnabled: Step<FederatedSignInContext> = {
  name: 'require-enabled',
  place: 'cloud',
  decide: ({ user }) =>
    user?.accountEnabled === false ? no('UserDisabled', 'accountEnabled is false.') : pass(),
}

export const federatedSignIn = flow<FederatedSignInContext>(
  'federated-sign-in',
  findRealm,
  verifySignature,
  requireItFits,
  matchUser,
  requireEnabled,
)
