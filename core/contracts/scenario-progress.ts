/** What the guide, the presenter and the instructor see of a running scenario, and what they can ask of it. */
import { z } from 'zod'

const count = z.number().int().nonnegative()
/** ms since 1970 on the lab's clock and on the wall. */
const moment = z.object({ lab: z.number(), wall: z.number() })

const shownCheck = z.object({ text: z.string(), ok: z.boolean(), saw: z.string().optional() })

const shownQuestion = z.object({
  ask: z.string(),
  choices: z.array(z.string()).optional(),
  several: z.boolean().describe('more than one choice is right'),
  tries: count,
  right: z.boolean(),
  because: z.string().optional(),
})

export const scenarioProgress = z.object({
  id: z.string(),
  title: z.string(),
  lab: z.string(),
  started: z.boolean(),
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string().optional(),
      say: z.string(),
      as: z.string().optional(),
      at: z.string().optional(),
      state: z.enum(['todo', 'active', 'done']),
      checks: z.array(shownCheck),
      question: shownQuestion.optional(),
      /** How many there are, and those shown so far. */
      hints: count,
      shownHints: z.array(z.string()),
      /** Told once the step is done. */
      because: z.string().optional(),
      fix: z.string().optional(),
      notes: z.string().optional(),
      /** Can the lab do it for the learner? */
      canDo: z.boolean(),
      /** The step's beginning is remembered: `restore` goes back to it. */
      canRestore: z.boolean(),
      doneBy: z.enum(['learner', 'lab']).optional(),
      begun: moment.optional(),
      done: moment.optional(),
      /** What the clock ran while the lab did the step. */
      ran: z.array(z.object({ at: z.number(), job: z.string(), outcome: z.string() })).optional(),
    }),
  ),
  autoplay: z.object({ state: z.enum(['off', 'playing', 'paused', 'failed']), paceMs: count }),
})
export type ScenarioProgress = z.infer<typeof scenarioProgress>
export type StepProgress = ScenarioProgress['steps'][number]

/** POST /lab/v1/labs/{lab}/scenarios/{id} */
export const scenarioCommand = z.strictObject({
  action: z.enum([
    'start',
    'do',
    'hint',
    'restart',
    'play',
    'answer',
    'restore',
    'back',
    'autoplay',
    'pause',
    'stop',
  ]),
  /** Absent: the active step. */
  step: z.string().optional(),
  answer: z.union([z.string().max(400), z.array(z.string().max(400)).max(20)]).optional(),
  /** Real milliseconds between two steps of autoplay. */
  paceMs: z.number().int().min(0).max(600_000).optional(),
})
export type ScenarioCommand = z.infer<typeof scenarioCommand>

/** GET /lab/v1/labs/{lab}/scenario-draft */
export const draftQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().optional(),
  id: z.string().max(80).optional(),
  title: z.string().max(200).optional(),
})

/** What a learner did, to be kept and printed. */
export const transcript = z.object({
  lab: z.string(),
  scenario: z.string(),
  title: z.string(),
  begun: moment,
  ended: moment.optional(),
  steps: z.array(
    z.object({
      id: z.string(),
      say: z.string(),
      done: z.boolean(),
      doneBy: z.enum(['learner', 'lab']).optional(),
      wallSeconds: z.number().optional(),
      labSeconds: z.number().optional(),
      hints: count,
      restores: count,
      answers: z.array(z.object({ given: z.array(z.string()), right: z.boolean() })),
    }),
  ),
  score: z.object({
    steps: count,
    done: count,
    byLearner: count,
    questions: count,
    rightAtOnce: count,
    hints: count,
  }),
})
export type Transcript = z.infer<typeof transcript>

/** One row a lab: who is where. */
export const instructorBoard = z.object({
  labs: z.array(
    z.object({
      lab: z.string(),
      scenario: z.string().optional(),
      title: z.string().optional(),
      step: z.string().optional(),
      done: count,
      steps: count,
      hints: count,
      wrongAnswers: count,
      /** Real seconds on the active step. */
      secondsOnStep: count.optional(),
      autoplay: z.enum(['off', 'playing', 'paused', 'failed']).optional(),
      /** Present while the learner's hand is up; `at` is lab time. */
      hand: z.object({ at: z.number(), note: z.string().optional() }).optional(),
      /** The last step that said no. */
      refusal: z.object({ at: z.number(), code: z.string(), because: z.string().optional() }).optional(),
    }),
  ),
})
export type InstructorBoard = z.infer<typeof instructorBoard>

/** PUT /lab/v1/labs/{lab}/hand: the learner asks for help, or has got it. */
export const handChange = z.strictObject({
  raised: z.boolean(),
  note: z.string().trim().min(1).max(200).optional(),
})

/** POST /lab/v1/labs/{lab}/notices: what the instructor says to who sits at this lab. */
export const classNotice = z.strictObject({ text: z.string().trim().min(1).max(500) })

export const coursesAnswer = z.object({
  courses: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      summary: z.string(),
      scenarios: z.array(z.object({ id: z.string(), title: z.string(), minutes: z.number().optional() })),
    }),
  ),
})

/** The outcome of a scenario's steps side by side: *Which surface writes back?* */
export const scenarioTable = z.object({
  scenario: z.string(),
  rows: z.array(
    z.object({
      step: z.string(),
      title: z.string(),
      cloud: z.boolean(),
      directory: z.boolean(),
      /** Undefined until the step was played or done. */
      ok: z.boolean().optional(),
    }),
  ),
})
export type ScenarioTable = z.infer<typeof scenarioTable>
