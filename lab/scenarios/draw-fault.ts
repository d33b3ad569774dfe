/** *Break it and mend it*: one of a scenario's faults is drawn, and takes the places that the file left for it. */
import type { DrawnFault, Scenario, ScenarioStep } from '#core/contracts/scenario.ts'
import { drawnName } from '#core/contracts/scenario.ts'

export const faultNames = ({ draw }: Scenario): string[] => (draw ?? []).map(({ name }) => name)

/** The scenario with this fault in it; one without a draw stays as it is. */
export function withFault(scenario: Scenario, fault: DrawnFault | undefined): Scenario {
  if (fault === undefined) return scenario
  const { draw, ...rest } = scenario
  return {
    ...rest,
    given: [...(scenario.given ?? []), ...(fault.given ?? [])],
    steps: scenario.steps.map((step) => withFaultIn(step, fault, faultNames(scenario))),
  }
}

function withFaultIn(step: ScenarioStep, fault: DrawnFault, names: readonly string[]): ScenarioStep {
  const { question } = step
  const mends = (step.do ?? []).some(({ verb }) => verb === 'drawn.mend')
  return {
    ...step,
    ...(step.do === undefined
      ? {}
      : {
          do: step.do.flatMap((action) => (action.verb === 'drawn.mend' ? (fault.mend ?? []) : [action])),
        }),
    check: step.check.flatMap((check) => (check.word === 'drawn' ? fault.check : [check])),
    ...(question?.answer === drawnName
      ? { question: { ...question, choices: [...names], answer: fault.name, because: fault.because } }
      : {}),
    ...(mends ? { fix: fault.fix } : {}),
  }
}
