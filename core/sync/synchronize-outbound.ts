/**
 * One object's way out: from the metaverse into the tenant's connector space (provision, flow, deprovision). Pure: it is shown
 * the object on both sides and answers the successor of the tenant's. Sources: writeback.md §8.1, §8.5 to §8.7.
 */
import { attributeChanges } from './attribute-changes.ts'
import type { CloudObject, MetaverseAttributes, MetaverseObject, PendingExport } from './connector-space.ts'
import { cloudTypeOf, type OutboundContext } from './rules/out-to-aad.ts'
import { everythingFlows, type RuleSet } from './rules/rule-sets.ts'

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
export const isProvisioned = ({ type, attributes }: MetaverseObject): boolean =>
  everythingFlows.outbound[type].provisions(attributes)

/** Brings the tenant's connector space object in line with the metaverse object (undefined: it has gone). */
export function synchronizeOutbound(
  metaverse: MetaverseObject | undefined,
  cloud: CloudObject | undefined,
  context: OutboundContext,
  rules: RuleSet = everythingFlows,
): OutboundOutcome {
  if (metaverse === undefined || !isProvisioned(metaverse)) return deprovision(cloud)
  const wanted = rules.outbound[metaverse.type].flow(metaverse.attributes, context)
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
  const pendingExport: PendingExport = { operation: 'add', attributes: wanted }
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
