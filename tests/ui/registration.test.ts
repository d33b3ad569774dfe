import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens
const page = (): FrameLocator => screens.hands.browser

/** Password reset for everybody, with every method; Liam is licensed. */
async function prepare(): Promise<void> {
  const { hands, people } = screens
  await hands.goTo('/portal/users')
  await hands.signInToPortal(people.admin)
  await hands.goTo('/portal/password-reset/properties')
  await hands.left.getByRole('radio', { name: 'All' }).check()
  await hands.press(hands.left, 'Save')
  await hands.see(hands.left, /has been saved/)
  await hands.goTo('/portal/password-reset/authentication-methods')
  await hands.left.getByLabel('Mobile app code').check()
  await hands.left.getByLabel('Security questions').check()
  await hands.press(hands.left, 'Save')
  await hands.see(hands.left, /has been saved/)
  await hands.goTo('/portal/users/liam@contoso.com/licences')
  await hands.left.getByLabel(/Usage location/).selectOption('SG')
  await hands.left.getByLabel(/Entra ID P2/).check()
  await hands.press(hands.left, 'Save')
  await hands.see(hands.left, 'Saved.')
}

describe.skipIf(chromium === undefined)(chromium ? 'security info, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await prepare()
  }, 240_000)
  afterAll(() => screens?.close())

  it('registers the authenticator app with a code that the phone shows', async () => {
    const { hands } = screens
    await hands.goTo('/browser?url=/pages/register')
    await hands.signIn(page(), { userName: 'liam@contoso.com', password: 'Pebble-Comet-64!' })
    await page()
      .getByRole('button', { name: /^(No|Next)$/ })
      .first()
      .click()
    const row = page().getByRole('region', { name: 'Authenticator app' })
    await row.waitFor()
    await row.getByRole('button', { name: 'Set it up now' }).click()
    await row.getByRole('button', { name: 'Scan it with the lab’s phone' }).click()
    await hands.openPlace('Phone')
    const app = hands.right.getByRole('region', { name: 'Authenticator' })
    await app.getByText('liam@contoso.com').waitFor()
    await expect.poll(() => app.locator('strong').textContent()).toMatch(/^\d{6}$/)
    expect(await barriersOn(hands.page)).toEqual([])
    await row.getByLabel('Code that the app shows').fill((await app.locator('strong').textContent()) ?? '')
    await row.getByRole('button', { name: 'Verify' }).click()
    await row.getByText('Set up', { exact: true }).waitFor()
  }, 90_000)

  it('registers security questions', async () => {
    const row = page().getByRole('region', { name: 'Security questions' })
    await row.getByRole('button', { name: 'Set it up now' }).click()
    const answers = row.getByLabel(/^Answer \d$/)
    const words = ['amsterdam', 'whiskers', 'triumph', 'brisbane', 'librarian']
    for (let index = 0; index < (await answers.count()); index++)
      await answers.nth(index).fill(words[index] ?? '')
    await row.getByRole('button', { name: 'Save' }).click()
    await row.getByText(/answered/).waitFor()
    expect(await barriersOn(screens.hands.page)).toEqual([])
  }, 60_000)
})
