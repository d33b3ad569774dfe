/** What the control API and the command line see of a running process: its labs and where they listen. */
import type { Config } from '#core/contracts/config.ts'
import type { Addresses, OpenedLab } from './open-lab.ts'
import type { ScenarioRunner } from './scenarios/scenario-runner.ts'

export interface RunningLab extends OpenedLab {
  readonly scenarios: ScenarioRunner
}

export interface NewLab {
  /** Made from the world's name and a number when absent. */
  readonly id?: string | undefined
  readonly world?: string | undefined
  /** ISO 8601; the lab's clock then stands still there. */
  readonly at?: string | undefined
  readonly seed?: string | undefined
}

export interface Host {
  readonly config: Config
  readonly addresses: Addresses
  readonly labs: ReadonlyMap<string, RunningLab>
  readonly defaultLab: string
  /** Throws LabRefusal: the id is taken, the world unknown. */
  createLab(options: NewLab): Promise<RunningLab>
  /** Ends it and forgets what was kept of it. */
  deleteLab(id: string): Promise<void>
  close(): Promise<void>
}
