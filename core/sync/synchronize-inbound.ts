/**
 * One object's way in: from an AD connector space into the metaverse (filter, join, project, flow). Pure: it is shown the
 * records around the object and answers their successors. Sources: writeback.md §8.1 to §8.5.
 */
import { syncErrors } from '#core/codes/sync-outcomes.ts'
import type { Instant } from '#core/ports.ts'
import { attributeChanges } from './attribute-changes.ts'
import {
  type DirectoryObject,
  type DirectoryType,
  type MetaverseAttributes,
  type MetaverseObject,
  type MetaverseType,
  metaverseIdOf,
} from './connector-space.ts'
import { defaultFilter } from './default-filters.ts'
import type { PilotScope } from './pilot-scope.ts'
import type { InboundContext } from './rules/in-from-ad.ts'
import { everythingFlows, type RuleSet } from './rules/rule-sets.ts'
import { consistencyGuid, isUser, managedAnchor, sourceAnchorOf } from './source-anchor.ts'

/** The records around an object. */
export interface SyncView {
  directoryObject(id: string): DirectoryObject | undefined
  metaverseObject(id: string): MetaverseObject | undefined
  /** Whom an account of another forest is the same person as; absent: each person is represented once. */
  match?(object: DirectoryObject): MetaverseObject | undefined
  domainOf(connector: string): InboundContext['domain']
  /** The attribute of users that is their anchor; absent: ms-DS-ConsistencyGuid. */
  readonly anchorAttribute?: string
  /** Absent: the product's own. */
  readonly rules?: RuleSet
  /** Holds back who is not in the pilot group. */
  readonly pilotScope: PilotScope
  /** When the run takes place. */
  readonly at: Instant
}

export const metaverseTypeOf: Readonly<Record<DirectoryType, MetaverseType>> = {
  user: 'person',
  inetOrgPerson: 'person',
  group: 'group',
  contact: 'contact',
}

/** Words of the run statistics (writeback.md §8.2). */
export type InboundStatistic =
  | 'disconnector-filtered'
  | 'disconnector-joined-flow'
  | 'disconnector-projected-flow'
  | 'connector-flow'
  | 'connector-no-flow'
  | 'connector-filtered-remove-mv'
  | 'connector-filtered-leave-mv'
  | 'connector-delete-remove-mv'
  | 'connector-delete-leave-mv'
  | 'disconnector-deleted'
  | 'flow-failure'

export interface InboundOutcome {
  /** Its successor in the connector space; undefined when it leaves. */
  readonly directory: DirectoryObject | undefined
  /** The metaverse object that it touches, as it was and as it is. */
  readonly metaverse?: {
    readonly before: MetaverseObject | undefined
    readonly after: MetaverseObject | undefined
  }
  readonly statistic: InboundStatistic
}

const rulesFor = (type: MetaverseType, { rules = everythingFlows }: SyncView) => rules.inbound[type]

const contextOf = (object: DirectoryObject, sourceAnchor: string, view: SyncView): InboundContext => ({
  dn: object.dn,
  sourceAnchor,
  domain: view.domainOf(object.connector),
})

const noAttributes: MetaverseAttributes = {}

/** The attributes of a metaverse object from all objects joined to it, in the order of its links. */
function mergedAttributes(
  type: MetaverseType,
  joined: readonly DirectoryObject[],
  anchor: string,
  view: SyncView,
): MetaverseAttributes {
  const [only] = joined
  if (only === undefined) return noAttributes
  if (joined.length === 1) return rulesFor(type, view).flow(only.attributes, contextOf(only, anchor, view))
  return rulesFor(type, view).flowFrom(
    joined.map((object) => ({ attributes: object.attributes, context: contextOf(object, anchor, view) })),
  )
}

function withLinks(
  metaverse: MetaverseObject,
  joined: readonly DirectoryObject[],
  view: SyncView,
): MetaverseObject {
  const { id, type, sourceAnchor } = metaverse
  const attributes = mergedAttributes(type, joined, sourceAnchor, view)
  const links = joined.map((one) => one.id)
  const sameLinks =
    links.length === metaverse.links.length && links.every((link) => metaverse.links.includes(link))
  const same = sameLinks && attributeChanges(metaverse.attributes, attributes) === undefined
  return same ? metaverse : { id, type, attributes, sourceAnchor, links }
}

/** As nearly always. */
const isAlone = ({ id }: DirectoryObject, { links }: MetaverseObject): boolean =>
  links.length === 0 || (links.length === 1 && links[0] === id)

/** The objects joined to a metaverse object, with `object` in its newest state and without `without`. */
function joinedTo(
  metaverse: MetaverseObject,
  view: SyncView,
  object: DirectoryObject | undefined,
  without?: string,
): DirectoryObject[] {
  if (object !== undefined && isAlone(object, metaverse)) return [object]
  const others = metaverse.links
    .filter((id) => id !== object?.id && id !== without)
    .map((id) => view.directoryObject(id))
    .filter((one) => one !== undefined)
  return object === undefined
    ? others
    : metaverse.links.includes(object.id) || others.length === 0
      ? [object, ...others]
      : [...others, object]
}

