import { expect } from 'vitest'
import type { ScenarioRunner } from '#lab/scenarios/scenario-runner.ts'

/** Plays it and fails with the steps that did not come right, what was seen in place of each check included. */
export async function expectToPlay(scenarios: ScenarioRunner, id: string, fault?: string): Promise<void> {
  const outcomes = await scenarios.play(id, fault === undefined ? {} : { fault })
  const wrong = outcomes
    .filter((outcome) => !outcome.ok)
    .map(({ step, error, checks }) => ({ step, error, checks: checks.filter((check) => !check.ok) }))
  expect(wrong).toEqual([])
  expect((await scenarios.progress(id)).steps.every(({ state }) => state === 'done')).toBe(true)
}
