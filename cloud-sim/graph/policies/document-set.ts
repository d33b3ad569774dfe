/** Policies that a tenant has any number of: kept as they were written, read, changed and deleted by id. */
import type { z } from 'zod'
import type { StoredRecord } from '#core/ports.ts'
import { readBody } from '../call/body.ts'
import {
  actorOf,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  type RouteAccess,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { createdEntity, type EntitySet, on, readRoutes } from '../odata/entity-set.ts'
import { type EntityType, iso } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { hasPlan } from '../tenant/tenant-plans.ts'

export type Members = Readonly<Record<string, unknown>>

export interface Document extends StoredRecord {
  readonly createdDateTime: number
  readonly modifiedDateTime: number | null
  readonly members: Members
}

export interface DocumentKind {
  /** `conditionalAccessPolicy` */
  readonly name: string
  readonly collection: string
  /** Every path that leads to it; the first is the set's own. */
  readonly paths: readonly [string, ...string[]]
  /** What is shown where nothing was written. */
  readonly members: Members
  readonly filters: Readonly<Record<string, string>>
  readonly body: z.ZodType<Members>
  readonly changes: z.ZodType<Members>
  readonly read: RouteAccess
  readonly write: RouteAccess
}

const isDefault = { isDefault: true } as const

const typeOf = ({ name, paths, members, filters }: DocumentKind): EntityType<Document> => ({
  name,
  set: paths[0],
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    createdDateTime: { read: (row) => iso(row.createdDateTime), filter: 'eq ge le', ...isDefault },
    modifiedDateTime: { read: (row) => iso(row.modifiedDateTime), filter: 'eq ge le', ...isDefault },
    ...Object.fromEntries(
      Object.entries(members).map(([member, value]) => [
        member,
        {
          read: (row: Document) => row.members[member] ?? value,
          ...(filters[member] === undefined ? {} : { filter: filters[member] }),
          ...isDefault,
        },
      ]),
    ),
  },
})

const documents = ({ directory }: GraphCall, { collection }: DocumentKind) =>
  directory.lab.store.collection<Document>(collection)

const setOf = (kind: DocumentKind): EntitySet<Document> => ({
  type: typeOf(kind),
  key: 'document',
  byGuid: true,
  access: kind.read,
  source: (call) => listSource([...documents(call, kind).values()], (row) => row.id),
  find: (call, id) => documents(call, kind).get(id.toLowerCase()),
})

const known = (given: Members): Members =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

const targetOf = ({ id, members }: Document) =>
  ({ id, displayName: String(members.displayName ?? id), type: 'Policy' }) as const

function record(call: GraphCall, activity: 'addPolicy' | 'updatePolicy' | 'deletePolicy', row: Document) {
  call.directory.recordChange(activity, actorOf(call), targetOf(row), call.clientRequestId)
}

async function create(call: GraphCall, kind: DocumentKind): Promise<GraphAnswer> {
  const read = readBody(call, kind.body, kind.name)
  if (!read.ok) return read.answer
  const { directory } = call
  const { random, clock } = directory.lab
  const row = {
    id: random.guid(),
    createdDateTime: clock.now(),
    modifiedDateTime: null,
    members: known(read.body),
  }
  await directory.transaction(() => {
    documents(call, kind).put(row)
    record(call, 'addPolicy', row)
  })
  return createdEntity(call, setOf(kind).type, row, `${kind.paths[0]}/${row.id}`)
}

const update = (kind: DocumentKind) =>
  on(setOf(kind))(async (call, row) => {
    const read = readBody(call, kind.changes, kind.name)
    if (!read.ok) return read.answer
    const { directory } = call
    const members = { ...row.members, ...known(read.body) }
    const after = { ...row, modifiedDateTime: directory.lab.clock.now(), members }
    await directory.transaction(() => {
      documents(call, kind).put(after)
      record(call, 'updatePolicy', after)
    })
    return noContent
  })

const remove = (kind: DocumentKind) =>
  on(setOf(kind))(async (call, row) => {
    await call.directory.transaction(() => {
      documents(call, kind).delete(row.id)
      record(call, 'deletePolicy', row)
    })
    return noContent
  })

/** Conditional Access comes with P1: without it there is nothing to read, and nothing is made. */
const licensed =
  (act: (call: GraphCall) => Promise<GraphAnswer>) =>
  async (call: GraphCall): Promise<GraphAnswer> =>
    hasPlan(call.directory, 'AAD_PREMIUM') ? act(call) : refuse('Unlicensed')

export const documentRoutes = (kind: DocumentKind): GraphRoute[] =>
  kind.paths.flatMap((path) => [
    ...readRoutes({ ...setOf(kind), type: { ...typeOf(kind), set: path } }),
    route(
      'POST',
      path,
      kind.write,
      licensed((call) => create(call, kind)),
    ),
    route('PATCH', `${path}/{document}`, kind.write, update(kind)),
    route('DELETE', `${path}/{document}`, kind.write, remove(kind)),
  ])
