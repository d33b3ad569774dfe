/** `microsoft.graph.application` and `servicePrincipal`. Secrets are never shown again. */
import type { Application, PasswordCredential, ServicePrincipal } from '#core/entra/applications.ts'
import { firstPartyApp, graphAppId } from '#core/entra/first-party-apps.ts'
import { graphPermissions } from '#core/entra/graph-permissions.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'

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
    groupMembershipClaims: { read: () => null, ...isDefault },
    identifierUris: { read: (row) => row.identifierUris, filter: 'eq startsWith any', ...isDefault },
    isFallbackPublicClient: { read: (row) => row.isFallbackPublicClient, ...isDefault },
    notes: { read: () => null, ...isDefault },
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
        acceptMappedClaims: null,
        knownClientApplications: [],
        requestedAccessTokenVersion: row.requestedAccessTokenVersion,
        oauth2PermissionScopes: scopesOf(row),
        preAuthorizedApplications: [],
      }),
      ...isDefault,
    },
    appRoles: { read: rolesOf, ...isDefault },
    info: {
      read: () => ({
        logoUrl: null,
        marketingUrl: null,
        privacyStatementUrl: null,
        supportUrl: null,
        termsOfServiceUrl: null,
      }),
      ...isDefault,
    },
    keyCredentials: {
      read: (row) =>
        row.keyCredentials.map(({ keyId, displayName, startDateTime, endDateTime }) => ({
          customKeyIdentifier: null,
          displayName,
          endDateTime: iso(endDateTime),
          key: null,
          keyId,
          startDateTime: iso(startDateTime),
          type: 'AsymmetricX509Cert',
          usage: 'Verify',
        })),
      ...isDefault,
    },
    passwordCredentials: { read: (row) => row.passwordCredentials.map(shownCredential), ...isDefault },
    publicClient: { read: (row) => row.publicClient, ...isDefault },
    requiredResourceAccess: { read: (row) => row.requiredResourceAccess, ...isDefault },
    spa: { read: (row) => row.spa, ...isDefault },
    web: {
      read: (row) => ({
        homePageUrl: null,
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
    alternativeNames: { read: () => [], filter: 'eq any', ...isDefault },
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
    description: { read: () => null, ...isDefault },
    displayName: {
      read: (row) => row.displayName,
      filter: 'eq ne not ge le in startsWith null',
      searchable: true,
      ...isDefault,
    },
    homepage: { read: () => null, ...isDefault },
    loginUrl: { read: () => null, ...isDefault },
    logoutUrl: { read: () => null, ...isDefault },
    notes: { read: () => null, ...isDefault },
    notificationEmailAddresses: { read: () => [], ...isDefault },
    preferredSingleSignOnMode: { read: () => null, ...isDefault },
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
    passwordCredentials: { read: () => [], ...isDefault },
  },
}

const rolesOrNone = (application: Application | undefined): unknown[] =>
  application === undefined ? [] : rolesOf(application)
const scopesOrNone = (application: Application | undefined): unknown[] =>
  application === undefined ? [] : scopesOf(application)
