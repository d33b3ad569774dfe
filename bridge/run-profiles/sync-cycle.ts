/**
 * One synchronisation cycle: the run profiles of all connectors in their documented order. A run that fails leaves its row
 * and the cycle goes on; what it did not do waits for the next one. Source: writeback.md §8.2.
 */

import { z } from 'zod'
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
import { type ProfileName, type Run, runProfile } from './run-profile.ts'
import { synchronization, synchronizeCloud, synchronizeDirectory } from './synchronization.ts'

interface Cycle {
  readonly server: ServerContext
  readonly configuration: Configuration
  readonly policy: 'Delta' | 'Initial'
  readonly kind: 'Delta' | 'Full'
  readonly runs: RunHistoryRow[]
}

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

/** Runs one profile of every forest's connector. */
async function eachForest(
  cycle: Cycle,
  profile: ProfileName,
  work: (forest: Configuration['forests'][number], run: Run) => Promise<void>,
): Promise<string> {
  const notes: string[] = []
  for (const forest of cycle.configuration.forests)
    notes.push(await run(cycle, forest.name, profile, (its) => work(forest, its)))
  return notes.join(', ')
}

const importProfile = ({ kind }: Cycle): ProfileName => (kind === 'Full' ? 'Full Import' : 'Delta Import')
const syncProfile = ({ kind }: Cycle): ProfileName =>
  kind === 'Full' ? 'Full Synchronization' : 'Delta Synchronization'
const tenantRun = (cycle: Cycle, profile: ProfileName, work: (run: Run) => Promise<void>): Promise<string> =>
  run(cycle, cloudConnectorName(cycle.configuration), profile, work)

const steps = {
  directoryImport: step('import-from-active-directory', (cycle) =>
    eachForest(cycle, importProfile(cycle), (forest, its) =>
      importDirectory(cycle.server, forest, cycle.kind, its),
    ),
  ),
  cloudImport: step('import-from-tenant', (cycle) =>
    tenantRun(cycle, importProfile(cycle), async (its) => {
      await readCompany(cycle.server)
      await importCloud(cycle.server, cycle.kind, its)
    }),
  ),
  directorySync: step('synchronize-active-directory', (cycle) =>
    eachForest(cycle, syncProfile(cycle), (forest, its) =>
      synchronizeDirectory(workOf(cycle, its), forest.name, cycle.kind),
    ),
  ),
  cloudSync: step('synchronize-tenant', (cycle) =>
    tenantRun(cycle, syncProfile(cycle), (its) => synchronizeCloud(workOf(cycle, its), cycle.kind)),
  ),
  cloudExport: step('export-to-tenant', (cycle) =>
    tenantRun(cycle, 'Export', async (its) => {
      await exportToCloud(cycle.server, companyOf(cycle.server)?.deletionThreshold ?? 0, its)
      await endCycle(cycle.server, 'sync')
    }),
  ),
  directoryExport: step('export-to-active-directory', (cycle) =>
    eachForest(cycle, 'Export', (forest, its) => exportToDirectory(cycle.server, forest.name, its)),
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
  const kind = policy === 'Initial' ? 'Full' : 'Delta'
  const cycle: Cycle = { server, configuration, policy, kind, runs: [] }
  const { lab } = server
  await runFlow(configuration.stagingMode ? stagingFlow : cycleFlow, cycle, {
    journal: lab.journal,
    correlationId: lab.random.guid(),
    flowId: lab.random.guid(),
  })
  return cycle.runs
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
    })
  })
}

function workOf({ server, configuration }: Cycle, its: Run) {
  const tenant: TenantDomains = {
    initialDomain: configuration.cloud.initialDomain,
    verified: new Set(companyOf(server)?.verifiedDomains ?? []),
  }
  return synchronization(server, configuration.forests, tenant, its)
}

/** Tells the tenant that a cycle or a password pass has ended. */
export async function endCycle(server: ServerContext, kind: 'sync' | 'password'): Promise<void> {
  const body = cycleRequest.parse({ serverName: server.serverName, kind, at: server.lab.clock.now() })
  await server.cloud.ask('POST', `${provisioningPath}/cycle`, z.unknown(), { body })
}
