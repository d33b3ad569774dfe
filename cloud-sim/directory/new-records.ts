/** Records with every property present, cloned from one template each: V8 keeps their shape, and nothing is forgotten. */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import type {
  CloudGroup,
  CloudUser,
  PasswordResetPolicy,
  RegisteredMethods,
  Tenant,
} from '#core/entra/model.ts'

const userTemplate: CloudUser = {
  id: '',
  userPrincipalName: '',
  displayName: '',
  accountEnabled: true,
  userType: 'Member',
  mailNickname: '',
  createdDateTime: 0,
  deletedDateTime: null,
  givenName: null,
  surname: null,
  mail: null,
  jobTitle: null,
  department: null,
  companyName: null,
  officeLocation: null,
  streetAddress: null,
  city: null,
  state: null,
  postalCode: null,
  country: null,
  usageLocation: null,
  preferredLanguage: null,
  mobilePhone: null,
  businessPhones: [],
  faxNumber: null,
  employeeId: null,
  employeeType: null,
  otherMails: [],
  proxyAddresses: [],
  managerId: null,
  passwordPolicies: null,
  assignedLicenses: [],
  onPremisesSyncEnabled: null,
  onPremisesImmutableId: null,
  onPremisesLastSyncDateTime: null,
  onPremisesSamAccountName: null,
  onPremisesUserPrincipalName: null,
  onPremisesDistinguishedName: null,
  onPremisesDomainName: null,
  onPremisesNetBiosName: null,
  onPremisesSecurityIdentifier: null,
  onPremisesExtensionAttributes: {},
  onPremisesProvisioningErrors: [],
  password: null,
  lastPasswordChangeDateTime: null,
  forceChangePasswordNextSignIn: false,
  forceChangePasswordNextSignInWithMfa: false,
  signInSessionsValidFromDateTime: 0,
}

type Required<Row, Keys extends keyof Row> = Pick<Row, Keys> & Partial<Row>

export const newUser = (
  user: Required<CloudUser, 'id' | 'userPrincipalName' | 'displayName' | 'mailNickname' | 'createdDateTime'>,
): CloudUser => ({ ...userTemplate, signInSessionsValidFromDateTime: user.createdDateTime, ...user })

const groupTemplate: CloudGroup = {
  id: '',
  displayName: '',
  description: null,
  mail: null,
  mailEnabled: false,
  mailNickname: '',
  securityEnabled: true,
  groupTypes: [],
  isAssignableToRole: null,
  membershipRule: null,
  membershipRuleProcessingState: null,
  proxyAddresses: [],
  visibility: null,
  createdDateTime: 0,
  deletedDateTime: null,
  securityIdentifier: '',
  assignedLicenses: [],
  onPremisesSyncEnabled: null,
  onPremisesImmutableId: null,
  onPremisesLastSyncDateTime: null,
  onPremisesSamAccountName: null,
  onPremisesDomainName: null,
  onPremisesNetBiosName: null,
  onPremisesSecurityIdentifier: null,
}

export const newGroup = (
  group: Required<CloudGroup, 'id' | 'displayName' | 'mailNickname' | 'createdDateTime'>,
): CloudGroup => ({
  ...groupTemplate,
  securityIdentifier: cloudSid(group.id),
  ...group,
})

/** `S-1-12-1-…`: the four 32-bit words of the object id, as Entra makes the security identifier of its objects. */
export function cloudSid(objectId: string): string {
  const bytes = Buffer.from(objectId.replaceAll('-', ''), 'hex')
  // A GUID's first three parts are little-endian in memory.
  const words = [
    bytes.readUInt32BE(0),
    (bytes.readUInt16BE(6) << 16) | bytes.readUInt16BE(4),
    bytes.readUInt32LE(8),
    bytes.readUInt32LE(12),
  ]
  return `S-1-12-1-${words.map((word) => word >>> 0).join('-')}`
}

