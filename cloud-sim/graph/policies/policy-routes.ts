/** /policies: the authorization policy (allowedToUseSSPR) and the authentication methods policy. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { current, store, stored } from './stored-policy.ts'

const authorizationDefaults = {
  id: 'authorizationPolicy',
  deletedDateTime: null,
  description: 'Used to manage authorization related settings across the company.',
  displayName: 'Authorization Policy',
  allowInvitesFrom: 'everyone',
  allowUserConsentForRiskyApps: null,
  allowedToSignUpEmailBasedSubscriptions: true,
  allowEmailVerifiedUsersToJoinOrganization: false,
  blockMsolPowerShell: false,
  guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  defaultUserRolePermissions: {
    allowedToCreateApps: true,
    allowedToCreateSecurityGroups: true,
    allowedToCreateTenants: true,
    allowedToReadBitlockerKeysForOwnedDevice: true,
    allowedToReadOtherUsers: true,
    permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
  },
}

const authorization = (call: GraphCall): Record<string, unknown> => ({
  ...current(call, 'authorizationPolicy', authorizationDefaults),
  allowedToUseSSPR: call.directory.passwordResetPolicy().administratorsMayReset,
})

const authorizationBody = z.strictObject({
  allowedToUseSSPR: z.boolean().optional(),
  allowInvitesFrom: z
    .enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone'])
    .optional(),
  blockMsolPowerShell: z.boolean().optional(),
  displayName: z.string().max(256).optional(),
  description: z.string().max(1024).optional(),
  guestUserRoleId: z.guid().optional(),
  allowEmailVerifiedUsersToJoinOrganization: z.boolean().optional(),
  allowUserConsentForRiskyApps: z.boolean().nullish(),
  defaultUserRolePermissions: z
    .strictObject({
      '@odata.type': z.string().optional(),
      allowedToCreateApps: z.boolean().optional(),
      allowedToCreateSecurityGroups: z.boolean().optional(),
      allowedToCreateTenants: z.boolean().optional(),
      allowedToReadBitlockerKeysForOwnedDevice: z.boolean().optional(),
      allowedToReadOtherUsers: z.boolean().optional(),
      permissionGrantPoliciesAssigned: z.array(z.string()).optional(),
    })
    .transform(({ '@odata.type': _type, ...permissions }) => permissions)
    .optional(),
  allowedToSignUpEmailBasedSubscriptions: z.boolean().optional(),
})

async function updateAuthorization(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, authorizationBody, 'AuthorizationPolicy')
  if (!read.ok) return read.answer
  const { allowedToUseSSPR, ...settings } = read.body
  const { directory } = call
  if (allowedToUseSSPR !== undefined)
    await directory.transaction(() =>
      directory.putPasswordResetPolicy({
        ...directory.passwordResetPolicy(),
        administratorsMayReset: allowedToUseSSPR,
      }),
    )
  await store(call, 'authorizationPolicy', settings)
  return noContent
}

const methodTypes: Readonly<
  Record<
    string,
    readonly [type: string, state: 'enabled' | 'disabled', more: Readonly<Record<string, unknown>>]
  >
> = {
  Fido2: [
    'fido2AuthenticationMethodConfiguration',
    'disabled',
    { isAttestationEnforced: true, isSelfServiceRegistrationAllowed: true, keyRestrictions: null },
  ],
  MicrosoftAuthenticator: [
    'microsoftAuthenticatorAuthenticationMethodConfiguration',
    'enabled',
    { isSoftwareOathEnabled: false },
  ],
  Sms: ['smsAuthenticationMethodConfiguration', 'disabled', {}],
  TemporaryAccessPass: [
    'temporaryAccessPassAuthenticationMethodConfiguration',
    'disabled',
    {
      defaultLength: 8,
      defaultLifetimeInMinutes: 60,
      isUsableOnce: false,
      maximumLifetimeInMinutes: 480,
      minimumLifetimeInMinutes: 60,
    },
  ],
  SoftwareOath: ['softwareOathAuthenticationMethodConfiguration', 'disabled', {}],
  Voice: ['voiceAuthenticationMethodConfiguration', 'disabled', { isOfficePhoneAllowed: false }],
  Email: ['emailAuthenticationMethodConfiguration', 'enabled', { allowExternalIdToUseEmailOtp: 'default' }],
  X509Certificate: ['x509CertificateAuthenticationMethodConfiguration', 'disabled', {}],
}

const configuration = (call: GraphCall, id: string): Record<string, unknown> | undefined => {
  const name = Object.keys(methodTypes).find((each) => each.toLowerCase() === id.toLowerCase())
  const entry = name === undefined ? undefined : methodTypes[name]
  if (name === undefined || entry === undefined) return undefined
  const [type, state, more] = entry
  return {
    '@odata.type': `#microsoft.graph.${type}`,
    id: name,
    state,
    excludeTargets: [],
    ...more,
    ...stored(call, `method-${name}`),
  }
}

/** Whether the tenant's policy lets people use the method. */
export const isMethodEnabled = (call: GraphCall, name: string): boolean =>
  configuration(call, name)?.state === 'enabled'

