/**
 * When cycles run: every 30 minutes of lab time, or as customized; suspended while the wizard is open; one cycle at a time.
 * Source: writeback.md §8.2 (Get-ADSyncScheduler).
 */

import type { z } from 'zod'
import { runStatuses } from '#core/codes/sync-outcomes.ts'
import type { RunHistoryRow, schedulerState } from '#core/contracts/connect.ts'
import type { Cancel, Instant } from '#core/ports.ts'
import { type ConnectRefusal, refusal } from './connect-refusal.ts'
import { runCycle } from './run-profiles/sync-cycle.ts'
import type { ServerContext } from './server-context.ts'
import {
  configurationOf,
  isServiceRunning,
  onlyRow,
  type SchedulerConfiguration,
} from './state/configuration.ts'

type SchedulerState = z.infer<typeof schedulerState>

/** The floor that the tenant sets. */
export const allowedIntervalMs = 30 * 60_000
/** A cycle runs at least once in seven days. */
const longestIntervalMs = 7 * 24 * 3600 * 1000
const runHistoryMs = 7 * 24 * 3600 * 1000

/** Why no cycle may start now by hand. */
export function syncHindrance({
  server,
  scheduler,
}: {
  readonly server: ServerContext
  readonly scheduler: Scheduler
}): ConnectRefusal | undefined {
  if (configurationOf(server.state) === undefined) return refusal('ConnectNotInstalled')
  if (!isServiceRunning(server.state, 'ADSync')) return refusal('ServiceStopped')
  return scheduler.suspended ? refusal('SchedulerSuspended') : undefined
}

export class Scheduler {
  /** The wizard suspends the scheduler while it is open. */
  suspended = false
  private readonly server: ServerContext
  private cancel: Cancel | undefined
  private planned: Instant | undefined
  private running: Promise<unknown> = Promise.resolve()
  private cyclesUnderWay = 0

  constructor(server: ServerContext) {
    this.server = server
  }

  get inProgress(): boolean {
    return this.cyclesUnderWay > 0
  }

  /** Plans the next cycle as the configuration has it; nothing while nothing is installed. */
  follow(): void {
    const { state, lab } = this.server
    const next = configurationOf(state) === undefined ? undefined : state.scheduler.get(onlyRow)?.nextCycleAt
    if (next === this.planned) return
    this.cancel?.()
    this.planned = next
    this.cancel =
      next === undefined
        ? undefined
        : lab.clock.at(next, { name: 'synchronisation cycle', run: () => this.due() })
  }

  /** Runs a cycle as soon as the one under way, if any, has ended. */
  run(policy: 'Delta' | 'Initial'): Promise<RunHistoryRow[]> {
    return this.alone(() => this.cycle(policy))
  }

  /** Ends the cycle under way after what is being written now; resolves when it has ended. */
  async stop(): Promise<void> {
    if (!this.inProgress) return
    this.server.activity.stopRequested = true
    await this.running
  }

