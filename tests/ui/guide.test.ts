import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transcript } from '#core/contracts/scenario-progress.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens

const guide = (): Locator => screens.hands.left
const press = (name: string): Promise<void> => screens.hands.press(guide(), name)
const heading = (name: string): Locator => guide().getByRole('heading', { name, exact: true })
const stepOf = (position: number, count: number): Promise<void> =>
  guide().getByText(`Step ${position} of ${count}`, { exact: true }).waitFor({ timeout: 60_000 })

/** From the library, by the filter. */
async function start(title: string): Promise<void> {
  await guide().getByRole('searchbox', { name: 'Filter by name' }).fill(title)
  await guide()
    .getByRole('button', { name: `Start: ${title}`, exact: true })
    .last()
    .click()
  await heading(title).first().waitFor({ timeout: 60_000 })
}

/** Answers one choice after the other until the step ticks; how many it took. */
async function diagnose(): Promise<number> {
  const choices = guide().getByRole('radio')
  for (let tries = 1; tries <= (await choices.count()); tries += 1) {
    await choices.nth(tries - 1).check()
    await press('Send the answer')
    const wrong = guide().getByText(`Not right yet. Tries: ${tries}`)
    const done = guide().getByText('Step 3 of 3', { exact: true })
    await wrong.or(done).waitFor()
    if (await done.isVisible()) return tries
  }
  throw new Error('no choice was right')
}