const methodsPolicy = (call: GraphCall): GraphAnswer =>
  ok({
    '@odata.context': context(call, 'policies/authenticationMethodsPolicy/$entity'),
    id: 'authenticationMethodsPolicy',
    displayName: 'Authentication Methods Policy',
    description: 'The tenant-wide policy that controls which authentication methods are allowed.',
    lastModifiedDateTime: null,
    policyVersion: '1.5',
    policyMigrationState: 'preMigration',
    reconfirmationInDays: null,
    registrationEnforcement: {
      authenticationMethodsRegistrationCampaign: {
        snoozeDurationInDays: 1,
        state: 'default',
        excludeTargets: [],
        includeTargets: [],
      },
    },
    ...stored(call, 'authenticationMethodsPolicy'),
    authenticationMethodConfigurations: Object.keys(methodTypes).map((name) => configuration(call, name)),
  })

const methodsBody = z.strictObject({
  policyMigrationState: z.enum(['preMigration', 'migrationInProgress', 'migrationComplete']).optional(),
})

async function updateMethodsPolicy(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, methodsBody, 'AuthenticationMethodsPolicy')
  if (!read.ok) return read.answer
  await store(call, 'authenticationMethodsPolicy', read.body)
  return noContent
}

const getConfiguration = (call: GraphCall): GraphAnswer => {
  const found = configuration(call, call.params.method ?? '')
  return found === undefined
    ? notFound(call.params.method ?? '')
    : ok({ '@odata.context': context(call, 'authenticationMethodConfigurations/$entity'), ...found })
}

/** The state; what else a method has is set in the portal. */
const configurationBody = z.object({
  '@odata.type': z.string().optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
})

async function updateConfiguration(call: GraphCall): Promise<GraphAnswer> {
  const found = configuration(call, call.params.method ?? '')
  if (found === undefined) return notFound(call.params.method ?? '')
  const read = readBody(call, configurationBody, 'AuthenticationMethodConfiguration')
  if (!read.ok) return read.answer
  const { '@odata.type': _type, ...settings } = read.body
  await store(call, `method-${String(found.id)}`, settings)
  return noContent
}

const authorizationAnswer = (call: GraphCall): GraphAnswer =>
  ok({ '@odata.context': context(call, 'policies/authorizationPolicy/$entity'), ...authorization(call) })
const methods = 'policies/authenticationMethodsPolicy'

export const policyRoutes: readonly GraphRoute[] = [
  route('GET', 'policies/authorizationPolicy', access.readPolicies, authorizationAnswer),
  route('PATCH', 'policies/authorizationPolicy', access.writeAuthorization, updateAuthorization),
  // Beta has a collection of one.
  route('GET', 'policies/authorizationPolicy/authorizationPolicy', access.readPolicies, authorizationAnswer),
  route(
    'PATCH',
    'policies/authorizationPolicy/authorizationPolicy',
    access.writeAuthorization,
    updateAuthorization,
  ),
  route('GET', methods, access.readPolicies, methodsPolicy),
  route('PATCH', methods, access.writeMethodsPolicy, updateMethodsPolicy),
  route(
    'GET',
    `${methods}/authenticationMethodConfigurations/{method}`,
    access.readPolicies,
    getConfiguration,
  ),
  route(
    'PATCH',
    `${methods}/authenticationMethodConfigurations/{method}`,
    access.writeMethodsPolicy,
    updateConfiguration,
  ),
]
