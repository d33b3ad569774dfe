/**
 * Synchronization of a connector: takes staged objects through the metaverse into the tenant's connector space. Delta: what
 * an import has staged; full: everything. Each slice is one transaction, so a killed run goes on where it stopped.
 * Source: writeback.md §8.1, §8.2.
 */
import { sameAttributes } from '#core/sync/attribute-changes.ts'
import type { CloudObject, DirectoryObject, MetaverseObject } from '#core/sync/connector-space.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { everybody, membersOnly } from '#core/sync/pilot-scope.ts'
import type { OutboundContext } from '#core/sync/rules/out-to-aad.ts'
import { type RuleSet, ruleSetWith } from '#core/sync/rules/rule-sets.ts'
import { consistencyGuid, isUser } from '#core/sync/source-anchor.ts'
import { type InboundOutcome, type SyncView, synchronizeInbound } from '#core/sync/synchronize-inbound.ts'
import { synchronizeOutbound } from '#core/sync/synchronize-outbound.ts'
import type { TenantDomains } from '#core/sync/user-principal-name.ts'
import type { ServerContext } from '../server-context.ts'
import { inTransactions } from '../sliced-work.ts'
import { type Configuration, type ForestConfiguration, ruleChoicesOf } from '../state/configuration.ts'
import { anchorOf, findReferrers, targetHasCome, targetHasGone } from './references.ts'
import type { Run } from './run-profile.ts'

/** What the engine needs of the server: neither LDAP nor HTTPS. */
type EngineServer = Pick<ServerContext, 'lab' | 'spaces'>

interface Synchronization {
  readonly server: EngineServer
  readonly run: Run
  readonly view: SyncView
  readonly outbound: OutboundContext
  readonly rules: RuleSet
  readonly pilotGroup: string | undefined
}

type Engine = Pick<
  Configuration,
  'forests' | 'pilotGroup' | 'userMatching' | 'attributeFiltering' | 'directoryExtensions' | 'sourceAnchor'
>

export function synchronization(
  server: EngineServer,
  configuration: Engine,
  tenant: TenantDomains,
  run: Run,
): Synchronization {
  const { forests, pilotGroup, userMatching, sourceAnchor } = configuration
  const rules = ruleSetWith(ruleChoicesOf(configuration))
  return {
    server,
    run,
    pilotGroup,
    view: {
      ...viewOf(server, forests, pilotGroup),
      rules,
      ...(sourceAnchor === undefined ? {} : { anchorAttribute: sourceAnchor }),
      ...(userMatching === 'mail' ? { match: samePersonByMail(server) } : {}),
    },
    rules,
    outbound: { tenant, anchorOf: (reference) => anchorOf(server.spaces, reference) },
  }
}

function viewOf(
  { spaces, lab }: EngineServer,
  forests: readonly ForestConfiguration[],
  pilotGroup: string | undefined,
): SyncView {
  const domains = new Map(forests.map(({ name, netbiosName }) => [name, { dnsName: name, netbiosName }]))
  return {
    at: lab.clock.now(),
    directoryObject: (id) => spaces.directory.get(id),
    metaverseObject: (id) => spaces.metaverse.get(id),
    domainOf: (connector) => domains.get(connector) ?? { dnsName: connector, netbiosName: '' },
    pilotScope: pilotGroup === undefined ? everybody : membersOnly(spaces.directoryByKey(dnKey(pilotGroup))),
  }
}

/**
 * The person of another forest with the same mail address. Who has an anchor already is somebody of his own: an anchor is for
 * life, so only accounts without one are matched.
 */
const samePersonByMail =
  ({ spaces }: EngineServer) =>
  (object: DirectoryObject): MetaverseObject | undefined => {
    const { mail } = object.attributes
    if (typeof mail !== 'string' || !isUser(object) || consistencyGuid(object) !== undefined) return undefined
    const found = spaces.metaverseByMail(mail)
    const isOfThisForest = (id: string) => spaces.directory.get(id)?.connector === object.connector
    return found?.links.some(isOfThisForest) ? undefined : found
  }

/** People and contacts before groups: then most references resolve at the first look. */
function* inOrder(
  { spaces }: EngineServer,
  connector: string,
  policy: 'Full' | 'Delta',
): Iterable<DirectoryObject> {
  for (const wantsGroups of [false, true])
    for (const object of policy === 'Full' ? spaces.directory.values() : spaces.pendingImports)
      if (object.connector === connector && (object.type === 'group') === wantsGroups) yield object
}

