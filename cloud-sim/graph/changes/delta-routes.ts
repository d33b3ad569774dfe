/** /users/delta and /groups/delta: everything once, then what changed since (graph.md §2.1, Delta). */

import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import { whenReady } from '#core/later.ts'
import type { Changed, ChangeLog } from '../../directory/change-log.ts'
import { access } from '../call/access.ts'
import {
  type Answering,
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { callWith } from '../call/graph-request.ts'
import { route } from '../call/route.ts'
import { groupType } from '../groups/group-type.ts'
import { shower } from '../odata/entity.ts'
import type { EntityType } from '../odata/entity-type.ts'
import type { OrderedRows } from '../odata/ordered-rows.ts'
import { readOptions } from '../odata/query-options.ts'
import { userType } from '../users/user-type.ts'

/** Where a round stands: listing after an id, or changes after a sequence number; and when the round began. */
interface DeltaState {
  readonly epoch: string
  readonly from: number
  /** Where the round began, once `from` is a page further on. */
  readonly began?: number
  /** When the token was given, on the lab's clock. */
  readonly at: number
  readonly after?: string
  readonly select?: string
  readonly ids?: readonly string[]
}

const seal = (state: DeltaState): string => Buffer.from(JSON.stringify(state)).toString('base64url')

function open(token: string): DeltaState | undefined {
  try {
    const state: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return isState(state) ? state : undefined
  } catch {
    return undefined
  }
}

const isState = (value: unknown): value is DeltaState =>
  typeof value === 'object' &&
  value !== null &&
  'epoch' in value &&
  typeof value.epoch === 'string' &&
  'from' in value &&
  typeof value.from === 'number' &&
  'at' in value &&
  typeof value.at === 'number'

interface DeltaSource<Row> {
  readonly type: EntityType<Row>
  readonly log: ChangeLog
  readonly inOrder: OrderedRows<Row>
  find(id: string): Row | undefined
  isDeleted(row: Row): boolean
  /** More about a changed row: a group's members. */
  extra?(row: Row, changed: Changed | undefined, call: GraphCall): Record<string, unknown>
}

const pageSize = 200

const linkOf = (
  call: GraphCall,
  set: string,
  name: '$skiptoken' | '$deltatoken',
  state: DeltaState,
): string => `${call.origin}/${call.version}/${set}/delta?${name}=${seal(state)}`

function answerDelta<Row extends { readonly id: string }>(
  call: GraphCall,
  source: DeltaSource<Row>,
): Answering {
  const given = call.query.get('$skiptoken') ?? call.query.get('$deltatoken') ?? call.query.get('deltatoken')
  if (given !== null && given !== 'latest') return goOn(call, source, given)
  return whenReady(source.log.keep(), () =>
    given === null
      ? begin(call, source)
      : finished(call, source, [], { ...fresh(call, source.log), ...selectOf(call) }),
  )
}

function goOn<Row extends { readonly id: string }>(
  call: GraphCall,
  source: DeltaSource<Row>,
  given: string,
): GraphAnswer {
  const { log, type } = source
  const state = open(given)
  if (state === undefined || !isGood(call, log, state)) return expired(call, type)
  return state.after === undefined ? changes(call, source, state) : listing(call, type, source, state)
}

const fresh = ({ directory }: GraphCall, log: ChangeLog) =>
  ({ epoch: log.epoch, from: log.last, at: directory.lab.clock.now() }) as const

/** Seven days (graph.md §2.1, Delta), and of this log. */
const tokenLifeMs = 7 * 86_400_000
const isGood = ({ directory }: GraphCall, log: ChangeLog, { epoch, from, at }: DeltaState): boolean =>
  epoch === log.epoch && from <= log.last && directory.lab.clock.now() - at <= tokenLifeMs

/** 410, and where to begin again. */
const expired = (call: GraphCall, { set }: { readonly set: string }): GraphAnswer => ({
  ...refuse('DeltaExpired'),
  headers: { Location: `${call.origin}/${call.version}/${set}/delta` },
})

const selectOf = (call: GraphCall): Pick<DeltaState, 'select'> => {
  const select = call.query.get('$select')
  return select === null ? {} : { select }
}

const idFilter = /^\s*id eq '[0-9a-f-]{36}'(\s+or\s+id eq '[0-9a-f-]{36}')*\s*$/i
const mostIds = 50

/** The filter of a delta names up to fifty ids and nothing else; undefined when it does not. */
const idsIn = (filter: string): readonly string[] | undefined => {
  if (!idFilter.test(filter)) return undefined
  const ids = [...filter.matchAll(/'([0-9a-f-]{36})'/gi)].map((found) => (found[1] ?? '').toLowerCase())
  return ids.length > mostIds ? undefined : ids
}

function begin<Row extends { readonly id: string }>(call: GraphCall, source: DeltaSource<Row>): GraphAnswer {
  const { type, log } = source
  const read = readOptions(call, type, { clauses: mostIds })
  if (!read.ok) return read.answer
  const filter = call.query.get('$filter')
  const ids = filter === null ? undefined : idsIn(filter)
  if (filter !== null && ids === undefined)
    return refuse('QueryUnsupported', { property: 'id', type: type.name })
  return listing(call, type, source, {
    ...fresh(call, log),
    after: '',
    ...selectOf(call),
    ...(ids === undefined ? {} : { ids }),
  })
}

function listing<Row extends { readonly id: string }>(
  call: GraphCall,
  type: EntityType<Row>,
  source: DeltaSource<Row>,
  state: DeltaState,
): GraphAnswer {
  const { after = '', ...base } = state
  const show = showWith(call, type, state)
  if (show === undefined) return expired(call, source.type)
  const value: Record<string, unknown>[] = []
  for (const row of source.inOrder.walk(after === '' ? undefined : { value: after, id: after })) {
    if (state.ids !== undefined && !state.ids.includes(row.id)) continue
    if (value.length === pageSize)
      return page(call, source, value, { ...base, after: String(value.at(-1)?.id ?? '') })
    value.push({ ...show(row), ...source.extra?.(row, undefined, call) })
  }
  return finished(call, source, value, base)
}

function changes<Row extends { readonly id: string }>(
  call: GraphCall,
  source: DeltaSource<Row>,
  state: DeltaState,
): GraphAnswer {
  const show = showWith(call, source.type, state)
  if (show === undefined) return expired(call, source.type)
  const value: Record<string, unknown>[] = []
  const began = state.began ?? state.from
  let from = state.from
  for (const changed of source.log.since(from, began)) {
    if (state.ids !== undefined && !state.ids.includes(changed.id)) continue
    if (value.length === pageSize) return page(call, source, value, { ...state, from, began })
    from = changed.seq
    const row = source.find(changed.id)
    if (row === undefined) value.push({ id: changed.id, '@removed': { reason: 'deleted' } })
    else if (source.isDeleted(row)) value.push({ id: changed.id, '@removed': { reason: 'changed' } })
    else value.push({ ...show(row), ...source.extra?.(row, changed, call) })
  }
  const { began: _done, ...round } = state
  return finished(call, source, value, { ...round, from: Math.max(from, source.log.last) })
}

/** The selection is baked into the token. */
function showWith<Row>(
  call: GraphCall,
  type: EntityType<Row>,
  { select }: DeltaState,
): ((row: Row) => Record<string, unknown>) | undefined {
  const read = readOptions(
    callWith(call, {
      hasQuery: select !== undefined,
      query: new URLSearchParams(select === undefined ? '' : { $select: `id,${select}` }),
    }),
    type,
  )
  return read.ok ? shower(call, type, read.options) : undefined
}

const fragment = (type: { readonly set: string }, { select }: DeltaState): string =>
  select === undefined ? type.set : `${type.set}(${select})`

const page = <Row>(
  call: GraphCall,
  { type }: DeltaSource<Row>,
  value: readonly unknown[],
  state: DeltaState,
): GraphAnswer =>
  ok({
    '@odata.context': context(call, fragment(type, state)),
    '@odata.nextLink': linkOf(call, type.set, '$skiptoken', state),
    value,
  })

const finished = <Row>(
  call: GraphCall,
  { type }: DeltaSource<Row>,
  value: readonly unknown[],
  state: DeltaState,
): GraphAnswer =>
  ok({
    '@odata.context': context(call, fragment(type, state)),
    '@odata.deltaLink': linkOf(call, type.set, '$deltatoken', {
      ...state,
      at: call.directory.lab.clock.now(),
    }),
    value,
  })

const users = (call: GraphCall): Answering =>
  answerDelta<CloudUser>(call, {
    type: userType,
    log: call.directory.userChanges,
    inOrder: call.directory.usersInOrder('id'),
    find: (id) => call.directory.userById(id),
    isDeleted: (user) => user.deletedDateTime !== null,
  })

/** All members in the first round, then who came and who went. */
function membersOf(
  group: CloudGroup,
  changed: Changed | undefined,
  { directory }: GraphCall,
): Record<string, unknown> {
  const item = (id: string) => ({
    '@odata.type': directory.findGroup(id) === undefined ? '#microsoft.graph.user' : '#microsoft.graph.group',
    id,
  })
  if (changed === undefined) {
    const members = [...directory.links.to('member', group.id)].map(item)
    return members.length === 0 ? {} : { 'members@delta': members }
  }
  const last = new Map(changed.members.map((change) => [change.member, change.added]))
  const members = [...last].map(([id, added]) =>
    added ? item(id) : { ...item(id), '@removed': { reason: 'deleted' } },
  )
  return members.length === 0 ? {} : { 'members@delta': members }
}

const groups = (call: GraphCall): Answering =>
  answerDelta<CloudGroup>(call, {
    type: groupType,
    log: call.directory.groupChanges,
    inOrder: call.directory.groupsInOrder('id'),
    find: (id) => call.directory.groupById(id),
    isDeleted: (group) => group.deletedDateTime !== null,
    extra: membersOf,
  })

export const deltaRoutes: readonly GraphRoute[] = [
  route('GET', 'users/delta', access.readUsers, users),
  route('GET', 'groups/delta', access.readGroups, groups),
]