  /** Work that nothing else of the engine may run beside. */
  alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.cyclesUnderWay += 1
    const turn = this.running
      .then(() => {
        this.server.activity.stopRequested = false
        return work()
      })
      .finally(() => {
        this.cyclesUnderWay -= 1
      })
    this.running = turn.catch(() => undefined)
    return turn
  }

  async configure(change: Partial<Omit<SchedulerConfiguration, 'id'>>): Promise<void> {
    await this.server.lab.store.transaction(() =>
      this.server.state.scheduler.put({ ...this.stored(), ...change }),
    )
  }

  /** As Get-ADSyncScheduler prints it. */
  state(): SchedulerState {
    const stored = this.stored()
    return {
      AllowedSyncCycleInterval: timeSpan(allowedIntervalMs),
      CurrentlyEffectiveSyncCycleInterval: timeSpan(intervalOf(stored)),
      CustomizedSyncCycleInterval:
        stored.customizedIntervalMs === null ? null : timeSpan(stored.customizedIntervalMs),
      NextSyncCyclePolicyType: stored.nextPolicy,
      NextSyncCycleStartTimeInUTC: new Date(stored.nextCycleAt).toISOString(),
      PurgeRunHistoryInterval: timeSpan(stored.purgeRunHistoryMs ?? runHistoryMs),
      SyncCycleEnabled: stored.syncCycleEnabled,
      MaintenanceEnabled: stored.maintenanceEnabled,
      StagingModeEnabled: configurationOf(this.server.state)?.stagingMode ?? false,
      SchedulerSuspended: this.suspended,
      SyncCycleInProgress: this.inProgress,
    }
  }

  /** Resolves when no cycle is under way. */
  async close(): Promise<void> {
    this.cancel?.()
    await this.running
  }

  private stored(): SchedulerConfiguration {
    return (
      this.server.state.scheduler.get(onlyRow) ?? {
        id: onlyRow,
        syncCycleEnabled: true,
        maintenanceEnabled: true,
        customizedIntervalMs: null,
        nextPolicy: 'Initial',
        nextCycleAt: this.server.lab.clock.now() + allowedIntervalMs,
      }
    )
  }

  private async due(): Promise<string> {
    const stored = this.stored()
    const nextCycleAt = Math.max(stored.nextCycleAt, this.server.lab.clock.now()) + intervalOf(stored)
    const hindrance = this.hindrance(stored)
    try {
      if (hindrance !== undefined) return `skipped: ${hindrance}`
      return summaryOf(stored.nextPolicy, await this.run(stored.nextPolicy))
    } finally {
      await this.configure({ nextCycleAt })
    }
  }

  private hindrance({ syncCycleEnabled }: SchedulerConfiguration): string | undefined {
    if (!isServiceRunning(this.server.state, 'ADSync')) return 'the service is stopped'
    if (!syncCycleEnabled) return 'SyncCycleEnabled is false'
    if (this.suspended) return 'the wizard is open'
    return this.inProgress ? 'a cycle is in progress' : undefined
  }

  private async cycle(policy: 'Delta' | 'Initial'): Promise<RunHistoryRow[]> {
    // A change of scope needs an initial cycle, whatever was asked for.
    const effective = this.stored().nextPolicy === 'Initial' ? 'Initial' : policy
    const rows = await runCycle(this.server, effective)
    const reached = rows.every(
      ({ status }) => status !== runStatuses.noConnection && status !== runStatuses.noCredentials,
    )
    if (effective === 'Initial' && reached) await this.configure({ nextPolicy: 'Delta' })
    return rows
  }
}

/** A customized interval below the floor has no effect. */
const intervalOf = ({ customizedIntervalMs }: SchedulerConfiguration): number =>
  Math.min(Math.max(customizedIntervalMs ?? 0, allowedIntervalMs), longestIntervalMs)

/** `00:30:00`, `7.00:00:00`. */
export function timeSpan(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (part: number) => String(part).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return days === 0 ? clock : `${days}.${clock}`
}

/** Undefined when the text is no time span. */
export function spanOf(text: string): number | undefined {
  const found = /^(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(text)
  if (found === null) return undefined
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = found
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** Set-ADSyncScheduler: what may be written; an empty interval is the default again. */
export function schedulerChangeOf(change: {
  readonly SyncCycleEnabled?: boolean | undefined
  readonly MaintenanceEnabled?: boolean | undefined
  readonly NextSyncCyclePolicyType?: 'Delta' | 'Initial' | undefined
  readonly CustomizedSyncCycleInterval?: string | null | undefined
  readonly PurgeRunHistoryInterval?: string | undefined
}): Partial<Omit<SchedulerConfiguration, 'id'>> {
  const { CustomizedSyncCycleInterval: interval, PurgeRunHistoryInterval: purge } = change
  const purgeRunHistoryMs = purge === undefined ? undefined : spanOf(purge)
  return {
    ...(change.SyncCycleEnabled === undefined ? {} : { syncCycleEnabled: change.SyncCycleEnabled }),
    ...(change.MaintenanceEnabled === undefined ? {} : { maintenanceEnabled: change.MaintenanceEnabled }),
    ...(change.NextSyncCyclePolicyType === undefined ? {} : { nextPolicy: change.NextSyncCyclePolicyType }),
    ...(interval === undefined ? {} : { customizedIntervalMs: spanOf(interval ?? '') ?? null }),
    ...(purgeRunHistoryMs === undefined ? {} : { purgeRunHistoryMs }),
  }
}

/** One line about a cycle, for the clock's report. */
export function summaryOf(policy: 'Delta' | 'Initial', rows: readonly RunHistoryRow[]): string {
  const exported = rows.reduce(
    (sum, { profile, statistics }) =>
      profile === 'Export'
        ? sum +
          (statistics['export-add'] ?? 0) +
          (statistics['export-update'] ?? 0) +
          (statistics['export-delete'] ?? 0)
        : sum,
    0,
  )
  const failed = rows.find(({ status }) => status !== runStatuses.success)
  const outcome = failed === undefined ? 'success' : `${failed.connector} ${failed.profile}: ${failed.status}`
  return `${policy.toLowerCase()} cycle: ${exported} exported ${exported === 1 ? 'change' : 'changes'}, ${outcome}`
}
