/** `microsoft.graph.user`: properties, their filters, what is shown by default (graph.md §2.1). */

import { grants } from '#core/entra/licensing.ts'
import type { CloudUser, UserDetails } from '#core/entra/model.ts'
import { serviceOfPlan, servicePlanIds, skuById } from '#core/entra/skus.ts'
import { directoryExtensionName } from '../../directory/directory-extensions.ts'
import { cloudSid } from '../../directory/new-records.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { type EntityType, iso, type Property } from '../odata/entity-type.ts'
import { lastSignInOf } from './sign-in-activity.ts'

type UserProperty = Property<CloudUser>

const column = <Key extends keyof CloudUser>(
  key: Key,
  filter?: string,
  more: Omit<UserProperty, 'read' | 'filter'> = {},
): UserProperty => ({
  read: (user) => user[key],
  ...(filter === undefined ? {} : { filter }),
  ...more,
})
const time = (
  key:
    | 'createdDateTime'
    | 'deletedDateTime'
    | 'onPremisesLastSyncDateTime'
    | 'lastPasswordChangeDateTime'
    | 'signInSessionsValidFromDateTime',
  filter?: string,
  more: Omit<UserProperty, 'read' | 'filter'> = {},
): UserProperty => ({
  read: (user) => iso(user[key]),
  ...(filter === undefined ? {} : { filter }),
  ...more,
})
const empty = (value: unknown, more: Omit<UserProperty, 'read'> = {}): UserProperty => ({
  read: () => value,
  ...more,
})

/** What few users have is null for the others. */
const detail = (key: keyof UserDetails, filter?: string): UserProperty => ({
  read: (user) => user.details?.[key] ?? null,
  ...(filter === undefined ? {} : { filter }),
})

const isDefault = { isDefault: true } as const
const onlySelected = { onlySelected: true } as const
const common = 'eq ne not ge le in startsWith null'

/** Licences held directly and through groups, and what groups could not give for want of a unit (CountViolation). */
export function licenceStates(user: CloudUser, directory: TenantDirectory) {
  const direct = directory.directLicences(user.id)
  const groups = directory.allGroupsOf(user.id)
  const fromGroups = groups.flatMap(({ id, assignedLicenses }) =>
    assignedLicenses.map((licence) => ({ ...licence, assignedByGroup: id })),
  )
  const isFromGroup = (skuId: string) => fromGroups.some((licence) => licence.skuId === skuId)
  const own = user.assignedLicenses
    .filter(({ skuId }) => direct.includes(skuId) || !isFromGroup(skuId))
    .map((licence) => ({ ...licence, assignedByGroup: null }))
  return [...own, ...fromGroups].map(({ skuId, disabledPlans, assignedByGroup }) => {
    const isHeld = user.assignedLicenses.some((licence) => licence.skuId === skuId)
    return {
      skuId,
      disabledPlans,
      state: isHeld ? 'Active' : 'Error',
      error: isHeld ? 'None' : 'CountViolation',
      lastUpdatedDateTime: iso(user.createdDateTime),
      assignedByGroup,
    }
  })
}

function assignedPlans(user: CloudUser, directory: TenantDirectory) {
  return user.assignedLicenses.flatMap(({ skuId, disabledPlans }) => {
    const subscription = directory.subscription(skuId)
    return (skuById(skuId)?.plans ?? []).map((plan) => ({
      assignedDateTime: iso(user.createdDateTime),
      capabilityStatus: disabledPlans.includes(servicePlanIds[plan])
        ? 'Deleted'
        : grants(subscription)
          ? (subscription?.capabilityStatus ?? 'Enabled')
          : 'Suspended',
      service: serviceOfPlan(plan),
      servicePlanId: servicePlanIds[plan],
    }))
  })
}

const initialDomain = (directory: TenantDirectory): string =>
  directory.tenant().domains.find((domain) => domain.isInitial)?.name ?? ''

const extensionNumbers = Array.from({ length: 15 }, (_, index) => index + 1)
const extensions = (user: CloudUser): Record<string, string | null> =>
  Object.fromEntries(
    extensionNumbers.map((number) => [
      `extensionAttribute${number}`,
      user.onPremisesExtensionAttributes[`extensionAttribute${number}`] ?? null,
    ]),
  )

