/** /policies: the authorization policy (allowedToUseSSPR) and the authentication methods policy. */
import { z } from 'zod'
import type { StoredRecord } from '#core/ports.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'

/** `cloud.policies`: what was changed of each; the rest is the product's default. */
interface StoredPolicy extends StoredRecord {
  readonly settings: Readonly<Record<string, unknown>>
}

const stored = ({ directory }: GraphCall, id: string): Readonly<Record<string, unknown>> =>
  directory.lab.store.collection<StoredPolicy>('cloud.policies').get(id)?.settings ?? {}

async function store(
  call: GraphCall,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { directory } = call
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  await directory.transaction(() => {
    directory.lab.store
      .collection<StoredPolicy>('cloud.policies')
      .put({ id, settings: { ...stored(call, id), ...known } })
    directory.recordChange(
      'updatePolicy',
      actorOf(call),
      { id, displayName: id, type: 'Policy' },
      call.clientRequestId,
    )
  })
}

const authorization = (call: GraphCall): Record<string, unknown> => ({
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
  ...stored(call, 'authorizationPolicy'),
  allowedToUseSSPR: call.directory.passwordResetPolicy().administratorsMayReset,
})

const authorizationBody = z.object({
  allowedToUseSSPR: z.boolean().optional(),
  allowInvitesFrom: z
    .enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone'])
    .optional(),
  blockMsolPowerShell: z.boolean().optional(),
  allowedToSignUpEmailBasedSubscriptions: z.boolean().optional(),
})

async function updateAuthorization(call: GraphCall): Promise<GraphAnswer> {
  const body = authorizationBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path[0] ?? ''),
      type: 'AuthorizationPolicy',
    })
  const { allowedToUseSSPR, ...settings } = body.data
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

const methodsBody = z.object({
  policyMigrationState: z.enum(['preMigration', 'migrationInProgress', 'migrationComplete']).optional(),
})

async function updateMethodsPolicy(call: GraphCall): Promise<GraphAnswer> {
  const body = methodsBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: 'policyMigrationState',
      type: 'AuthenticationMethodsPolicy',
    })
  await store(call, 'authenticationMethodsPolicy', body.data)
  return noContent
}

const getConfiguration = (call: GraphCall): GraphAnswer => {
  const found = configuration(call, call.params.method ?? '')
  return found === undefined
    ? notFound(call.params.method ?? '')
    : ok({ '@odata.context': context(call, 'authenticationMethodConfigurations/$entity'), ...found })
}

async function updateConfiguration(call: GraphCall): Promise<GraphAnswer> {
  const found = configuration(call, call.params.method ?? '')
  if (found === undefined) return notFound(call.params.method ?? '')
  const body = z.object({ state: z.enum(['enabled', 'disabled']).optional() }).safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', { property: 'state', type: 'AuthenticationMethodConfiguration' })
  await store(call, `method-${String(found.id)}`, body.data)
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
