/**
 * Applications as the tenant keeps them: registrations (`cloud.applications`), their service principals
 * (`cloud.service-principals`), delegated grants (`cloud.grants`) and application permissions
 * (`cloud.app-role-assignments`). Property names are Graph's.
 */
import type { Instant } from '#core/ports.ts'

/** A client secret; the secret itself is shown once and kept as SHA-256. */
export interface PasswordCredential {
  readonly keyId: string
  readonly displayName: string | null
  readonly hint: string
  readonly startDateTime: Instant
  readonly endDateTime: Instant
  /** base64 SHA-256 of the secret. */
  readonly secretHash: string
}

/** A certificate that signs client assertions. */
export interface KeyCredential {
  readonly keyId: string
  readonly displayName: string | null
  readonly startDateTime: Instant
  readonly endDateTime: Instant
  /** base64 DER of the certificate. */
  readonly key: string
  readonly usage?: 'Verify' | 'Sign'
  readonly type?: string
}

/** What another issuer's token must say to stand for the application (workload identity federation). */
export interface FederatedCredential {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  readonly description: string | null
}

export interface ExposedScope {
  readonly id: string
  readonly value: string
  readonly type: 'User' | 'Admin'
  readonly adminConsentDisplayName: string
  readonly adminConsentDescription: string
  readonly isEnabled: boolean
}

export interface ExposedRole {
  readonly id: string
  readonly value: string
  readonly displayName: string
  readonly description: string
  readonly allowedMemberTypes: readonly ('User' | 'Application')[]
  readonly isEnabled: boolean
}

export interface RequiredAccess {
  readonly resourceAppId: string
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' | 'Role' }[]
}

export interface Application {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly description: string | null
  readonly createdDateTime: Instant
  readonly deletedDateTime: Instant | null
  readonly signInAudience: 'AzureADMyOrg' | 'AzureADMultipleOrgs'
  readonly identifierUris: readonly string[]
  readonly web: {
    readonly redirectUris: readonly string[]
    readonly logoutUrl: string | null
    readonly issueIdTokens: boolean
    readonly issueAccessTokens: boolean
  }
  readonly spa: { readonly redirectUris: readonly string[] }
  readonly publicClient: { readonly redirectUris: readonly string[] }
  /** "Allow public client flows": ROPC and device code without a secret. */
  readonly isFallbackPublicClient: boolean | null
  readonly requestedAccessTokenVersion: 1 | 2 | null
  readonly scopes: readonly ExposedScope[]
  readonly appRoles: readonly ExposedRole[]
  readonly requiredResourceAccess: readonly RequiredAccess[]
  readonly passwordCredentials: readonly PasswordCredential[]
  readonly keyCredentials: readonly KeyCredential[]
  readonly federatedCredentials?: readonly FederatedCredential[]
  readonly tags: readonly string[]
  /** Members that the lab keeps and does nothing with, by path: `notes`, `web/homePageUrl`. */
  readonly noted?: Readonly<Record<string, unknown>>
}

export interface ServicePrincipal {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly accountEnabled: boolean
  readonly appRoleAssignmentRequired: boolean
  readonly servicePrincipalNames: readonly string[]
  readonly servicePrincipalType: 'Application' | 'ManagedIdentity'
  readonly createdDateTime: Instant
  readonly deletedDateTime: Instant | null
  readonly tags: readonly string[]
  readonly passwordCredentials?: readonly PasswordCredential[]
  readonly noted?: Readonly<Record<string, unknown>>
}

/** Delegated consent: clientId and resourceId are service principals' object ids. */
export interface PermissionGrant {
  readonly id: string
  readonly clientId: string
  readonly consentType: 'AllPrincipals' | 'Principal'
  readonly principalId: string | null
  readonly resourceId: string
  readonly scope: string
}

export interface AppRoleAssignment {
  readonly id: string
  readonly appRoleId: string
  readonly principalId: string
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal'
  readonly resourceId: string
  readonly createdDateTime: Instant
}