describe.skipIf(chromium === undefined)(chromium ? 'the guide, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await screens.hands.goTo('/guide')
  }, 180_000)
  afterAll(() => screens?.close())

  it('lists the courses with their stories in order', async () => {
    const course = guide().getByRole('group').filter({ hasText: 'Which surface writes back?' }).first()
    await course.locator('summary').click()
    expect(await course.getByRole('listitem').allTextContents()).toContainEqual(
      expect.stringMatching(/^1\. Which surface writes back\?/),
    )
    expect(await barriersOn(screens.hands.page)).toEqual([])
  })

  it('does a step, shows it in the table of surfaces, and goes back to its start', async () => {
    await start('Which surface writes back?')
    await stepOf(1, 12)
    await press('Do it for me')
    await stepOf(2, 12)
    const row = guide().getByRole('row', { name: /Entra portal, Reset password/ })
    await row.getByText('as told').waitFor()
    await guide().locator('summary').first().click()
    await guide().getByRole('button', { name: 'Back to the start of this step' }).first().click()
    await stepOf(1, 12)
    await row.getByText('not yet').waitFor()
  }, 120_000)

  it('plays by itself when it is presented, pauses, and steps back by the page keys', async () => {
    await press('Present')
    await guide().getByLabel('Seconds a step').fill('1')
    await guide().getByRole('button', { name: /^Play/ }).click()
    await stepOf(3, 12)
    await guide()
      .getByRole('button', { name: /^Pause/ })
      .click()
    await guide().getByRole('button', { name: /^Play/ }).waitFor({ timeout: 60_000 })
    const before = await guide()
      .getByText(/^Step \d of 12$/)
      .textContent()
    await heading('Which surface writes back?').first().click()
    await screens.hands.page.keyboard.press('PageUp')
    await expect
      .poll(
        () =>
          guide()
            .getByText(/^Step \d of 12$/)
            .textContent(),
        { timeout: 30_000 },
      )
      .not.toBe(before)
  }, 240_000)

  it('gives hints one by one, takes answers, and keeps the tries in the transcript', async () => {
    const { hands } = screens
    await press('Stop presenting')
    await press('Other labs')
    await start('Break it and mend it')
    await press('Hint (2 left)')
    await guide().getByRole('button', { name: 'Hint (1 left)' }).waitFor()
    await press('Do it for me')
    await stepOf(2, 3)
    const tries = await diagnose()
    const door = `${hands.origin}/lab/v1/labs/contoso/scenarios/break-it-and-mend-it`
    const kept = transcript.parse(await (await fetch(`${door}/transcript`)).json())
    expect(kept.steps[1]?.answers.map(({ right }) => right)).toEqual([...Array(tries - 1).fill(false), true])
    expect(kept.score).toMatchObject({ byLearner: 1, hints: 1 })
    expect(screens.complaints).toEqual([])
  }, 180_000)

  it('shows the class where each is, and puts a fault in the way of the chosen', async () => {
    const { hands } = screens
    await hands.goTo('/instructor')
    const row = guide().getByRole('row', { name: /contoso.*Break it and mend it/ })
    await row.getByText(/2\/3/).waitFor()
    await row.getByRole('checkbox').check()
    await guide().getByLabel('Fault').selectOption({ label: 'The relay loses the next answer of the agent' })
    await press('Put in the way')
    await guide().getByText('contoso Done.').waitFor()
    const faults = await (await fetch(`${hands.origin}/lab/v1/labs/contoso/faults`)).json()
    expect(faults).toMatchObject({ faults: [{ match: { operation: 'relay.deliver' }, phase: 'after' }] })
    expect(await barriersOn(hands.page)).toEqual([])
  })

  it('shows a raised hand on the board at once, and takes it down when the instructor lowers it', async () => {
    const { hands, browser } = screens
    const learner = await browser.newPage()
    await learner.goto(`${hands.origin}/guide?lab=contoso`)
    await learner.getByRole('button', { name: 'Ask for help' }).click()
    await learner.getByLabel('What is it about? (may stay empty)').fill('which <b>blade</b>?')
    await learner.getByRole('button', { name: 'Raise my hand' }).click()
    await learner.getByText('Your hand is up. The instructor sees it.').waitFor()
    await guide()
      .getByRole('row', { name: /contoso.*which <b>blade<\/b>\?/ })
      .waitFor()
    await guide().getByText('Hands up: contoso').waitFor()
    await press('Lower the hand of contoso')
    await learner.getByRole('button', { name: 'Ask for help' }).waitFor()
    await guide().getByText('Hands up: contoso').waitFor({ state: 'detached' })
    await learner.close()
  })

  it('brings a message to the chosen learners', async () => {
    const { hands } = screens
    await guide().getByLabel('Message to these learners').fill('Coffee until ten past.')
    await press('Send the message')
    const news = hands.page.getByRole('status', { name: 'News' })
    await news.getByText('Coffee until ten past.').waitFor()
    await news.getByRole('button', { name: 'Dismiss' }).click()
    await news.getByText('Coffee until ten past.').waitFor({ state: 'detached' })
  })

  it('saves a moment of the chosen labs, and goes back to it', async () => {
    const { hands } = screens
    await guide().getByLabel('Saved moment').fill('before lunch')
    await press('Save this moment')
    await press('Clear all faults')
    await press('Back to it')
    await hands.page.getByRole('button', { name: 'Yes, do it' }).click()
    await guide().getByText('contoso Done.').waitFor()
    const { snapshots } = await (await fetch(`${hands.origin}/lab/v1/labs/contoso/snapshots`)).json()
    expect(snapshots).toContainEqual(expect.objectContaining({ name: 'before lunch' }))
  })

  it('opens a lab for a learner, and shows the grid alone for the projector', async () => {
    const { hands } = screens
    await guide().getByText('Open labs for learners').click()
    await guide().getByLabel('Names of the new labs').fill('chloe')
    await press('Open 1 labs')
    await guide().getByRole('row', { name: /chloe/ }).waitFor({ timeout: 60_000 })
    await guide().getByRole('link', { name: 'Only the grid, for the projector' }).click()
    expect(new URL(hands.page.url()).pathname).toBe('/instructor/projector')
    await guide().getByRole('row', { name: /chloe/ }).waitFor()
    expect(await guide().getByRole('checkbox').count()).toBe(0)
    expect(screens.complaints).toEqual([])
  }, 120_000)
})
