/**
 * Carries out one run profile and keeps its row of the run history: number, times, status word, statistics, errors.
 * Source: writeback.md §8.2.
 */
import { type RunStatus, runStatuses } from '#core/codes/sync-outcomes.ts'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { DirectoryRefusal, DirectoryUnreachable } from '../connectors/directory-connection.ts'
import type { ServerContext } from '../server-context.ts'
import { onlyRow } from '../state/configuration.ts'

export type ProfileName = RunHistoryRow['profile']

/** A run in progress. */
export interface Run {
  count(statistic: string, by?: number): void
  error(object: string, code: string, message: string): void
  readonly errors: RunHistoryRow['errors']
  /** Ends the run here when somebody has asked for it; long runs come by between two slices. */
  checkpoint(): void
}

/** Ends a run with a status of its own. */
export class RunStopped extends Error {
  readonly status: RunStatus
  constructor(status: RunStatus, why: string) {
    super(why)
    this.status = status
  }
}

/** A run with more errors than this stops. */
const errorLimit = 5000
const historyMs = 7 * 24 * 3600 * 1000

/** Runs `work` as a run profile of a connector; always answers a row, never throws what a connected system did. */
export async function runProfile(
  server: ServerContext,
  connector: string,
  profile: ProfileName,
  work: (run: Run) => Promise<void>,
): Promise<RunHistoryRow> {
  const startedAt = server.lab.clock.now()
  server.activity.current = { connector, profile }
  const statistics: Record<string, number> = {}
  const errors: RunHistoryRow['errors'] = []
  const run: Run = {
    errors,
    checkpoint: () => {
      if (server.activity.stopRequested)
        throw new RunStopped(runStatuses.stoppedByUser, 'Stop-ADSyncSyncCycle')
    },
    count: (statistic, by = 1) => {
      if (by > 0) statistics[statistic] = (statistics[statistic] ?? 0) + by
    },
    error: (object, code, message) => {
      errors.push({ object, code, message })
      if (errors.length > errorLimit) throw new RunStopped(runStatuses.errorLimit, 'too many errors')
    },
  }
  const status = await statusOf(server, connector, profile, run, () => work(run))
  server.activity.current = undefined
  const endedAt = server.lab.clock.now()
  return keepRow(server, {
    runNumber: nextRunNumber(server),
    connector,
    profile,
    status,
    startedAt,
    endedAt,
    statistics,
    errors,
  })
}

async function statusOf(
  server: ServerContext,
  connector: string,
  profile: ProfileName,
  run: Run,
  work: () => Promise<void>,
): Promise<RunStatus> {
  try {
    run.checkpoint()
    await work()
    return run.errors.length === 0 ? runStatuses.success : completedWithErrors(profile)
  } catch (error) {
    const status = statusOfFailure(error)
    if (status === undefined) throw error
    run.errors.push({
      object: connector,
      code: status,
      message: error instanceof Error ? error.message : String(error),
    })
    if (status === runStatuses.noCredentials) {
      server.events.write(
        'ManagementAgentRunFailed',
        `The management agent "${connector}" failed to run because the credentials were invalid.`,
      )
    }
    return status
  }
}

function completedWithErrors(profile: ProfileName): RunStatus {
  if (profile === 'Export') return runStatuses.exportErrors
  return profile.endsWith('Import') ? runStatuses.importErrors : runStatuses.syncErrors
}

const invalidCredentials = 49

/** Undefined: a fault of our own, to be thrown on. */
function statusOfFailure(error: unknown): RunStatus | undefined {
  if (error instanceof RunStopped) return error.status
  if (error instanceof DirectoryUnreachable || error instanceof CloudUnreachable)
    return runStatuses.noConnection
  if (error instanceof DirectoryRefusal) {
    return error.resultCode === invalidCredentials ? runStatuses.noCredentials : runStatuses.stoppedByServer
  }
  if (error instanceof CloudRefusal) {
    return error.status === 401 || error.code.startsWith('AADSTS')
      ? runStatuses.noCredentials
      : runStatuses.stoppedByServer
  }
  return undefined
}

function nextRunNumber({ state }: ServerContext): number {
  let highest = 0
  for (const { row } of state.runs.values()) highest = Math.max(highest, row.runNumber)
  return highest + 1
}

/** Maintenance: rows older than the interval go. */
function purgeHistory({ runs, scheduler }: ServerContext['state'], now: number): void {
  const { maintenanceEnabled = true, purgeRunHistoryMs = historyMs } = scheduler.get(onlyRow) ?? {}
  if (!maintenanceEnabled) return
  for (const old of [...runs.values()]) if (old.row.endedAt < now - purgeRunHistoryMs) runs.delete(old.id)
}

async function keepRow({ lab, state }: ServerContext, row: RunHistoryRow): Promise<RunHistoryRow> {
  await lab.store.transaction(() => {
    purgeHistory(state, row.endedAt)
    state.runs.put({ id: String(row.runNumber), row })
  })
  const counted = Object.entries(row.statistics).map(([name, count]) => `${name} ${count}`)
  lab.journal.record({
    place: 'connect',
    type: 'sync.run-finished',
    summary: `${row.connector}: ${row.profile}, ${row.status}${counted.length === 0 ? '' : ` (${counted.join(', ')})`}`,
    data: { ...row, errors: row.errors.slice(0, 20) },
  })
  return row
}