const applicationTemplate: Application = {
  id: '',
  appId: '',
  displayName: '',
  description: null,
  createdDateTime: 0,
  deletedDateTime: null,
  signInAudience: 'AzureADMyOrg',
  identifierUris: [],
  web: { redirectUris: [], logoutUrl: null, issueIdTokens: false, issueAccessTokens: false },
  spa: { redirectUris: [] },
  publicClient: { redirectUris: [] },
  isFallbackPublicClient: null,
  requestedAccessTokenVersion: null,
  scopes: [],
  appRoles: [],
  requiredResourceAccess: [],
  passwordCredentials: [],
  keyCredentials: [],
  tags: [],
}

export const newApplication = (
  application: Required<Application, 'id' | 'appId' | 'displayName' | 'createdDateTime'>,
): Application => ({
  ...applicationTemplate,
  ...application,
})

export const newServicePrincipal = (
  principal: Required<ServicePrincipal, 'id' | 'appId' | 'displayName' | 'createdDateTime'>,
): ServicePrincipal => ({
  accountEnabled: true,
  appRoleAssignmentRequired: false,
  servicePrincipalNames: [principal.appId],
  servicePrincipalType: 'Application',
  deletedDateTime: null,
  tags: [],
  ...principal,
})

export const noMethods = (userId: string): RegisteredMethods => ({
  id: userId,
  mobilePhone: null,
  alternateMobilePhone: null,
  officePhone: null,
  email: null,
  authenticatorSecret: null,
  securityQuestions: [],
  confirmedAt: null,
})

/** The Password reset blades of a new tenant. */
export const newPasswordResetPolicy: PasswordResetPolicy = {
  id: 'policy',
  enabled: 'None',
  groupId: null,
  methodsRequired: 1,
  methods: {
    email: true,
    mobilePhone: true,
    officePhone: false,
    securityQuestions: false,
    appNotification: false,
    appCode: false,
  },
  registration: { required: true, reconfirmDays: 180 },
  notifications: { users: true, admins: false },
  helpdesk: { customized: false, emailOrUrl: '' },
  writeBack: false,
  unlockWithoutReset: false,
  administratorsMayReset: true,
  bannedPasswords: [],
}

/** Directory synchronisation features of a new tenant; names are Graph's (`onPremisesDirectorySynchronizationFeature`). */
const syncFeatures = {
  allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled: false,
  blockCloudObjectTakeoverThroughHardMatchEnabled: false,
  blockSoftMatchEnabled: false,
  bypassDirSyncOverridesEnabled: false,
  cloudPasswordPolicyForPasswordSyncedUsersEnabled: false,
  concurrentCredentialUpdateEnabled: false,
  concurrentOrgIdProvisioningEnabled: false,
  deviceWritebackEnabled: false,
  directoryExtensionsEnabled: false,
  fopeConflictResolutionEnabled: false,
  groupWriteBackEnabled: false,
  passwordSyncEnabled: false,
  passwordWritebackEnabled: false,
  quarantineUponProxyAddressesConflictEnabled: true,
  quarantineUponUpnConflictEnabled: true,
  softMatchOnUpnEnabled: true,
  synchronizeUpnForManagedUsersEnabled: true,
  unifiedGroupWritebackEnabled: false,
  userForcePasswordChangeOnLogonEnabled: false,
  userWritebackEnabled: false,
} as const

export const newTenant = (tenant: Pick<Tenant, 'displayName' | 'createdDateTime' | 'domains'>): Tenant => ({
  id: 'tenant',
  onPremisesSyncEnabled: null,
  onPremisesLastSyncDateTime: null,
  onPremisesLastPasswordSyncDateTime: null,
  directorySync: { features: syncFeatures, deletionPrevention: 'enabledForCount', deletionThreshold: 500 },
  signInModel: 'cloud',
  licenceEnforcement: 'strict',
  permissionsEnforced: true,
  refreshTokenReuse: 'refused',
  ...tenant,
})
