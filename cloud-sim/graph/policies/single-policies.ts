/**
 * Policies of which a tenant has one each, with the product's defaults. They are kept and shown; sign-ins ask the security
 * defaults, and what the others would decide (access from other tenants, for instance) the lab does not do. [SIM]
 */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  context,
  type GraphCall,
  type GraphRoute,
  noContent,
  ok,
  type RouteAccess,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { current, store } from './stored-policy.ts'

type Settings = Readonly<Record<string, unknown>>

interface SinglePolicy {
  readonly path: string
  readonly type: string
  readonly defaults: Settings
  readonly write: RouteAccess
  readonly body: z.ZodType<Settings>
}

const loose = z.looseObject({})
const texts = z.array(z.string())

const open = { usersAndGroups: { accessType: 'allowed', targets: [target('AllUsers', 'user')] } }
function target(name: string, targetType: string) {
  return { target: name, targetType }
}
const applications = (accessType: string) => ({
  accessType,
  targets: [target('AllApplications', 'application')],
})
const collaboration = { ...open, applications: applications('allowed') }
const connect = {
  usersAndGroups: { accessType: 'blocked', targets: [target('AllUsers', 'user')] },
  applications: applications('blocked'),
}
const noRestrictions = { passwordCredentials: [], keyCredentials: [] }

const singlePolicies: readonly SinglePolicy[] = [
  {
    path: 'policies/identitySecurityDefaultsEnforcementPolicy',
    type: 'IdentitySecurityDefaultsEnforcementPolicy',
    write: access.writeSecurityDefaults,
    defaults: {
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Security Defaults',
      description:
        'Baseline protection for every account: registration for and use of multifactor authentication, no older protocols.',
      isEnabled: false,
    },
    body: z.strictObject({ isEnabled: z.boolean() }).partial(),
  },
  {
    path: 'policies/adminConsentRequestPolicy',
    type: 'AdminConsentRequestPolicy',
    write: access.writeConsentRequests,
    defaults: {
      isEnabled: false,
      notifyReviewers: false,
      remindersEnabled: false,
      requestDurationInDays: 0,
      version: 0,
      reviewers: [],
    },
    body: z
      .strictObject({
        isEnabled: z.boolean(),
        notifyReviewers: z.boolean(),
        remindersEnabled: z.boolean(),
        requestDurationInDays: z.int().min(0).max(60),
        reviewers: z.array(loose),
        version: z.int(),
      })
      .partial(),
  },
  {
    path: 'policies/authenticationFlowsPolicy',
    type: 'AuthenticationFlowsPolicy',
    write: access.writeAuthenticationFlows,
    defaults: {
      id: 'authenticationFlowsPolicy',
      displayName: 'Authentication flows policy',
      description: 'Says which flows beyond the usual sign-in people from outside may use.',
      selfServiceSignUp: { isEnabled: false },
    },
    body: z.strictObject({ selfServiceSignUp: z.strictObject({ isEnabled: z.boolean() }) }).partial(),
  },
  {
    path: 'policies/crossTenantAccessPolicy',
    type: 'CrossTenantAccessPolicy',
    write: access.writeCrossTenantAccess,
    defaults: { displayName: 'CrossTenantAccessPolicy', allowedCloudEndpoints: [] },
    body: z.strictObject({ displayName: z.string().max(256), allowedCloudEndpoints: texts }).partial(),
  },
  {
    path: 'policies/crossTenantAccessPolicy/default',
    type: 'CrossTenantAccessPolicyConfigurationDefault',
    write: access.writeCrossTenantAccess,
    defaults: {
      isServiceDefault: true,
      inboundTrust: {
        isMfaAccepted: false,
        isCompliantDeviceAccepted: false,
        isHybridAzureADJoinedDeviceAccepted: false,
      },
      b2bCollaborationOutbound: collaboration,
      b2bCollaborationInbound: collaboration,
      b2bDirectConnectOutbound: connect,
      b2bDirectConnectInbound: connect,
    },
    body: z
      .strictObject({
        inboundTrust: loose,
        b2bCollaborationOutbound: loose,
        b2bCollaborationInbound: loose,
        b2bDirectConnectOutbound: loose,
        b2bDirectConnectInbound: loose,
      })
      .partial()
      .transform((settings) => ({ ...settings, isServiceDefault: false })),
  },
  {
    path: 'policies/defaultAppManagementPolicy',
    type: 'TenantAppManagementPolicy',
    write: access.writeAppManagement,
    defaults: {
      id: '00000000-0000-0000-0000-000000000000',
      displayName: 'Default app management tenant policy',
      description: 'Restrictions on the credentials of applications and service principals.',
      isEnabled: false,
      applicationRestrictions: noRestrictions,
      servicePrincipalRestrictions: noRestrictions,
    },
    body: z
      .strictObject({
        displayName: z.string(),
        description: z.string(),
        isEnabled: z.boolean(),
        applicationRestrictions: loose,
        servicePrincipalRestrictions: loose,
      })
      .partial(),
  },
  {
    path: 'policies/deviceRegistrationPolicy',
    type: 'DeviceRegistrationPolicy',
    write: access.writeDeviceRegistration,
    defaults: {
      id: 'deviceRegistrationPolicy',
      displayName: 'Device Registration Policy',
      description: 'Who may join devices to the tenant, and how many.',
      userDeviceQuota: 50,
      multiFactorAuthConfiguration: 'notRequired',
      azureADRegistration: { isAdminConfigurable: true },
      azureADJoin: { isAdminConfigurable: true },
      localAdminPassword: { isEnabled: false },
    },
    body: z
      .looseObject({
        userDeviceQuota: z.int().min(0),
        multiFactorAuthConfiguration: z.enum(['notRequired', 'required']),
        azureADRegistration: loose,
        azureADJoin: loose,
        localAdminPassword: loose,
      })
      .partial(),
  },
]

const read = ({ path, defaults }: SinglePolicy, call: GraphCall) =>
  ok({ '@odata.context': context(call, `${path}/$entity`), ...current(call, path, defaults) })

const update = async ({ path, type, body }: SinglePolicy, call: GraphCall) => {
  const given = readBody(call, body, type)
  if (!given.ok) return given.answer
  await store(call, path, given.body)
  return noContent
}

export const singlePolicyRoutes: readonly GraphRoute[] = singlePolicies.flatMap((policy) => [
  route('GET', policy.path, access.readPolicies, (call) => read(policy, call)),
  route('PATCH', policy.path, policy.write, (call) => update(policy, call)),
  // Some are written as a whole.
  route('PUT', policy.path, policy.write, (call) => update(policy, call)),
])
