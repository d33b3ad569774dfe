/** /reports: who has registered, by feature and by method, and the older beta reports (graph.md §3). */

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
import { route } from '../call/route.ts'
import { answerCollection } from '../odata/collection.ts'
import { answerEntity } from '../odata/entity.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import type { RowSource } from '../odata/ordered-rows.ts'
import { eachRegistration, isMfa, type Registration, registrationOf } from './registration.ts'

const isDefault = { isDefault: true } as const

export const registrationDetailsType: EntityType<Registration> = {
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
    isPasswordlessCapable: {
      read: ({ methods }) => methods.includes('passKeyDeviceBound'),
      filter: 'eq',
      ...isDefault,
    },
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

const features: readonly (readonly [string, (row: Registration) => boolean])[] = [
  ['ssprRegistered', (row) => row.isRegistered],
  ['ssprEnabled', (row) => row.isEnabled],
  ['ssprCapable', (row) => row.isEnabled && row.isRegistered],
  ['passwordlessCapable', () => false],
  ['mfaCapable', isMfa],
]

async function byFeature(call: GraphCall): Promise<GraphAnswer> {
  const counts = new Map<string, number>(features.map(([feature]) => [feature, 0]))
  await eachRegistration(call, (row) => {
    for (const [feature, has] of features) if (has(row)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  })
  return ok({
    '@odata.context': context(call, 'microsoft.graph.userRegistrationFeatureSummary'),
    totalUserCount: call.directory.countUsers(),
    userRoles: 'all',
    userTypes: 'all',
    userRegistrationFeatureCounts: [...counts].map(([feature, userCount]) => ({ feature, userCount })),
  })
}

async function byMethod(call: GraphCall): Promise<GraphAnswer> {
  const counts = new Map<string, number>()
  await eachRegistration(call, (row) => {
    for (const method of row.methods) counts.set(method, (counts.get(method) ?? 0) + 1)
  })
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

async function credentialDetails(call: GraphCall): Promise<GraphAnswer> {
  const rows: Registration[] = []
  await eachRegistration(call, (row) => rows.push(row))
  const value = rows.map((row) => ({
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

async function registrationCount(call: GraphCall): Promise<GraphAnswer> {
  let [registered, enabled, capable, mfa] = [0, 0, 0, 0]
  await eachRegistration(call, (row) => {
    registered += Number(row.isRegistered)
    enabled += Number(row.isEnabled)
    capable += Number(row.isEnabled && row.isRegistered)
    mfa += Number(isMfa(row))
  })
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
    : answerEntity(call, registrationDetailsType, registrationOf(call, user))
}

const base = 'reports/authenticationMethods'

export const reportRoutes: readonly GraphRoute[] = [
  route('GET', `${base}/userRegistrationDetails`, access.readReports, (call) =>
    answerCollection(call, registrationDetailsType, registrationSource(call)),
  ),
  route('GET', `${base}/userRegistrationDetails/{registration}`, access.readReports, one),
  route('GET', `${base}/usersRegisteredByFeature`, access.readReports, byFeature),
  route('GET', `${base}/usersRegisteredByFeature/{arguments}`, access.readReports, byFeature),
  route('GET', `${base}/usersRegisteredByMethod`, access.readReports, byMethod),
  route('GET', `${base}/usersRegisteredByMethod/{arguments}`, access.readReports, byMethod),
  route('GET', 'reports/credentialUserRegistrationDetails', access.readReports, credentialDetails),
  route('GET', 'reports/getCredentialUserRegistrationCount', access.readReports, registrationCount),
]
