/** /subscriptions: change notifications for users and groups, posted to the subscriber's URL (graph.md §2.6). */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isLoopback } from '../../loopback.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  type Answering,
  context,
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
  whole,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { iso } from '../odata/entity-type.ts'
import { type NotificationSubscription, subscriptionsOf } from './notification-subscriptions.ts'

const longestMinutes = 41_760
const validationMs = 10_000

const body = z.object({
  changeType: z.string().regex(/^(created|updated|deleted)(,(created|updated|deleted))*$/),
  notificationUrl: z.url({ protocol: /^https?$/ }),
  resource: z.string().regex(/^\/?(users|groups)(\/[0-9a-f-]{36})?$/i),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).nullish(),
  lifecycleNotificationUrl: z.url({ protocol: /^https?$/ }).nullish(),
})

async function validates(url: string): Promise<boolean> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`
  const target = new URL(url)
  target.searchParams.set('validationToken', token)
  try {
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      signal: AbortSignal.timeout(validationMs),
      redirect: 'error',
    })
    return answer.status === 200 && (await answer.text()) === token
  } catch {
    return false
  }
}

async function endpointProblem(url: string): Promise<GraphAnswer | undefined> {
  if (!isLoopback(url))
    return refuse('NotificationEndpoint', { detail: 'The lab posts only to addresses of this machine.' })
  if (await validates(url)) return undefined
  return refuse('NotificationEndpoint', {
    detail: 'The validation token did not come back within ten seconds.',
  })
}

const shown = (row: NotificationSubscription): Record<string, unknown> => ({
  id: row.id,
  applicationId: row.applicationId,
  changeType: row.changeTypes.join(','),
  clientState: row.clientState,
  creatorId: row.creatorId,
  encryptionCertificate: null,
  encryptionCertificateId: null,
  expirationDateTime: iso(row.expiresAt),
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  lifecycleNotificationUrl: row.lifecycleNotificationUrl ?? null,
  notificationQueryOptions: null,
  notificationUrl: row.notificationUrl,
  notificationUrlAppId: null,
  resource: row.objectId === null ? row.resource : `${row.resource}/${row.objectId}`,
})

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, body, 'Subscription')
  if (!read.ok) return read.answer
  const { directory, bearer } = call
  const data = read.body
  const now = directory.lab.clock.now()
  const expiresAt = Date.parse(data.expirationDateTime)
  if (expiresAt <= now || expiresAt > now + longestMinutes * 60_000)
    return refuse('PropertyInvalid', { property: 'expirationDateTime', type: 'Subscription' })
  for (const url of [data.notificationUrl, data.lifecycleNotificationUrl]) {
    const problem = url == null ? undefined : await endpointProblem(url)
    if (problem !== undefined) return problem
  }
  const [resource = 'users', objectId] = data.resource.replace(/^\//, '').split('/')
  const row: NotificationSubscription = {
    id: directory.lab.random.guid(),
    resource: resource.toLowerCase() === 'groups' ? 'groups' : 'users',
    objectId: objectId?.toLowerCase() ?? null,
    changeTypes: (['created', 'updated', 'deleted'] as const).filter((type) =>
      data.changeType.includes(type),
    ),
    notificationUrl: data.notificationUrl,
    lifecycleNotificationUrl: data.lifecycleNotificationUrl ?? null,
    clientState: data.clientState ?? null,
    expiresAt,
    applicationId: bearer.appId,
    creatorId: bearer.user?.id ?? bearer.servicePrincipal?.id ?? '',
  }
  await directory.transaction(() => subscriptionsOf(directory).put(row))
  return created(
    { '@odata.context': context(call, 'subscriptions/$entity'), ...shown(row) },
    `${call.origin}/${call.version}/subscriptions/${row.id}`,
  )
}

const withSubscription =
  (act: (call: GraphCall, row: NotificationSubscription) => Answering) => (call: GraphCall) => {
    const row = subscriptionsOf(call.directory).get(call.params.subscription ?? '')
    const isOwner =
      row !== undefined &&
      row.applicationId === call.bearer.appId &&
      row.expiresAt > call.directory.lab.clock.now()
    return isOwner ? act(call, row) : notFound(call.params.subscription ?? '')
  }

const renew = withSubscription(async (call, row) => {
  const parsed = z.object({ expirationDateTime: z.iso.datetime({ offset: true }) }).safeParse(call.body)
  const { directory } = call
  const now = directory.lab.clock.now()
  const expiresAt = parsed.success ? Date.parse(parsed.data.expirationDateTime) : 0
  if (expiresAt <= now || expiresAt > now + longestMinutes * 60_000)
    return refuse('PropertyInvalid', { property: 'expirationDateTime', type: 'Subscription' })
  const after = { ...row, expiresAt, reminded: false }
  await directory.transaction(() => subscriptionsOf(directory).put(after))
  return ok({ '@odata.context': context(call, 'subscriptions/$entity'), ...shown(after) })
})

/** POST …/reauthorize: the answer to reauthorizationRequired for those who don't renew. */
const reauthorize = withSubscription(() => noContent)

const remove = withSubscription(async (call, row) => {
  await call.directory.transaction(() => subscriptionsOf(call.directory).delete(row.id))
  return noContent
})

const list = (call: GraphCall): GraphAnswer => {
  const now = call.directory.lab.clock.now()
  const own = [...subscriptionsOf(call.directory).values()].filter(
    (row) => row.applicationId === call.bearer.appId && row.expiresAt > now,
  )
  return whole(call, 'subscriptions', own.map(shown))
}

export const subscriptionRoutes: readonly GraphRoute[] = [
  route('GET', 'subscriptions', access.subscribe, list),
  route('POST', 'subscriptions', access.subscribe, create),
  route(
    'GET',
    'subscriptions/{subscription}',
    access.subscribe,
    withSubscription((call, row) =>
      ok({ '@odata.context': context(call, 'subscriptions/$entity'), ...shown(row) }),
    ),
  ),
  route('PATCH', 'subscriptions/{subscription}', access.subscribe, renew),
  route('DELETE', 'subscriptions/{subscription}', access.subscribe, remove),
  route('POST', 'subscriptions/{subscription}/reauthorize', access.subscribe, reauthorize),
]
