/** The applications that ask for tokens: who they are in a tenant, where codes may go, how they prove themselves. */
import { timingSafeEqual, X509Certificate } from 'node:crypto'
import { decodeProtectedHeader, importX509, type JWTPayload, jwtVerify } from 'jose'
import type { Application, PasswordCredential, ServicePrincipal } from '#core/entra/applications.ts'
import {
  type FirstPartyApp,
  firstPartyApp,
  labPortalClientId,
  labPortalRedirectPath,
} from '#core/entra/first-party-apps.ts'
import { secretHash } from '../directory/provision-tenant.ts'
import type { CloudTenant } from '../tenants.ts'
import { checkFederated, isFederated } from './federated-credentials.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'

export interface Client {
  readonly tenant: CloudTenant
  readonly appId: string
  readonly displayName: string
  readonly principal: ServicePrincipal
  readonly application: Application | undefined
  readonly firstParty: FirstPartyApp | undefined
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** A multi-tenant application of another tenant of this host gets its service principal here at first sign-in only. */
export function findClient(tenant: CloudTenant, appId: string): OAuthResult<Client> {
  if (!guid.test(appId)) return refused('InvalidApplicationIdentifier', { appId })
  const { applications } = tenant.directory
  const principal = applications.principalByAppId(appId)
  const application = applications.byAppId(appId)
  if (principal === undefined)
    return refused('UnauthorizedClient_DoesNotMatchRequest', { appId, tenant: tenant.tenantId })
  if (!principal.accountEnabled)
    return refused('UnauthorizedClientApplicationDisabled', { appId, app: principal.displayName })
  return granted({
    tenant,
    appId: appId.toLowerCase(),
    displayName: principal.displayName,
    principal,
    application,
    firstParty: firstPartyApp(appId),
  })
}

export type RedirectKind = 'web' | 'spa' | 'public'

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(\/.*)?$/i

/** RFC 8252 §7.3 as Entra does it: the port of a loopback address is not compared. */
function sameRedirect(registered: string, given: string): boolean {
  if (registered === given) return true
  const [there, here] = [loopback.exec(registered), loopback.exec(given)]
  if (there === null || here === null || !URL.canParse(given)) return false
  return there[1] === here[1] && (there[2] ?? '/') === (here[2] ?? '/')
}

const nativeRedirects = [
  'http://localhost',
  'https://login.microsoftonline.com/common/oauth2/nativeclient',
  'urn:ietf:wg:oauth:2.0:oob',
]

/** What the redirect URI is registered as; undefined when it is not. `origins`: where the lab's own screens are served. */
export function redirectKind(
  client: Client,
  redirectUri: string,
  origins: readonly string[],
): RedirectKind | undefined {
  if (client.appId === labPortalClientId)
    return origins.some((origin) => redirectUri === origin + labPortalRedirectPath) ? 'spa' : undefined
  if (client.firstParty?.publicClient === true)
    return nativeRedirects.some((uri) => sameRedirect(uri, redirectUri)) ? 'public' : undefined
  const { application } = client
  if (application === undefined) return undefined
  const holds = (uris: readonly string[]) => uris.some((uri) => sameRedirect(uri, redirectUri))
  if (holds(application.spa.redirectUris)) return 'spa'
  if (holds(application.web.redirectUris)) return 'web'
  return holds(application.publicClient.redirectUris) ? 'public' : undefined
}

/** The redirect URI that a request without one falls back on. */
export const onlyRedirect = ({ application }: Client): string | undefined => {
  if (application === undefined) return undefined
  const all = [
    ...application.web.redirectUris,
    ...application.spa.redirectUris,
    ...application.publicClient.redirectUris,
  ]
  return all.length === 1 ? all[0] : undefined
}

/** Clients without secret or certificate have nothing to prove themselves with. */
export const isConfidential = ({ application, principal }: Client): boolean =>
  application !== undefined &&
  (application.passwordCredentials.length > 0 ||
    application.keyCredentials.length > 0 ||
    (application.federatedCredentials?.length ?? 0) > 0 ||
    (principal.passwordCredentials?.length ?? 0) > 0)

/** "Allow public client flows": ROPC and device code without a secret. */
export const allowsPublicFlows = (client: Client): boolean =>
  client.firstParty?.publicClient === true || client.application?.isFallbackPublicClient === true

export interface PresentedCredential {
  readonly secret: string | undefined
  readonly assertion: string | undefined
  readonly assertionType: string | undefined
}

/** 0: public, 1: secret, 2: certificate; as `appidacr` says it. */
export type ClientProof = '0' | '1' | '2'

/** `audiences`: what an assertion may be addressed to; asked for when there is one. */
export async function authenticateClient(
  client: Client,
  presented: PresentedCredential,
  audiences: () => readonly string[],
): Promise<OAuthResult<ClientProof>> {
  if (presented.secret === undefined && presented.assertion === undefined) return granted('0')
  if (!isConfidential(client)) return refused('InvalidClientPublicClientWithCredential')
  return presented.assertion === undefined
    ? checkSecret(client, presented.secret ?? '')
    : checkAssertion(client, presented, audiences())
}

function checkSecret(client: Client, secret: string): OAuthResult<ClientProof> {
  const hash = Buffer.from(secretHash(secret), 'base64')
  const isIt = (each: PasswordCredential) => timingSafeEqual(Buffer.from(each.secretHash, 'base64'), hash)
  const credential =
    client.application?.passwordCredentials.find(isIt) ?? client.principal.passwordCredentials?.find(isIt)
  if (credential === undefined) return refused('InvalidClientSecretProvided', { appId: client.appId })
  if (credential.endDateTime < client.tenant.lab.clock.now())
    return refused('InvalidClientSecretExpired', { appId: client.appId })
  return granted('1')
}

const assertionTypeJwt = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

async function checkAssertion(
  client: Client,
  { assertion = '', assertionType }: PresentedCredential,
  audiences: readonly string[],
): Promise<OAuthResult<ClientProof>> {
  if (assertionType !== assertionTypeJwt)
    return refused('MissingParameter', { name: 'client_assertion_type' })
  if (isFederated(client, assertion)) return checkFederated(client, assertion)
  const payload = await verifiedPayload(client, assertion)
  if (payload === undefined)
    return refused('InvalidClientAssertion', {
      reason: 'The key was not found, or the signature does not hold.',
    })
  const given = [payload.aud].flat()
  if (!given.some((audience) => audience !== undefined && audiences.includes(audience)))
    return refused('InvalidClientAssertion', {
      reason: `The audience ${given.join(' ')} is not this token endpoint.`,
    })
  if (payload.iss?.toLowerCase() !== client.appId || payload.sub?.toLowerCase() !== client.appId)
    return refused('InvalidClientAssertion', { reason: 'Issuer and subject must be the application.' })
  return granted('2')
}

/** RS256 with `x5t` and PS256 with `x5t#S256` are both in use; any certificate of the application may have signed. */
async function verifiedPayload(
  { application, tenant }: Client,
  assertion: string,
): Promise<JWTPayload | undefined> {
  for (const { key } of application?.keyCredentials ?? []) {
    try {
      const { alg = 'RS256' } = decodeProtectedHeader(assertion)
      const publicKey = await importX509(new X509Certificate(Buffer.from(key, 'base64')).toString(), alg)
      const { payload } = await jwtVerify(assertion, publicKey, {
        algorithms: ['RS256', 'PS256'],
        currentDate: new Date(tenant.lab.clock.now()),
        clockTolerance: 300,
        requiredClaims: ['exp', 'iss', 'sub', 'aud'],
      })
      return payload
    } catch {
      // Another certificate may fit.
    }
  }
  return undefined
}
