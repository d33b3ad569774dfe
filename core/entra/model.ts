/**
 * The tenant's state: the records that the cloud keeps, each in a store collection named `cloud.<key>`.
 * Property names are Graph's wherever Graph has one. Records are immutable and replaced.
 */
import type { DomainFederation } from '#core/contracts/user-sign-in.ts'
import type { Instant } from '#core/ports.ts'

/** A cloud password verifier: PBKDF2-HMAC-SHA256 over the upper-case hex of the NT hash in UTF-16LE, as password hash sync makes it. */
export interface PasswordVerifier {
  /** base64, 10 bytes. */
  readonly salt: string
  readonly iterations: number
  /** base64, 32 bytes. */
  readonly hash: string
}

export interface AssignedLicense {
  readonly skuId: string
  readonly disabledPlans: readonly string[]
}

export interface ProxyConflict {
  readonly category: 'PropertyConflict'
  readonly propertyCausingError: 'UserPrincipalName' | 'ProxyAddress'
  readonly value: string
  readonly occurredDateTime: Instant
}

/** What few users have; kept apart, so that all the others cost nothing. */
export interface UserDetails {
  readonly ageGroup?: 'Minor' | 'NotAdult' | 'Adult' | null
  readonly consentProvidedForMinor?: 'Granted' | 'Denied' | 'NotRequired' | null
  readonly creationType?: 'Invitation' | null
  /** ISO 8601, as written. */
  readonly employeeHireDate?: string | null
  readonly employeeLeaveDateTime?: string | null
  readonly employeeOrgData?: { readonly costCenter: string | null; readonly division: string | null } | null
  readonly externalUserState?: 'PendingAcceptance' | 'Accepted' | null
  readonly externalUserStateChangeDateTime?: string | null
  readonly preferredDataLocation?: string | null
  readonly showInAddressList?: boolean | null
}

/** `cloud.users`, soft-deleted ones included (deletedDateTime set). */
export interface CloudUser {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly accountEnabled: boolean
  readonly userType: 'Member' | 'Guest'
  readonly mailNickname: string
  readonly createdDateTime: Instant
  readonly deletedDateTime: Instant | null
  readonly givenName: string | null
  readonly surname: string | null
  readonly mail: string | null
  readonly jobTitle: string | null
  readonly department: string | null
  readonly companyName: string | null
  readonly officeLocation: string | null
  readonly streetAddress: string | null
  readonly city: string | null
  readonly state: string | null
  readonly postalCode: string | null
  readonly country: string | null
  readonly usageLocation: string | null
  readonly preferredLanguage: string | null
  readonly mobilePhone: string | null
  readonly businessPhones: readonly string[]
  readonly faxNumber: string | null
  readonly employeeId: string | null
  readonly employeeType: string | null
  readonly otherMails: readonly string[]
  readonly proxyAddresses: readonly string[]
  readonly managerId: string | null
  readonly passwordPolicies: string | null
  readonly assignedLicenses: readonly AssignedLicense[]

  readonly onPremisesSyncEnabled: boolean | null
  readonly onPremisesImmutableId: string | null
  readonly onPremisesLastSyncDateTime: Instant | null
  readonly onPremisesSamAccountName: string | null
  readonly onPremisesUserPrincipalName: string | null
  readonly onPremisesDistinguishedName: string | null
  readonly onPremisesDomainName: string | null
  readonly onPremisesNetBiosName: string | null
  readonly onPremisesSecurityIdentifier: string | null
  readonly onPremisesExtensionAttributes: Readonly<Record<string, string | null>>
  readonly onPremisesProvisioningErrors: readonly ProxyConflict[]
  /** Synchronised directory extensions by their names in Graph (`extension_<appId>_<attribute>`). */
  readonly directoryExtensions?: Readonly<Record<string, string | readonly string[] | null>>
  /** Absent or null: none of them. */
  readonly details?: UserDetails | null

  /** null: no hash in the cloud yet (AADSTS50056). */
  readonly password: PasswordVerifier | null
  readonly lastPasswordChangeDateTime: Instant | null
  readonly forceChangePasswordNextSignIn: boolean
  readonly forceChangePasswordNextSignInWithMfa: boolean
  /** Refresh tokens and sessions older than this are void (50173). */
  readonly signInSessionsValidFromDateTime: Instant
}

/** `cloud.authentication-methods`, id = the user's object id. */
export interface RegisteredMethods {
  readonly id: string
  /** `+65 91234567` */
  readonly mobilePhone: string | null
  readonly alternateMobilePhone: string | null
  readonly officePhone: string | null
  readonly email: string | null
  /** Secret of the authenticator app, base32. */
  readonly authenticatorSecret: string | null
  readonly securityQuestions: readonly { readonly question: string; readonly answerHash: string }[]
  /** When the user last finished or confirmed registration. */
  readonly confirmedAt: Instant | null
}

/** `cloud.direct-licences`, id = the user's object id: what was assigned to the user and not through a group. */
export interface DirectLicences {
  readonly id: string
  readonly skuIds: readonly string[]
}

/** `cloud.smart-lockouts`, id = the user's object id; there while wrong passwords count. */
export interface SmartLockoutState {
  readonly id: string
  readonly failures: number
  readonly lockedUntil: Instant | null
  /** How often it has locked since the last right password; each lock is longer. */
  readonly locks: number
  /** The last three wrong passwords as verifiers: the same one again does not count. */
  readonly recentWrong: readonly string[]
}

