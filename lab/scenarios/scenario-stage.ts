/** What a scenario is played on: one lab, seen from the scenario's side. */
import type { JournalEvent, NewEvent } from '#core/contracts/journal.ts'

import type { Doors } from './doors.ts'
import type { Moment } from './step-run.ts'

export interface ScenarioStage {
  readonly doors: Doors
  /** The lab's journal: events after a sequence number. */
  events(after: number): readonly JournalEvent[]
  lastSeq(): number
  /** Writes into the journal, so that a board that follows it hears of it. */
  tell(event: NewEvent): void
  now(): Moment
  /** Back to the beginning of a world; throws LabRefusal when this lab cannot become it. */
  reset(world: string): Promise<void>
  /** A repeatable number below `below`, from the lab's seed and this name. */
  draw(name: string, below: number): number
  remember(name: string): Promise<void>
  /** False when nothing of that name was remembered. */
  recall(name: string): Promise<boolean>
  /** Forgets every moment whose name begins so. */
  forget(prefix: string): Promise<void>
}
