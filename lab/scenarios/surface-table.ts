/** *Which surface writes back?* as a table: the steps that say which side takes the new password. */

import { scenarioChecks } from '#core/contracts/scenario-checks.ts'
import type { ScenarioTable } from '#core/contracts/scenario-progress.ts'
import type { StepRun } from './step-run.ts'

export function surfaceTable(scenario: string, steps: readonly StepRun[]): ScenarioTable {
  return { scenario, rows: steps.flatMap(rowsOf) }
}

function rowsOf({ step, done, checks }: StepRun): ScenarioTable['rows'] {
  return step.check.flatMap((check, at) => {
    if (check.word !== 'passwordTaken') return []
    const { cloud, directory } = scenarioChecks.passwordTaken.parse(check.arguments)
    const asked = done !== undefined ? { ok: checks[at]?.ok ?? false } : {}
    return [{ step: step.id, title: step.title ?? step.id, cloud, directory, ...asked }]
  })
}