/** Takes an object out of the metaverse, because it is gone or filtered. */
function disconnect(
  object: DirectoryObject,
  successor: DirectoryObject | undefined,
  view: SyncView,
): InboundOutcome {
  const why = successor === undefined ? 'connector-delete' : 'connector-filtered'
  const metaverse = object.metaverseId === null ? undefined : view.metaverseObject(object.metaverseId)
  if (metaverse === undefined) {
    return {
      directory: successor,
      statistic: successor === undefined ? 'disconnector-deleted' : 'disconnector-filtered',
    }
  }
  const rest = joinedTo(metaverse, view, undefined, object.id)
  if (rest.length === 0) {
    return {
      directory: successor,
      metaverse: { before: metaverse, after: undefined },
      statistic: `${why}-remove-mv`,
    }
  }
  return {
    directory: successor,
    metaverse: { before: metaverse, after: withLinks(metaverse, rest, view) },
    statistic: `${why}-leave-mv`,
  }
}

type Settlement = Pick<DirectoryObject, 'metaverseId' | 'filteredBy' | 'pendingExport'>

/** Field by field: made for every object, and a second spread costs more than all else here. */
const settled = (
  object: DirectoryObject,
  { metaverseId, filteredBy, pendingExport }: Settlement,
): DirectoryObject => ({
  ...object,
  pendingImport: null,
  metaverseId,
  filteredBy,
  pendingExport,
  error: null,
})

/** The anchor is copied into ms-DS-ConsistencyGuid of users that have none, and so survives a move between forests. */
const anchorToWrite = (
  object: DirectoryObject,
  anchor: string,
  { anchorAttribute = managedAnchor }: SyncView,
): DirectoryObject['pendingExport'] =>
  anchorAttribute === managedAnchor && isUser(object) && consistencyGuid(object) === undefined
    ? { [managedAnchor]: anchor }
    : null

/** The anchor that an object has, or is about to get from the person that it was matched with. */
function anchorOf(
  object: DirectoryObject,
  { anchorAttribute = managedAnchor }: SyncView,
): string | undefined {
  const own = anchorAttribute !== managedAnchor || consistencyGuid(object) !== undefined
  return (own ? undefined : object.pendingExport?.[managedAnchor]) ?? sourceAnchorOf(object, anchorAttribute)
}

/** Matched by mail address: the anchor is the other account's, and no attribute of this one can take it. */
const isMatched = (
  object: DirectoryObject,
  { links, sourceAnchor }: MetaverseObject,
  view: SyncView,
): boolean =>
  view.match !== undefined &&
  view.anchorAttribute !== undefined &&
  view.anchorAttribute !== managedAnchor &&
  links.some((id) => {
    const other = id === object.id ? undefined : view.directoryObject(id)
    return other !== undefined && sourceAnchorOf(other, view.anchorAttribute) === sourceAnchor
  })

const withoutAnchor = 'sourceAnchor is not present'

/** Synchronises one imported object into the metaverse. */
export function synchronizeInbound(object: DirectoryObject, view: SyncView): InboundOutcome {
  if (object.pendingImport === 'delete') return disconnect(object, undefined, view)
  const filteredBy = defaultFilter(object) ?? view.pilotScope(object)
  if (filteredBy !== undefined) {
    return disconnect(object, settled(object, { metaverseId: null, filteredBy, pendingExport: null }), view)
  }
  return connect(object, view)
}

function connect(object: DirectoryObject, view: SyncView): InboundOutcome {
  const type = metaverseTypeOf[object.type]
  const anchor = anchorOf(object, view)
  const connected = object.metaverseId === null ? undefined : view.metaverseObject(object.metaverseId)
  if (connected !== undefined && connected.sourceAnchor !== anchor && !isMatched(object, connected, view))
    return anchorHasChanged(object, view.at)
  if (anchor === undefined)
    return disconnect(
      object,
      settled(object, { metaverseId: null, filteredBy: withoutAnchor, pendingExport: null }),
      view,
    )
  const id = metaverseIdOf(type, anchor)
  const before = connected ?? view.metaverseObject(id) ?? view.match?.(object)
  const start = before ?? { id, type, attributes: noAttributes, sourceAnchor: anchor, links: [] }
  const after = withLinks(start, joinedTo(start, view, object), view)
  const directory = settled(object, {
    metaverseId: after.id,
    filteredBy: null,
    pendingExport: anchorToWrite(object, start.sourceAnchor, view),
  })
  if (connected !== undefined && after === before) return { directory, statistic: 'connector-no-flow' }
  const statistic =
    connected !== undefined
      ? 'connector-flow'
      : before === undefined
        ? 'disconnector-projected-flow'
        : 'disconnector-joined-flow'
  return { directory, metaverse: { before, after }, statistic }
}

/** An anchor is for life: the object stays as it was, with an error, until the old value is back. */
function anchorHasChanged(object: DirectoryObject, at: Instant): InboundOutcome {
  return {
    directory: {
      ...object,
      error: { code: 'SourceAnchorHasChanged', message: syncErrors.SourceAnchorHasChanged.says, at },
    },
    statistic: 'flow-failure',
  }
}
