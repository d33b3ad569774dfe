/** /auditLogs/directoryAudits and /auditLogs/signIns: in order of time, filtered, paged by position (graph.md §4). */

import type { AuditRow } from '#core/entra/audit-row.ts'
import { isPremium } from '#core/entra/licensing.ts'
import { clausesOf, demanded, demandedOfAny } from '#core/entra/odata-clauses.ts'
import type { Filter } from '#core/entra/odata-filter.ts'
import type { SignInRow } from '#core/entra/sign-in-row.ts'
import { skuById } from '#core/entra/skus.ts'
import type { EventRows } from '../../directory/event-rows.ts'
import { access } from '../call/access.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { answerEntity, shower } from '../odata/entity.ts'
import type { EntityType, Property } from '../odata/entity-type.ts'
import { nextLink } from '../odata/next-link.ts'
import { readOptions } from '../odata/query-options.ts'
import { predicateOf } from '../odata/row-predicate.ts'

const isDefault = { isDefault: true } as const

const column = <Row, Key extends keyof Row>(key: Key, filter?: string): Property<Row> => ({
  read: (row) => row[key],
  ...isDefault,
  ...(filter === undefined ? {} : { filter }),
})

export const auditType: EntityType<AuditRow> = {
  name: 'directoryAudit',
  set: 'auditLogs/directoryAudits',
  properties: {
    id: column('id', 'eq'),
    category: column('category', 'eq'),
    correlationId: column('correlationId', 'eq'),
    result: column('result', 'eq'),
    resultReason: column('resultReason'),
    activityDisplayName: column('activityDisplayName', 'eq startsWith'),
    activityDateTime: {
      ...column<AuditRow, 'activityDateTime'>('activityDateTime', 'eq ge le'),
      sortable: true,
    },
    loggedByService: column('loggedByService', 'eq'),
    operationType: column('operationType', 'eq'),
    initiatedBy: column('initiatedBy', 'eq startsWith'),
    targetResources: column('targetResources', 'eq any'),
    additionalDetails: column('additionalDetails', 'eq any'),
  },
}

const beta = (name: string): Property<SignInRow> => ({
  read: (row) => row.beta[name] ?? null,
  betaOnly: true,
  filter: 'eq any',
})

export const signInType: EntityType<SignInRow> = {
  name: 'signIn',
  set: 'auditLogs/signIns',
  properties: {
    id: column('id', 'eq'),
    createdDateTime: {
      ...column<SignInRow, 'createdDateTime'>('createdDateTime', 'eq ge le'),
      sortable: true,
    },
    userDisplayName: column('userDisplayName', 'eq startsWith'),
    userPrincipalName: column('userPrincipalName', 'eq startsWith'),
    userId: column('userId', 'eq'),
    appId: column('appId', 'eq'),
    appDisplayName: column('appDisplayName', 'eq startsWith'),
    ipAddress: column('ipAddress', 'eq startsWith'),
    clientAppUsed: column('clientAppUsed', 'eq'),
    correlationId: column('correlationId', 'eq'),
    conditionalAccessStatus: column('conditionalAccessStatus', 'eq'),
    isInteractive: column('isInteractive', 'eq'),
    riskDetail: column('riskDetail', 'eq'),
    riskLevelAggregated: column('riskLevelAggregated', 'eq'),
    riskLevelDuringSignIn: column('riskLevelDuringSignIn', 'eq'),
    riskState: column('riskState', 'eq'),
    riskEventTypes: column('riskEventTypes', 'eq any'),
    riskEventTypes_v2: column('riskEventTypes_v2', 'eq any'),
    resourceDisplayName: column('resourceDisplayName', 'eq'),
    resourceId: column('resourceId', 'eq'),
    status: column('status', 'eq'),
    deviceDetail: column('deviceDetail', 'eq startsWith'),
    location: column('location', 'eq startsWith'),
    appliedConditionalAccessPolicies: column('appliedConditionalAccessPolicies', 'eq any'),
    signInEventTypes: beta('signInEventTypes'),
    authenticationDetails: beta('authenticationDetails'),
    authenticationProtocol: beta('authenticationProtocol'),
    authenticationRequirement: beta('authenticationRequirement'),
    authenticationRequirementPolicies: beta('authenticationRequirementPolicies'),
    mfaDetail: beta('mfaDetail'),
    userAgent: beta('userAgent'),
    servicePrincipalId: beta('servicePrincipalId'),
    servicePrincipalName: beta('servicePrincipalName'),
    userType: beta('userType'),
  },
}

type LogRow = AuditRow | SignInRow

