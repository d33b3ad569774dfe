/**
 * One synchronisation cycle: the run profiles of all connectors in their documented order. A run that fails leaves its row
 * and the cycle goes on; what it did not do waits for the next one. Source: writeback.md §8.2.
 */

import { z } from 'zod'
import { runStatuses } from '#core/codes/sync-outcomes.ts'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import { companyAnswer, cycleRequest, provisioningPath } from '#core/contracts/provisioning.ts'
import { flow, pass, runFlow, type Step } from '#core/steps.ts'
import type { TenantDomains } from '#core/sync/user-principal-name.ts'
import { cloudConnectorName, requireConfiguration, type ServerContext } from '../server-context.ts'
import { type Company, type Configuration, onlyRow } from '../state/configuration.ts'
import { exportToCloud } from './cloud-export.ts'
import { importCloud } from './cloud-import.ts'
import { exportToDirectory } from './directory-export.ts'
import { importDirectory } from './directory-import.ts'
import { exportGroups, importGroups } from './group-writeback.ts'
import { type ProfileName, type Run, runProfile } from './run-profile.ts'
import { synchronization, synchronizeCloud, synchronizeDirectory } from './synchronization.ts'

interface Cycle {
  readonly server: ServerContext
  readonly configuration: Configuration
  readonly policy: 'Delta' | 'Initial'
  readonly runs: RunHistoryRow[]
}

type Kind = 'Delta' | 'Full'
type Profiles = 'import' | 'sync'

/** Delta or full: by the cycle's policy, or because Set-ADSyncSchedulerConnectorOverride wants this connector full. */
function kindOf({ policy, server }: Cycle, connector: string, profiles: Profiles): Kind {
  const override = server.state.overrides.get(connector)
  const full = profiles === 'import' ? override?.fullImport : override?.fullSync
  return policy === 'Initial' || full === true ? 'Full' : 'Delta'
}

const profileOf = (kind: Kind, profiles: Profiles): ProfileName =>
  profiles === 'import' ? `${kind} Import` : `${kind} Synchronization`

const run = async (
  cycle: Cycle,
  connector: string,
  profile: ProfileName,
  work: (run: Run) => Promise<void>,
): Promise<string> => {
  const row = await runProfile(cycle.server, connector, profile, work)
  cycle.runs.push(row)
  return `${profile} ${row.status}`
}

const step = (name: string, work: (cycle: Cycle) => Promise<string>): Step<Cycle> => ({
  name,
  place: 'connect',
  decide: async (cycle) => pass(await work(cycle)),
})

type Forest = Configuration['forests'][number]

const forestImport = (cycle: Cycle, forest: Forest, kind: Kind) =>
  run(cycle, forest.name, profileOf(kind, 'import'), (its) =>
    importDirectory(cycle.server, forest, kind, its),
  )
const forestSync = (cycle: Cycle, { name }: Forest, kind: Kind) =>
  run(cycle, name, profileOf(kind, 'sync'), (its) => synchronizeDirectory(workOf(cycle, its), name, kind))
const forestExport = (cycle: Cycle, { name }: Forest) =>
  run(cycle, name, 'Export', async (its) => {
    await exportToDirectory(cycle.server, name, its)
    await exportGroups(cycle.server, name, its)
  })

const tenantName = ({ configuration }: Cycle): string => cloudConnectorName(configuration)
const tenantImport = (cycle: Cycle, kind: Kind) =>
  run(cycle, tenantName(cycle), profileOf(kind, 'import'), async (its) => {
    await readCompany(cycle.server)
    await importCloud(cycle.server, kind, its)
    await importGroups(cycle.server)
  })
const tenantSync = (cycle: Cycle, kind: Kind) =>
  run(cycle, tenantName(cycle), profileOf(kind, 'sync'), (its) => synchronizeCloud(workOf(cycle, its), kind))
const tenantExport = (cycle: Cycle) =>
  run(cycle, tenantName(cycle), 'Export', async (its) => {
    await exportToCloud(cycle.server, companyOf(cycle.server)?.deletionThreshold ?? 0, its)
    await endCycle(cycle.server, 'sync')
  })

/** Does one thing with every forest's connector. */
async function eachForest(cycle: Cycle, work: (forest: Forest) => Promise<string>): Promise<string> {
  const notes: string[] = []
  for (const forest of cycle.configuration.forests) notes.push(await work(forest))
  return notes.join(', ')
}

