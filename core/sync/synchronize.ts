/**
 * One object's way through the engine: inbound from an AD connector space into the metaverse (filter, join, project, flow),
 * outbound from the metaverse into the tenant's connector space (provision, flow, deprovision). Pure: it is shown the
 * records around the object and answers their successors. Sources: writeback.md §8.1 to §8.7.
 */

import { syncErrors } from '#core/codes/connect.ts'
import type { SyncedValue } from '#core/contracts/provisioning.ts'
import type { Instant } from '#core/ports.ts'
import type {
  CloudObject,
  DirectoryObject,
  DirectoryType,
  MetaverseAttributes,
  MetaverseObject,
  MetaverseType,
  PendingExport,
} from './connector-space.ts'
import { defaultFilter } from './default-filters.ts'
import { type InboundContext, inboundRules } from './rules/in-from-ad.ts'
import { cloudTypeOf, type OutboundContext, outboundRules } from './rules/out-to-aad.ts'
import { consistencyGuid, isUser, sourceAnchorOf } from './source-anchor.ts'
import { attributeChanges, flowRule, flowRules, inScope, templateOf } from './sync-rule.ts'

/** The records around an object. */
export interface SyncView {
  directoryObject(id: string): DirectoryObject | undefined
  metaverseObject(id: string): MetaverseObject | undefined
  metaverseByAnchor(type: MetaverseType, sourceAnchor: string): MetaverseObject | undefined
  domainOf(connector: string): InboundContext['domain']
  newId(): string
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

const templates = {
  person: templateOf(inboundRules.person),
  group: templateOf(inboundRules.group),
  contact: templateOf(inboundRules.contact),
}
const outboundTemplates = {
  person: templateOf(outboundRules.person),
  group: templateOf(outboundRules.group),
  contact: templateOf(outboundRules.contact),
}

const contextOf = (object: DirectoryObject, sourceAnchor: string, view: SyncView): InboundContext => ({
  dn: object.dn,
  sourceAnchor,
  domain: view.domainOf(object.connector),
})

/** The attributes of a metaverse object from all objects joined to it: by precedence of the rules, then by order of the links. */
function mergedAttributes(
  type: MetaverseType,
  joined: readonly DirectoryObject[],
  anchor: string,
  view: SyncView,
): MetaverseAttributes {
  const [only, ...others] = joined
  const rules = inboundRules[type]
  if (only === undefined) return templates[type]
  if (others.length === 0)
    return flowRules(rules, only.attributes, templates[type], contextOf(only, anchor, view))
  const target: Record<string, SyncedValue | undefined> = { ...templates[type] }
  for (const rule of rules) {
    for (const object of joined) {
      if (inScope(rule, object.attributes))
        flowRule(rule, object.attributes, target, contextOf(object, anchor, view))
    }
  }
  return target
}

function withLinks(
  metaverse: MetaverseObject,
  joined: readonly DirectoryObject[],
  view: SyncView,
): MetaverseObject {
  const attributes = mergedAttributes(metaverse.type, joined, metaverse.sourceAnchor, view)
  const links = joined.map(({ id }) => id)
  const sameLinks =
    links.length === metaverse.links.length && links.every((id) => metaverse.links.includes(id))
  const same = sameLinks && attributeChanges(metaverse.attributes, attributes) === undefined
  return same ? metaverse : { ...metaverse, attributes, links }
}

/** The objects joined to a metaverse object, with `object` in its newest state and without `without`. */
function joinedTo(
  metaverse: MetaverseObject,
  view: SyncView,
  object: DirectoryObject | undefined,
  without?: string,
): DirectoryObject[] {
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

const settled = (object: DirectoryObject, change: Partial<DirectoryObject>): DirectoryObject => ({
  ...object,
  pendingImport: null,
  error: null,
  ...change,
})

/** The anchor is copied into ms-DS-ConsistencyGuid of users that have none, and so survives a move between forests. */
const anchorToWrite = (object: DirectoryObject, anchor: string): DirectoryObject['pendingExport'] =>
  isUser(object) && consistencyGuid(object) === undefined ? { 'mS-DS-ConsistencyGuid': anchor } : null

/** Synchronises one imported object into the metaverse. */
export function synchronizeInbound(object: DirectoryObject, view: SyncView): InboundOutcome {
  if (object.pendingImport === 'delete') return disconnect(object, undefined, view)
  const filteredBy = defaultFilter(object)
  if (filteredBy !== undefined) {
    return disconnect(object, settled(object, { metaverseId: null, filteredBy, pendingExport: null }), view)
  }
  return connect(object, view)
}

function connect(object: DirectoryObject, view: SyncView): InboundOutcome {
  const type = metaverseTypeOf[object.type]
  const anchor = sourceAnchorOf(object)
  const connected = object.metaverseId === null ? undefined : view.metaverseObject(object.metaverseId)
  if (connected !== undefined && connected.sourceAnchor !== anchor) return anchorHasChanged(object, view.at)
  const before = connected ?? view.metaverseByAnchor(type, anchor)
  const start = before ?? {
    id: view.newId(),
    type,
    attributes: templates[type],
    sourceAnchor: anchor,
    links: [],
  }
  const after = withLinks(start, joinedTo(start, view, object), view)
  const directory = settled(object, {
    metaverseId: after.id,
    filteredBy: null,
    pendingExport: anchorToWrite(object, anchor),
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

export type OutboundStatistic =
  | 'provisioned-add-flow'
  | 'provisioned-disconnect'
  | 'outbound-connector-flow'
  | 'outbound-connector-no-flow'
  | 'not-provisioned'

export interface OutboundOutcome {
  /** The successor in the tenant's connector space; undefined when there is none. */
  readonly cloud: CloudObject | undefined
  readonly statistic: OutboundStatistic
}

/** Is a metaverse object to be in the tenant? */
export const isProvisioned = (metaverse: MetaverseObject): boolean =>
  outboundRules[metaverse.type].some(
    (rule) => rule.linkType === 'Provision' && inScope(rule, metaverse.attributes),
  )

/** Brings the tenant's connector space object in line with the metaverse object (undefined: it has gone). */
export function synchronizeOutbound(
  metaverse: MetaverseObject | undefined,
  cloud: CloudObject | undefined,
  context: OutboundContext,
): OutboundOutcome {
  if (metaverse === undefined || !isProvisioned(metaverse)) return deprovision(cloud)
  const wanted = flowRules(
    outboundRules[metaverse.type],
    metaverse.attributes,
    outboundTemplates[metaverse.type],
    context,
  )
  return cloud === undefined || cloud.exported === null
    ? provision(metaverse, cloud, wanted)
    : flowToTenant(metaverse, cloud, cloud.exported, wanted)
}

function deprovision(cloud: CloudObject | undefined): OutboundOutcome {
  if (cloud === undefined || cloud.exported === null) {
    return { cloud: undefined, statistic: cloud === undefined ? 'not-provisioned' : 'provisioned-disconnect' }
  }
  if (cloud.pendingExport?.operation === 'delete') return { cloud, statistic: 'outbound-connector-no-flow' }
  return {
    cloud: {
      ...cloud,
      metaverseId: null,
      pendingExport: { operation: 'delete', attributes: {} },
      error: null,
    },
    statistic: 'provisioned-disconnect',
  }
}

function provision(
  metaverse: MetaverseObject,
  cloud: CloudObject | undefined,
  wanted: MetaverseAttributes,
): OutboundOutcome {
  const attributes = attributeChanges({}, wanted) ?? {}
  const pendingExport: PendingExport = { operation: 'add', attributes }
  if (cloud !== undefined && samePending(cloud.pendingExport, pendingExport)) {
    return { cloud, statistic: 'outbound-connector-no-flow' }
  }
  return {
    cloud: {
      id: metaverse.sourceAnchor,
      type: cloudTypeOf[metaverse.type],
      cloudAnchor: cloud?.cloudAnchor ?? null,
      metaverseId: metaverse.id,
      exported: null,
      pendingExport,
      confirmed: false,
      error: cloud?.error ?? null,
    },
    statistic: 'provisioned-add-flow',
  }
}

function flowToTenant(
  metaverse: MetaverseObject,
  cloud: CloudObject,
  exported: MetaverseAttributes,
  wanted: MetaverseAttributes,
): OutboundOutcome {
  const changes = attributeChanges(exported, wanted)
  const pendingExport: PendingExport | null =
    changes === undefined ? null : { operation: 'update', attributes: changes }
  if (samePending(cloud.pendingExport, pendingExport) && cloud.metaverseId === metaverse.id) {
    return { cloud, statistic: 'outbound-connector-no-flow' }
  }
  return {
    cloud: { ...cloud, metaverseId: metaverse.id, pendingExport },
    statistic: 'outbound-connector-flow',
  }
}

function samePending(a: PendingExport | null, b: PendingExport | null): boolean {
  if (a === null || b === null) return a === b
  return a.operation === b.operation && attributeChanges(a.attributes, b.attributes) === undefined
}
