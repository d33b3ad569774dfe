/** What a client may write to an application, and the record that it makes. */
import { z } from 'zod'
import type { Application, KeyCredential } from '#core/entra/applications.ts'
import type { Lab } from '#core/ports.ts'
import { certificateOf } from './certificate.ts'

const days = 86_400_000
const guid = z.guid()
const uris = z.array(z.string().max(256)).max(256)

const scope = z.object({
  id: guid,
  value: z.string().min(1).max(120),
  type: z.enum(['User', 'Admin']).default('User'),
  adminConsentDisplayName: z.string().default(''),
  adminConsentDescription: z.string().default(''),
  isEnabled: z.boolean().default(true),
})
const role = z.object({
  id: guid,
  value: z.string().max(120).default(''),
  displayName: z.string().max(256),
  description: z.string().default(''),
  allowedMemberTypes: z.array(z.enum(['User', 'Application'])),
  isEnabled: z.boolean().default(true),
})
const resourceAccess = z.object({
  resourceAppId: z.string(),
  resourceAccess: z.array(z.object({ id: guid, type: z.enum(['Scope', 'Role']) })),
})
const web = z.object({
  redirectUris: uris.optional(),
  logoutUrl: z.string().nullish(),
  implicitGrantSettings: z
    .object({
      enableIdTokenIssuance: z.boolean().nullish(),
      enableAccessTokenIssuance: z.boolean().nullish(),
    })
    .nullish(),
})
const instant = z.iso.datetime({ offset: true })
/** Without a key it is one that is there already, named by its keyId. */
const keyCredential = z.object({
  key: z.string().nullish(),
  keyId: z.string().nullish(),
  displayName: z.string().nullish(),
  startDateTime: instant.nullish(),
  endDateTime: instant.nullish(),
  type: z.string().nullish(),
  usage: z.enum(['Verify', 'Sign']).nullish(),
})

export const applicationBody = z
  .object({
    displayName: z.string().min(1).max(256),
    description: z.string().max(1024).nullable(),
    signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']),
    identifierUris: uris,
    isFallbackPublicClient: z.boolean().nullable(),
    web,
    spa: z.object({ redirectUris: uris }),
    publicClient: z.object({ redirectUris: uris }),
    api: z.object({
      requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullish(),
      oauth2PermissionScopes: z.array(scope).optional(),
    }),
    appRoles: z.array(role),
    requiredResourceAccess: z.array(resourceAccess),
    keyCredentials: z.array(keyCredential),
    tags: z.array(z.string().max(256)),
  })
  .partial()
export type ApplicationBody = z.infer<typeof applicationBody>
export const newApplicationBody = applicationBody.required({ displayName: true })

const appliedWeb = (held: Application['web'], given: NonNullable<ApplicationBody['web']>) => ({
  redirectUris: given.redirectUris ?? held.redirectUris,
  logoutUrl: given.logoutUrl === undefined ? held.logoutUrl : given.logoutUrl,
  issueIdTokens: given.implicitGrantSettings?.enableIdTokenIssuance ?? held.issueIdTokens,
  issueAccessTokens: given.implicitGrantSettings?.enableAccessTokenIssuance ?? held.issueAccessTokens,
})

type GivenKey = z.infer<typeof keyCredential>

/** Dates that nobody gave are the certificate's own. */
function newKey(given: GivenKey & { readonly key: string }, { random, clock }: Lab): KeyCredential {
  const certificate = certificateOf(given.key)
  const start = certificate?.validFrom ?? clock.now()
  const end = certificate?.validTo ?? clock.now() + 365 * days
  return {
    keyId: given.keyId ?? random.guid(),
    displayName: given.displayName ?? certificate?.subject ?? null,
    startDateTime: given.startDateTime == null ? start : Date.parse(given.startDateTime),
    endDateTime: given.endDateTime == null ? end : Date.parse(given.endDateTime),
    key: given.key,
    type: given.type ?? 'AsymmetricX509Cert',
    usage: given.usage ?? 'Verify',
  }
}

const appliedKeys = (held: readonly KeyCredential[], given: readonly GivenKey[], lab: Lab) =>
  given.flatMap((each) => {
    const known = held.find(({ keyId }) => keyId === each.keyId)
    return each.key == null ? (known ?? []) : newKey({ ...each, key: each.key }, lab)
  })

/** A key that is no certificate opens nothing: it is refused. */
export const wrongKey = ({ keyCredentials = [] }: ApplicationBody): boolean =>
  keyCredentials.some(({ key }) => key != null && certificateOf(key) === undefined)

/** The application with what the body sets; members that it leaves out stay. */
export function applied(application: Application, body: ApplicationBody, lab: Lab): Application {
  const { web: givenWeb, api, keyCredentials, ...plain } = body
  return {
    ...application,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(givenWeb === undefined ? {} : { web: appliedWeb(application.web, givenWeb) }),
    ...(api?.requestedAccessTokenVersion === undefined
      ? {}
      : { requestedAccessTokenVersion: api.requestedAccessTokenVersion }),
    ...(api?.oauth2PermissionScopes === undefined ? {} : { scopes: api.oauth2PermissionScopes }),
    ...(keyCredentials === undefined
      ? {}
      : { keyCredentials: appliedKeys(application.keyCredentials, keyCredentials, lab) }),
  }
}
