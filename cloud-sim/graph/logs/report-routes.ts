/** /reports: who has registered, by feature and by method, and the older beta reports (graph.md §3). */
import type { CloudUser } from '#core/entra/model.ts'
import { mayRegister } from '#core/sspr/registration.ts'
import { contactsOf, usableMethods } from '#core/sspr/reset-methods.ts'
import { registrationSubjectOf } from '../../sspr/tenant-reset.ts'
import { access } from '../call/access.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  notFound,
  ok,
  whole,
} from '../call/graph-call.ts'
import { answerCollection, answerEntity, type RowSource } from '../odata/collection.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'

interface Registration {
  readonly user: CloudUser
  readonly methods: readonly string[]
  readonly isAdmin: boolean
  readonly isEnabled: boolean
  readonly isRegistered: boolean
}

/** Administrators always show as enabled and capable. */
function registrationOf({ directory }: GraphCall, user: CloudUser): Registration {
  const registered = directory.methodsOf(user.id)
  const { mobilePhone, alternateMobilePhone, officePhone, email, authenticatorSecret, securityQuestions } =
    registered
  const methods = [
    ...(mobilePhone === null ? [] : ['mobilePhone']),
    ...(alternateMobilePhone === null ? [] : ['alternateMobilePhone']),
    ...(officePhone === null ? [] : ['officePhone']),
    ...(email === null ? [] : ['email']),
    ...(authenticatorSecret === null ? [] : ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']),
    ...(securityQuestions.length === 0 ? [] : ['securityQuestion']),
  ]
  const about = registrationSubjectOf(directory, user)
  const isAdmin = directory.rolesOf(user.id).length > 0
  const usable = usableMethods(about.gatePolicy, contactsOf(user, registered))
  return {
    user,
    methods,
    isAdmin,
    isEnabled: isAdmin || mayRegister(about),
    isRegistered: isAdmin || usable >= about.gatePolicy.gates,
  }
}

const mfaMethods = [
  'mobilePhone',
  'alternateMobilePhone',
  'officePhone',
  'microsoftAuthenticatorPush',
  'softwareOneTimePasscode',
]
const isMfa = ({ methods }: Registration): boolean => methods.some((method) => mfaMethods.includes(method))

const isDefault = { isDefault: true } as const

const detailsType: EntityType<Registration> = {
  name: 'userRegistrationDetails',
  set: 'reports/authenticationMethods/userRegistrationDetails',
  properties: {
    id: { read: ({ user }) => user.id, filter: 'eq', ...isDefault },
    userPrincipalName: {
      read: ({ user }) => user.userPrincipalName,
      filter: 'eq startsWith',
      sortable: true,
      ...isDefault,
    },
    userDisplayName: {
      read: ({ user }) => user.displayName,
      filter: 'eq startsWith',
      sortable: true,
      ...isDefault,
    },
    userType: { read: ({ user }) => user.userType.toLowerCase(), filter: 'eq', ...isDefault },
    isAdmin: { read: (row) => row.isAdmin, filter: 'eq', ...isDefault },
    isSsprRegistered: { read: (row) => row.isRegistered, filter: 'eq', ...isDefault },
    isSsprEnabled: { read: (row) => row.isEnabled, filter: 'eq', ...isDefault },
    isSsprCapable: { read: (row) => row.isEnabled && row.isRegistered, filter: 'eq', ...isDefault },
    isMfaRegistered: { read: isMfa, filter: 'eq', ...isDefault },
    isMfaCapable: { read: isMfa, filter: 'eq', ...isDefault },
    isPasswordlessCapable: { read: () => false, filter: 'eq', ...isDefault },
    methodsRegistered: { read: (row) => row.methods, filter: 'eq any', ...isDefault },
    isSystemPreferredAuthenticationMethodEnabled: { read: () => false, filter: 'eq', ...isDefault },
    systemPreferredAuthenticationMethods: { read: () => [], filter: 'eq any', ...isDefault },
    userPreferredMethodForSecondaryAuthentication: { read: () => 'none', filter: 'eq', ...isDefault },
    lastUpdatedDateTime: {
      read: ({ user }, { directory }) =>
        iso(directory.methodsOf(user.id).confirmedAt ?? user.createdDateTime),
      ...isDefault,
    },
  },
}

/** Rows are made while the page is walked: a report over many users costs its page. */
function registrationSource(call: GraphCall): RowSource<Registration> {
  const { directory } = call
  return {
    idOf: ({ user }) => user.id,
    inOrder: (property) => {
      const order =
        property === 'userPrincipalName'
          ? 'userPrincipalName'
          : property === 'userDisplayName'
            ? 'displayName'
            : property === undefined
              ? 'id'
              : undefined
      if (order === undefined) return undefined
      const users = directory.usersInOrder(order)
      return {
        size: users.size,
        keyOf: ({ user }) => users.keyOf(user),
        *walk(after, descending) {
          for (const user of users.walk(after, descending)) yield registrationOf(call, user)
        },
      }
    },
  }
}

function* registrations(call: GraphCall): Generator<Registration> {
  for (const user of call.directory.usersInOrder('id').walk(undefined)) yield registrationOf(call, user)
}

const features: readonly (readonly [string, (row: Registration) => boolean])[] = [
  ['ssprRegistered', (row) => row.isRegistered],
  ['ssprEnabled', (row) => row.isEnabled],
  ['ssprCapable', (row) => row.isEnabled && row.isRegistered],
  ['passwordlessCapable', () => false],
  ['mfaCapable', isMfa],
]

function byFeature(call: GraphCall): GraphAnswer {
  const counts = new Map<string, number>(features.map(([feature]) => [feature, 0]))
  for (const row of registrations(call))
    for (const [feature, has] of features) if (has(row)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  return ok({
    '@odata.context': context(call, 'microsoft.graph.userRegistrationFeatureSummary'),
    totalUserCount: call.directory.countUsers(),
    userRoles: 'all',
    userTypes: 'all',
    userRegistrationFeatureCounts: [...counts].map(([feature, userCount]) => ({ feature, userCount })),
  })
}

function byMethod(call: GraphCall): GraphAnswer {
  const counts = new Map<string, number>()
  for (const row of registrations(call))
    for (const method of row.methods) counts.set(method, (counts.get(method) ?? 0) + 1)
  return ok({
    '@odata.context': context(call, 'microsoft.graph.userRegistrationMethodSummary'),
    totalUserCount: call.directory.countUsers(),
    userRoles: 'all',
    userTypes: 'all',
    userRegistrationMethodCounts: [...counts].map(([authenticationMethod, userCount]) => ({
      authenticationMethod,
      userCount,
    })),
  })
}

function credentialDetails(call: GraphCall): GraphAnswer {
  const value = [...registrations(call)].map((row) => ({
    id: row.user.id,
    userPrincipalName: row.user.userPrincipalName,
    userDisplayName: row.user.displayName,
    authMethods: row.methods,
    isRegistered: row.isRegistered,
    isEnabled: row.isEnabled,
    isCapable: row.isEnabled && row.isRegistered,
    isMfaRegistered: isMfa(row),
  }))
  return whole(call, 'reports/credentialUserRegistrationDetails', value)
}

const dayMs = 86_400_000
const featureOf: Readonly<Record<string, 'reset' | 'registration'>> = {
  'Reset password (self-service)': 'reset',
  'Unlock user account (self-service)': 'reset',
  'User registered for self-service password reset': 'registration',
}

/** Registrations and resets from the audit log, newest first. */
function* usage(call: GraphCall, days = 30) {
  const { audits, lab } = call.directory
  const since = new Date(lab.clock.now() - days * dayMs).toISOString()
  for (let position = audits.size - 1; position >= 0; position--) {
    const row = audits.at(position)
    if (row === undefined || row.activityDateTime < since) return
    const feature = featureOf[row.activityDisplayName]
    if (feature !== undefined) yield { row, feature }
  }
}

function usageDetails(call: GraphCall): GraphAnswer {
  const value = [...usage(call)].map(({ row, feature }) => ({
    id: row.id,
    feature,
    userPrincipalName:
      row.targetResources[0]?.userPrincipalName ?? row.initiatedBy.user?.userPrincipalName ?? '',
    userDisplayName: row.targetResources[0]?.displayName ?? '',
    isSuccess: row.result === 'success',
    authMethod: 'mobileSMS',
    failureReason: row.result === 'success' ? null : row.resultReason,
    eventDateTime: row.activityDateTime,
  }))
  return whole(call, 'reports/userCredentialUsageDetails', value)
}

function usageSummary(call: GraphCall): GraphAnswer {
  const days = Number(/D(\d+)/.exec(call.params.period ?? '')?.[1] ?? 30)
  const counts = { reset: { good: 0, bad: 0 }, registration: { good: 0, bad: 0 } }
  for (const { row, feature } of usage(call, days))
    counts[feature][row.result === 'success' ? 'good' : 'bad']++
  const value = (['reset', 'registration'] as const).map((feature) => ({
    id: feature,
    feature,
    successfulActivityCount: counts[feature].good,
    failureActivityCount: counts[feature].bad,
    authMethod: null,
  }))
  return whole(call, 'reports/getCredentialUsageSummary', value)
}

function registrationCount(call: GraphCall): GraphAnswer {
  let [registered, enabled, capable, mfa] = [0, 0, 0, 0]
  for (const row of registrations(call)) {
    registered += Number(row.isRegistered)
    enabled += Number(row.isEnabled)
    capable += Number(row.isEnabled && row.isRegistered)
    mfa += Number(isMfa(row))
  }
  const counts = { registered, enabled, capable, mfaRegistered: mfa }
  const userRegistrationCounts = Object.entries(counts).map(([registrationStatus, count]) => ({
    registrationStatus,
    registrationCount: count,
  }))
  return whole(call, 'reports/getCredentialUserRegistrationCount', [
    { id: call.directory.tenantId, totalUserCount: call.directory.countUsers(), userRegistrationCounts },
  ])
}

const one = (call: GraphCall): GraphAnswer => {
  const user = call.directory.findUser(call.params.registration ?? '')
  return user === undefined
    ? notFound(call.params.registration ?? '')
    : answerEntity(call, detailsType, registrationOf(call, user))
}

const base = 'reports/authenticationMethods'

export const reportRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: `${base}/userRegistrationDetails`,
    access: access.readReports,
    handle: (call) => answerCollection(call, detailsType, registrationSource(call)),
  },
  {
    method: 'GET',
    path: `${base}/userRegistrationDetails/{registration}`,
    access: access.readReports,
    handle: one,
  },
  { method: 'GET', path: `${base}/usersRegisteredByFeature`, access: access.readReports, handle: byFeature },
  {
    method: 'GET',
    path: `${base}/usersRegisteredByFeature/{arguments}`,
    access: access.readReports,
    handle: byFeature,
  },
  { method: 'GET', path: `${base}/usersRegisteredByMethod`, access: access.readReports, handle: byMethod },
  {
    method: 'GET',
    path: `${base}/usersRegisteredByMethod/{arguments}`,
    access: access.readReports,
    handle: byMethod,
  },
  {
    method: 'GET',
    path: 'reports/credentialUserRegistrationDetails',
    access: access.readReports,
    handle: credentialDetails,
  },
  {
    method: 'GET',
    path: 'reports/userCredentialUsageDetails',
    access: access.readReports,
    handle: usageDetails,
  },
  {
    method: 'GET',
    path: 'reports/getCredentialUsageSummary/{period}',
    access: access.readReports,
    handle: usageSummary,
  },
  {
    method: 'GET',
    path: 'reports/getCredentialUserRegistrationCount',
    access: access.readReports,
    handle: registrationCount,
  },
]
