/** `microsoft.graph.application` and `servicePrincipal`. Secrets are never shown again. */
import type {
  Application,
  KeyCredential,
  PasswordCredential,
  ServicePrincipal,
} from '#core/entra/applications.ts'
import { firstPartyApp, graphAppId } from '#core/entra/first-party-apps.ts'
import { graphPermissions } from '#core/entra/graph-permissions.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import { certificateOf } from './certificate.ts'

const isDefault = { isDefault: true } as const
const ownerTenant = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

export const shownCredential = ({
  keyId,
  displayName,
  hint,
  startDateTime,
  endDateTime,
}: PasswordCredential) => ({
  customKeyIdentifier: null,
  displayName,
  endDateTime: iso(endDateTime),
  hint,
  keyId,
  secretText: null,
  startDateTime: iso(startDateTime),
})

/** Keys themselves are not shown. */
export const shownKey = ({
  keyId,
  displayName,
  startDateTime,
  endDateTime,
  key,
  type,
  usage,
}: KeyCredential) => ({
  customKeyIdentifier: certificateOf(key)?.thumbprint ?? null,
  displayName,
  endDateTime: iso(endDateTime),
  key: null,
  keyId,
  startDateTime: iso(startDateTime),
  type: type ?? 'AsymmetricX509Cert',
  usage: usage ?? 'Verify',
})

/** What was written of a member that the lab does nothing with. */
const note =
  (path: string, otherwise: unknown = null) =>
  ({ noted }: { readonly noted?: Readonly<Record<string, unknown>> }): unknown =>
    noted?.[path] ?? otherwise

const scopesOf = (application: Application) =>
  application.scopes.map(
    ({ id, value, type, adminConsentDisplayName, adminConsentDescription, isEnabled }) => ({
      adminConsentDescription,
      adminConsentDisplayName,
      id,
      isEnabled,
      type,
      userConsentDescription: null,
      userConsentDisplayName: null,
      value,
    }),
  )

const rolesOf = (application: Application) =>
  application.appRoles.map(({ id, value, displayName, description, allowedMemberTypes, isEnabled }) => ({
    allowedMemberTypes,
    description,
    displayName,
    id,
    isEnabled,
    origin: 'Application',
    value,
  }))

export const applicationType: EntityType<Application> = {
  name: 'application',
  set: 'applications',
  properties: {
    id: { read: (row) => row.id, filter: 'eq ne not in', ...isDefault },
    deletedDateTime: { read: (row) => iso(row.deletedDateTime), ...isDefault },
    appId: { read: (row) => row.appId, filter: 'eq in', ...isDefault },
    applicationTemplateId: { read: () => null, ...isDefault },
    createdDateTime: { read: (row) => iso(row.createdDateTime), filter: 'eq ne not ge le in', ...isDefault },
    displayName: {
      read: (row) => row.displayName,
      filter: 'eq ne not ge le in startsWith null',
      searchable: true,
      ...isDefault,
    },
    description: { read: (row) => row.description, filter: 'eq ne startsWith', ...isDefault },
    groupMembershipClaims: { read: note('groupMembershipClaims'), ...isDefault },
    identifierUris: { read: (row) => row.identifierUris, filter: 'eq startsWith any', ...isDefault },
    isFallbackPublicClient: { read: (row) => row.isFallbackPublicClient, ...isDefault },
    notes: { read: note('notes'), ...isDefault },
    optionalClaims: { read: note('optionalClaims'), ...isDefault },
    serviceManagementReference: { read: note('serviceManagementReference'), ...isDefault },
    publisherDomain: {
      read: (_row, { directory }) =>
        directory.tenant().domains.find((domain) => domain.isDefault)?.name ?? null,
      ...isDefault,
    },
    signInAudience: { read: (row) => row.signInAudience, filter: 'eq', ...isDefault },
    tags: { read: (row) => row.tags, filter: 'eq any', ...isDefault },
    tokenEncryptionKeyId: { read: () => null, ...isDefault },
    addIns: { read: () => [], ...isDefault },
    api: {
      read: (row) => ({
        acceptMappedClaims: note('api/acceptMappedClaims')(row),
        knownClientApplications: note('api/knownClientApplications', [])(row),
        requestedAccessTokenVersion: row.requestedAccessTokenVersion,
        oauth2PermissionScopes: scopesOf(row),
        preAuthorizedApplications: note('api/preAuthorizedApplications', [])(row),
      }),
      ...isDefault,
    },
    appRoles: { read: rolesOf, ...isDefault },
    info: {
      read: (row) => ({
        logoUrl: note('info/logoUrl')(row),
        marketingUrl: note('info/marketingUrl')(row),
        privacyStatementUrl: note('info/privacyStatementUrl')(row),
        supportUrl: note('info/supportUrl')(row),
        termsOfServiceUrl: note('info/termsOfServiceUrl')(row),
      }),
      ...isDefault,
    },
    keyCredentials: { read: (row) => row.keyCredentials.map(shownKey), ...isDefault },
    passwordCredentials: { read: (row) => row.passwordCredentials.map(shownCredential), ...isDefault },
    publicClient: { read: (row) => row.publicClient, ...isDefault },
    requiredResourceAccess: { read: (row) => row.requiredResourceAccess, ...isDefault },
    spa: { read: (row) => row.spa, ...isDefault },
    web: {
      read: (row) => ({
        homePageUrl: note('web/homePageUrl')(row),
        logoutUrl: row.web.logoutUrl,
        redirectUris: row.web.redirectUris,
        implicitGrantSettings: {
          enableAccessTokenIssuance: row.web.issueAccessTokens,
          enableIdTokenIssuance: row.web.issueIdTokens,
        },
      }),
      ...isDefault,
    },
  },
}

