import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadScenarios } from '#lab/scenarios/load-scenario.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

/** Each scenario file is a test: the lab does every step and all its checks must hold. */
const scenarios = await loadScenarios('scenarios')
let lab: StartedLab

beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

it.each(scenarios.map(({ id, title }) => [id, title]))('%s: %s', async (id) => {
  const outcomes = await lab.scenarios.play(id)
  const wrong = outcomes
    .filter((outcome) => !outcome.ok)
    .map(({ step, error, checks }) => ({ step, error, checks: checks.filter((check) => !check.ok) }))
  expect(wrong).toEqual([])
  expect(outcomes.length).toBe(scenarios.find((scenario) => scenario.id === id)?.steps.length)
})
