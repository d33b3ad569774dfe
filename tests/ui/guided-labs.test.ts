import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DrawnFault, Scenario, ScenarioStep } from '#core/contracts/scenario.ts'
import { drawnName } from '#core/contracts/scenario.ts'
import { scenarioProgress, transcript } from '#core/contracts/scenario-progress.ts'
import type { ScenarioAction } from '#core/contracts/scenario-verbs.ts'
import { loadCourses, loadScenarios, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { rightAnswers } from '#lab/scenarios/step-run.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { click, isClickable } from './clicks/click-verbs.ts'
import type { Clicker } from './clicks/clicker.ts'
import { Hands } from './hands.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

/**
 * Stories completed by clicking alone: each verb at its own screen, each question in the guide, each tick by the learner's hands.
 * In the suite the seed's course and one story of each kind; with HYBRIDLAB_GUIDED=all every story of the library.
 */
const chromium = findChromium()
const library = await loadScenarios([scenariosFolder])
const [seedCourse] = (await loadCourses([scenariosFolder])).filter(
  ({ id }) => id === 'enable-password-writeback',
)
const kinds = [
  'agent-stopped',
  'unlock-only',
  'reset-in-active-directory',
  'toggle-off',
  'the-proxy-of-the-guide',
  'no-usage-location',
  'the-users-own-graph-call',
  'administrators-need-two',
  'ldap-not-encrypted',
  'a-staging-server-beside',
  'break-it-and-mend-it',
]
const isAsked = ({ id }: Scenario): boolean =>
  process.env.HYBRIDLAB_GUIDED === 'all' || kinds.includes(id) || seedCourse?.scenarios.includes(id) === true
const played = library.filter(isAsked).map((story) => [story.id, story] as const)
let screens: OpenedScreens

/** Where a story goes on, and what is known of it. */
interface Lesson {
  readonly clicker: Clicker
  readonly story: Scenario
  /** The guide's own door of the story. */
  readonly door: string
  /** Known once it has been named. */
  drawn?: DrawnFault
}

/** From the library; a window that opens while a story goes shows that one first. */
async function start(hands: Hands, { title, steps }: Scenario): Promise<void> {
  await hands.goTo('/guide')
  await hands.settle()
  const others = hands.left.getByRole('button', { name: 'Other labs', exact: true })
  const filter = hands.left.getByRole('searchbox', { name: 'Filter by name' })
  if (screens.lab.scenarios.boardRow().scenario !== undefined) await others.click()
  await filter.fill(title)
  await hands.left
    .getByRole('button', { name: `Start: ${title}`, exact: true })
    .last()
    .click()
  await hands.left.getByText(`Step 1 of ${steps.length}`, { exact: true }).waitFor({ timeout: 120_000 })
}

const inLab = async (hands: Hands, path: string) => (await fetch(`${hands.origin}/lab/v1/${path}`)).json()

/** The lab beside, where the story stands on another ground. */
async function labOf(hands: Hands, { id }: Scenario): Promise<string> {
  const look = async () => {
    const { labs } = (await inLab(hands, 'board')) as { labs: { lab: string; scenario?: string }[] }
    return labs.findLast(({ scenario }) => scenario === id)?.lab
  }
  await expect.poll(look, { timeout: 30_000 }).toBeDefined()
  return (await look()) ?? ''
}

async function begin(hands: Hands, story: Scenario): Promise<Lesson> {
  await start(hands, story)
  const lab = await labOf(hands, story)
  const { accounts } = (await inLab(hands, `labs/${lab}`)) as typeof screens.lab.info
  const known = new Map(
    accounts
      .toReversed()
      .flatMap(({ upn, displayName, password }) =>
        [upn, upn?.split('@')[0], displayName].map((name) => [name?.toLowerCase(), password] as const),
      ),
  )
  const password = (user: string, written: string) =>
    written === 'original' ? (known.get(user.replace(/^.*\\/, '').toLowerCase()) ?? written) : written
  const clicker: Clicker = { hands, admin: screens.people.admin, password }
  return { clicker, story, door: `${hands.origin}/lab/v1/labs/${lab}/scenarios/${story.id}` }
}

const progressOf = async ({ door }: Lesson) => scenarioProgress.parse(await (await fetch(door)).json())

async function sendAnswer({ clicker: { hands } }: Lesson, choices: readonly string[]): Promise<void> {
  for (const choice of choices)
    await hands.left
      .getByRole('radio', { name: choice, exact: true })
      .or(hands.left.getByRole('checkbox', { name: choice, exact: true }))
      .check()
  await hands.press(hands.left, 'Send the answer')
}

/** Nobody has told which fault was drawn: one cause after the other is named until it is right. */
async function diagnose(lesson: Lesson, { id }: ScenarioStep): Promise<void> {
  for (const [at, fault] of (lesson.story.draw ?? []).entries()) {
    lesson.drawn = fault
    await sendAnswer(lesson, [fault.name])
    const tries = async () => (await progressOf(lesson)).steps.find((step) => step.id === id)?.question
    await expect.poll(async () => (await tries())?.tries, { timeout: 30_000 }).toBe(at + 1)
    if ((await tries())?.right) return
  }
}

async function answer(lesson: Lesson, step: ScenarioStep): Promise<void> {
  const { question } = step
  const { hands } = lesson.clicker
  if (question === undefined) return
  if (question.answer === drawnName) return diagnose(lesson, step)
  const right = rightAnswers(question)
  if (question.choices !== undefined) return sendAnswer(lesson, right)
  await hands.left.getByLabel('Your answer').fill(right[0] ?? '')
  await hands.press(hands.left, 'Send the answer')
}

/** How it stands by the guide's own door, once this step is done. */
async function ticked(lesson: Lesson, step: ScenarioStep): Promise<void> {
  const look = async () => {
    const found = (await progressOf(lesson)).steps.find(({ id }) => id === step.id)
    return found?.state === 'done'
      ? []
      : (found?.checks.filter(({ ok }) => !ok).map(({ text, saw }) => `${text} (${saw})`) ?? ['no such step'])
  }
  await expect.poll(look, { timeout: 60_000, interval: 500 }).toEqual([])
}

/** The administrator's hands, unless a step names somebody else. */
const handsOf = ({ as }: ScenarioStep): string | undefined => (as?.includes('@') ? as : undefined)

async function walk(lesson: Lesson, step: ScenarioStep): Promise<void> {
  const { clicker, story, drawn } = lesson
  const mended = (action: ScenarioAction) => (action.verb === 'drawn.mend' ? (drawn?.mend ?? []) : [action])
  for (const action of (step.do ?? []).flatMap(mended)) await click(clicker, action, handsOf(step))
  await clicker.hands.goTo('/guide')
  await clicker.hands.left.getByRole('heading', { name: story.title, exact: true }).first().waitFor()
  await answer(lesson, step)
  await ticked(lesson, step)
}

it('knows how each verb is clicked that a story asks a learner for', () => {
  const asked = library.flatMap(({ steps, draw = [] }) => [
    ...steps.flatMap((step) => step.do ?? []),
    ...draw.flatMap(({ mend }) => mend ?? []),
  ])
  const verbs = new Set(asked.map(({ verb }) => verb).filter((verb) => verb !== 'drawn.mend'))
  expect([...verbs].filter((verb) => !isClickable(verb))).toEqual([])
})

describe.skipIf(chromium === undefined)(chromium ? 'guided labs, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 180_000)
  afterAll(() => screens?.close())

  it.each(played)(
    '%s',
    async (_, story) => {
      const page = await screens.browser.newPage({ viewport: { width: 1280, height: 720 } })
      page.setDefaultTimeout(30_000)
      try {
        const hands = new Hands(page, screens.hands.origin)
        const lesson = await begin(hands, story)
        for (const step of story.steps) await walk(lesson, step)
        await hands.see(hands.left, 'Every check holds.')
        const kept = transcript.parse(await (await fetch(`${lesson.door}/transcript`)).json())
        expect(kept.score).toMatchObject({
          done: story.steps.length,
          byLearner: story.steps.length,
          hints: 0,
        })
      } finally {
        await page.close()
      }
    },
    900_000,
  )
})