/** Graph's own permissions, as its service principal lists them. */
const graphScopes = graphPermissions.flatMap(({ value, delegatedId }) =>
  delegatedId === null
    ? []
    : [
        {
          adminConsentDescription: value,
          adminConsentDisplayName: value,
          id: delegatedId,
          isEnabled: true,
          type: value.endsWith('.All') ? 'Admin' : 'User',
          userConsentDescription: null,
          userConsentDisplayName: null,
          value,
        },
      ],
)
const graphRoles = graphPermissions.flatMap(({ value, applicationId }) =>
  applicationId === null
    ? []
    : [
        {
          allowedMemberTypes: ['Application'],
          description: value,
          displayName: value,
          id: applicationId,
          isEnabled: true,
          origin: 'Application',
          value,
        },
      ],
)

export const servicePrincipalType: EntityType<ServicePrincipal> = {
  name: 'servicePrincipal',
  set: 'servicePrincipals',
  properties: {
    id: { read: (row) => row.id, filter: 'eq ne not in', ...isDefault },
    deletedDateTime: { read: (row) => iso(row.deletedDateTime), ...isDefault },
    accountEnabled: { read: (row) => row.accountEnabled, filter: 'eq ne not in', ...isDefault },
    alternativeNames: { read: note('alternativeNames', []), filter: 'eq any', ...isDefault },
    appDisplayName: { read: (row) => row.displayName, ...isDefault },
    appDescription: { read: () => null, ...isDefault },
    appId: { read: (row) => row.appId, filter: 'eq ne not in', ...isDefault },
    applicationTemplateId: { read: () => null, ...isDefault },
    appOwnerOrganizationId: {
      read: (row, { directory }) =>
        firstPartyApp(row.appId) === undefined ? directory.tenantId : ownerTenant,
      filter: 'eq',
      ...isDefault,
    },
    appRoleAssignmentRequired: {
      read: (row) => row.appRoleAssignmentRequired,
      filter: 'eq ne not',
      ...isDefault,
    },
    description: { read: note('description'), ...isDefault },
    displayName: {
      read: (row) => row.displayName,
      filter: 'eq ne not ge le in startsWith null',
      searchable: true,
      ...isDefault,
    },
    homepage: { read: note('homepage'), ...isDefault },
    loginUrl: { read: note('loginUrl'), ...isDefault },
    logoutUrl: { read: note('logoutUrl'), ...isDefault },
    notes: { read: note('notes'), ...isDefault },
    notificationEmailAddresses: { read: note('notificationEmailAddresses', []), ...isDefault },
    preferredSingleSignOnMode: { read: note('preferredSingleSignOnMode'), ...isDefault },
    replyUrls: {
      read: (row, { directory }) => {
        const application = directory.applications.byAppId(row.appId)
        return application === undefined
          ? []
          : [
              ...application.web.redirectUris,
              ...application.spa.redirectUris,
              ...application.publicClient.redirectUris,
            ]
      },
      ...isDefault,
    },
    servicePrincipalNames: {
      read: (row) => row.servicePrincipalNames,
      filter: 'eq not ge le startsWith any',
      ...isDefault,
    },
    servicePrincipalType: { read: (row) => row.servicePrincipalType, filter: 'eq', ...isDefault },
    signInAudience: {
      read: (row, { directory }) =>
        directory.applications.byAppId(row.appId)?.signInAudience ?? 'AzureADMultipleOrgs',
      ...isDefault,
    },
    tags: { read: (row) => row.tags, filter: 'eq any', ...isDefault },
    tokenEncryptionKeyId: { read: () => null, ...isDefault },
    addIns: { read: () => [], ...isDefault },
    appRoles: {
      read: (row, { directory }) =>
        row.appId === graphAppId ? graphRoles : rolesOrNone(directory.applications.byAppId(row.appId)),
      ...isDefault,
    },
    oauth2PermissionScopes: {
      read: (row, { directory }) =>
        row.appId === graphAppId ? graphScopes : scopesOrNone(directory.applications.byAppId(row.appId)),
      ...isDefault,
    },
    keyCredentials: { read: () => [], ...isDefault },
    passwordCredentials: {
      read: (row) => (row.passwordCredentials ?? []).map(shownCredential),
      ...isDefault,
    },
  },
}

const rolesOrNone = (application: Application | undefined): unknown[] =>
  application === undefined ? [] : rolesOf(application)
const scopesOrNone = (application: Application | undefined): unknown[] =>
  application === undefined ? [] : scopesOf(application)
