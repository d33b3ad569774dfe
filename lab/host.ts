/** The process that hosts labs, as the control API sees it; `lab/start.ts` makes one. */
import type { Router } from 'express'
import type { NewLab } from '#core/contracts/control-api.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Part } from '#core/ports.ts'
import type { DirectoryPower } from './directory-power.ts'
import type { LabWorld } from './lab.ts'
import type { DirectoryPart } from './open-lab.ts'
import type { ScenarioLibrary } from './scenarios/scenario-library.ts'
import type { ScenarioRunner } from './scenarios/scenario-runner.ts'
import type { StoryLabs } from './scenarios/story-labs.ts'

export interface RunningLab {
  readonly lab: LabWorld
  readonly info: LabInfo
  /** Cloud, domain controller and Connect server, as they are now: a reset may have made new ones. */
  parts(): readonly Part[]
  /** The Connect servers' verbs: the first one's under `/lab/v1/labs/{lab}/connect`, each one's under `connect-servers/{name}`. */
  readonly connect: {
    readonly current: { readonly router: Router }
    readonly all?: ReadonlyMap<string, { readonly router: Router }>
  }
  /** The domain controller's power switch; absent where one part runs alone. */
  readonly power?: Pick<DirectoryPower<DirectoryPart>, 'turnOn' | 'turnOff'>
  /** Absent where one part runs alone: a story takes all of them. */
  readonly scenarios?: ScenarioRunner
}

export interface Host {
  readonly labs: ReadonlyMap<string, RunningLab>
  readonly defaultLab: string
  /** The stories and courses there are. */
  readonly library: ScenarioLibrary
  /** Absent where one part runs alone. */
  readonly storyLabs?: StoryLabs<RunningLab>
  /** Throws LabRefusal `LabExists` or `LabWorldNotFound`. */
  createLab(wanted: NewLab): Promise<RunningLab>
  /** Ends it and forgets what was kept of it. */
  deleteLab(id: string): Promise<void>
  /** Back to the world's beginning, or to a snapshot of that name. */
  resetLab(id: string, snapshot?: string): Promise<void>
}