export const userType: EntityType<CloudUser> = {
  name: 'user',
  isRecord: true,
  set: 'users',
  properties: {
    businessPhones: column('businessPhones', 'eq not ge le startsWith any', isDefault),
    displayName: column('displayName', 'eq ne not ge le in startsWith null', {
      ...isDefault,
      sortable: true,
      searchable: true,
    }),
    givenName: column('givenName', common, isDefault),
    jobTitle: column('jobTitle', common, isDefault),
    mail: column('mail', 'eq ne not ge le in startsWith endsWith null', { ...isDefault, searchable: true }),
    mobilePhone: column('mobilePhone', common, { ...isDefault, searchable: true }),
    officeLocation: column('officeLocation', common, isDefault),
    preferredLanguage: column('preferredLanguage', common, isDefault),
    surname: column('surname', common, isDefault),
    userPrincipalName: column('userPrincipalName', 'eq ne not ge le in startsWith endsWith', {
      ...isDefault,
      sortable: true,
      searchable: true,
    }),
    id: column('id', 'eq ne not in', isDefault),
    accountEnabled: column('accountEnabled', 'eq ne not in'),
    ageGroup: detail('ageGroup', 'eq ne not in'),
    assignedLicenses: {
      read: (user) => user.assignedLicenses.map(({ disabledPlans, skuId }) => ({ disabledPlans, skuId })),
      filter: 'eq not any',
    },
    assignedPlans: { read: (user, { directory }) => assignedPlans(user, directory), filter: 'eq not any' },
    city: column('city', common),
    companyName: column('companyName', common),
    consentProvidedForMinor: detail('consentProvidedForMinor', 'eq ne not in'),
    country: column('country', common),
    createdDateTime: time('createdDateTime', 'eq ne not ge le in', { sortable: true }),
    creationType: detail('creationType', 'eq ne not in'),
    deletedDateTime: time('deletedDateTime', 'eq ne not ge le in'),
    department: column('department', 'eq ne not ge le in null'),
    employeeHireDate: detail('employeeHireDate', 'eq ne not ge le in'),
    employeeLeaveDateTime: detail('employeeLeaveDateTime', 'eq ne not ge le in'),
    employeeId: column('employeeId', common),
    employeeOrgData: detail('employeeOrgData', 'eq ne not ge le in'),
    employeeType: column('employeeType', 'eq ne not ge le in startsWith'),
    externalUserState: detail('externalUserState', 'eq ne not in'),
    externalUserStateChangeDateTime: detail('externalUserStateChangeDateTime'),
    faxNumber: column('faxNumber', common),
    identities: {
      read: (user, { directory }) => [
        {
          signInType: 'userPrincipalName',
          issuer: initialDomain(directory),
          issuerAssignedId: user.userPrincipalName,
        },
      ],
      filter: 'eq any',
    },
    imAddresses: { read: () => [], filter: 'eq not ge le startsWith any' },
    isManagementRestricted: empty(null),
    isResourceAccount: empty(null),
    lastPasswordChangeDateTime: time('lastPasswordChangeDateTime'),
    legalAgeGroupClassification: empty(null),
    licenseAssignmentStates: { read: (user, { directory }) => licenceStates(user, directory) },
    mailNickname: column('mailNickname', common),
    onPremisesDistinguishedName: column('onPremisesDistinguishedName'),
    onPremisesDomainName: column('onPremisesDomainName'),
    onPremisesExtensionAttributes: { read: extensions, filter: 'eq ne not in' },
    onPremisesImmutableId: column('onPremisesImmutableId', 'eq ne not ge le in null'),
    onPremisesLastSyncDateTime: time('onPremisesLastSyncDateTime', 'eq ne not ge le in null'),
    onPremisesProvisioningErrors: {
      read: (user) =>
        user.onPremisesProvisioningErrors.map((error) => ({
          ...error,
          occurredDateTime: iso(error.occurredDateTime),
        })),
      filter: 'eq not ge le any',
    },
    onPremisesSamAccountName: column('onPremisesSamAccountName', 'eq ne not ge le in startsWith'),
    onPremisesSecurityIdentifier: column('onPremisesSecurityIdentifier', 'eq null'),
    onPremisesSyncEnabled: column('onPremisesSyncEnabled', 'eq ne not in null'),
    onPremisesUserPrincipalName: column('onPremisesUserPrincipalName', 'eq ne not ge le in startsWith'),
    otherMails: column('otherMails', 'eq not ge le in startsWith endsWith any'),
    passwordPolicies: column('passwordPolicies', 'ne not null'),
    passwordProfile: {
      read: (user) =>
        user.password === null
          ? null
          : {
              password: null,
              forceChangePasswordNextSignIn: user.forceChangePasswordNextSignIn,
              forceChangePasswordNextSignInWithMfa: user.forceChangePasswordNextSignInWithMfa,
            },
      filter: 'eq ne not in null',
    },
    postalCode: column('postalCode', common),
    preferredDataLocation: detail('preferredDataLocation', 'eq ne not ge le in startsWith null'),
    provisionedPlans: empty([]),
    proxyAddresses: column('proxyAddresses', 'eq not ge le startsWith endsWith any'),
    securityIdentifier: { read: (user) => cloudSid(user.id), filter: 'eq null' },
    serviceProvisioningErrors: empty([]),
    showInAddressList: detail('showInAddressList'),
    signInActivity: {
      read: (user, { directory }) => lastSignInOf(directory, user.id),
      filter: 'eq ne not ge le',
      ...onlySelected,
    },
    signInSessionsValidFromDateTime: time('signInSessionsValidFromDateTime'),
    refreshTokensValidFromDateTime: { ...time('signInSessionsValidFromDateTime'), betaOnly: true },
    state: column('state', common),
    streetAddress: column('streetAddress', common),
    usageLocation: column('usageLocation', common),
    userType: column('userType', 'eq ne not in null'),
  },
  furtherProperty: (name) =>
    directoryExtensionName.test(name)
      ? { read: (user) => user.directoryExtensions?.[name] ?? null, filter: common }
      : undefined,
}
