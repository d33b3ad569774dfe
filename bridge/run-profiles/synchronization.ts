/**
 * Synchronization of a connector: takes staged objects through the metaverse into the tenant's connector space. Delta: what
 * an import has staged; full: everything. Each slice is one transaction, so a killed run goes on where it stopped.
 * Source: writeback.md §8.1, §8.2.
 */
import type { CloudObject, DirectoryObject, MetaverseObject } from '#core/sync/connector-space.ts'
import type { OutboundContext } from '#core/sync/rules/out-to-aad.ts'
import { type InboundOutcome, type SyncView, synchronizeInbound } from '#core/sync/synchronize-inbound.ts'
import { isProvisioned, synchronizeOutbound } from '#core/sync/synchronize-outbound.ts'
import type { TenantDomains } from '#core/sync/user-principal-name.ts'
import { breathe, type ServerContext, slices } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import type { Run } from './run-profile.ts'

const objectsPerTransaction = 100

interface Synchronization {
  readonly server: ServerContext
  readonly run: Run
  readonly view: SyncView
  readonly outbound: OutboundContext
}

export function synchronization(
  server: ServerContext,
  forests: readonly ForestConfiguration[],
  tenant: TenantDomains,
  run: Run,
): Synchronization {
  return {
    server,
    run,
    view: viewOf(server, forests),
    outbound: { tenant, anchorOf: (reference) => anchorOf(server, reference) },
  }
}

function viewOf({ spaces, lab }: ServerContext, forests: readonly ForestConfiguration[]): SyncView {
  const domains = new Map(forests.map(({ name, netbiosName }) => [name, { dnsName: name, netbiosName }]))
  return {
    at: lab.clock.now(),
    directoryObject: (id) => spaces.directory.get(id),
    metaverseObject: (id) => spaces.metaverse.get(id),
    metaverseByAnchor: spaces.metaverseByAnchor,
    domainOf: (connector) => domains.get(connector) ?? { dnsName: connector, netbiosName: '' },
    newId: () => lab.random.guid(),
  }
}

function anchorOf({ spaces }: ServerContext, reference: string): string | undefined {
  const target = reference.startsWith('dn:')
    ? spaces.directoryByKey(reference.slice(3))
    : spaces.directory.get(reference)
  const metaverse = target?.metaverseId == null ? undefined : spaces.metaverse.get(target.metaverseId)
  return metaverse !== undefined && isProvisioned(metaverse) ? metaverse.sourceAnchor : undefined
}

/** People and contacts before groups: then most references resolve at the first look. */
function inOrder({ spaces }: ServerContext, connector: string, policy: 'Full' | 'Delta'): string[] {
  const chosen = policy === 'Full' ? spaces.directory.values() : pendingOf(spaces)
  const others: string[] = []
  const groups: string[] = []
  for (const object of chosen) {
    if (object.connector === connector) (object.type === 'group' ? groups : others).push(object.id)
  }
  return [...others, ...groups]
}

function* pendingOf(spaces: ServerContext['spaces']): Iterable<DirectoryObject> {
  for (const id of spaces.pendingImports) {
    const object = spaces.directory.get(id)
    if (object !== undefined) yield object
  }
}

/** Synchronises an AD connector, then what waits for references. */
export async function synchronizeDirectory(
  work: Synchronization,
  connector: string,
  policy: 'Full' | 'Delta',
): Promise<void> {
  const { lab, spaces } = work.server
  for (const ids of slices(inOrder(work.server, connector, policy), objectsPerTransaction)) {
    await lab.store.transaction(() => {
      for (const id of ids) {
        const object = spaces.directory.get(id)
        if (object !== undefined) takeThrough(work, object)
      }
    })
    await breathe()
  }
  await retryReferences(work)
}

/** Brings the tenant's connector space in line again: for objects that the tenant's import has changed, or for all. */
export async function synchronizeCloud(work: Synchronization, policy: 'Full' | 'Delta'): Promise<void> {
  if (policy === 'Full') {
    for (const objects of slices([...work.server.spaces.metaverse.values()], objectsPerTransaction)) {
      await work.server.lab.store.transaction(() => {
        for (const metaverse of objects) flowOut(work, metaverse)
      })
      await breathe()
    }
  }
  await retryReferences(work)
}

function takeThrough(work: Synchronization, object: DirectoryObject): void {
  const { server, run, view } = work
  const outcome = synchronizeInbound(object, view)
  run.count(outcome.statistic)
  keepInbound(server, object, outcome)
  const error = outcome.directory?.error ?? null
  if (error !== null) run.error(object.dn, error.code, error.message)
  if (outcome.metaverse === undefined) return
  const { before, after } = outcome.metaverse
  if (after === undefined) flowOutGone(work, before)
  else flowOut(work, after)
  const provisioning = (metaverse: MetaverseObject | undefined) =>
    metaverse !== undefined && isProvisioned(metaverse)
  if (provisioning(before) !== provisioning(after)) lookAgainAtReferrers(server, object)
}

function keepInbound(
  { spaces }: ServerContext,
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
  JSON.stringify(before.pendingExport) !== JSON.stringify(after.pendingExport)

function flowOut({ server, run, outbound }: Synchronization, metaverse: MetaverseObject): void {
  const known = server.spaces.cloud.get(metaverse.sourceAnchor)
  const { cloud, statistic } = synchronizeOutbound(metaverse, known, outbound)
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
  { spaces }: ServerContext,
  known: CloudObject | undefined,
  cloud: CloudObject | undefined,
): void {
  if (cloud !== undefined) spaces.cloud.put(cloud)
  else if (known !== undefined) spaces.cloud.delete(known.id)
}

/** Whoever refers to an object that has come or gone is flowed out again, in this run or the next. */
function lookAgainAtReferrers({ spaces }: ServerContext, object: DirectoryObject): void {
  for (const id of spaces.referrers(object)) {
    const metaverseId = spaces.directory.get(id)?.metaverseId
    if (metaverseId != null) spaces.outboundDue.put({ id: metaverseId })
  }
}

async function retryReferences(work: Synchronization): Promise<void> {
  const { lab, spaces } = work.server
  for (const due of slices([...spaces.outboundDue.values()], objectsPerTransaction)) {
    await lab.store.transaction(() => {
      for (const { id } of due) {
        const metaverse = spaces.metaverse.get(id)
        if (metaverse !== undefined) flowOut(work, metaverse)
        spaces.outboundDue.delete(id)
      }
    })
    await breathe()
  }
}