/** Who comes into the pilot group or leaves it has not changed itself: everybody is looked at again. */
function pilotGroupChanges({ server: { spaces }, pilotGroup }: Synchronization): boolean {
  const group = pilotGroup === undefined ? undefined : spaces.directoryByKey(dnKey(pilotGroup))
  return group !== undefined && group.pendingImport !== null
}

/** Synchronises an AD connector, then what waits for references. */
export async function synchronizeDirectory(
  work: Synchronization,
  connector: string,
  policy: 'Full' | 'Delta',
): Promise<void> {
  const { lab } = work.server
  const wanted = pilotGroupChanges(work) ? 'Full' : policy
  await inTransactions(lab.store, inOrder(work.server, connector, wanted), (object) =>
    takeThrough(work, object),
  )
  await retryReferences(work)
}

/** Brings the tenant's connector space in line again: for objects that the tenant's import has changed, or for all. */
export async function synchronizeCloud(work: Synchronization, policy: 'Full' | 'Delta'): Promise<void> {
  const { lab, spaces } = work.server
  if (policy === 'Full')
    await inTransactions(lab.store, spaces.metaverse.values(), (metaverse) => flowOut(work, metaverse))
  await retryReferences(work)
}

function takeThrough(work: Synchronization, object: DirectoryObject): void {
  const { server, run, view } = work
  const outcome = synchronizeInbound(object, view)
  run.count(outcome.statistic)
  const was = isThere(server, outcome.metaverse?.before)
  keepInbound(server, object, outcome)
  const error = outcome.directory?.error ?? null
  if (error !== null) run.error(object.dn, error.code, error.message)
  if (outcome.metaverse === undefined) return
  const { before, after } = outcome.metaverse
  if (after === undefined) flowOutGone(work, before)
  else flowOut(work, after)
  const is = isThere(server, after)
  if (is && !was) targetHasCome(server.spaces, object)
  if (was && !is) targetHasGone(server.spaces, object)
}

/** Is an object of the metaverse, as it is kept now, to be in the tenant? */
const isThere = ({ spaces }: EngineServer, metaverse: MetaverseObject | undefined): boolean =>
  metaverse !== undefined && !spaces.unprovisioned.has(metaverse.id)

function keepInbound(
  { spaces }: EngineServer,
  object: DirectoryObject,
  { directory, metaverse }: InboundOutcome,
): void {
  if (metaverse?.after !== undefined && metaverse.after !== metaverse.before)
    spaces.metaverse.put(metaverse.after)
  if (metaverse?.after === undefined && metaverse?.before !== undefined)
    spaces.metaverse.delete(metaverse.before.id)
  if (directory === undefined) spaces.directory.delete(object.id)
  else if (changes(object, directory)) spaces.directory.put(directory)
}

/** A full synchronisation that changes nothing writes nothing. */
const changes = (before: DirectoryObject, after: DirectoryObject): boolean =>
  before.pendingImport !== after.pendingImport ||
  before.metaverseId !== after.metaverseId ||
  before.filteredBy !== after.filteredBy ||
  before.error !== after.error ||
  !sameAttributes(before.pendingExport ?? {}, after.pendingExport ?? {})

function flowOut({ server, run, outbound, rules }: Synchronization, metaverse: MetaverseObject): void {
  const known = server.spaces.cloud.get(metaverse.sourceAnchor)
  const { cloud, statistic } = synchronizeOutbound(metaverse, known, outbound, rules)
  run.count(statistic)
  keepCloud(server, known, cloud)
}

function flowOutGone(
  { server, run, outbound }: Synchronization,
  metaverse: MetaverseObject | undefined,
): void {
  const known = metaverse === undefined ? undefined : server.spaces.cloud.get(metaverse.sourceAnchor)
  const { cloud, statistic } = synchronizeOutbound(undefined, known, outbound)
  run.count(statistic)
  keepCloud(server, known, cloud)
}

function keepCloud(
  { spaces }: EngineServer,
  known: CloudObject | undefined,
  cloud: CloudObject | undefined,
): void {
  if (cloud !== undefined) spaces.cloud.put(cloud)
  else if (known !== undefined) spaces.cloud.delete(known.id)
}

async function retryReferences(work: Synchronization): Promise<void> {
  const { lab, spaces } = work.server
  await findReferrers(lab.store, spaces)
  await inTransactions(lab.store, spaces.outboundDue.values(), ({ id }) => {
    const metaverse = spaces.metaverse.get(id)
    if (metaverse !== undefined) flowOut(work, metaverse)
    spaces.outboundDue.delete(id)
  })
}
