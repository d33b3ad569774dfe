/** What the package offers to other people's tests: `import { startLab } from 'hybrid-identity-lab'`. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { EventFilter } from '#core/ports.ts'
import type { LabClock } from './clock.ts'
import type { LabFaults } from './faults.ts'
import type { LabInbox } from './inbox.ts'
import type { ScenarioRunner } from './scenarios/scenario-runner.ts'
import type { Snapshots } from './snapshots.ts'

/** A lab for other people's tests: in this process, on free ports, in memory. */
export interface StartedLab {
  readonly info: LabInfo
  /** Base of the control API. */
  readonly control: string
  readonly clock: LabClock
  readonly inbox: LabInbox
  readonly faults: LabFaults
  readonly scenarios: ScenarioRunner
  readonly snapshots: Snapshots
  events(filter?: EventFilter): readonly JournalEvent[]
  reset(): Promise<void>
  close(): Promise<void>
}

export interface StartOptions {
  readonly world?: string
  /** ISO 8601: the lab's clock stands still there. Absent: now, running. */
  readonly at?: string
  readonly seed?: string
  /** A folder of your own with stories, worlds/ and courses/, beside those that come along. */
  readonly scenarios?: string
  /** Where to keep it; absent: nowhere. */
  readonly data?: string
}

/**
 * Starts a whole world and answers when it is ready. Throws LabRefusal with a sentence when it cannot.
 *
 *     const lab = await startLab({ at: '2026-01-12T09:00:00Z' })
 *     // … lab.info.authority, lab.info.ldaps, lab.info.accounts …
 *     await lab.close()
 */
export type StartLab = (options?: StartOptions) => Promise<StartedLab>
