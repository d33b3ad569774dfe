/** A lab as the stage of its scenarios. */
import { realTime } from '../clock.ts'
import type { LabWorld } from '../lab.ts'
import { createRandom } from '../random.ts'
import type { Doors } from './doors.ts'
import type { ScenarioStage } from './scenario-stage.ts'

export interface StagedLab {
  readonly lab: LabWorld
  readonly doors: Doors
  reset(snapshot?: string): Promise<boolean>
  enterWorld(name: string): Promise<void>
}

export function stageOf({ lab, doors, reset, enterWorld }: StagedLab): ScenarioStage {
  const { journal, snapshots } = lab
  return {
    doors,
    events: (after) => journal.events({ after }),
    lastSeq: () => journal.lastSeq,
    tell: (event) => void journal.record(event),
    now: () => ({ lab: lab.clock.now(), wall: realTime() }),
    reset: enterWorld,
    draw: (name, below) => createRandom(`${lab.seed}/${name}`).integer(below),
    remember: async (name) => void (await snapshots.save(name)),
    recall: (name) => reset(name),
    forget: async (prefix) => {
      for (const { name } of snapshots.list()) if (name.startsWith(prefix)) await snapshots.delete(name)
    },
  }
}