const steps = {
  directoryImport: step('import-from-active-directory', (cycle) =>
    eachForest(cycle, (forest) => forestImport(cycle, forest, kindOf(cycle, forest.name, 'import'))),
  ),
  cloudImport: step('import-from-tenant', (cycle) =>
    tenantImport(cycle, kindOf(cycle, tenantName(cycle), 'import')),
  ),
  directorySync: step('synchronize-active-directory', (cycle) =>
    eachForest(cycle, (forest) => forestSync(cycle, forest, kindOf(cycle, forest.name, 'sync'))),
  ),
  cloudSync: step('synchronize-tenant', (cycle) =>
    tenantSync(cycle, kindOf(cycle, tenantName(cycle), 'sync')),
  ),
  cloudExport: step('export-to-tenant', tenantExport),
  directoryExport: step('export-to-active-directory', (cycle) =>
    eachForest(cycle, (forest) => forestExport(cycle, forest)),
  ),
}

const cycleFlow = flow(
  'sync-cycle',
  steps.directoryImport,
  steps.cloudImport,
  steps.directorySync,
  steps.cloudSync,
  steps.cloudExport,
  steps.directoryExport,
)

/** A server in staging mode imports and synchronises, and exports nothing. */
const stagingFlow = flow(
  'sync-cycle',
  steps.directoryImport,
  steps.cloudImport,
  steps.directorySync,
  steps.cloudSync,
)

/** Runs a cycle and answers its rows in order. */
export async function runCycle(server: ServerContext, policy: 'Delta' | 'Initial'): Promise<RunHistoryRow[]> {
  const configuration = requireConfiguration(server)
  const cycle: Cycle = { server, configuration, policy, runs: [] }
  const { lab } = server
  await runFlow(configuration.stagingMode ? stagingFlow : cycleFlow, cycle, {
    journal: lab.journal,
    correlationId: lab.random.guid(),
    flowId: lab.random.guid(),
  })
  await keepOverrides(cycle)
  return cycle.runs
}

/** An override has done its work when the connector's runs have ended well. */
async function keepOverrides({ server, runs }: Cycle): Promise<void> {
  const { overrides } = server.state
  const done = [...overrides.values()].filter(({ id }) =>
    runs.every(({ connector, status }) => connector !== id || status === runStatuses.success),
  )
  if (done.length === 0) return
  await server.lab.store.transaction(() => {
    for (const { id } of done) overrides.delete(id)
  })
}

/** Runs one profile of one connector; undefined when this server may not export. */
export async function runOneProfile(
  server: ServerContext,
  connector: string,
  profile: ProfileName,
): Promise<RunHistoryRow | undefined> {
  const configuration = requireConfiguration(server)
  if (profile === 'Export' && configuration.stagingMode) return undefined
  const cycle: Cycle = { server, configuration, policy: 'Delta', runs: [] }
  const forest = configuration.forests.find(({ name }) => name === connector)
  const kind: Kind = profile.startsWith('Full') ? 'Full' : 'Delta'
  if (profile.endsWith('Import'))
    await (forest ? forestImport(cycle, forest, kind) : tenantImport(cycle, kind))
  else if (profile === 'Export') await (forest ? forestExport(cycle, forest) : tenantExport(cycle))
  else await (forest ? forestSync(cycle, forest, kind) : tenantSync(cycle, kind))
  return cycle.runs[0]
}

const companyOf = ({ state }: ServerContext): Company | undefined => state.company.get(onlyRow)

async function readCompany(server: ServerContext): Promise<void> {
  const company = await server.cloud.ask('GET', `${provisioningPath}/company`, companyAnswer)
  await server.lab.store.transaction(() => {
    server.state.company.put({
      id: onlyRow,
      verifiedDomains: company.domains
        .filter(({ verified }) => verified)
        .map(({ name }) => name.toLowerCase()),
      features: company.features,
      deletionThreshold: company.deletionThreshold,
      connectRelease: company.connectRelease ?? null,
    })
  })
}

function workOf({ server, configuration }: Cycle, its: Run) {
  const tenant: TenantDomains = {
    initialDomain: configuration.cloud.initialDomain,
    verified: new Set(companyOf(server)?.verifiedDomains ?? []),
  }
  return synchronization(server, configuration, tenant, its)
}

/** Tells the tenant that a cycle or a password pass has ended. */
export async function endCycle(server: ServerContext, kind: 'sync' | 'password'): Promise<void> {
  const body = cycleRequest.parse({ serverName: server.serverName, kind, at: server.lab.clock.now() })
  await server.cloud.ask('POST', `${provisioningPath}/cycle`, z.unknown(), { body })
}