/** `cloud.groups`. Members are links, not here. */
export interface CloudGroup {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly mail: string | null
  readonly mailEnabled: boolean
  readonly mailNickname: string
  readonly securityEnabled: boolean
  readonly groupTypes: readonly string[]
  readonly isAssignableToRole: boolean | null
  readonly membershipRule: string | null
  readonly membershipRuleProcessingState: string | null
  readonly proxyAddresses: readonly string[]
  readonly visibility: string | null
  readonly createdDateTime: Instant
  readonly deletedDateTime: Instant | null
  readonly securityIdentifier: string
  readonly assignedLicenses: readonly AssignedLicense[]
  readonly onPremisesSyncEnabled: boolean | null
  readonly onPremisesImmutableId: string | null
  readonly onPremisesLastSyncDateTime: Instant | null
  readonly onPremisesSamAccountName: string | null
  readonly onPremisesDomainName: string | null
  readonly onPremisesNetBiosName: string | null
  readonly onPremisesSecurityIdentifier: string | null
}

/** `cloud.links`: id = `<kind>:<from>:<to>`; both directions are indexed. */
export interface Link {
  readonly id: string
  /** `unit`: in an administrative unit; `scoped-role`: a directory role over the members of one. */
  readonly kind: 'member' | 'owner' | 'role' | 'unit' | 'scoped-role'
  /** Group or unit id, role template id for `role`, `{unit id}:{role template id}` for `scoped-role`. */
  readonly from: string
  readonly to: string
}

/** `cloud.administrative-units`: part of the directory that administrators of its own look after. */
export interface AdministrativeUnit {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly visibility: 'Public' | 'HiddenMembership' | null
}

/** `cloud.subscriptions`: what the tenant has bought; id = skuId. Names and plans are in core/entra/skus.ts. */
export interface Subscription {
  readonly id: string
  readonly capabilityStatus: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted' | 'LockedOut'
  readonly enabled: number
  readonly warning: number
  readonly suspended: number
  readonly lockedOut: number
  readonly expiresAt: Instant | null
}

export interface TenantDomain {
  readonly name: string
  readonly isVerified: boolean
  readonly isInitial: boolean
  readonly isDefault: boolean
  readonly authenticationType: 'Managed' | 'Federated'
  /** Absent: the product's defaults. */
  readonly passwordNotificationWindowInDays?: number
  readonly passwordValidityPeriodInDays?: number
  readonly supportedServices?: readonly string[]
  /** There while the domain is federated. */
  readonly federation?: DomainFederation
}

/** `cloud.pass-through-agents`. */
export interface PassThroughAgent {
  readonly id: string
  readonly machineName: string
  /** SPKI PEM. */
  readonly publicKey: string
  /** base64url; known to the cloud and the agent only. */
  readonly secret: string
  readonly registeredAt: Instant
}

/** `cloud.tenant`, one record, id `tenant`. */
export interface Tenant {
  readonly id: 'tenant'
  readonly displayName: string
  readonly createdDateTime: Instant
  readonly domains: readonly TenantDomain[]
  readonly onPremisesSyncEnabled: boolean | null
  readonly onPremisesLastSyncDateTime: Instant | null
  readonly onPremisesLastPasswordSyncDateTime: Instant | null
  /** Absent: nobody is told. */
  readonly technicalNotificationMails?: readonly string[]
  readonly marketingNotificationEmails?: readonly string[]
  readonly directorySync: {
    readonly features: Readonly<Record<string, boolean>>
    readonly deletionPrevention: 'enabledForCount' | 'enabledForPercentage' | 'disabled'
    readonly deletionThreshold: number
    /** The attribute of Active Directory that the first Connect server took as source anchor. */
    readonly sourceAnchorAttribute?: string
  }
  /** How a managed domain's synced users are checked. */
  readonly signInModel: 'cloud' | 'pta'
  /** Licence gates: `strict` refuses, `lenient` lets pass (docs admit that enforcement is partly contractual). */
  readonly licenceEnforcement: 'strict' | 'lenient'
  /** false: Graph rights are not enforced. */
  readonly permissionsEnforced: boolean
  /** `refused`: a refresh token buys each set of permissions once. The real service lets it be used again. */
  readonly refreshTokenReuse: 'refused' | 'allowed'
  /** Absent or null: as the product counts (writeback.md §7.4). */
  readonly objectQuota?: number | null
  /** A version of Connect that is released for automatic upgrade; absent or null: none. */
  readonly connectRelease?: string | null
}

/** `cloud.password-reset`, one record, id `policy`: the Password reset blades. */
export interface PasswordResetPolicy {
  readonly id: 'policy'
  readonly enabled: 'None' | 'Selected' | 'All'
  readonly groupId: string | null
  readonly methodsRequired: 1 | 2
  readonly methods: {
    readonly email: boolean
    readonly mobilePhone: boolean
    readonly officePhone: boolean
    readonly securityQuestions: boolean
    readonly appNotification: boolean
    readonly appCode: boolean
  }
  readonly registration: { readonly required: boolean; readonly reconfirmDays: number }
  readonly notifications: { readonly users: boolean; readonly admins: boolean }
  readonly helpdesk: { readonly customized: boolean; readonly emailOrUrl: string }
  /** L2: "Write back passwords to your on-premises directory". */
  readonly writeBack: boolean
  readonly unlockWithoutReset: boolean
  /** authorizationPolicy.allowedToUseSSPR: administrators only. */
  readonly administratorsMayReset: boolean
  readonly bannedPasswords: readonly string[]
}

/** `cloud.writeback-agent`, one record, id `agent`; there while an agent is onboarded (L1 as the cloud knows it). */
export interface WritebackAgent {
  readonly id: 'agent'
  readonly serverName: string
  readonly agentVersion: string
  /** SPKI PEM. */
  readonly publicKey: string
  readonly keyVersion: number
  /** base64url; known to the cloud and the installation only. */
  readonly relaySecret: string
  readonly onboardedAt: Instant
  readonly lastHeartbeatAt: Instant | null
}
