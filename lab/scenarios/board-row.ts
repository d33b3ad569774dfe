/** One lab's row of the instructor board. */
import type { InstructorBoard } from '#core/contracts/scenario-progress.ts'
import type { AutoplayState } from './autoplay.ts'
import type { ScenarioRun } from './scenario-run.ts'
import type { Moment } from './step-run.ts'

type BoardRow = InstructorBoard['labs'][number]

export function boardRow(
  lab: string,
  run: ScenarioRun | undefined,
  autoplay: AutoplayState,
  now: Moment,
): BoardRow {
  const steps = run?.steps ?? []
  const active = run?.active
  return {
    lab,
    ...(run === undefined ? {} : { scenario: run.scenario.id, title: run.scenario.title, autoplay }),
    ...(active === undefined ? {} : { step: active.step.id }),
    done: steps.filter(({ done }) => done !== undefined).length,
    steps: steps.length,
    hints: steps.reduce((sum, { hintsShown }) => sum + hintsShown, 0),
    wrongAnswers: steps.flatMap(({ answers }) => answers).filter(({ right }) => !right).length,
    ...(active?.begun === undefined
      ? {}
      : { secondsOnStep: Math.max(0, Math.round((now.wall - active.begun.wall) / 1_000)) }),
  }
}
