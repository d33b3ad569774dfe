import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scenario, ScenarioStep } from '#core/contracts/scenario.ts'
import { scenarioProgress, transcript } from '#core/contracts/scenario-progress.ts'
import { loadCourses, loadScenarios, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { rightAnswers } from '#lab/scenarios/step-run.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type Clicker, clicks } from './click-verbs.ts'
import { Hands } from './hands.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

/**
 * Stories of each kind, completed by clicking: each verb at its own screen, each question in the guide, each tick by the learner's
 * hands. The rest of the seed's course is completed as well, where a screen's clicks are not known here by "Do it for me".
 */
const chromium = findChromium()
const library = await loadScenarios([scenariosFolder])
const [seedCourse] = (await loadCourses([scenariosFolder])).filter(
  ({ id }) => id === 'enable-password-writeback',
)
const one = (id: string): Scenario => {
  const found = library.find((story) => story.id === id)
  if (found === undefined) throw new Error(`no story ${id}`)
  return found
}
const kinds = [
  ['the seed: portal, wizard, browser, phone, mailbox, workstation, clock', one('enable-password-writeback')],
  ['a server’s services, and an answer that is typed', one('agent-stopped')],
  ['the workstation, and the way back in', one('unlock-only')],
  ['Active Directory, and what runs meanwhile', one('reset-in-active-directory')],
  ['the portal, and one answer of three', one('toggle-off')],
  ['a question alone', one('when-was-it-changed')],
] as const
const ofTheCourse = (seedCourse?.scenarios ?? [])
  .map(one)
  .filter((story) => !kinds.some(([, known]) => known === story))
let screens: OpenedScreens

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
  await hands.left.getByText(`Step 1 of ${steps.length}`, { exact: true }).waitFor({ timeout: 60_000 })
}

async function perform(clicker: Clicker, { do: actions = [] }: ScenarioStep): Promise<boolean> {
  const known = actions.every(({ verb }) => clicks[verb] !== undefined)
  // The catalogue has given each verb the arguments of its own schema.
  for (const { verb, arguments: given } of known ? actions : [])
    await (clicks[verb] as (clicker: Clicker, given: unknown) => Promise<void>)(clicker, given)
  return known && actions.length > 0
}

async function answer({ hands }: Clicker, { question }: ScenarioStep): Promise<void> {
  if (question === undefined) return
  const right = rightAnswers(question)
  if (question.choices === undefined) await hands.left.getByLabel('Your answer').fill(right[0] ?? '')
  else
    for (const choice of right)
      await hands.left
        .getByRole('radio', { name: choice, exact: true })
        .or(hands.left.getByRole('checkbox', { name: choice, exact: true }))
        .check()
  await hands.press(hands.left, 'Send the answer')
}

/** How it stands by the guide's own door, once this step is done. */
async function ticked({ hands }: Clicker, story: Scenario, step: ScenarioStep): Promise<void> {
  const door = `${hands.origin}/lab/v1/labs/contoso/scenarios/${story.id}`
  const look = async () => {
    const { steps } = scenarioProgress.parse(await (await fetch(door)).json())
    const found = steps.find(({ id }) => id === step.id)
    return found?.state === 'done'
      ? []
      : (found?.checks.filter(({ ok }) => !ok).map(({ text, saw }) => `${text} (${saw})`) ?? ['no such step'])
  }
  await expect.poll(look, { timeout: 30_000, interval: 500 }).toEqual([])
}

async function walk(clicker: Clicker, story: Scenario, index: number): Promise<boolean> {
  const { hands } = clicker
  const step = story.steps[index]
  if (step === undefined) throw new Error('no such step')
  const byHand = (await perform(clicker, step)) || step.do === undefined
  await hands.goTo('/guide')
  await hands.left.getByRole('heading', { name: story.title, exact: true }).first().waitFor()
  if (!byHand) await hands.press(hands.left, 'Do it for me')
  else await answer(clicker, step)
  await ticked(clicker, story, step)
  return byHand
}

describe.skipIf(chromium === undefined)(chromium ? 'guided labs, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 180_000)
  afterAll(() => screens?.close())

  /** Who did which step is in the transcript; answers the steps that were done by hand. */
  async function complete(story: Scenario): Promise<string[]> {
    const page = await screens.browser.newPage({ viewport: { width: 1280, height: 720 } })
    page.setDefaultTimeout(20_000)
    const hands = new Hands(page, screens.hands.origin)
    const accounts = new Map(screens.lab.info.accounts.map(({ upn, password }) => [upn, password]))
    const password = (user: string, written: string) =>
      written === 'original' ? (accounts.get(user) ?? written) : written
    const clicker: Clicker = { hands, admin: screens.people.admin, password }
    await start(hands, story)
    const byHand: string[] = []
    for (const [index, step] of story.steps.entries())
      if (await walk(clicker, story, index)) byHand.push(step.id)
    await hands.see(hands.left, 'Every check holds.')
    const door = `${hands.origin}/lab/v1/labs/contoso/scenarios/${story.id}/transcript`
    const kept = transcript.parse(await (await fetch(door)).json())
    expect(kept.score).toMatchObject({ done: story.steps.length, byLearner: byHand.length, hints: 0 })
    expect(kept.steps.filter(({ doneBy }) => doneBy === 'learner').map(({ id }) => id)).toEqual(byHand)
    await page.close()
    return byHand
  }

  it.each(kinds)(
    '%s',
    async (_, story) => expect(await complete(story)).toEqual(story.steps.map(({ id }) => id)),
    600_000,
  )

  it.each(ofTheCourse.map((story) => [story.title, story] as const))(
    'goes on with the course: %s',
    async (_, story) => void (await complete(story)),
    300_000,
  )

  it('goes along to the lab beside, where a story stands on another ground', async () => {
    const { hands } = screens
    await start(hands, one('forest-added-later'))
    await hands.page.getByRole('banner').getByText('contoso-two-forests', { exact: true }).waitFor()
    await hands.press(hands.left, 'Do it for me')
    await hands.left.getByText('Step 2 of 3', { exact: true }).waitFor({ timeout: 60_000 })
  }, 120_000)
})
