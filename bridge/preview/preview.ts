/**
 * What a cycle would do: the same engine on a scratch copy of this server's disk, for one moment a server in staging mode.
 * Directory and tenant are read as ever; nothing is written to either, nor here. Source: writeback.md §7.6, §8.2.
 */
import { randomUUID } from 'node:crypto'
import type { PreviewAnswer } from '#core/contracts/connect-preview.ts'
import type { Journal, Lab } from '#core/ports.ts'
import type { CloudObject, DirectoryObject } from '#core/sync/connector-space.ts'
import { idle } from '../run-profiles/activity.ts'
import { runCycle } from '../run-profiles/sync-cycle.ts'
import { cloudConnectorName, requireConfiguration, type ServerContext } from '../server-context.ts'
import { onlyRow, openServerState } from '../state/configuration.ts'
import { openSpaces } from '../state/spaces.ts'
import { scratchStore } from './scratch-store.ts'

type Change = PreviewAnswer['changes'][number]
type Value = Change['attributes'][number]['after']

/** Hears nothing and keeps nothing: a preview leaves no trace. */
const silent: Journal = {
  record: (event) => ({ ...event, seq: 1, at: 0 }),
  events: () => [],
  follow: () => () => undefined,
}

/** Ids of a preview are nobody's, and must not use up the lab's own. */
const scratchLab = (lab: Lab): Lab => ({
  ...lab,
  journal: silent,
  store: scratchStore(lab.store),
  random: {
    guid: () => randomUUID(),
    integer: () => 0,
    bytes: (length) => new Uint8Array(length),
    secret: (length) => lab.random.secret(length),
  },
})

function rehearsalOf(server: ServerContext): ServerContext {
  const lab = scratchLab(server.lab)
  const state = openServerState(lab)
  state.configurations.put({ ...requireConfiguration(server), id: onlyRow, stagingMode: true })
  return {
    ...server,
    lab,
    state,
    spaces: openSpaces(lab),
    events: { write: () => undefined },
    activity: idle(),
  }
}

export async function preview(
  server: ServerContext,
  policyType: 'Delta' | 'Initial',
  limit: number,
): Promise<PreviewAnswer> {
  const rehearsal = rehearsalOf(server)
  const rows = await runCycle(rehearsal, policyType)
  const configuration = requireConfiguration(server)
  const changes = [
    ...cloudChanges(rehearsal, cloudConnectorName(configuration)),
    ...directoryChanges(rehearsal),
  ]
  const names = [...configuration.forests.map(({ name }) => name), cloudConnectorName(configuration)]
  return {
    policyType,
    connectors: names.map((name) => ({
      name,
      staged: stagedBy(rows.find((row) => row.connector === name && row.profile.endsWith('Import'))),
      exports: countsOf(changes.filter(({ connector }) => connector === name)),
    })),
    changes: changes.slice(0, limit),
    more: changes.length > limit,
    warnings: [...rows.flatMap(({ errors }) => errors), ...thresholdWarning(rehearsal, changes)],
  }
}

const stagedBy = (row: { readonly statistics: Readonly<Record<string, number>> } | undefined) => ({
  adds: row?.statistics.adds ?? 0,
  updates: row?.statistics.updates ?? 0,
  deletes: row?.statistics.deletes ?? 0,
})

function countsOf(changes: readonly Change[]) {
  const counts = { adds: 0, updates: 0, deletes: 0 }
  for (const { operation } of changes) counts[`${operation}s`] += 1
  return counts
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function cloudChange(object: CloudObject, connector: string): Change | undefined {
  const { pendingExport: pending, exported, metaverseId } = object
  if (pending === null) return undefined
  const shown = { ...exported, ...pending.attributes }
  const names = Object.keys(pending.operation === 'delete' ? (exported ?? {}) : pending.attributes)
  return {
    connector,
    operation: pending.operation,
    type: object.type,
    object: text(shown.userPrincipalName) ?? text(shown.displayName) ?? object.id,
    ...(metaverseId === null ? {} : { metaverseId }),
    attributes: names.map((name) => attribute(name, exported?.[name], pending.attributes[name])),
  }
}

/** Absent on a side: it is not there. */
const attribute = (name: string, before: Value, after: Value): Change['attributes'][number] => ({
  name,
  ...(before == null ? {} : { before }),
  ...(after == null ? {} : { after }),
})

function* cloudChanges({ spaces }: ServerContext, connector: string): Iterable<Change> {
  for (const object of spaces.pendingCloudExports) {
    const change = cloudChange(object, connector)
    if (change !== undefined) yield change
  }
}

const directoryChange = (object: DirectoryObject): Change => ({
  connector: object.connector,
  operation: 'update',
  type: object.type,
  object: object.dn,
  ...(object.metaverseId === null ? {} : { metaverseId: object.metaverseId }),
  attributes: Object.entries(object.pendingExport ?? {}).map(([name, value]) =>
    attribute(name, object.attributes[name] as Value, value),
  ),
})

function* directoryChanges({ spaces }: ServerContext): Iterable<Change> {
  for (const object of spaces.pendingDirectoryExports) yield directoryChange(object)
}

function thresholdWarning({ state }: ServerContext, changes: readonly Change[]): PreviewAnswer['warnings'] {
  const threshold = state.company.get(onlyRow)?.deletionThreshold ?? 0
  const deletions = changes.filter(({ operation }) => operation === 'delete').length
  if (threshold === 0 || deletions <= threshold) return []
  const message = `${deletions} deletions wait, ${threshold} are allowed: the export would stop`
  return [{ code: 'stopped-deletion-threshold-exceeded', object: 'Export', message }]
}