/** Rows that an index says are all that can match; oldest first. */
function narrowed<Row extends LogRow>(
  rows: EventRows<Row>,
  filter: Filter | undefined,
): readonly Row[] | undefined {
  if (filter === undefined) return undefined
  const id = demanded(filter, 'id')
  if (typeof id === 'string') return [rows.byId(id)].filter((row) => row !== undefined)
  const correlation = demanded(filter, 'correlationId')
  if (typeof correlation === 'string') return rows.byCorrelation(correlation)
  const user = demanded(filter, 'userId') ?? targetIn(filter)
  return typeof user === 'string' ? rows.ofUser(user) : undefined
}

const targetIn = (filter: Filter): unknown => {
  const value = demandedOfAny(filter, 'targetResources')
  const asksForId =
    [...clausesOf(filter)].length === 1 &&
    filter.kind === 'any' &&
    filter.of?.kind === 'compare' &&
    /\/id$/i.test(filter.of.path)
  return asksForId ? value : undefined
}

/** Newest first unless asked otherwise; the token is a position, which appending never moves. */
function answerLog<Row extends LogRow>(
  call: GraphCall,
  type: EntityType<Row>,
  rows: EventRows<Row>,
  pageSize: number,
  always?: (row: Row) => boolean,
): GraphAnswer {
  const read = readOptions(call, type, { most: 1000 })
  if (!read.ok) return read.answer
  const { options } = read
  const found = narrowed(rows, options.filter)
  const size = found?.length ?? rows.size
  const rowAt = (position: number): Row | undefined =>
    found === undefined ? rows.at(position) : found[position]
  const fits = predicateOf(type, call, options)
  const descending = options.orderBy?.descending ?? true
  const token = options.skipToken === undefined ? undefined : positionOf(options.skipToken)
  if (options.skipToken !== undefined && token === undefined) return refuse('PageTokenExpired')
  const top = options.top ?? pageSize
  const taken: Row[] = []
  let position = token ?? (descending ? size - 1 : 0)
  for (; position >= 0 && position < size && taken.length < top; position += descending ? -1 : 1) {
    const row = rowAt(position)
    if (row !== undefined && (fits?.(row) ?? true) && (always?.(row) ?? true)) taken.push(row)
  }
  const more = taken.length === top && position >= 0 && position < size
  const link = more
    ? { '@odata.nextLink': nextLink(call, Buffer.from(String(position)).toString('base64url')) }
    : {}
  return ok({
    '@odata.context': context(call, type.set),
    ...link,
    value: taken.map(shower(call, type, options)),
  })
}

function positionOf(token: string): number | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Some subscription with P1 or P2 opens the sign-in log for the tenant. */
function isPremiumTenant(call: GraphCall): boolean {
  const { directory } = call
  if (directory.tenant().licenceEnforcement === 'lenient') return true
  return [...directory.subscriptions()].some(
    (subscription) =>
      ['Enabled', 'Warning'].includes(subscription.capabilityStatus) &&
      isPremium(new Set(skuById(subscription.id)?.plans ?? [])),
  )
}

function signIns(call: GraphCall): GraphAnswer {
  if (!isPremiumTenant(call)) return refuse('NotPremium')
  const asksForKinds = /signInEventTypes/i.test(call.query.get('$filter') ?? '')
  // Without a filter on the kind only interactive sign-ins of users are shown.
  return answerLog(
    call,
    signInType,
    call.directory.signIns,
    1000,
    asksForKinds ? undefined : (row) => row.isInteractive,
  )
}

function oneRow<Row extends LogRow>(
  call: GraphCall,
  type: EntityType<Row>,
  rows: EventRows<Row>,
): GraphAnswer {
  const row = rows.byId(call.params.row ?? '')
  return row === undefined ? notFound(call.params.row ?? '') : answerEntity(call, type, row)
}

export const logRoutes: readonly GraphRoute[] = [
  route('GET', 'auditLogs/directoryAudits', access.readLogs, (call) =>
    answerLog(call, auditType, call.directory.audits, 1000),
  ),
  route('GET', 'auditLogs/directoryAudits/{row}', access.readLogs, (call) =>
    oneRow(call, auditType, call.directory.audits),
  ),
  route('GET', 'auditLogs/signIns', access.readLogs, signIns),
  route('GET', 'auditLogs/signIns/{row}', access.readLogs, (call) =>
    isPremiumTenant(call) ? oneRow(call, signInType, call.directory.signIns) : refuse('NotPremium'),
  ),
  // The Connect server writes no provisioning logs; cloud sync would.
  route(
    'GET',
    'auditLogs/provisioning',
    { ...access.readLogs, app: ['ProvisioningLog.Read.All', 'AuditLog.Read.All'] },
    (call) => ok({ '@odata.context': context(call, 'auditLogs/provisioning'), value: [] }),
  ),
]
