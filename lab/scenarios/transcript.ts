/** What a learner did, as grading counts it. */
import type { Transcript } from '#core/contracts/scenario-progress.ts'
import type { ScenarioRun } from './scenario-run.ts'
import type { StepRun } from './step-run.ts'

const seconds = (from: number, to: number): number => Math.round((to - from) / 100) / 10

function rowOf({
  step,
  done,
  doneBy,
  begun,
  hintsShown,
  restores,
  answers,
}: StepRun): Transcript['steps'][number] {
  const times =
    begun === undefined || done === undefined
      ? {}
      : { wallSeconds: seconds(begun.wall, done.wall), labSeconds: seconds(begun.lab, done.lab) }
  return {
    id: step.id,
    say: step.say,
    done: done !== undefined,
    ...(doneBy === undefined ? {} : { doneBy }),
    ...times,
    hints: hintsShown,
    restores,
    answers: answers.map(({ given, right }) => ({ given: [...given], right })),
  }
}

const count = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length

export function transcriptOf({ scenario, begun, steps }: ScenarioRun, lab: string): Transcript {
  const asked = steps.filter(({ step }) => step.question !== undefined)
  const last = steps.at(-1)?.done
  return {
    lab,
    scenario: scenario.id,
    title: scenario.title,
    begun,
    ...(last === undefined ? {} : { ended: last }),
    steps: steps.map(rowOf),
    score: {
      steps: steps.length,
      done: count(steps, ({ done }) => done !== undefined),
      byLearner: count(steps, ({ doneBy }) => doneBy === 'learner'),
      questions: asked.length,
      rightAtOnce: count(asked, ({ doneBy, answers }) => doneBy === 'learner' && answers[0]?.right === true),
      hints: steps.reduce((sum, { hintsShown }) => sum + hintsShown, 0),
    },
  }
}
