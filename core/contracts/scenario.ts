/**
 * A scenario file (`scenarios/NN-name.yaml`): one file is a guided lab, a demo that plays itself, and a test.
 * The verbs of `do` and `given` and the words of `check` are catalogues of their own (`scenario-verbs.ts`,
 * `scenario-checks.ts`), so that a wrong word is answered with the nearest right one.
 */
import { z } from 'zod'
import { scenarioCheck } from './scenario-checks.ts'
import { scenarioAction } from './scenario-verbs.ts'
import { closed } from './words.ts'

/** Lower-case words: they stand in addresses. */
export const scenarioId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words with hyphens')
const markdown = z.string().trim().min(1)

/** One action, or a list of them; a union would hide which key of the action is wrong. */
export const scenarioActions = z.preprocess(
  (written) => (written === undefined || Array.isArray(written) ? written : [written]),
  z.array(scenarioAction).optional(),
)

/** Graded: the transcript keeps every answer and the number of tries. */
const question = closed({
  ask: markdown.describe('Markdown'),
  choices: z.array(z.string()).min(2).optional().describe('absent: the learner types the answer'),
  answer: z
    .union([z.string(), z.number().transform(String), z.array(z.string()).min(1)])
    .describe('with choices: the right one, or all the right ones; without: any of these, whatever the case'),
  because: markdown.optional().describe('told once it is answered'),
}).superRefine(({ choices, answer }, context) => {
  for (const right of [answer].flat())
    if (choices !== undefined && !choices.includes(right))
      context.addIssue({ code: 'custom', path: ['answer'], message: `${right} is none of the choices` })
})
export type ScenarioQuestion = z.infer<typeof question>

const scenarioStep = closed({
  id: scenarioId,
  title: z.string().optional().describe('a few words, for lists and tables'),
  say: markdown.describe('Markdown, for the learner: what to do, not how'),
  as: z.string().optional().describe('whose hands: a role of the lab’s accounts or a UPN'),
  do: scenarioActions.describe('what the lab does in the demo, the test and on “do it for me”'),
  check: z.array(scenarioCheck).default([]).describe('all must hold before the step counts as done'),
  question: question.optional(),
  because: markdown.optional().describe('why it went so; told once the step is done'),
  fix: markdown.optional().describe('what an administrator does about it; told with because'),
  hints: z.array(markdown).default([]).describe('given one by one, from a nudge to the answer'),
  notes: markdown.optional().describe('for the presenter only'),
  at: z.string().startsWith('/').optional().describe('the screen where it happens, e.g. /portal/users'),
}).superRefine((step, context) => {
  if (step.check.length === 0 && step.question === undefined)
    context.addIssue({
      code: 'custom',
      message: 'a step needs a check or a question, or nobody knows when it is done',
    })
})
export type ScenarioStep = z.infer<typeof scenarioStep>

/** One of the faults of *Break it and mend it*: how it is made, what it looks like, what mends it. */
const drawnFault = closed({
  name: z.string().describe('the diagnosis, one of the choices offered'),
  given: scenarioActions,
  check: z.array(scenarioCheck).min(1).describe('stands where a step says { drawn: {} }'),
  mend: scenarioActions.describe('stands where a step says { drawn.mend: {} }'),
  because: markdown,
  fix: markdown,
})
export type DrawnFault = z.infer<typeof drawnFault>

/** What a question's answer says when it is the name of the fault that was drawn. */
export const drawnName = '{drawn}'

export const scenario = closed({
  id: scenarioId,
  title: z.string(),
  summary: z.string().optional().describe('one sentence for the library'),
  minutes: z.number().int().positive().optional().describe('how long a learner takes'),
  world: scenarioId.default('contoso').describe('a file of scenarios/worlds'),
  given: scenarioActions.describe('changes to the world before the first step, through front doors'),
  draw: z
    .array(drawnFault)
    .min(2)
    .optional()
    .describe('one of these is drawn from the lab’s seed at each start'),
  steps: z.array(scenarioStep).min(1),
}).superRefine(({ steps }, context) => {
  for (const [at, { id }] of steps.entries())
    if (steps.findIndex((step) => step.id === id) < at)
      context.addIssue({
        code: 'custom',
        path: ['steps', at, 'id'],
        message: `there is a step ${id} already`,
      })
})
export type Scenario = z.infer<typeof scenario>
