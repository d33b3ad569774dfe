/**
 * A scenario file (`scenarios/NN-name.yaml`): one file is a guided lab, a demo that plays itself, and a test.
 * The verbs of `do` and `given` and the words of `check` are catalogues of their own (`scenario-verbs.ts`,
 * `scenario-checks.ts`), so that a wrong word is answered with the nearest right one.
 */
import { z } from 'zod'
import { scenarioCheck } from './scenario-checks.ts'
import { scenarioAction } from './scenario-verbs.ts'

/** One action, or a list of them; a union would hide which key of the action is wrong. */
const actions = z.preprocess(
  (written) => (written === undefined || Array.isArray(written) ? written : [written]),
  z.array(scenarioAction).optional(),
)

const scenarioStep = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case words with hyphens'),
  /** Markdown, for the learner: what to do, not how. */
  say: z.string(),
  /** Whose hands: a role of the lab's accounts or a UPN. */
  as: z.string().optional(),
  do: actions,
  check: z.array(scenarioCheck).default([]),
  because: z.string().optional(),
  /** Given one by one, from a nudge to the answer. */
  hints: z.array(z.string()).default([]),
  /** The screen where the step happens, e.g. `/portal/users`. */
  at: z.string().optional(),
})
export type ScenarioStep = z.infer<typeof scenarioStep>

export const scenario = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case words with hyphens'),
  title: z.string(),
  world: z.string().default('contoso'),
  /** Changes to the world before the first step, through front doors. */
  given: z.array(scenarioAction).default([]),
  steps: z.array(scenarioStep).min(1),
})
export type Scenario = z.infer<typeof scenario>

/** What the guide shows of a running scenario. */
export const scenarioProgress = z.object({
  id: z.string(),
  title: z.string(),
  lab: z.string(),
  started: z.boolean(),
  steps: z.array(
    z.object({
      id: z.string(),
      say: z.string(),
      as: z.string().optional(),
      at: z.string().optional(),
      state: z.enum(['todo', 'active', 'done']),
      checks: z.array(z.object({ text: z.string(), ok: z.boolean(), saw: z.string().optional() })),
      /** How many there are, and those shown so far. */
      hints: z.number().int(),
      shownHints: z.array(z.string()),
      /** Told once the step is done. */
      because: z.string().optional(),
      /** Can the lab do it for the learner? */
      canDo: z.boolean(),
    }),
  ),
})
export type ScenarioProgress = z.infer<typeof scenarioProgress>

/** POST /lab/v1/labs/{lab}/scenarios/{id} */
export const scenarioCommand = z.strictObject({
  action: z.enum(['start', 'do', 'hint', 'restart', 'play']),
  step: z.string().optional(),
})
